"""The room: photos fill the grid, blanks stand where they were wished."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import grid_shape
from gridsne_desktop.layout.room import room_of

counts = st.integers(0, 300)
shapes = st.sampled_from([0.02, 0.3, 1.0, 1.6, 7.0, 60.0])


def wall(n: int, columns: int, rows: int, blanks: str) -> NDArray[np.bool_]:
    """Which cells are blank: bool (rows, columns)."""
    blank = np.ones(columns * rows, dtype=bool)
    blank[room_of(n, columns, rows, blanks)] = False
    return blank.reshape(rows, columns)


@given(n=counts, aspect=shapes, blanks=st.sampled_from(["end", "edges"]))
def test_every_photo_has_one_cell(n: int, aspect: float, blanks: str) -> None:
    columns, rows = grid_shape(n, aspect=aspect)
    room = room_of(n, columns, rows, blanks)
    assert room.dtype == np.int32
    assert len(room) == n
    assert (np.diff(room) > 0).all()
    assert n == 0 or (room[0] >= 0 and room[-1] < columns * rows)


@given(n=counts, aspect=shapes)
def test_at_the_end_photos_have_the_first_cells(n: int, aspect: float) -> None:
    columns, rows = grid_shape(n, aspect=aspect)
    assert room_of(n, columns, rows, "end").tolist() == list(range(n))


@given(n=st.integers(1, 300), columns=st.integers(1, 40))
def test_at_the_edges_opposite_sides_differ_by_one_at_most(n: int, columns: int) -> None:
    columns, rows = grid_shape(n, columns=columns)
    blank = wall(n, columns, rows, "edges")
    down, across = blank.sum(axis=1), blank.sum(axis=0)
    assert (np.abs(down - down[::-1]) <= 1).all()
    assert (np.abs(across - across[::-1]) <= 1).all()


@given(n=st.integers(1, 300), columns=st.integers(1, 40))
def test_at_the_edges_no_blank_is_amid_photos(n: int, columns: int) -> None:
    columns, rows = grid_shape(n, columns=columns)
    photos = ~wall(n, columns, rows, "edges")
    for line in (*photos, *photos.T):
        filled = np.flatnonzero(line)
        assert len(filled) == 0 or filled[-1] - filled[0] + 1 == len(filled)


@given(side=st.integers(8, 30), missing=st.integers(1, 7))
def test_a_few_blanks_stay_in_the_corners(side: int, missing: int) -> None:
    blank = wall(side * side - missing, side, side, "edges")
    middle = blank[2:-2].any(axis=None) or blank[:, 2:-2].any(axis=None)
    assert not middle


def test_more_photos_than_cells_are_refused() -> None:
    with pytest.raises(ValueError, match="7 photos do not fit"):
        room_of(7, 2, 3, "edges")
