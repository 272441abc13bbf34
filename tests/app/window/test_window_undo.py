"""What a person gets from Ctrl+Z, and from a window that remembers how folders stood."""

import os
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gridsne_desktop import paths
from gridsne_desktop.progress import Progress, Stage
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LONG_AGO = 1_600_000_000


@pytest.fixture
def folder(few_photos: Path, tmp_path: Path) -> Path:
    """Nine photos of one's own, old enough to be known by their time."""
    made = tmp_path / "Nine of my own"
    shutil.copytree(few_photos, made)
    for photo in made.iterdir():
        os.utime(photo, (LONG_AGO, LONG_AGO))
    return made


def press(at: Visit, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    QTest.keyClick(at.window, key, modifiers)


def undo(at: Visit) -> None:
    press(at, Qt.Key.Key_Z, CTRL)


def redo(at: Visit) -> None:
    press(at, Qt.Key.Key_Z, CTRL | SHIFT)


def cells(at: Visit) -> dict[str, int]:
    """Where each photo stands."""
    assert at.desk.session.arrangement is not None
    grid = at.desk.session.arrangement.grid
    return {p.path.name: c for p, c in zip(grid.photos, grid.cells.tolist(), strict=True)}


def arranged(at: Visit) -> None:
    at.until(lambda: at.desk.session.state is State.ARRANGED and at.desk.session._jobs.is_idle)


def shuffle(at: Visit) -> None:
    press(at, Qt.Key.Key_R, CTRL)
    assert at.desk.session.state is State.WORKING
    arranged(at)


def errors() -> list[QWidget]:
    windows = QApplication.topLevelWidgets()
    return [w for w in windows if isinstance(w, ErrorDialog) and w.isVisible()]


def last_grids() -> list[Path]:
    return sorted(paths.last_grids_folder().glob("*.json"))


def visit_once(start: Start, folder: Path) -> dict[str, int]:
    found: dict[str, int] = {}

    def visit(at: Visit) -> None:
        arranged(at)
        found.update(cells(at))

    assert start(visit, folder) == 0
    return found


def add(folder: Path, *names: str) -> None:
    source = sorted(folder.iterdir())[-1]
    for name in names:
        shutil.copy(source, folder / name)
        os.utime(folder / name, (LONG_AGO, LONG_AGO))


def test_ctrl_z_undoes_what_the_edit_menu_names_and_ctrl_shift_z_does_it_again(
    start: Start, folder: Path
) -> None:
    def visit(at: Visit) -> None:
        arranged(at)
        actions = at.window.actions_by_name
        before = cells(at)
        assert not actions.undo.isEnabled()
        shuffle(at)
        after = cells(at)
        assert actions.undo.text() == "&Undo Try Another Arrangement"
        undo(at)
        assert cells(at) == before
        assert actions.redo.text() == "&Redo Try Another Arrangement"
        assert not actions.undo.isEnabled()
        redo(at)
        assert cells(at) == after
        press(at, Qt.Key.Key_Z, CTRL)
        press(at, Qt.Key.Key_Y, CTRL)
        assert cells(at) == after

    assert start(visit, folder) == 0


def test_the_tiles_fly_back(start: Start, folder: Path) -> None:
    def visit(at: Visit) -> None:
        arranged(at)
        shuffle(at)
        at.until(lambda: not at.desk.workspace.wall.is_moving)
        undo(at)
        assert at.desk.workspace.wall.is_moving
        at.until(lambda: not at.desk.workspace.wall.is_moving)

    assert start(visit, folder) == 0


def test_the_settings_that_come_back_are_those_of_the_next_start(
    start: Start, folder: Path
) -> None:
    before = visit_once(start, folder)

    def visit(at: Visit) -> None:
        arranged(at)
        shuffle(at)
        undo(at)

    assert start(visit, folder) == 0
    assert visit_once(start, folder) == before


def test_nothing_is_undone_behind_a_large_photo(start: Start, folder: Path) -> None:
    def visit(at: Visit) -> None:
        arranged(at)
        shuffle(at)
        at.desk.workspace.open_photo(0)
        assert not at.window.actions_by_name.undo.isEnabled()
        at.desk.workspace.close_photo()
        assert at.window.actions_by_name.undo.isEnabled()

    assert start(visit, folder) == 0


def test_undo_while_photos_are_arranged_stops_that_first(start: Start, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        arranged(at)
        before, session = cells(at), at.desk.session

        def look(progress: Progress) -> None:
            if progress.stage is Stage.REDUCE and progress.done:
                session.progressed.disconnect(look)
                undo(at)

        session.progressed.connect(look)
        shuffle(at)
        assert cells(at) == before
        assert session.settings.seed == 0

    assert start(visit, many_photos) == 0


def test_another_folder_has_nothing_to_undo(start: Start, folder: Path, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        arranged(at)
        shuffle(at)
        at.window.open_paths([many_photos])
        assert not at.window.actions_by_name.undo.isEnabled()
        at.until(lambda: len(at.names) == 60)
        arranged(at)
        assert not at.window.actions_by_name.undo.isEnabled()

    assert start(visit, folder) == 0


def test_a_grid_with_placed_photos_is_the_same_after_a_restart(start: Start, folder: Path) -> None:
    placed: dict[str, int] = {}

    def visit(at: Visit) -> None:
        arranged(at)
        add(folder, "a.jpg", "b.jpg")
        at.until(lambda: len(at.desk.living.changes.new) == 2)
        at.desk.living.place()
        at.until(lambda: len(cells(at)) == 11)
        arranged(at)
        placed.update(cells(at))

    assert start(visit, folder) == 0
    stages: set[Stage] = set()

    def again(at: Visit) -> None:
        at.desk.session.progressed.connect(lambda progress: stages.add(progress.stage))
        at.window.open_paths([folder])
        arranged(at)
        assert cells(at) == placed

    assert start(again) == 0
    assert Stage.REDUCE not in stages
    assert Stage.REFINE not in stages


def test_photos_stand_in_their_last_cells_from_the_start_even_while_they_are_read(
    start: Start, folder: Path
) -> None:
    before = visit_once(start, folder)
    shutil.rmtree(paths.cache_folder())
    seen: list[dict[str, int]] = []

    def visit(at: Visit) -> None:
        wall = at.desk.workspace.wall

        def look() -> None:
            places = wall._cast.motion.places.astype(int).tolist()
            names = [photo.path.name for photo in wall.photos]
            seen.append({n: 3 * y + x for n, (x, y) in zip(names, places, strict=True)})

        at.desk.session.shown.store_replaced.connect(look)
        at.desk.session.shown.photos_embedded.connect(look)
        at.desk.session.arranged.connect(look)
        at.window.open_paths([folder])
        arranged(at)

    assert start(visit) == 0
    assert seen == [before, before, before]


def test_after_a_restart_gone_photos_leave_blanks_and_new_ones_are_among_the_others(
    start: Start, folder: Path
) -> None:
    before = visit_once(start, folder)
    gone = sorted(folder.iterdir())[4]
    gone.unlink()
    after = visit_once(start, folder)
    assert after == {name: cell for name, cell in before.items() if name != gone.name}
    add(folder, "new.jpg")
    now = visit_once(start, folder)
    assert len(now) == 9
    assert sum(now[name] == cell for name, cell in after.items()) >= 5


def test_another_arrangement_is_what_the_next_start_shows(start: Start, folder: Path) -> None:
    before = visit_once(start, folder)
    tried: dict[str, int] = {}

    def visit(at: Visit) -> None:
        arranged(at)
        shuffle(at)
        tried.update(cells(at))

    assert start(visit, folder) == 0
    assert visit_once(start, folder) == tried != before


def test_a_last_grid_of_other_settings_is_not_taken_up(
    start: Start, folder: Path, many_photos: Path
) -> None:
    before = visit_once(start, folder)

    def elsewhere(at: Visit) -> None:
        arranged(at)
        shuffle(at)

    assert start(elsewhere, many_photos) == 0
    assert visit_once(start, folder) != before  # arranged with the seed that is in force now


def test_arrange_anew_forgets_how_the_folder_stood(start: Start, folder: Path) -> None:
    names = [path.name for path in sorted(folder.iterdir())]
    held = folder.parent / "held"
    held.mkdir()
    for name in names[:3]:
        shutil.move(folder / name, held / name)
    visit_once(start, folder)
    for name in names[:3]:
        shutil.move(held / name, folder / name)
    placed = visit_once(start, folder)

    def visit(at: Visit) -> None:
        arranged(at)
        assert cells(at) == placed
        press(at, Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier)
        assert at.desk.session.state is State.WORKING
        arranged(at)

    assert start(visit, folder) == 0
    anew = visit_once(start, folder)
    for file in last_grids():
        file.unlink()
    assert visit_once(start, folder) == anew  # as if it had never been open


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b'{"version": 1}'])
def test_a_damaged_last_grid_is_ignored_without_a_word(
    start: Start, folder: Path, damage: bytes
) -> None:
    before = visit_once(start, folder)
    (file,) = last_grids()
    file.write_bytes(damage)

    def visit(at: Visit) -> None:
        arranged(at)
        assert cells(at) == before
        assert errors() == []

    assert start(visit, folder) == 0
    assert file.stat().st_size > 1000  # and it is whole again


def test_clearing_the_cache_forgets_how_folders_stood(start: Start, folder: Path) -> None:
    visit_once(start, folder)
    assert len(last_grids()) == 1

    def visit(at: Visit) -> None:
        at.desk.keeper.clear()
        at.until(lambda: last_grids() == [])

    assert start(visit) == 0
