"""The grid: its shape, its cells, its laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.layout.grid import Grid, grid_shape
from tests.unit.layout.made import grid, photos

counts = st.integers(0, 20_000)


@given(n=counts, aspect=st.floats(0.01, 100))
def test_every_photo_has_room_and_no_row_is_empty(n: int, aspect: float) -> None:
    columns, rows = grid_shape(n, aspect=aspect)
    assert columns * rows >= n
    assert columns * (rows - 1) < n or n == 0
    assert columns <= n


@given(n=counts, columns=st.integers(1, 200))
def test_wished_columns_are_kept_but_for_more_than_there_are_photos(n: int, columns: int) -> None:
    got, rows = grid_shape(n, columns=columns)
    assert got == min(columns, n)
    assert rows == (math.ceil(n / got) if n else 0)


@given(side=st.integers(1, 100))
def test_a_square_number_of_photos_makes_a_square_without_blanks(side: int) -> None:
    assert grid_shape(side * side) == (side, side)


@given(n=st.integers(30, 20_000), aspect=st.floats(0.5, 2.0))
def test_the_shape_is_near_the_wished_aspect_with_few_blanks(n: int, aspect: float) -> None:
    columns, rows = grid_shape(n, aspect=aspect)
    assert columns / rows == pytest.approx(aspect, rel=0.35)
    assert columns * rows - n <= 0.2 * n


@pytest.mark.parametrize(
    ("n", "shape"),
    [(0, (0, 0)), (1, (1, 1)), (2, (2, 1)), (3, (2, 2)), (5, (3, 2)), (10, (4, 3)), (30, (6, 5))],
)
def test_few_photos_lie_as_a_person_would_lay_them(n: int, shape: tuple[int, int]) -> None:
    assert grid_shape(n) == shape


@pytest.mark.parametrize(
    ("n", "columns", "aspect"),
    [(-1, None, 1.0), (5, 0, 1.0), (5, None, 0.0), (5, None, math.nan), (5, None, math.inf)],
)
def test_a_shape_without_sense_is_refused(n: int, columns: int | None, aspect: float) -> None:
    with pytest.raises(ValueError, match="no grid has"):
        grid_shape(n, columns=columns, aspect=aspect)


@given(st.permutations(range(11)))
def test_reading_row_by_row_meets_every_photo_once(cells: list[int]) -> None:
    made = grid(cells, columns=4, rows=3)
    order = made.order().tolist()
    assert sorted(order) == list(range(11))
    assert [cells[index] for index in order] == sorted(cells)
    assert made.blanks == 1


def test_a_cell_knows_its_photo_and_a_blank_none() -> None:
    made = grid([2, 0, 1], columns=2, rows=2)
    assert [made.index_at(cell) for cell in range(4)] == [1, 2, 0, None]
    assert made.photo_at(0) == made.photos[1]
    assert made.photo_at(3) is None
    assert made.photo_at(-1) is None
    assert made.photo_at(4) is None


def test_an_empty_grid_has_no_cells() -> None:
    made = grid([], columns=0, rows=0)
    assert made.order().tolist() == []
    assert made.photo_at(0) is None


def test_the_cells_cannot_be_changed_afterwards() -> None:
    cells = np.array([0, 1], dtype=np.int32)
    made = Grid(photos=photos(2), columns=2, rows=1, cells=cells)
    cells[0] = 1
    assert made.cells.tolist() == [0, 1]
    with pytest.raises(ValueError, match="read-only"):
        made.cells[0] = 1


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ([0, 0], "share a cell"),
        ([0, 4], "outside"),
        ([-1, 0], "outside"),
        ([0], "need 2"),
        ([0.0, 1.0], "whole numbers"),
    ],
)
def test_cells_that_are_no_arrangement_are_refused(cells: list[float], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Grid(photos=photos(2), columns=2, rows=2, cells=np.array(cells))


def test_a_negative_size_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be"):
        grid([], columns=-1, rows=-1)
