"""The main job: what is computed again and what is kept, and what a watcher sees."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Progress, Run, Stage
from gridsne_desktop.samples import make_samples
from gridsne_desktop.settings import BLANKS_NAMES, LOOK_NAMES, ArrangeSettings, Pin

SETTINGS = ArrangeSettings()
OTHER_JOBS = {Stage.EXPORT, Stage.COPY, Stage.ORGANIZE, Stage.SAMPLES, Stage.DOWNLOAD, Stage.DATES}


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("originals")
    make_samples(folder, count=20, run=Run())
    return folder


@pytest.fixture
def folder(originals: Path, tmp_path: Path) -> Path:
    """Twenty photos of the test's own."""
    shutil.copytree(originals, tmp_path / "in")
    return tmp_path / "in"


@dataclass
class Diary:
    """A watcher that writes down what it sees."""

    found: list[tuple[Photo, ...]] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    embedded: list[tuple[Photo, ...]] = field(default_factory=list)
    points: list[Points] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    on_read: Callable[[int], None] = field(default=lambda _count: None)
    on_points: Callable[[], None] = field(default=lambda: None)

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        self.found.append(photos)

    def photo_read(self, index: int, pixels: Pixels) -> None:
        assert pixels.ndim == 3
        self.read.append(index)
        self.on_read(len(self.read))

    def photos_embedded(self, photos: tuple[Photo, ...]) -> None:
        self.embedded.append(photos)

    def points_moved(self, points: Points) -> None:
        self.points.append(points)
        self.on_points()

    def grid_moved(self, grid: Grid, points: Points) -> None:
        assert len(points) == len(grid.photos)
        self.grids.append(grid)


def test_a_watcher_sees_every_photo_and_the_points_on_their_way(folder: Path) -> None:
    diary = Diary()
    arrangement = Pipeline().arrange([folder], settings=SETTINGS, run=Run(), watcher=diary)
    assert [len(photos) for photos in diary.found] == [20]
    assert sorted(diary.read) == list(range(20))
    assert diary.embedded == [arrangement.grid.photos]
    assert len(diary.points) > 10
    np.testing.assert_array_equal(diary.points[-1], arrangement.points)


def test_nobody_watching_gives_the_same_grid(folder: Path) -> None:
    watched = Pipeline().arrange([folder], settings=SETTINGS, run=Run(), watcher=Diary())
    alone = Pipeline().arrange([folder], settings=SETTINGS, run=Run())
    np.testing.assert_array_equal(watched.points, alone.points)
    np.testing.assert_array_equal(watched.grid.cells, alone.grid.cells)


@pytest.mark.parametrize(
    ("change", "stages"),
    [
        ({}, {Stage.ASSIGN, Stage.REFINE, Stage.MEASURE}),
        ({"columns": 10}, {Stage.ASSIGN, Stage.REFINE, Stage.MEASURE}),
        ({"seed": 3}, {Stage.REDUCE, Stage.ASSIGN, Stage.REFINE, Stage.MEASURE}),
        (
            {"recursive": False},
            {*Stage} - OTHER_JOBS,
        ),
    ],
    ids=["nothing", "columns", "seed", "recursive"],
)
def test_a_changed_setting_runs_only_the_stages_it_makes_stale(
    folder: Path, change: dict[str, Any], stages: set[Stage]
) -> None:
    pipeline, seen = Pipeline(), list[Progress]()
    pipeline.arrange([folder], settings=SETTINGS, run=Run())
    pipeline.arrange([folder], settings=replace(SETTINGS, **change), run=Run(seen.append))
    assert {progress.stage for progress in seen} == stages


def test_looking_again_reads_only_what_is_new(folder: Path) -> None:
    pipeline, diary = Pipeline(), Diary()
    pipeline.arrange([folder], settings=SETTINGS, run=Run())
    shutil.copy(min(folder.iterdir()), folder / "zz-new.jpg")
    max(folder.glob("[!z]*")).unlink()
    arrangement = pipeline.arrange(
        [folder], settings=SETTINGS, run=Run(), watcher=diary, rescan=True
    )
    assert [diary.found[0][index].path.name for index in diary.read] == ["zz-new.jpg"]
    assert len(arrangement.grid.photos) == 20


