"""The main job while photos are read: sketches for whoever looks, and never another result."""

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import growing, layout
from gridsne_desktop.layout.grid import Cells, Grid, Points
from gridsne_desktop.layout.sketching import Shown, sketched_cells
from gridsne_desktop.layout.split import places
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples
from gridsne_desktop.settings import ArrangeSettings

N = 40
FEWEST = 8
PATIENCE = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty photos and one that cannot be read; read only."""
    made = tmp_path_factory.mktemp("reading") / "photos"
    make_samples(made, count=N, run=Run())
    (made / "aaa broken.jpg").write_bytes(b"no photo at all")
    return made


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sketches from few photos on, whatever they cost."""
    monkeypatch.setattr(growing, "FEWEST", FEWEST)
    monkeypatch.setattr(growing, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(growing, "SHARE", float("inf"))


class Onlooker:
    """A watcher that holds the reading up from the 20th photo on until it has seen a sketch."""

    def __init__(self, *, wants: bool = True, waits: bool = True) -> None:
        self.wants_sketches, self._waits = wants, wants and waits
        self.found: tuple[Photo, ...] = ()
        self.embedded: tuple[Photo, ...] = ()
        self.sketches: list[Grid] = []
        self.grids: list[Grid] = []
        self.on_sketch: Callable[[], None] = lambda: None
        self.on_read: Callable[[int], None] = lambda _count: None
        self._read = 0
        self._has_sketch = threading.Event()

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        self.found = photos

    def photo_read(self, index: int, pixels: Pixels) -> None:
        assert index < len(self.found)
        assert pixels.ndim == 3
        self._read += 1
        if self._read >= N // 2 and self._waits:
            assert self._has_sketch.wait(PATIENCE)
        self.on_read(self._read)

    def photos_embedded(self, photos: tuple[Photo, ...]) -> None:
        self.embedded = photos

    def points_moved(self, points: Points) -> None:
        assert len(points) == len(self.embedded)

    def grid_moved(self, grid: Grid, points: Points) -> None:
        assert len(points) == len(grid.photos)
        self.grids.append(grid)

    def photos_sketched(self, grid: Grid) -> None:
        assert not self.embedded
        self.sketches.append(grid)
        self.on_sketch()
        self._has_sketch.set()


@pytest.mark.parametrize("colour", [0.0, 0.5, 1.0])
def test_photos_are_shown_in_order_while_they_are_read_and_the_result_is_the_same(
    folder: Path, colour: float
) -> None:
    settings, onlooker = ArrangeSettings(colour=colour), Onlooker()
    watched = Pipeline().arrange([folder], settings=settings, run=Run(), watcher=onlooker)
    alone = Pipeline().arrange([folder], settings=settings, run=Run())
    assert onlooker.sketches
    for grid in onlooker.sketches:
        assert grid.photos == onlooker.found
        assert sorted(grid.cells) == list(range(N + 1))
    assert watched.points.tobytes() == alone.points.tobytes()
    assert watched.grid.cells.tobytes() == alone.grid.cells.tobytes()
    assert watched.quality == alone.quality


def test_the_vectors_are_the_same_too(folder: Path) -> None:
    watched, alone = Pipeline(), Pipeline()
    settings = ArrangeSettings()
    first = watched.arrange([folder], settings=settings, run=Run(), watcher=Onlooker())
    alone.arrange([folder], settings=settings, run=Run())
    photos = first.grid.photos
    ours, theirs = (
        pipeline.vectors_of(photos, Run(), settings=settings) for pipeline in (watched, alone)
    )
    assert ours.tobytes() == theirs.tobytes()


def test_the_first_grid_of_all_photos_goes_on_from_the_last_sketch(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun_from: list[Shown | None] = []

    def watched(*args: Any, shown: Shown | None, **options: Any) -> Cells:  # noqa: ANN401
        begun_from.append(shown)
        return sketched_cells(*args, shown=shown, **options)

    monkeypatch.setattr(layout, "sketched_cells", watched)
    onlooker = Onlooker()
    Pipeline().arrange([folder], settings=ArrangeSettings(), run=Run(), watcher=onlooker)
    last = onlooker.sketches[-1]
    slot_of = {photo: slot for slot, photo in enumerate(onlooker.found)}
    slots = [slot_of[photo] for photo in onlooker.embedded]
    [shown] = begun_from
    assert shown is not None
    np.testing.assert_array_equal(shown.places, places(last.cells[slots], last.columns))
    assert np.count_nonzero(shown.is_sketched) >= FEWEST


def test_who_has_something_better_to_show_gets_no_sketches(folder: Path) -> None:
    onlooker = Onlooker(wants=False)
    Pipeline().arrange([folder], settings=ArrangeSettings(), run=Run(), watcher=onlooker)
    assert onlooker.sketches == []


def test_new_photos_that_are_placed_need_no_sketches(folder: Path) -> None:
    pipeline, settings = Pipeline(), ArrangeSettings()
    before = pipeline.arrange([folder], settings=settings, run=Run())
    onlooker = Onlooker()
    pipeline.arrange(
        [folder], settings=settings, run=Run(), watcher=onlooker, rescan=True, keep=before
    )
    assert onlooker.sketches == []


def test_a_stop_after_a_sketch_leaves_what_was_read_to_be_arranged(folder: Path) -> None:
    pipeline, run, onlooker = Pipeline(), Run(), Onlooker()
    onlooker.on_sketch = run.cancel
    with pytest.raises(Cancelled):
        pipeline.arrange([folder], settings=ArrangeSettings(), run=run, watcher=onlooker)
    known = pipeline.photos_known
    assert FEWEST <= known < N
    part = pipeline.settle(Run(), onlooker)
    assert len(part.grid.photos) == known
    assert onlooker.embedded == part.grid.photos


@pytest.fixture(scope="module")
def unbroken(folder: Path) -> Iterator[bytes]:
    arrangement = Pipeline().arrange([folder], settings=ArrangeSettings(), run=Run())
    yield arrangement.grid.cells.tobytes() + arrangement.points.tobytes()


@pytest.mark.parametrize("seed", range(6))
def test_whenever_it_is_stopped_and_taken_up_again_the_result_is_the_same(
    folder: Path, unbroken: bytes, seed: int, tmp_path: Path
) -> None:
    lot = random.Random(seed)
    pipeline = Pipeline(Cache(tmp_path) if seed % 2 else None)
    for _ in range(3):
        run, onlooker, last = Run(), Onlooker(), lot.randint(1, N // 2)
        onlooker.on_read = lambda count, run=run, last=last: (  # type: ignore[misc]
            run.cancel() if count >= last else None
        )
        if lot.random() < 0.5:
            onlooker.on_sketch = run.cancel
        try:
            pipeline.arrange([folder], settings=ArrangeSettings(), run=run, watcher=onlooker)
        except Cancelled:
            if pipeline.photos_known and lot.random() < 0.5:
                assert pipeline.settle(Run()).grid.photos
    last_one = Onlooker(wants=lot.random() < 0.5, waits=False)
    whole = pipeline.arrange([folder], settings=ArrangeSettings(), run=Run(), watcher=last_one)
    assert whole.grid.cells.tobytes() + whole.points.tobytes() == unbroken
