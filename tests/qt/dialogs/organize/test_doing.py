"""The plan that is shown is done, stopped, gone on with, taken back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.organize.steps import Plan
from gridsne_desktop.qt.dialogs.organize.phase import Phase
from gridsne_desktop.qt.dialogs.plan_table import NAME, PHOTO, STATE
from tests.qt.dialogs.conftest import tree
from tests.qt.dialogs.organize.conftest import Open, choose, column, folders, press, settled

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_what_was_shown_is_what_is_done(
    open_dialog: Open, grid: Grid, tmp_path: Path, qtbot: QtBot, opened: list[Path]
) -> None:
    into = tmp_path / "sorted"
    dialog = open_dialog(into)
    plan, shown = dialog.plan, column(dialog, NAME)
    begun: list[Plan] = []
    dialog.working.connect(begun.append)
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
    assert begun[0] is plan
    assert sorted(path.name for path in into.iterdir()) == shown
    for index, name in zip(grid.order(), shown, strict=True):
        assert (into / name).read_bytes() == grid.photos[index].path.read_bytes()
    assert column(dialog, STATE) == ["Copied"] * 12
    assert dialog.said == "12 photos copied."
    assert dialog.phase is Phase.DONE
    press(dialog.buttons.open)
    assert opened == [into]


@pytest.mark.parametrize("way", ["copy", "move", "hardlink", "symlink"])
def test_whatever_was_done_is_taken_back_in_the_dialog(
    way: str, open_dialog: Open, photo_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    before = tree(photo_folder)
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups", way=way)
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
    assert len(list((tmp_path / "sorted").rglob("*.png"))) == 12
    assert not dialog.buttons.go.isVisible()
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.undo)
    assert dialog.phase is Phase.UNDONE
    assert tree(photo_folder) == before
    assert not list((tmp_path / "sorted").rglob("*.png"))
    assert dialog.said == "Undone: 12 photos taken back. Everything is as it was."
    assert len(column(dialog, STATE)) == 12


def test_while_it_works_nothing_can_be_wished(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
        assert not dialog.form.isEnabled()
        assert not dialog.destination.isEnabled()
        assert not dialog.pane.conflicts.isEnabled()
        assert not dialog.buttons.go.isEnabled()


def test_after_an_undo_it_can_be_planned_again(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups", way="move")
    for button in (dialog.buttons.go, dialog.buttons.undo):
        with qtbot.waitSignal(dialog.worked):
            press(button)
    assert dialog.buttons.go.text() == "&Plan again"
    press(dialog.buttons.go)
    settled(dialog, qtbot)
    assert dialog.phase is Phase.READY
    assert dialog.buttons.go.text() == "&Move 12 photos"
    assert column(dialog, STATE) == ["New"] * 12


def test_a_file_that_changed_since_stays_and_is_named_after_the_undo(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    into = tmp_path / "sorted"
    dialog = open_dialog(into)
    choose(dialog, qtbot, way="move")
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
    changed = into / "0001_photo11.png"
    changed.write_bytes(b"edited since")
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.undo)
    assert [path.name for path in into.iterdir()] == [changed.name]
    assert "11 photos taken back. 1 file stays as it is: see the list." in dialog.said
    assert column(dialog, PHOTO)[0] == changed.name


def test_a_run_that_was_stopped_says_how_far_it_got_and_goes_on_from_there(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    into = tmp_path / "sorted"
    dialog = open_dialog(into)
    press(dialog.buttons.go)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    settled(dialog, qtbot)
    done = len(list(into.iterdir())) if into.exists() else 0
    assert done < 12
    if dialog.phase is Phase.STOPPED:
        assert f"Stopped. {done} of 12 photos copied: go on, or undo." in dialog.said
        assert dialog.buttons.undo.isVisible()
    else:
        assert "Stopped. Nothing was done." in dialog.said
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
    assert len(list(into.iterdir())) == 12
    assert dialog.said == "12 photos copied."


def test_a_photo_that_vanishes_after_the_preview_is_told_afterwards(
    open_dialog: Open, grid: Grid, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    grid.photos[5].path.unlink()
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
    assert column(dialog, PHOTO)[0] == grid.photos[5].path.name
    assert column(dialog, STATE).count("Copied") == 11
    assert "11 photos copied, 1 could not be copied: see the list." in dialog.said


def test_a_folder_that_cannot_be_written_is_a_sentence_after_the_click(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    into = tmp_path / "sorted"
    dialog = open_dialog(into)
    into.write_bytes(b"someone made a file of this name meanwhile")
    press(dialog.buttons.go)
    settled(dialog, qtbot)
    assert "sorted" in dialog.said
    assert into.is_file()
    assert dialog.phase is Phase.CHOOSING


def test_companions_stand_under_their_photo_and_come_along(
    open_dialog: Open, photo_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (photo_folder / "photo11.xmp").write_text("<x/>")
    (photo_folder / "IMG_7.mov").write_bytes(b"whose photo is gone")
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, way="move")
    assert [text.strip() for text in column(dialog, PHOTO)[:3]] == [
        "IMG_7.mov",
        "photo11.png",
        "↳ photo11.xmp",
    ]
    assert column(dialog, STATE)[0] == "Stays: no photo of it"
    assert "12 photos in 13 files" in dialog.said
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
    assert (tmp_path / "sorted" / "0001_photo11.xmp").exists()
    assert [path.name for path in photo_folder.iterdir()] == ["IMG_7.mov"]


def test_a_second_time_into_the_same_folder_there_is_nothing_to_do(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    for expected in ("New", "Already there"):
        dialog = open_dialog(tmp_path / "sorted")
        choose(dialog, qtbot, rule="rows")
        assert column(dialog, STATE) == [expected] * 12
        assert list(folders(dialog).values()) == [4, 4, 4]
        if dialog.buttons.go.isEnabled():
            with qtbot.waitSignal(dialog.worked):
                press(dialog.buttons.go)
        dialog.reject()
    assert not dialog.buttons.go.isEnabled()


@pytest.mark.parametrize("button", ["go", "undo"])
def test_esc_pressed_again_and_again_stops_and_then_closes_it(
    button: str, open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    if button == "undo":
        with qtbot.waitSignal(dialog.worked):
            press(dialog.buttons.go)
    press(getattr(dialog.buttons, button))
    turns = QTimer(dialog, interval=0)  # so that one comes while it finds out how far it got
    turns.timeout.connect(lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    turns.start()
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_emptied_folders_are_removed_on_wish(
    open_dialog: Open, photo_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    choose(dialog, qtbot, rule="groups", way="move")
    press(dialog.form.emptied_box)
    settled(dialog, qtbot)
    assert "1 emptied folder removed" in dialog.said
    with qtbot.waitSignal(dialog.worked):
        press(dialog.buttons.go)
    assert not photo_folder.exists()


def test_it_can_be_done_with_the_keyboard_alone(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.form.rule.button("order").hasFocus)
    QTest.keyClick(dialog.form.rule.button("order"), Qt.Key.Key_Down)
    QTest.keyClicks(dialog.destination.line, str(tmp_path / "sorted"))
    qtbot.waitUntil(lambda: dialog.plan is not None)
    assert dialog.plan is not None
    assert dialog.plan.rule == "groups"
    with qtbot.waitSignal(dialog.worked):
        QTest.keyClick(dialog.destination.line, Qt.Key.Key_Return)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_return_in_tree_and_table_does_not_begin(
    open_dialog: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = open_dialog(tmp_path / "sorted")
    dialog.pane.table.selectRow(0)
    for widget in (dialog.pane.tree, dialog.pane.table):
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Return)
        settled(dialog, qtbot)
    assert dialog.phase is Phase.READY
    assert not (tmp_path / "sorted").exists()