def test_a_run_cancelled_while_reading_keeps_what_it_read(folder: Path) -> None:
    pipeline, run = Pipeline(), Run()
    first = Diary(on_read=lambda count: run.cancel() if count == 5 else None)
    with pytest.raises(Cancelled):
        pipeline.arrange([folder], settings=SETTINGS, run=run, watcher=first)
    known = pipeline.photos_known
    assert 0 < known < 20
    part = pipeline.settle(Run())
    assert len(part.grid.photos) == known
    assert part.quality is not None

    again = Diary()
    whole = pipeline.arrange([folder], settings=SETTINGS, run=Run(), watcher=again)
    assert len(again.read) == 20 - known
    unbroken = Pipeline().arrange([folder], settings=SETTINGS, run=Run())
    np.testing.assert_array_equal(whole.grid.cells, unbroken.grid.cells)


def test_a_run_cancelled_while_the_points_move_keeps_the_grid_shown_last(folder: Path) -> None:
    pipeline, run = Pipeline(), Run()
    diary = Diary()
    diary.on_points = lambda: run.cancel() if len(diary.points) == 3 else None
    with pytest.raises(Cancelled):
        pipeline.arrange([folder], settings=SETTINGS, run=run, watcher=diary)
    assert pipeline.has_live_grid
    arrangement = pipeline.settle(Run())
    np.testing.assert_array_equal(arrangement.points, diary.points[-1])
    np.testing.assert_array_equal(arrangement.grid.cells, diary.grids[-1].cells)
    assert sorted(arrangement.grid.cells) == list(range(20))


def test_a_run_cancelled_while_measuring_has_its_points_and_goes_on_from_them(
    folder: Path,
) -> None:
    pipeline, seen = Pipeline(), list[Progress]()

    def cancel_late(progress: Progress) -> None:
        if progress.stage is Stage.MEASURE:
            run.cancel()

    run = Run(cancel_late)
    with pytest.raises(Cancelled):
        pipeline.arrange([folder], settings=SETTINGS, run=run)
    arrangement = pipeline.arrange([folder], settings=SETTINGS, run=Run(seen.append))
    assert {progress.stage for progress in seen} == {Stage.ASSIGN, Stage.REFINE, Stage.MEASURE}
    assert arrangement.quality is not None


def test_a_first_grid_comes_before_the_map_and_each_next_one_is_as_good(folder: Path) -> None:
    diary = Diary()
    arrangement = Pipeline().arrange([folder], settings=SETTINGS, run=Run(), watcher=diary)
    assert len(diary.grids) >= 2
    for grid in diary.grids:
        assert grid.photos == arrangement.grid.photos
        assert sorted(grid.cells) == list(range(20))
    np.testing.assert_array_equal(diary.grids[-1].cells, arrangement.grid.cells)


@pytest.mark.parametrize("look", LOOK_NAMES)
def test_the_grid_can_be_reshaped_as_if_it_had_been_wished_so(folder: Path, look: str) -> None:
    pipeline, wished = Pipeline(), replace(SETTINGS, columns=10, look=look)
    arrangement = pipeline.arrange([folder], settings=SETTINGS, run=Run())
    reshaped = pipeline.reshaped(arrangement, settings=wished, run=Run())
    asked = Pipeline().arrange([folder], settings=wished, run=Run())
    np.testing.assert_array_equal(reshaped.grid.cells, asked.grid.cells)
    assert reshaped.quality == asked.quality


def cell_of(arrangement: Arrangement, path: Path) -> tuple[int, int]:
    """Column and row of a photo."""
    grid = arrangement.grid
    cell = int(grid.cells[[photo.path for photo in grid.photos].index(path)])
    return cell % grid.columns, cell // grid.columns


