"""What one does to files in the window: Trash, moving, keys, and taking it back."""

import errno
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridsne_desktop import paths as app_paths
from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.filing import plan_discarding, plan_filing
from gridsne_desktop.organize.journal import Done, Journal
from gridsne_desktop.organize.record import read_record
from gridsne_desktop.organize.recover import unfinished
from gridsne_desktop.organize.runs import RunState, runs
from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.organize.trash import SYSTEM_TRASH
from gridsne_desktop.organize.undo import plan_undo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs.move_to import MoveToDialog
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.runs import verbs
from gridsne_desktop.qt.runs.activity import ActivityDialog
from gridsne_desktop.qt.runs.closing import ClosingDialog
from gridsne_desktop.qt.runs.destinations_dialog import DestinationsDialog
from gridsne_desktop.qt.runs.key_dialog import KeyDialog
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier

Tree = Mapping[str, tuple[bytes, int]]


@pytest.fixture
def folder(few_photos: Path, tmp_path: Path) -> Path:
    """A folder with nine photos of one's own; one has a RAW file and a sidecar beside it."""
    folder = Path(shutil.copytree(few_photos, tmp_path / "photos"))
    first = min(folder.iterdir())
    first.with_suffix(".CR2").write_bytes(b"as the sensor saw it")
    first.with_suffix(".xmp").write_bytes(b"<x/>")
    return folder


@pytest.fixture
def trash(home: Path) -> Path:
    """Where the system's Trash keeps files: in this test's own home."""
    return home / ".local" / "share" / "Trash" / "files"


