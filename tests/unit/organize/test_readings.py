"""Ways to read a grid: each photo once, and along the curve each beside the one before it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.organize.readings import READINGS, curve
from tests.unit.layout.made import grid

SIDES = st.integers(1, 40)


@given(columns=SIDES, rows=SIDES)
def test_the_curve_fills_any_rectangle_step_by_step(columns: int, rows: int) -> None:
    cells = np.array(list(curve(columns, rows)))
    assert len({tuple(cell) for cell in cells.tolist()}) == len(cells) == columns * rows
    assert (cells >= 0).all()
    assert (cells < [columns, rows]).all()
    steps = np.abs(np.diff(cells, axis=0))
    assert (steps.max(axis=1, initial=0) == 1).all() or len(cells) == 1
    diagonal = int((steps.sum(axis=1) == 2).sum())
    assert diagonal <= 1
    if max(columns, rows) % 2 == 0:
        assert diagonal == 0


def test_nothing_is_filled_in_no_time() -> None:
    assert list(curve(0, 5)) == []


@pytest.mark.parametrize(
    ("order", "read"),
    [("rows", [0, 1, 2, 3, 4, 5]), ("snake", [0, 1, 2, 5, 4, 3]), ("curve", [0, 3, 4, 5, 2, 1])],
)
def test_a_small_grid_is_read_as_one_expects(order: str, read: list[int]) -> None:
    wall = grid([0, 1, 2, 3, 4, 5], columns=3, rows=2)
    assert READINGS[order](wall).tolist() == read


@pytest.mark.parametrize("order", READINGS)
def test_blank_cells_are_passed_over(order: str) -> None:
    wall = grid([8, 1, 3], columns=3, rows=3)
    assert sorted(READINGS[order](wall).tolist()) == [0, 1, 2]
    assert READINGS[order](grid([], columns=0, rows=0)).tolist() == []