def test_pinned_photos_have_their_cells_whatever_is_done(folder: Path) -> None:
    pipeline, diary = Pipeline(), Diary()
    corner, inner, gone = min(folder.iterdir()), max(folder.iterdir()), folder / "gone.jpg"
    pins = (Pin(corner, -1, -1), Pin(gone, -1, -1), Pin(inner, 1, 1))
    pinned = replace(SETTINGS, pins=pins)
    first = pipeline.arrange([folder], settings=pinned, run=Run(), watcher=diary)
    assert first.pins == (pins[0], pins[2])
    shape = first.grid.columns - 1, first.grid.rows - 1
    assert (cell_of(first, corner), cell_of(first, inner)) == (shape, (1, 1))
    for grid in diary.grids:
        seen = replace(first, grid=grid)
        assert (cell_of(seen, corner), cell_of(seen, inner)) == (shape, (1, 1))
    wide = pipeline.reshaped(first, settings=replace(pinned, columns=10), run=Run())
    assert (cell_of(wide, corner), cell_of(wide, inner)) == ((9, 1), (1, 1))
    asked = Pipeline().arrange([folder], settings=replace(pinned, columns=10), run=Run())
    np.testing.assert_array_equal(wide.grid.cells, asked.grid.cells)
    shutil.copy2(inner, folder / "a copy.jpg")
    more = pipeline.arrange([folder], settings=pinned, run=Run(), rescan=True, keep=first)
    assert cell_of(more, inner) == (1, 1)
    assert cell_of(more, corner) == (more.grid.columns - 1, more.grid.rows - 1)
    free = pipeline.arrange([folder], settings=SETTINGS, run=Run())
    assert free.pins == ()
    assert free.grid.cells.tolist() == (
        Pipeline().arrange([folder], settings=SETTINGS, run=Run()).grid.cells.tolist()
    )


@pytest.mark.parametrize("blanks", BLANKS_NAMES)
def test_blanks_can_be_moved_as_if_they_had_been_wished_so(folder: Path, blanks: str) -> None:
    pipeline, wished = Pipeline(), replace(SETTINGS, blanks=blanks, columns=6)
    arrangement = pipeline.arrange([folder], settings=SETTINGS, run=Run())
    moved = pipeline.reshaped(arrangement, settings=wished, run=Run())
    asked = Pipeline().arrange([folder], settings=wished, run=Run())
    np.testing.assert_array_equal(moved.grid.cells, asked.grid.cells)
    assert (moved.blanks, asked.blanks) == (blanks, blanks)
    assert (moved.groups is None) == (asked.groups is None) == (blanks != "margins")
    back = pipeline.reshaped(moved, settings=SETTINGS, run=Run())
    np.testing.assert_array_equal(back.grid.cells, arrangement.grid.cells)
    assert back.groups is None


def test_no_photos_are_an_empty_grid(tmp_path: Path) -> None:
    arrangement = Pipeline().arrange([tmp_path], settings=SETTINGS, run=Run())
    assert (arrangement.grid.columns, arrangement.grid.rows) == (0, 0)


def test_settling_needs_something_to_settle() -> None:
    with pytest.raises(RuntimeError, match="arrange"):
        Pipeline().settle(Run())


def test_new_photos_are_placed_among_those_that_stay(folder: Path) -> None:
    pipeline = Pipeline()
    before = pipeline.arrange([folder], settings=SETTINGS, run=Run())
    first = min(folder.iterdir())
    shutil.copy2(first, folder / "a copy of the first.jpg")
    after = pipeline.arrange([folder], settings=SETTINGS, run=Run(), rescan=True, keep=before)
    assert len(after.grid.photos) == 21
    assert after.grid.columns == before.grid.columns
    was = dict(zip((p.path for p in before.grid.photos), before.grid.cells, strict=True))
    cells = zip((p.path for p in after.grid.photos), after.grid.cells, strict=True)
    moved = [path for path, cell in cells if path in was and was[path] != cell]
    assert len(moved) <= 6
    assert after.quality is not None


def test_a_folder_with_mostly_new_photos_is_arranged_anew(folder: Path) -> None:
    pipeline = Pipeline()
    before = pipeline.arrange([folder], settings=SETTINGS, run=Run())
    for photo in list(folder.iterdir()):
        photo.rename(photo.with_stem(f"new {photo.stem}"))
    after = pipeline.arrange([folder], settings=SETTINGS, run=Run(), rescan=True, keep=before)
    anew = Pipeline().arrange([folder], settings=SETTINGS, run=Run())
    np.testing.assert_array_equal(after.grid.cells, anew.grid.cells)
