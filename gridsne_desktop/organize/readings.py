"""Ways to read a grid from its first cell to its last: what the numbers of files follow."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Grid

Reading: TypeAlias = Callable[[Grid], NDArray[np.int32]]
"""int32 (n,): the indexes of all photos, the one that is read first before the others."""


def by_rows(grid: Grid) -> NDArray[np.int32]:
    """Row by row, each from the left: as one reads a page."""
    return grid.order()


def as_snake(grid: Grid) -> NDArray[np.int32]:
    """Row by row, every other one from the right: no jump at the end of a row."""
    wall = grid.by_cell.reshape(grid.rows, grid.columns).copy()
    wall[1::2] = wall[1::2, ::-1]
    return _photos(wall.ravel())


def along_curve(grid: Grid) -> NDArray[np.int32]:
    """Along a space-filling curve: photos near one another in the order stand near on the wall."""
    cells = np.fromiter(
        (row * grid.columns + column for column, row in curve(grid.columns, grid.rows)),
        dtype=np.int64,
        count=grid.columns * grid.rows,
    )
    return _photos(grid.by_cell[cells])


READINGS: Final[dict[str, Reading]] = {"rows": by_rows, "snake": as_snake, "curve": along_curve}


def curve(columns: int, rows: int) -> Iterator[tuple[int, int]]:
    """The cells (column, row) of any rectangle, each once, each beside the one before it.

    Where the longer side is odd one step may be diagonal. The generalized Hilbert curve of J. Červený
    ("Space-filling curve for rectangular domains of arbitrary size": jakubcerveny/gilbert).
    """
    if columns < 1 or rows < 1:
        return
    across, down = _Step(columns, 0), _Step(0, rows)
    along, aside = (across, down) if columns >= rows else (down, across)
    for cell in _filled(_Step(0, 0), along, aside):
        yield cell.x, cell.y


@dataclass(frozen=True, slots=True)
class _Step:
    """So many columns to the right and rows down."""

    x: int
    y: int

    def __add__(self, other: "_Step") -> "_Step":
        return _Step(self.x + other.x, self.y + other.y)

    def __sub__(self, other: "_Step") -> "_Step":
        return _Step(self.x - other.x, self.y - other.y)

    def __neg__(self) -> "_Step":
        return _Step(-self.x, -self.y)

    @property
    def length(self) -> int:
        return abs(self.x + self.y)  # one of them is 0

    @property
    def unit(self) -> "_Step":
        return _Step((self.x > 0) - (self.x < 0), (self.y > 0) - (self.y < 0))

    @property
    def half(self) -> "_Step":
        return _Step(self.x // 2, self.y // 2)

    @property
    def even_half(self) -> "_Step":
        """Half, or one cell more where the half is odd: odd parts cost a diagonal step."""
        half = self.half
        return half + self.unit if half.length % 2 and self.length > 2 else half


def _filled(start: _Step, along: _Step, aside: _Step) -> Iterator[_Step]:
    """The rectangle that `along` and `aside` span, from `start` to the other end of `along`."""
    if 1 in (along.length, aside.length):
        way = along if aside.length == 1 else aside
        cell = start
        for _ in range(way.length):
            yield cell
            cell += way.unit
    elif 2 * along.length > 3 * aside.length:
        first = along.even_half
        yield from _filled(start, first, aside)
        yield from _filled(start + first, along - first, aside)
    else:
        first = aside.even_half
        yield from _filled(start, first, along.half)
        yield from _filled(start + first, along, aside - first)
        corner = start + (along - along.unit) + (first - first.unit)
        yield from _filled(corner, -first, -(along - along.half))


def _photos(indexes: NDArray[np.int32]) -> NDArray[np.int32]:
    return np.compress(indexes != BLANK, indexes)
