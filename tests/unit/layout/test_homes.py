"""Where photos stood before, and what of that still holds."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.homes import among, are_mostly_known, standing, with_again
from gridsne_desktop.photo import Photo
from gridsne_desktop.settings import Pin
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


@given(n=COUNTS, gone=st.sets(st.integers(0, 39)), seed=st.integers(0, 9))
def test_photos_that_come_back_stand_where_they_stood(n: int, gone: set[int], seed: int) -> None:
    whole = of(n, seed=seed)
    paths = {photo.path for index, photo in enumerate(whole.grid.photos) if index in gone}
    rest = among(whole, [photo for photo in whole.grid.photos if photo.path not in paths])
    again = with_again(rest, whole, paths)
    assert again is not None
    assert cells_of(again.grid) == cells_of(whole.grid)
    assert again.quality == whole.quality


@given(gone=st.sets(st.integers(0, 8), min_size=2, max_size=8), seed=st.integers(0, 9))
def test_only_some_that_come_back_stand_where_they_stood_and_the_others_stay(
    gone: set[int], seed: int
) -> None:
    whole = of(9, seed=seed)
    rest = among(whole, [p for i, p in enumerate(whole.grid.photos) if i not in gone])
    back = whole.grid.photos[min(gone)].path
    again = with_again(rest, whole, {back})
    assert again is not None
    before = cells_of(whole.grid)
    assert cells_of(again.grid) == {
        photo: before[photo]
        for i, photo in enumerate(whole.grid.photos)
        if i not in gone or photo.path == back
    }
    assert again.quality is None
    assert len(again.points) == len(again.grid.photos)


def test_photos_do_not_come_back_into_cells_that_are_taken() -> None:
    whole = of(9)
    rest = among(whole, whole.grid.photos[1:])
    taken = rest.grid.cells.copy()
    taken[0] = whole.grid.cells[0]
    other = replace(rest, grid=replace(rest.grid, cells=taken))
    assert with_again(other, whole, {whole.grid.photos[0].path}) is None


def test_photos_do_not_come_back_into_a_grid_that_was_arranged_anew() -> None:
    whole = of(9)
    back = {whole.grid.photos[0].path}
    rest = among(whole, whole.grid.photos[1:])
    assert with_again(replace(rest, points=rest.points[::-1].copy()), whole, back) is None
    wider = replace(rest, grid=replace(rest.grid, columns=rest.grid.columns + 1))
    assert with_again(wider, whole, back) is None


def test_some_photos_do_not_come_back_where_groups_cannot_be_told() -> None:
    whole = replace(of(9), groups=np.arange(9, dtype=np.int32) % 3)
    rest = among(whole, whole.grid.photos[2:])
    assert with_again(rest, whole, {whole.grid.photos[0].path}) is None
    both = {photo.path for photo in whole.grid.photos[:2]}
    again = with_again(rest, whole, both)
    assert again is not None
    assert again.groups is not None
    assert again.groups.tolist() == [0, 1, 2] * 3


def test_pins_come_back_with_their_photos() -> None:
    paths = [photo.path for photo in of(9).grid.photos]
    whole = replace(of(9), pins=tuple(Pin(path, 0, 0) for path in paths[:2]))
    rest = among(whole, whole.grid.photos[1:])
    assert [pin.path for pin in rest.pins] == paths[1:2]
    again = with_again(rest, whole, {paths[0]})
    assert again is not None
    assert {pin.path for pin in again.pins} == set(paths[:2])