def tree(folder: Path) -> Tree:
    """Every file with its bytes and its time."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def wall_of(at: Visit) -> Wall:
    at.until_state(State.ARRANGED)
    wall = at.desk.workspace.wall
    at.until(lambda: wall.is_settled)
    wall.setFocus()
    return wall


def cells(at: Visit) -> dict[Path, int]:
    """Where each photo stands."""
    arrangement = at.desk.session.arrangement
    assert arrangement is not None
    grid = arrangement.grid
    return {p.path: c for p, c in zip(grid.photos, grid.cells.tolist(), strict=True)}


def press(widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    widget.window().activateWindow()  # no window manager does it when a dialog has gone
    QApplication.processEvents()
    QTest.keyClick(widget, key, modifiers or Qt.KeyboardModifier.NoModifier)


def note(at: Visit) -> str:
    return at.desk.files.notes.text


def until_said(at: Visit, text: str) -> None:
    at.until(lambda: text in note(at) and not at.desk.files.runs.is_busy)


def select(at: Visit, names: set[str]) -> Wall:
    wall = wall_of(at)
    wall.select(np.array([i for i, p in enumerate(wall.photos) if p.path.name in names]))
    return wall


def test_del_moves_photos_and_what_belongs_to_them_to_the_trash_and_ctrl_z_brings_them_back(
    start: Start, folder: Path, trash: Path
) -> None:
    before = tree(folder)

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        stood = cells(at)
        first = min(stood)
        names = {first.name, sorted(stood)[4].name}
        select(at, names)
        press(wall, Qt.Key.Key_Delete)
        until_said(at, "2 photos moved to the Trash")
        left = {path: cell for path, cell in stood.items() if path.name not in names}
        assert cells(at) == left
        assert {p.name for p in trash.iterdir()} == names | {
            f"{first.stem}.CR2",
            f"{first.stem}.xmp",
        }
        assert at.window.actions_by_name.undo.text() == "&Undo Move of 2 Photos to the Trash"
        assert at.window.bar.offer.isHidden()
        press(wall, Qt.Key.Key_Z, CTRL)
        until_said(at, "undone")
        assert cells(at) == stood
        assert tree(folder) == before
        assert list(trash.iterdir()) == []
        assert {wall.photos[i].path.name for i in wall.selection} == names
        press(wall, Qt.Key.Key_Z, CTRL | SHIFT)
        until_said(at, "done again")
        assert cells(at) == left
        at.until(lambda: at.desk.living.is_watching)
        assert not at.desk.living.changes

    assert start(visit, folder) == 0


def test_photos_that_all_went_to_the_trash_and_came_back_by_other_hands_are_shown_again(
    start: Start, folder: Path, trash: Path
) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        names = at.names
        wall.select_all()
        press(wall, Qt.Key.Key_Delete)
        at.until_state(State.NO_PHOTOS)
        assert len(wall.photos) == 0
        until_said(at, "9 photos moved to the Trash")
        for path in trash.iterdir():
            path.rename(folder / path.name)
        at.until(at.window.bar.offer.isVisible)
        at.window.bar.offer.taken.emit()
        at.until_state(State.ARRANGED)
        assert at.names == names
        at.until(lambda: wall.is_settled)
        assert at.desk.workspace.currentWidget() is wall

    assert start(visit, folder) == 0


def test_the_note_itself_takes_it_back(start: Start, folder: Path) -> None:
    before = tree(folder)

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.set_current(3)
        press(wall, Qt.Key.Key_Delete)
        until_said(at, "1 photo moved to the Trash")
        assert wall.current is not None  # the next one has the keyboard
        link = at.window.bar.runs.link("Undo")
        assert link is not None
        QTest.mouseClick(link, Qt.MouseButton.LeftButton)
        until_said(at, "undone")
        assert tree(folder) == before
        assert len(wall.photos) == 9

    assert start(visit, folder) == 0


def test_in_the_large_view_del_moves_on_to_the_next_photo(start: Start, folder: Path) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        workspace = at.desk.workspace
        first, second, third = (wall.photos[int(i)].path for i in wall.order[:3])
        workspace.open_photo(int(wall.order[0]))
        for gone, shown in ((first, second), (second, third)):
            press(workspace.loupe, Qt.Key.Key_Delete)
            at.until(lambda gone=gone: not gone.exists() and not at.desk.files.runs.is_busy)  # type: ignore[misc]
            assert workspace.has_loupe
            assert workspace.chosen_paths() == [shown]
        assert at.desk.files.notes.over.isVisible()
        press(workspace.loupe, Qt.Key.Key_Z, CTRL)
        at.until(lambda: second.exists() and not at.desk.files.runs.is_busy)
        assert workspace.chosen_paths() == [third]
        workspace.close_photo()
        assert len(wall_of(at).photos) == 8

    assert start(visit, folder) == 0


def test_a_trash_that_refuses_is_told_and_nothing_is_deleted(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_trash: object, path: Path) -> Path | None:
        raise OSError(errno.ENOTSUP, "there is no Trash on this disk", str(path))

    monkeypatch.setattr(type(SYSTEM_TRASH), "put", refuse)
    before = tree(folder)

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.set_current(3)
        press(wall, Qt.Key.Key_Delete)
        until_said(at, "could not be moved: This cannot be put into the Trash: there is no Trash")
        assert len(wall.photos) == 9
        assert at.window.bar.runs.link("Undo") is None
        assert at.window.bar.runs.link("Show") is not None

    assert start(visit, folder) == 0
    assert tree(folder) == before


def test_photos_moved_out_of_the_folder_leave_the_wall(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    before = tree(folder)

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        stood = cells(at)
        first = min(stood)
        select(at, {first.name})
        press(wall, Qt.Key.Key_M)
        dialog = at.window.findChild(MoveToDialog)
        assert dialog is not None
        dialog.destination.set_path(tmp_path / "best")
        at.until(lambda: dialog.plan is not None and dialog.plan.into == tmp_path / "best")
        assert "1 photo to move, 3 files" in dialog.said
        dialog.move_button.click()
        until_said(at, "1 photo moved into best")
        assert {p.name for p in (tmp_path / "best").iterdir()} == {
            first.name,
            f"{first.stem}.CR2",
            f"{first.stem}.xmp",
        }
        assert cells(at) == {path: cell for path, cell in stood.items() if path != first}
        press(wall, Qt.Key.Key_Z, CTRL)
        until_said(at, "undone")
        assert cells(at) == stood
        assert tree(folder) == before
        assert not (tmp_path / "best").exists()  # it was made by the move

    assert start(visit, folder) == 0


def test_photos_moved_within_the_open_folders_keep_cell_pin_and_selection(
    start: Start, folder: Path
) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        at.window.actions_by_name.subfolders.setChecked(True)
        wall.set_current(4)
        press(wall, Qt.Key.Key_P, CTRL)
        wall = wall_of(at)
        stood = cells(at)
        moved = wall.photos[4].path
        at.desk.files.runs.begin(
            lambda run: plan_filing([(moved,)], into=folder / "in", way=StepKind.MOVE, run=run),
            way=StepKind.MOVE,
            photos=1,
        )
        until_said(at, "1 photo moved into in")
        new = folder / "in" / moved.name
        at.until(lambda: new in {p.path for p in wall.photos})
        wall = wall_of(at)
        assert cells(at) == {new if path == moved else path: c for path, c in stood.items()}
        assert {wall.photos[i].path for i in wall.selection} == {new}
        assert [pin.path for pin in at.desk.session.settings.pins] == [new]
        press(wall, Qt.Key.Key_Z, CTRL)
        until_said(at, "undone")
        at.until(lambda: moved in {p.path for p in wall.photos})
        wall_of(at)
        assert cells(at) == stood

    assert start(visit, folder) == 0


def test_a_key_asks_once_and_then_sends_photos_at_once(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        names = [wall.photos[int(i)].path.name for i in wall.order]
        select(at, {names[0]})
        press(wall, Qt.Key.Key_3)
        dialog = at.window.findChild(KeyDialog)
        assert dialog is not None
        dialog.folder.set_path(tmp_path / "three")
        dialog.move_there.setChecked(True)
        dialog.ok_button.click()
        until_said(at, "1 photo moved into three")
        for name in names[1:4]:  # as fast as one presses
            select(at, {name})
            press(wall, Qt.Key.Key_3)
        at.until(lambda: len(wall.photos) == 5 and not at.desk.files.runs.is_busy)
        assert {p.name for p in (tmp_path / "three").glob("*.jpg")} == set(names[:4])
        assert at.window.actions_by_name.files.key(3).text() == "Move to three"

    def later(at: Visit) -> None:
        wall = wall_of(at)
        at.window.actions_by_name.files.destinations.trigger()
        dialog = at.window.findChild(DestinationsDialog)
        assert dialog is not None
        assert dialog.said(3) == f"Move {tmp_path / 'three'}"
        dialog.button(3, clears=True).click()
        dialog.button(5).click()
        asks = dialog.findChild(KeyDialog)
        assert asks is not None
        asks.folder.set_path(tmp_path / "five")
        asks.ok_button.click()
        assert dialog.said(3) == "Nothing yet"
        dialog.reject()
        wall.select(np.array([0, 1]))
        press(wall, Qt.Key.Key_5)
        until_said(at, "2 photos copied into five")
        assert len(wall.photos) == 5
        press(wall, Qt.Key.Key_Z, CTRL)
        until_said(at, "undone")
        assert not (tmp_path / "five").exists()

    assert start(visit, folder) == 0
    assert start(later, folder) == 0


def test_ctrl_z_takes_back_whatever_came_last(start: Start, folder: Path) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        undo, redo = at.window.actions_by_name.undo, at.window.actions_by_name.redo
        wall.set_current(2)
        press(wall, Qt.Key.Key_Delete)
        until_said(at, "to the Trash")
        left = cells(at)
        at.window.actions_by_name.shuffle.trigger()
        at.until_state(State.WORKING)
        wall = wall_of(at)
        assert len(wall.photos) == 8
        assert undo.text() == "&Undo Try Another Arrangement"
        press(wall, Qt.Key.Key_Z, CTRL)
        at.until(lambda: cells(at) == left)
        assert undo.text() == "&Undo Move of 1 Photo to the Trash"
        press(wall, Qt.Key.Key_Z, CTRL)
        until_said(at, "undone")
        at.until(lambda: len(wall_of(at).photos) == 9)
        assert (len(wall.photos), undo.isEnabled()) == (9, False)
        assert redo.text() == "&Redo Move of 1 Photo to the Trash"
        press(wall, Qt.Key.Key_Z, CTRL | SHIFT)
        until_said(at, "done again")
        assert redo.text() == "&Redo Try Another Arrangement"
        press(wall, Qt.Key.Key_Z, CTRL | SHIFT)
        at.until(lambda: at.desk.session.settings.seed == 1)
        assert not redo.isEnabled()

    assert start(visit, folder) == 0


def test_what_changed_since_is_told_and_stays(start: Start, folder: Path, tmp_path: Path) -> None:
    def visit(at: Visit) -> None:
        wall = wall_of(at)
        paths = [wall.photos[i].path for i in (2, 3)]
        at.desk.files.runs.begin(
            lambda run: plan_filing(
                [(path,) for path in paths], into=tmp_path / "out", way=StepKind.MOVE, run=run
            ),
            way=StepKind.MOVE,
            photos=2,
        )
        until_said(at, "2 photos moved into out")
        changed = tmp_path / "out" / paths[0].name
        changed.write_bytes(b"painted over")
        press(wall, Qt.Key.Key_Z, CTRL)
        until_said(at, "1 file could not be brought back")
        assert changed.read_bytes() == b"painted over"
        assert (paths[0].exists(), paths[1].exists()) == (False, True)
        assert len(wall.photos) == 8

    assert start(visit, folder) == 0


def test_activity_lists_what_was_done_and_undoes_it_in_a_later_session(
    start: Start, folder: Path
) -> None:
    before = tree(folder)

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        wall.set_current(5)
        press(wall, Qt.Key.Key_Delete)
        until_said(at, "to the Trash")

    def later(at: Visit) -> None:
        wall_of(at)
        at.window.actions_by_name.activity.trigger()
        panel = at.window.findChild(ActivityDialog)
        assert panel is not None
        at.until(lambda: panel.chosen is not None and panel.files.model().rowCount() == 1)
        model = panel.table.model()
        assert model.index(0, 1).data() == "Moved 1 file to the Trash"
        assert panel.buttons["undo"].isEnabled()
        assert not panel.buttons["redo"].isEnabled()
        panel.buttons["undo"].click()
        at.until(lambda: model.index(0, 2).data() == "Undone")
        assert tree(folder) == before
        at.until(lambda: len(wall_of(at).photos) == 9)
        panel.buttons["redo"].click()
        at.until(lambda: model.index(0, 2).data() == "Done")
        at.until(lambda: len(wall_of(at).photos) == 8)

    assert start(visit, folder) == 0
    assert start(later, folder) == 0


def test_undo_in_activity_first_settles_an_undo_that_was_killed(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    before, journals = tree(folder), app_paths.journal_folder()
    moved = [(path,) for path in sorted(folder.glob("*.jpg"))[1:5]]
    plan = plan_filing(moved, into=tmp_path / "out", way=StepKind.MOVE, run=Run())
    record = read_record(execute(plan, journals=journals, run=Run()).journal or journals)
    assert record is not None
    undo = plan_undo(record, run=Run())
    journal = Journal.begun(journals, undo)
    journal.begin([(number, "") for number in range(len(undo.steps))])
    step = undo.steps[0]
    step.source.rename(step.target)  # and is killed before it can tell
    journal.abandon()

    def visit(at: Visit) -> None:
        wall_of(at)
        at.window.actions_by_name.activity.trigger()
        panel = at.window.findChild(ActivityDialog)
        assert panel is not None
        at.until(lambda: panel.chosen is not None)
        panel.buttons["undo"].click()
        at.until(lambda: panel.table.model().index(0, 2).data() == "Undone")
        assert tree(folder) == before
        assert not unfinished(journals)

    assert start(visit, folder) == 0


def interrupt(folder: Path, into: Path) -> list[Path]:
    """A move of four photos that was killed after two of them."""
    paths = sorted(folder.glob("*.jpg"))[1:5]
    plan = plan_filing([(p,) for p in paths], into=into, way=StepKind.MOVE, run=Run())
    journal = Journal.begun(app_paths.journal_folder(), plan)
    journal.folder(into)
    into.mkdir()
    journal.begin([(number, "") for number in range(4)])
    for number, step in enumerate(plan.steps[:2]):
        step.source.rename(step.target)
        if number == 0:  # of the other one nobody has told yet that it is done
            journal.done(number, Done(step.target, step.size, step.mtime_ns))
    journal.abandon()
    return paths


@pytest.mark.parametrize("resumes", [True, False])
def test_a_killed_run_is_offered_at_the_start(
    start: Start, folder: Path, tmp_path: Path, resumes: bool
) -> None:
    before = tree(folder)
    into = tmp_path / "killed"
    paths = interrupt(folder, into)

    def visit(at: Visit) -> None:
        bar = at.window.interrupted
        at.until(bar.isVisible)
        assert bar.text == "A move into killed was interrupted after 1 of 4 photos."
        wall_of(at)
        (bar.resume if resumes else bar.back).click()
        at.until(lambda: not at.desk.files.runs.is_busy and note(at) != "")
        assert not bar.isVisible()
        if resumes:
            assert {p.name for p in into.iterdir()} == {p.name for p in paths}
            at.until(lambda: len(wall_of(at).photos) == 5)
            assert at.window.actions_by_name.undo.text() == "&Undo Move of 4 Photos"
        else:
            assert tree(folder) == before
            at.until(lambda: len(wall_of(at).photos) == 9)
        state = runs(app_paths.journal_folder())[0].state
        assert state is (RunState.FINISHED if resumes else RunState.UNDONE)

    assert start(visit, folder) == 0


@pytest.mark.parametrize("waits", [True, False])
def test_who_closes_while_files_are_worked_on_is_asked(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch, waits: bool
) -> None:
    may_go_on, real = threading.Event(), plan_discarding

    def slow(files: list[tuple[Path, ...]], *, run: Run) -> object:
        while not may_go_on.is_set():
            run.wait(0.01)
        return real(files, run=run)

    monkeypatch.setattr(verbs, "plan_discarding", slow)

    def visit(at: Visit) -> None:
        wall = wall_of(at)
        path = wall.photos[3].path
        wall.set_current(3)
        press(wall, Qt.Key.Key_Delete)
        at.until(lambda: at.desk.files.runs.is_busy)
        at.window.close()
        assert at.window.isVisible()
        dialog = at.window.findChild(ClosingDialog)
        assert dialog is not None
        if waits:
            may_go_on.set()
        else:
            dialog.stop_button.click()
        at.until(lambda: not at.window.isVisible())
        assert path.exists() is not waits

    assert start(visit, folder) == 0
