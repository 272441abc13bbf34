"""Islands: a place for each group, and a lane around it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK
from gridsne_desktop.layout.islands import Islands, islands_of


def drawn(wall: Islands, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The group in each cell, or `BLANK`; fails where two want the same."""
    cells = np.full(wall.columns * wall.rows, BLANK)
    for group, island in enumerate(wall.islands):
        room = island.room(int(sizes[group]), wall.columns)
        assert (cells[room] == BLANK).all()
        cells[room] = group
    return cells.reshape(wall.rows, wall.columns)


@given(
    sizes=st.lists(st.integers(1, 90), min_size=1, max_size=14),
    aspect=st.sampled_from([0.02, 0.5, 1.0, 1.8, 40.0]),
    columns=st.none() | st.integers(1, 60),
    seed=st.integers(0, 99),
    is_flat=st.booleans(),
)
def test_no_two_groups_touch_not_even_at_corners(
    sizes: list[int], aspect: float, columns: int | None, seed: int, is_flat: bool
) -> None:
    middles = np.random.default_rng(seed).random((len(sizes), 2))
    if is_flat:
        middles[:, 0] = 0.5
    counts = np.array(sizes)
    found = islands_of(counts, middles, aspect=aspect, columns=columns)
    if found is None:
        assert columns is not None
        return
    assert columns in (None, found.columns)
    wall = np.pad(drawn(found, counts), 1, constant_values=BLANK)
    assert (np.bincount(wall[wall != BLANK]) == counts).all()
    for down, across in ((0, 1), (1, 0), (1, 1), (1, -1)):
        other = np.roll(wall, (down, across), (0, 1))
        both = (wall != BLANK) & (other != BLANK)
        assert (wall[both] == other[both]).all()


@pytest.mark.parametrize("aspect", [0.5, 1.0, 16 / 9])
def test_the_wall_is_about_as_wide_as_wished_and_not_much_larger_than_the_photos(
    aspect: float,
) -> None:
    random = np.random.default_rng(1)
    sizes = random.integers(40, 200, 6)
    found = islands_of(sizes, random.random((6, 2)), aspect=aspect)
    assert found is not None
    assert abs(math.log(found.columns / found.rows / aspect)) < math.log(1.25)
    assert found.columns * found.rows < 1.3 * sizes.sum()


def test_a_group_stands_where_its_photos_were() -> None:
    middles = np.array([[0.9, 0.9], [0.1, 0.1], [0.1, 0.9], [0.9, 0.1]])
    found = islands_of(np.full(4, 25), middles, aspect=1.0)
    assert found is not None
    places = [(island.left > 4, island.top > 4) for island in found.islands]
    assert places == [(True, True), (False, False), (False, True), (True, False)]


def test_no_row_or_column_at_the_outside_stays_blank() -> None:
    sizes = np.array([7, 31, 12, 5, 90])
    found = islands_of(sizes, np.random.default_rng(3).random((5, 2)), aspect=1.5)
    assert found is not None
    photos = drawn(found, sizes) != BLANK
    assert photos[[0, -1]].any(axis=1).all()
    assert photos[:, [0, -1]].any(axis=0).all()
