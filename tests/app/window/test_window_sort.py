"""What a person gets from Sort By, and from the list."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gridsne_desktop.qt.dialogs.export import ExportDialog
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.state import State
from tests.app.conftest import Cli, gridsne
from tests.app.window.conftest import Start, Visit
from tests.app.window.test_window import dialog, texts

__all__ = ["gridsne"]

NONE = Qt.KeyboardModifier.NoModifier


def sort_by(at: Visit, sort: str) -> None:
    actions: list[QAction] = at.window.actions_by_name._sorts.actions()
    next(action for action in actions if action.data() == sort).trigger()
    at.until(lambda: at.desk.sorting.seen is not None and at.desk.sorting.seen.sort == sort)
    at.until(lambda: not at.desk.sorting.is_busy)


def order(at: Visit) -> list[str]:
    wall = at.desk.workspace.wall
    return [wall.photos[index].path.name for index in wall.order]


def arranged(at: Visit) -> list[str]:
    arrangement = at.desk.session.arrangement
    assert arrangement is not None
    return [arrangement.grid.photos[index].path.name for index in arrangement.grid.order()]


def link(at: Visit, text: str) -> QPushButton:
    buttons: list[QPushButton] = at.window.bar.findChildren(QPushButton)
    return next(button for button in buttons if button.text() == text)


@pytest.mark.parametrize("sort", ["date", "name", "colour", "size"])
def test_the_wall_is_sorted_as_the_command_line_does(
    start: Start, gridsne: Cli, few_photos: Path, tmp_path: Path, sort: str
) -> None:
    picture, layout = tmp_path / "grid.png", tmp_path / "grid.json"
    assert gridsne("arrange", few_photos, "--sort", sort, "-o", picture, "--layout", layout) == 0
    copied = tmp_path / "copies"
    assert gridsne("organize", layout, "--into", copied) == 0
    told = [path.name.partition("_")[2] for path in sorted(copied.iterdir())]

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        sort_by(at, sort)
        assert order(at) == told
        assert f"Sorted by {sort}" in texts(at.window.bar)

    assert start(visit, few_photos) == 0


def test_similarity_comes_back_at_once_with_what_was_selected(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        before = order(at)
        wall = at.desk.workspace.wall
        wall.setFocus()
        QTest.keyClick(wall, Qt.Key.Key_Home)
        QTest.keyClick(wall, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        chosen = wall.selection.tolist()
        sort_by(at, "name")
        assert order(at) == sorted(before)
        assert arranged(at) == before
        assert not at.window.actions_by_name.pin.isEnabled()
        link(at, "By similarity").click()
        assert order(at) == before
        assert wall.selection.tolist() == chosen
        assert at.window.actions_by_name.pin.isEnabled()

    assert start(visit, few_photos) == 0


def test_keys_walk_the_order_that_is_shown(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        sort_by(at, "name")
        wall = at.desk.workspace.wall
        QTest.keyClick(wall, Qt.Key.Key_Home)
        walked = []
        for _ in range(wall._cast.places.columns):
            assert wall.current is not None
            walked.append(wall.photos[wall.current].path.name)
            QTest.keyClick(wall, Qt.Key.Key_Right)
        assert walked == order(at)[: len(walked)]

    assert start(visit, few_photos) == 0


def test_export_and_organize_take_the_order_that_is_shown_and_say_so(
    start: Start, few_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        sort_by(at, "name")
        at.window.actions_by_name.organize.trigger()
        at.until(lambda: QApplication.activeModalWidget() is not None)
        copy = dialog(OrganizeDialog)
        assert isinstance(copy, OrganizeDialog)
        assert "Numbers the names, sorted by name." in texts(copy)
        at.until(lambda: copy.plan is not None)
        assert copy.plan is not None
        assert [step.source.name for step in copy.plan.steps] == order(at)
        copy.close()
        at.window.actions_by_name.export.trigger()
        at.until(lambda: QApplication.activeModalWidget() is not None)
        export = dialog(ExportDialog)
        assert export is not None
        assert "Sorted by name, row by row." in texts(export)
        export.close()

    assert start(visit, few_photos) == 0


def test_a_sorted_folder_that_is_arranged_anew_stays_sorted_another_one_does_not(
    start: Start, few_photos: Path, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        sort_by(at, "size")
        shown = order(at)
        at.window.actions_by_name.shuffle.trigger()
        at.until_state(State.WORKING)
        at.until_state(State.ARRANGED)
        assert order(at) == shown
        at.desk.open([many_photos])
        at.until(lambda: len(at.names) == 60 and at.desk.session.state is State.ARRANGED)
        assert at.desk.sorting.wanted == "similarity"
        assert order(at) == arranged(at)

    assert start(visit, few_photos) == 0


def ctrl_wheel(widget: QWidget, turn: int) -> None:
    at = QPointF(50, 50)
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_list_has_the_wall_s_selection_opens_photos_and_returns(
    start: Start, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        sort_by(at, "name")
        space, shown = at.desk.workspace, at.desk.workspace.photo_list
        QTest.keyClick(at.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert shown.isVisible()
        third = int(space.wall.order[2])
        middle = shown.tile_rect(third).center().toPoint()
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, NONE, middle)
        assert space.wall.selection.tolist() == [third]
        QTest.keyClick(shown, Qt.Key.Key_Left)
        assert space.wall.current == int(space.wall.order[1])
        QTest.keyClick(shown, Qt.Key.Key_End)
        last = int(space.wall.order[-1])
        assert shown.viewport().rect().contains(shown.tile_rect(last).toRect())
        QTest.keyClick(shown, Qt.Key.Key_Return)
        assert space.has_loupe
        QTest.keyClick(space.loupe, Qt.Key.Key_Left)
        assert space.wall.current == int(space.wall.order[-2])
        QTest.keyClick(space.loupe, Qt.Key.Key_Escape)
        assert shown.isVisible()
        QTest.mouseDClick(
            shown.viewport(),
            Qt.MouseButton.LeftButton,
            NONE,
            shown.tile_rect(last).center().toPoint(),
        )
        assert space.has_loupe
        QTest.keyClick(space.loupe, Qt.Key.Key_Escape)
        QTest.keyClick(at.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
        assert space.wall.isVisible()

    assert start(visit, many_photos) == 0


def test_ctrl_and_the_wheel_change_the_list_s_tiles_the_wheel_alone_scrolls(
    start: Start, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.window.actions_by_name.photo_list.trigger()
        shown = at.desk.workspace.photo_list
        before = shown.side
        ctrl_wheel(shown.viewport(), 120)
        assert shown.side > before
        ctrl_wheel(shown.viewport(), -120)
        assert shown.side == before
        at.window.actions_by_name.zoom_in.trigger()
        assert shown.side > before
        at.window.actions_by_name.fit.trigger()
        assert shown.side == before
        at.until(lambda: shown.is_settled and at.desk.sorting.taken is not None)

    assert start(visit, many_photos) == 0


def test_photos_with_dates_are_sorted_by_them(start: Start, tmp_path: Path) -> None:
    from PIL import Image

    for number, name in enumerate(("c.jpg", "a.jpg", "b.jpg")):
        Image.new("RGB", (40, 30), (60 * number, 90, 120)).save(tmp_path / name)
        os.utime(tmp_path / name, (10**9 + number, 10**9 + number))

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        sort_by(at, "date")
        assert order(at) == ["c.jpg", "a.jpg", "b.jpg"]

    assert start(visit, tmp_path) == 0
