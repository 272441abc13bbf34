"""Where photos stood before, and what of that still holds."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.homes import among, are_mostly_known, standing
from gridsne_desktop.photo import Photo
from tests.unit.layout.made import ROOT, arrangement, photo

COUNTS = st.integers(1, 40)


def of(n: int, *, seed: int = 0) -> Arrangement:
    return arrangement([ROOT / f"{index}.jpg" for index in range(n)], seed=seed)


def cells_of(grid: Grid) -> dict[Photo, int]:
    return dict(zip(grid.photos, grid.cells.tolist(), strict=True))


def changed(photo: Photo) -> Photo:
    return replace(photo, size=photo.size + 1)


@given(n=COUNTS, gone=st.integers(0, 40), new=st.integers(0, 40), seed=st.integers(0, 9))
def test_known_photos_stand_in_their_cells_and_new_ones_in_free_ones(
    n: int, gone: int, new: int, seed: int
) -> None:
    keep = of(n, seed=seed)
    photos = keep.grid.photos[gone:] + tuple(photo(f"new {index}.jpg") for index in range(new))
    grid = standing(photos, keep)
    if not photos or new > len(photos) / 2:
        assert grid is None
        return
    assert grid is not None
    assert grid.photos == photos
    before = cells_of(keep.grid)
    assert {p: c for p, c in cells_of(grid).items() if p in before} == {
        p: before[p] for p in photos if p in before
    }
    assert len(np.unique(grid.cells)) == len(photos)


@given(n=COUNTS, gone=st.sets(st.integers(0, 39)), seed=st.integers(0, 9))
def test_photos_that_are_gone_leave_their_cells_blank(n: int, gone: set[int], seed: int) -> None:
    whole = of(n, seed=seed)
    left = [p for index, p in enumerate(whole.grid.photos) if index not in gone]
    rest = among(whole, left)
    before = cells_of(whole.grid)
    assert cells_of(rest.grid) == {photo: before[photo] for photo in left}
    assert (rest.grid.columns, rest.grid.rows) == (whole.grid.columns, whole.grid.rows)
    assert len(rest.points) == len(left)
    assert (rest.quality is None) == (len(left) < n)


def test_with_all_its_photos_an_arrangement_stays_itself() -> None:
    whole = of(9)
    assert among(whole, [*whole.grid.photos, photo("more.jpg")]) is whole


def test_a_photo_that_changed_stays_where_it_is_as_it_is_now() -> None:
    whole = of(9)
    now = (changed(whole.grid.photos[0]), *whole.grid.photos[1:])
    rest = among(whole, now)
    assert rest.grid.photos == now
    assert rest.grid.cells.tolist() == whole.grid.cells.tolist()
    grid = standing(now, whole)
    assert grid is not None
    assert grid.cells.tolist() == whole.grid.cells.tolist()


def test_photos_of_which_most_are_new_are_another_folder() -> None:
    known = of(4).grid.photos
    new = tuple(photo(f"new {index}.jpg") for index in range(5))
    assert are_mostly_known(known + new[:4], known)
    assert not are_mostly_known(known + new, known)
    assert not are_mostly_known((), known)
