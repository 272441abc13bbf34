"""The menu of a field for numbers: as Qt's own, without holding up who opens it."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
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
    box.show()
    qtbot.waitExposed(box)
    return box


def open_menu(box: Box) -> QMenu:
    """Press the right button; a menu that the press waits for is closed before it comes back."""
    closing = QTimer(interval=100)
    closing.timeout.connect(close_menu)
    closing.start()
    window, at = box.windowHandle(), box.rect().center()
    # The press of the test before is over, or the two would be a double-click.
    QTest.mouseRelease(window, Qt.MouseButton.RightButton, pos=at)
    QTest.mousePress(window, Qt.MouseButton.RightButton, pos=at)
    closing.stop()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def close_menu() -> None:
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


def test_the_press_comes_back_while_the_menu_is_open(box: Box) -> None:
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
