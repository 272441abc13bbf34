"""A dialog that comes up in turns is whole when it is seen, and comes once."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.dialogs.opening import open_in_turns


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def dialogs(window: QWidget) -> list[QDialog]:
    return [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]


def test_what_waits_comes_between_the_steps_and_the_dialog_after_them(
    qtbot: QtBot, window: QWidget
) -> None:
    dialog, seen = QDialog(window), list[object]()
    column = QVBoxLayout(dialog)

    def steps() -> Iterator[None]:
        for number in range(3):
            seen.append(number)
            column.addWidget(QLabel(str(number), dialog))
            yield

    waiting = QTimer(window, interval=0)
    waiting.timeout.connect(lambda: seen.append("other"))
    waiting.start()
    open_in_turns(dialog, steps())
    assert not seen
    qtbot.waitUntil(dialog.isVisible)
    waiting.stop()
    assert [each for each in seen if each != "other"] == [0, 1, 2]
    assert "other" in seen[seen.index(0) : seen.index(1)]
    assert "other" in seen[seen.index(1) : seen.index(2)]
    assert column.count() == 3


def test_who_asks_twice_gets_one_dialog(qtbot: QtBot, window: QWidget) -> None:
    first, second = QDialog(window), QDialog(window)
    over: list[int] = []
    second.finished.connect(over.append)
    open_in_turns(first)
    open_in_turns(second)
    qtbot.waitUntil(lambda: dialogs(window) == [first])
    assert over == [QDialog.DialogCode.Rejected.value]
    first.close()
    third = QDialog(window)
    open_in_turns(third)
    qtbot.waitUntil(lambda: dialogs(window) == [third])


def test_no_dialog_comes_up_over_a_window_that_was_closed(qtbot: QtBot, window: QWidget) -> None:
    dialog = QDialog(window)
    open_in_turns(dialog, iter([None] * 3))
    window.close()
    with qtbot.waitSignal(dialog.rejected):
        pass
    assert not dialog.isVisible()


def test_it_is_shown_as_wished(qtbot: QtBot, window: QWidget) -> None:
    dialog = QDialog(window)
    open_in_turns(dialog, show=dialog.show)
    qtbot.waitUntil(dialog.isVisible)
    assert not dialog.isModal()


def test_a_dialog_that_goes_on_its_way_is_not_shown(qtbot: QtBot, window: QWidget) -> None:
    dialog = QDialog(window)
    open_in_turns(dialog, iter([None] * 3))
    with qtbot.waitSignal(dialog.destroyed):
        dialog.deleteLater()
    qtbot.wait(50)
    assert dialogs(window) == []
