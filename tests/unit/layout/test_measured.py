"""The quality that the cache remembers is the one that was measured."""

from pathlib import Path

import numpy as np
import pytest

from gridsne_desktop.layout import measured as room
from gridsne_desktop.layout import quality
from gridsne_desktop.layout.components import unit_rows
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.measured import measured
from gridsne_desktop.layout.quality import Quality
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families, photos

VECTORS = unit_rows(families(300)[0])


def shuffled(seed: int, *, columns: int = 20) -> Grid:
    cells = np.random.default_rng(seed).permutation(300).astype(np.int32)
    return Grid(photos=photos(300), columns=columns, rows=300 // columns, cells=cells)


@pytest.mark.parametrize("full_limit", [quality.FULL_LIMIT, 100], ids=["exact", "sampled"])
def test_it_is_measured_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full_limit: int
) -> None:
    monkeypatch.setattr(quality, "FULL_LIMIT", full_limit)
    with Cache(tmp_path) as cache:
        first = measured(VECTORS, grid=shuffled(1), run=Run(), cache=cache)
        monkeypatch.setattr(room, "measure_quality", None)
        assert measured(VECTORS, grid=shuffled(1), run=Run(), cache=cache) == first
    assert (first.error is None) == (full_limit > 300)


def test_another_grid_of_the_same_photos_has_its_own(tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        grids = [shuffled(1), shuffled(2), shuffled(1, columns=15)]
        found = [measured(VECTORS, grid=grid, run=Run(), cache=cache) for grid in grids]
    assert len({figures.values() for figures in found}) == 3
    assert found == [measured(VECTORS, grid=grid, run=Run()) for grid in grids]


def test_no_photos_need_no_cache(tmp_path: Path) -> None:
    empty = Grid(photos=(), columns=0, rows=0, cells=np.empty(0, np.int32))
    with Cache(tmp_path) as cache:
        assert measured(VECTORS[:0], grid=empty, run=Run(), cache=cache) == Quality(1, 1, 1, 1)
