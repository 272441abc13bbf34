"""An arrangement seen in another order."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.grid_file import write_grid
from gridsne_desktop.layout.grid_reading import read_grid
from gridsne_desktop.layout.orders import SORTS
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.sorting import sorted_by

COLOURS = {
    "d.png": (20, 20, 20),
    "c.png": (200, 40, 40),
    "b.png": (40, 160, 60),
    "a.png": (40, 60, 200),
}


@pytest.fixture
def arrangement(tmp_path: Path) -> Arrangement:
    photos = []
    for name, colour in COLOURS.items():
        Image.new("RGB", (40, 30), colour).save(tmp_path / name)
        facts = (tmp_path / name).stat()
        photos.append(Photo(tmp_path / name, facts.st_size, facts.st_mtime_ns))
    return Arrangement(
        grid=Grid(tuple(photos), columns=2, rows=2, cells=np.array([2, 0, 3, 1], np.int32)),
        points=np.zeros((4, 2), np.float32),
        model="m",
        seed=0,
        problems=(),
        seconds={},
        blanks="edges",
        groups=np.array([0, 0, 1, 1], np.int32),
    )


def names(arrangement: Arrangement) -> list[str]:
    grid = arrangement.grid
    return [grid.photos[index].path.name for index in grid.order()]


def test_by_similarity_it_is_itself(arrangement: Arrangement) -> None:
    assert sorted_by(arrangement, "similarity", cache=None, run=Run()) is arrangement


@pytest.mark.parametrize("has_cache", [False, True])
def test_colours_are_the_same_with_a_cache_and_without(
    arrangement: Arrangement, tmp_path: Path, has_cache: bool
) -> None:
    with Cache(tmp_path / "cache") as cache:
        used = cache if has_cache else None
        made = sorted_by(arrangement, "colour", cache=used, run=Run())
    assert names(made) == ["c.png", "b.png", "a.png", "d.png"]


def test_a_photo_that_is_gone_meanwhile_stands_last(arrangement: Arrangement) -> None:
    arrangement.grid.photos[1].path.unlink()
    made = sorted_by(arrangement, "colour", cache=None, run=Run())
    assert names(made) == ["b.png", "a.png", "d.png", "c.png"]


@pytest.mark.parametrize("sort", SORTS[1:])
def test_nothing_but_the_places_changes_and_the_file_tells_the_order(
    arrangement: Arrangement, tmp_path: Path, sort: str
) -> None:
    made = sorted_by(arrangement, sort, cache=None, run=Run())
    assert made.grid.photos == arrangement.grid.photos
    assert (made.sort, made.blanks, made.groups, made.quality) == (sort, "end", None, None)
    write_grid(made, tmp_path / "grid.json")
    again = read_grid(tmp_path / "grid.json")
    assert again.sort == sort
    assert names(again) == names(made)
