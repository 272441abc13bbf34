"""The menu of a field for numbers: as Qt's own, without holding up who opens it."""

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.number_box import DecimalBox, NumberBox

Box = NumberBox | DecimalBox


@pytest.fixture(params=[NumberBox, DecimalBox])
def box(request: pytest.FixtureRequest, qtbot: QtBot) -> Box:
    """A field with 2, of at most 3."""
    box: Box = request.param()
    box.setRange(0, 3)
    box.setValue(2)
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    return box


def open_menu(box: Box) -> QMenu:
    """Ask for the menu; one that the asking waits for is closed before it comes back."""
    closing = QTimer(interval=100)
    closing.timeout.connect(close_menu)
    closing.start()
    at = box.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, box.mapToGlobal(at))
    QApplication.sendEvent(box.lineEdit(), event)
    closing.stop()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def close_menu() -> None:
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


def test_asking_comes_back_while_the_menu_is_open(box: Box) -> None:
    assert open_menu(box).isVisible()
    close_menu()


@pytest.mark.parametrize(("step", "value"), [("Step up", 3), ("Step down", 1)])
def test_its_menu_steps_the_number(box: Box, step: str, value: int) -> None:
    actions = {a.text().replace("&", ""): a for a in open_menu(box).actions()}
    actions[step].trigger()
    assert box.value() == value
    close_menu()


def test_no_step_leads_beyond_the_last_number(box: Box) -> None:
    box.setValue(3)
    *_, up, down = open_menu(box).actions()
    assert (up.isEnabled(), down.isEnabled()) == (False, True)
    close_menu()
