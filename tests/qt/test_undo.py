"""Undo and redo of what was arranged, without any window."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.library.watch import Pace
from gridsne_desktop.progress import Progress, Stage
from gridsne_desktop.qt.follower import Slots
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.living import Living
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.state import State
from gridsne_desktop.settings import ArrangeSettings

PATIENCE_MS = 60_000
QUICK = Pace(quiet=0.05, at_most=0.2)


class Open:
    """A session, and what one asks of it."""

    def __init__(self, qtbot: QtBot, grids: Path | None = None) -> None:
        self._qtbot = qtbot
        last_grids = LastGrids(grids) if grids else None
        self.session = Session(ArrangeSettings(), last_grids=last_grids)
        self.living = Living(self.session, self.session, pace=QUICK)
        self.replaced: list[object] = []
        self.session.shown.store_replaced.connect(lambda store, _: self.replaced.append(store))
        self.fits: list[bool] = []
        self.session.shown.cast_changed.connect(self._compare)

    def _compare(self, store: TileStore, slots: Slots, grid: Grid, _points: object) -> None:
        self.fits.append([store.photos[slot] for slot in slots] == list(grid.photos))

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def done(self, wish: Callable[[], object], state: State = State.ARRANGED) -> None:
        """Wish for something and wait until no job runs."""
        wish()
        self.until(lambda: self.session.state is state and self.session._jobs.is_idle)

    def change(self, **fields: Any) -> None:  # noqa: ANN401 - fields of the settings
        settings = replace(self.session.settings, **fields)
        self.done(lambda: self.session.change(settings))

    @property
    def cells(self) -> dict[str, int]:
        """Where each photo stands."""
        assert self.session.arrangement is not None
        grid = self.session.arrangement.grid
        return {p.path.name: c for p, c in zip(grid.photos, grid.cells.tolist(), strict=True)}

    @property
    def offered(self) -> set[str]:
        return {photo.path.name for photo in self.living.changes.new}

    def close(self) -> None:
        with self._qtbot.waitSignal(self.session.idle, timeout=PATIENCE_MS):
            self.session.close()
        self.living.stop()
        self.until(lambda: not self.living.is_watching)
        self.session.deleteLater()


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[Open]:
    made = Open(qtbot)
    yield made
    made.close()
    assert all(made.fits)  # who comes onto the wall has a cell in its grid


@pytest.fixture
def folder(few_photos: Path, tmp_path: Path) -> Path:
    copied = tmp_path / "living"
    shutil.copytree(few_photos, copied)
    return copied


def test_undo_brings_back_grid_and_settings_at_once_and_redo_what_was_undone(
    at: Open, folder: Path
) -> None:
    at.done(lambda: at.session.open([folder]))
    assert (at.session.undo_name, at.session.redo_name) == ("", "")
    square = at.cells
    at.change(aspect=9.0)
    row = at.cells
    at.change(seed=7)
    assert at.session.undo_name == "Try Another Arrangement"
    at.session.undo()
    assert at.session.state is State.ARRANGED  # at once, no job
    assert (at.cells, at.session.settings.seed) == (row, 0)
    assert (at.session.undo_name, at.session.redo_name) == ("Grid Shape", "Try Another Arrangement")
    at.session.undo()
    assert (at.cells, at.session.settings) == (square, ArrangeSettings())
    assert at.session.undo_name == ""
    at.session.redo()
    assert (at.cells, at.session.settings.aspect) == (row, 9.0)
    at.session.redo()
    assert at.session.settings.seed == 7
    assert at.session.redo_name == ""


def test_what_is_done_after_undo_cuts_off_what_was_undone(at: Open, folder: Path) -> None:
    at.done(lambda: at.session.open([folder]))
    at.change(aspect=9.0)
    at.session.undo()
    at.change(look="smooth")
    assert at.session.redo_name == ""
    assert at.session.undo_name == "Change of Look"
    at.session.undo()
    assert at.session.settings == ArrangeSettings()


def test_undo_while_a_step_is_being_done_returns_to_the_grid_before_it(
    at: Open, many_photos: Path
) -> None:
    at.done(lambda: at.session.open([many_photos]))
    before = at.cells

    def look(progress: Progress) -> None:
        if progress.stage is Stage.REDUCE and progress.done:
            at.session.progressed.disconnect(look)
            assert at.session.undo_name == "Try Another Arrangement"
            at.session.undo()

    at.session.progressed.connect(look)
    at.change(seed=3)
    assert (at.cells, at.session.settings.seed) == (before, 0)
    assert at.session.undo_name == ""


@pytest.mark.parametrize(
    ("wish", "stage"),
    [
        (Session.reopen, Stage.EMBED),
        (Session.reopen, Stage.REDUCE),
        (partial(Session.place, without=()), Stage.EMBED),
        (partial(Session.place, without=()), Stage.ASSIGN),
    ],
)
def test_undo_while_new_photos_are_on_their_way_leaves_them_out_and_offers_them_again(
    at: Open, many_photos: Path, tmp_path: Path, wish: Callable[[Session], None], stage: Stage
) -> None:
    folder = tmp_path / "growing"
    shutil.copytree(many_photos, folder)
    at.done(lambda: at.session.open([folder]))
    before = at.cells
    shutil.copy(sorted(folder.iterdir())[0], folder / "a.jpg")
    at.until(lambda: at.offered == {"a.jpg"})
    seen: list[Stage] = []

    def look(progress: Progress) -> None:
        if progress.stage is stage and not seen:
            seen.append(stage)
            at.session.undo()

    at.session.progressed.connect(look)
    at.done(lambda: wish(at.session))
    assert seen == [stage]
    assert at.cells == before
    at.until(lambda: at.offered == {"a.jpg"})
    at.done(lambda: wish(at.session))
    assert len(at.cells) == at.session.store.filled == 61


def test_undo_pressed_twice_while_a_step_is_being_done_goes_one_further_back(
    at: Open, many_photos: Path
) -> None:
    at.done(lambda: at.session.open([many_photos]))
    first = at.cells
    at.change(aspect=4.0)

    def look(progress: Progress) -> None:
        if progress.stage is Stage.REDUCE and progress.done:
            at.session.progressed.disconnect(look)
            at.session.undo()
            at.session.undo()

    at.session.progressed.connect(look)
    at.change(seed=3)
    assert at.cells == first
    assert at.session.redo_name == "Grid Shape"


def test_a_settings_change_that_is_stopped_before_there_is_a_grid_leaves_all_as_it_was(
    at: Open, folder: Path
) -> None:
    at.done(lambda: at.session.open([folder]))
    before = at.cells

    def look() -> None:
        at.session.progressed.disconnect(look)
        at.session.cancel()

    at.session.progressed.connect(look)
    at.change(colour=0.5)
    assert (at.cells, at.session.settings.colour) == (before, 0.0)
    assert at.session.undo_name == ""


def test_another_folder_has_no_steps_to_undo(at: Open, folder: Path, many_photos: Path) -> None:
    at.done(lambda: at.session.open([folder]))
    at.change(seed=1)
    assert at.session.undo_name
    at.session.open([many_photos])
    assert at.session.undo_name == ""  # also on the way there
    at.until(lambda: len(at.replaced) == 2)
    assert at.session.undo_name == ""
    at.until(lambda: at.session.state is State.ARRANGED)
    assert (at.session.undo_name, at.session.redo_name) == ("", "")


def test_a_folder_that_cannot_be_opened_leaves_the_steps_of_the_open_one(
    qtbot: QtBot, at: Open, folder: Path
) -> None:
    at.done(lambda: at.session.open([folder]))
    at.change(seed=1)
    with qtbot.waitSignal(at.session.failed, timeout=PATIENCE_MS):
        at.session.open([folder / "nowhere"])
    at.until(lambda: at.session._jobs.is_idle)
    assert at.session.undo_name == "Try Another Arrangement"
    at.session.undo()
    assert at.session.settings.seed == 0


def test_undoing_a_placement_gives_the_earlier_grid_and_the_offer_returns(
    at: Open, folder: Path
) -> None:
    at.done(lambda: at.session.open([folder]))
    before = at.cells
    for name in ("a.jpg", "b.jpg"):
        shutil.copy(sorted(folder.iterdir())[-1], folder / name)
    at.until(lambda: at.offered == {"a.jpg", "b.jpg"})
    at.done(at.living.place)
    placed = at.cells
    assert len(placed) == 11
    assert at.session.undo_name == "Place 2 Photos"
    assert at.offered == set()
    at.session.undo()
    assert at.cells == before
    at.until(lambda: at.offered == {"a.jpg", "b.jpg"})
    at.session.redo()
    assert at.cells == placed
    assert at.offered == set()


def test_photos_that_are_gone_since_are_not_in_the_grid_that_is_brought_back(
    at: Open, folder: Path
) -> None:
    at.done(lambda: at.session.open([folder]))
    before = at.cells
    gone = sorted(folder.iterdir())[0]
    gone.unlink()
    at.until(lambda: bool(at.living.changes.removed))
    at.done(at.living.place)
    assert at.session.undo_name == "Update of Photos"
    at.session.undo()
    assert at.cells == {name: cell for name, cell in before.items() if name != gone.name}
    assert at.session.shown.slots is not None
    assert len(at.session.shown.slots) == 8


def test_undoing_the_sub_folders_brings_their_photos_back(at: Open, folder: Path) -> None:
    sub = folder / "sub"
    sub.mkdir()
    for photo in sorted(folder.glob("*.*"))[:5]:
        photo.rename(sub / photo.name)
    at.done(lambda: at.session.open([folder]))
    before = at.cells
    at.change(recursive=False)
    assert len(at.cells) == 4
    assert at.session.undo_name == "Include Sub-folders"
    at.done(at.session.undo)
    at.until(lambda: at.cells == before)
    assert at.session.settings.recursive
    assert at.session.redo_name == "Include Sub-folders"
    at.done(at.session.redo)
    assert len(at.cells) == 4


def test_arranging_anew_forgets_where_photos_stood_and_can_be_undone(
    at: Open, folder: Path, qtbot: QtBot
) -> None:
    at.done(lambda: at.session.open([folder]))
    for index in range(4):
        shutil.copy(sorted(folder.iterdir())[-1], folder / f"{index}.jpg")
    at.until(lambda: len(at.offered) == 4)
    at.done(at.living.place)
    placed = at.cells
    at.done(at.session.reopen)
    assert at.session.undo_name == "Arrange Anew"
    anew = at.cells
    other = Open(qtbot)
    other.done(lambda: other.session.open([folder]))
    assert other.cells == anew != placed  # as if it had never been open
    other.close()
    at.session.undo()
    assert at.cells == placed


def test_arranging_anew_what_is_as_new_is_no_step(at: Open, folder: Path) -> None:
    at.done(lambda: at.session.open([folder]))
    at.done(at.session.reopen)
    assert at.session.undo_name == ""


def test_the_present_grid_stays_until_the_new_photos_are_placed(at: Open, folder: Path) -> None:
    at.done(lambda: at.session.open([folder]))
    before = at.session.arrangement
    shutil.copy(sorted(folder.iterdir())[-1], folder / "a.jpg")
    at.until(lambda: bool(at.offered))
    changed: list[object] = []
    at.session.shown.cast_changed.connect(lambda *told: changed.append(told))
    seen: list[bool] = []
    at.session.progressed.connect(lambda _p: seen.append(at.session.arrangement is before))
    at.done(at.living.place)
    assert len(at.replaced) == 1  # no other store was shown since the folder was opened
    assert len(changed) == 1
    assert seen
    assert all(seen)


def test_tiles_that_were_read_for_a_stopped_placement_are_there_for_the_next(
    at: Open, folder: Path, many_photos: Path
) -> None:
    at.done(lambda: at.session.open([folder]))
    for photo in sorted(many_photos.iterdir())[:6]:
        shutil.copy(photo, folder / f"new {photo.name}")
    at.until(lambda: len(at.offered) == 6)

    def look(progress: Progress) -> None:
        if progress.stage is Stage.EMBED and progress.done - progress.known > 0:
            at.session.progressed.disconnect(look)
            at.session.cancel()

    at.session.progressed.connect(look)
    at.done(at.living.place)
    assert len(at.cells) == 9
    at.until(lambda: len(at.offered) == 6)
    at.done(at.living.place)
    assert len(at.cells) == at.session.store.filled == 15


def test_who_opens_the_open_folder_again_finds_its_photos_where_they_were(
    at: Open, folder: Path
) -> None:
    at.done(lambda: at.session.open([folder]))
    at.change(aspect=9.0)
    before = at.cells
    at.done(lambda: at.session.open([folder]))
    assert at.cells == before
    assert at.session.undo_name == "Grid Shape"


def test_reading_the_rest_of_a_folder_begins_its_steps_anew(at: Open, many_photos: Path) -> None:
    def look(progress: Progress) -> None:
        if progress.stage is Stage.EMBED and progress.done > 6:
            at.session.progressed.disconnect(look)
            at.session.cancel()

    at.session.progressed.connect(look)
    at.done(lambda: at.session.open([many_photos]), State.STOPPED)
    at.done(at.session.arrange_rest)
    at.change(aspect=4.0)
    assert at.session.undo_name == "Grid Shape"
    at.done(at.session.continue_)
    assert len(at.cells) == 60
    assert at.session.undo_name == ""


def test_a_grid_is_written_to_its_end_when_the_window_closes(
    qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    made = Open(qtbot, tmp_path / "grids")
    made.session.open([folder])
    made.until(lambda: made.session.state is State.ARRANGED)
    made.close()
    kept = LastGrids(tmp_path / "grids").find([folder], ArrangeSettings())
    assert kept is not None
    assert len(kept.grid.photos) == 9
