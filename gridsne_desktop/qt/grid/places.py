"""Where tiles belong: in their cells, or at their points on the map."""

import math
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Grid, Points, grid_shape
from gridsne_desktop.qt.grid.camera import Box
from gridsne_desktop.qt.grid.motion import Places2D
from gridsne_desktop.qt.grid.tiles import GAP

Board: TypeAlias = NDArray[np.int32]
"""int32 (rows, columns): which photo is in each cell; -1: a blank."""

MAP_FILL: Final = 0.4
"""Share of the map's square that the tiles would cover side by side: little overlap."""


class View(StrEnum):
    """The two ways to look at the photos."""

    GRID = "grid"
    MAP = "map"


class Places:
    """The cells of n photos, their points, and who is beside whom."""

    def __init__(self, cells: NDArray[np.int32], columns: int) -> None:
        self._cells = cells
        self.columns: Final = columns
        self.rows: Final = int(cells.max()) // columns + 1 if len(cells) else 0
        self._by_cell = np.full(self.columns * self.rows, -1, np.int32)
        self._by_cell[cells] = np.arange(len(cells), dtype=np.int32)
        self._board: Board = self._by_cell.reshape(self.rows, self.columns)
        self.order: Final = self._by_cell[self._by_cell >= 0]
        self.rank: Final = np.empty(len(cells), np.int32)
        self.rank[self.order] = np.arange(len(cells), dtype=np.int32)

    @classmethod
    def in_order(cls, n: int, *, aspect: float) -> "Places":
        """Photos as they come, row by row, on a grid about as wide as `aspect`."""
        columns, _ = grid_shape(n, aspect=aspect)
        return cls(np.arange(n, dtype=np.int32), columns)

    @classmethod
    def of_grid(cls, grid: Grid) -> "Places":
        """The photos of a grid."""
        return cls(np.asarray(grid.cells), grid.columns)

    def of(self, indexes: NDArray[np.intp]) -> "Places":
        """These photos in the cells they have, in this order; those of the others are blank."""
        return Places(self._cells[indexes], self.columns)

    def __len__(self) -> int:
        return len(self._cells)

    @property
    def board(self) -> Board:
        """Who is where; look, do not write. The same array each time."""
        return self._board

    def cell(self, index: int) -> tuple[int, int]:
        """Column and row of a photo."""
        row, column = divmod(int(self._cells[index]), self.columns)
        return column, row

    def on_grid(self) -> Places2D:
        """Where the tiles are on the grid."""
        columns = max(self.columns, 1)
        return np.stack([self._cells % columns, self._cells // columns], axis=1).astype(np.float32)

    def neighbour(self, index: int, dx: int, dy: int) -> int | None:
        """The photo dx cells to the right and dy below; None: the edge or a blank cell."""
        column, row = self.cell(index)
        column, row = column + dx, row + dy
        if not (0 <= column < self.columns and 0 <= row < self.rows):
            return None
        found = int(self._by_cell[row * self.columns + column])
        return found if found >= 0 else None


def on_map(points: Points) -> Places2D:
    """Where the tiles are on the map: the larger the more photos, so that they overlap little."""
    side = math.sqrt(len(points) / MAP_FILL)
    return np.asarray(points, np.float32) * np.float32(max(side - 1, 0))


def tile_at(places: Places2D, x: float, y: float) -> int | None:
    """The photo whose tile covers the place (x, y); of several the uppermost."""
    inside = (places[:, 0] <= x) & (x < places[:, 0] + 1)
    inside &= (places[:, 1] <= y) & (y < places[:, 1] + 1)
    found = np.flatnonzero(inside)
    return int(found[-1]) if len(found) else None


def tiles_in(places: Places2D, box: Box) -> NDArray[np.intp]:
    """The photos whose tiles touch the box."""
    x, y = places[:, 0], places[:, 1]
    across = (x > box.x - 1) & (x < box.x + box.width)
    return np.flatnonzero(across & (y > box.y - 1) & (y < box.y + box.height))


def tiles_on(board: Board, box: Box) -> NDArray[np.intp]:
    """The photos whose cells touch the box: as `tiles_in`, without looking at all of them."""
    cells = board[cells_in(box)].ravel()
    return cells[cells >= 0].astype(np.intp)


def cells_in(box: Box) -> tuple[slice, slice]:
    """The rows and columns of the cells that touch the box."""
    left, top = max(math.floor(box.x), 0), max(math.floor(box.y), 0)
    right, bottom = math.ceil(box.x + box.width), math.ceil(box.y + box.height)
    return slice(top, max(bottom, top)), slice(left, max(right, left))


def grid_box(places: Places) -> Box:
    """What the cells cover, without the last gap."""
    return Box(0, 0, max(places.columns - GAP, 1.0), max(places.rows - GAP, 1.0))


def map_box(n: int) -> Box:
    """What the map of n photos covers, wherever its points are."""
    side = max(math.sqrt(n / MAP_FILL), 1.0)
    return Box(0, 0, side, side)
