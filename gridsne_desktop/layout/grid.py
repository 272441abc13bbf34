"""The grid: which photo stands in which cell."""

import math
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.photo import Photo

Points: TypeAlias = NDArray[np.float32]
"""float32 (n, 2) in the unit square [0, 1]²: x to the right, y down."""

Cells: TypeAlias = NDArray[np.int32]
"""int32 (n,): row · columns + column of each photo, all different."""

BLANK = -1
"""Stands for a photo's index where a cell has none."""

ASPECT_WEIGHT = 0.5
"""How much a shape e times wider than wished counts, against a grid of nothing but blanks.

At 0.5 ten photos lie 4 × 3 with two blanks, not 5 × 2 with none, and 30 lie 6 × 5.
"""

SHAPE_RANGE = 2.0
"""Column counts up to this factor from the ideal one are compared; farther ones never win."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Photos in the cells of a rectangle; equal only to itself.

    Attributes:
        photos: n photos.
        columns: Columns, 0 only where there are no cells.
        rows: Rows.
        cells: int32 (n,), read-only: the cell of each photo, row · columns + column.
    """

    photos: tuple[Photo, ...]
    columns: int
    rows: int
    cells: Cells
    _by_cell: NDArray[np.int32] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "cells", _own(_checked(self)))
        by_cell = np.full(self.columns * self.rows, BLANK, dtype=np.int32)
        by_cell[self.cells] = np.arange(len(self.photos), dtype=np.int32)
        object.__setattr__(self, "_by_cell", _own(by_cell))

    @property
    def blanks(self) -> int:
        """How many cells have no photo."""
        return self.columns * self.rows - len(self.photos)

    @property
    def by_cell(self) -> NDArray[np.int32]:
        """int32 (rows · columns,), read-only: the index of each cell's photo, or `BLANK`."""
        return self._by_cell

    def order(self) -> NDArray[np.int32]:
        """int32 (n,): the photos' indexes as one reads the grid, row by row."""
        return np.compress(self._by_cell != BLANK, self._by_cell)

    def index_at(self, cell: int) -> int | None:
        """The index of the photo in `cell`; None where there is no such photo or cell."""
        if not 0 <= cell < len(self._by_cell):
            return None
        index = int(self._by_cell[cell])
        return None if index == BLANK else index

    def photo_at(self, cell: int) -> Photo | None:
        """The photo in `cell`; None where there is no such photo or cell."""
        index = self.index_at(cell)
        return None if index is None else self.photos[index]


def grid_shape(n: int, *, columns: int | None = None, aspect: float = 1.0) -> tuple[int, int]:
    """The columns and rows for `n` photos: few blanks, about as wide as wished, no empty row.

    Args:
        n: Photos, 0 or more; 0 gives (0, 0).
        columns: Wished columns, whatever the aspect; never more than there are photos.
        aspect: Wished width ÷ height.

    Raises:
        ValueError: A count or the aspect makes no sense.
    """
    if n < 0 or (columns is not None and columns < 1) or not 0 < aspect < math.inf:
        raise ValueError(f"no grid has {n} photos, {columns} columns, aspect {aspect}")
    if n == 0:
        return 0, 0
    columns = _best_columns(n, aspect) if columns is None else min(columns, n)
    return columns, -(-n // columns)


def _best_columns(n: int, aspect: float) -> int:
    ideal = min(max(math.sqrt(n * aspect), 1.0), float(n))
    narrowest = max(1, math.floor(ideal / SHAPE_RANGE))
    widest = min(n, math.ceil(ideal * SHAPE_RANGE))
    columns = np.arange(widest, narrowest - 1, -1)  # of two equally good, the wider one
    rows = -(-n // columns)
    blank_share = 1 - n / (columns * rows)
    misfit = np.abs(np.log(columns / rows / aspect))
    return int(columns[np.argmin(np.round(blank_share + ASPECT_WEIGHT * misfit, decimals=12))])


def _checked(grid: Grid) -> Cells:
    cells, n, room = np.asarray(grid.cells), len(grid.photos), grid.columns * grid.rows
    if grid.columns < 0 or grid.rows < 0:
        raise ValueError(f"a grid cannot be {grid.columns} × {grid.rows}")
    if cells.shape != (n,) or (n and not np.issubdtype(cells.dtype, np.integer)):
        raise ValueError(f"{n} photos need {n} whole numbers as cells, not {cells.shape}")
    if n and (cells.min() < 0 or cells.max() >= room):
        raise ValueError(f"a cell lies outside the grid of {grid.columns} × {grid.rows}")
    if len(np.unique(cells)) != n:
        raise ValueError("two photos share a cell")
    return cells


def _own(values: NDArray[np.integer]) -> NDArray[np.int32]:
    own = np.array(values, dtype=np.int32)
    own.setflags(write=False)
    return own
