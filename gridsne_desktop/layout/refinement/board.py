"""The board that refinement works on: photos in cells, trading places."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the grid, in cells.

    Attributes:
        number: Tells it from the other windows of its sweep.
        top: First row.
        left: First column.
        height: Rows.
        width: Columns.
    """

    number: int
    top: int
    left: int
    height: int
    width: int


class Board:
    """Who stands where, while it changes: photos only ever trade cells among each other.

    Blank cells stay blank and pinned photos stay: neither is free.

    Attributes:
        groups: int32 (n,): photos trade cells with those of their own group only; None: with all.
    """

    def __init__(
        self,
        cells: Cells,
        *,
        columns: int,
        rows: int,
        pinned: NDArray[np.bool_] | None = None,
        groups: NDArray[np.int32] | None = None,
    ) -> None:
        """Start from `cells`, int32 (n,), all different; `pinned`, bool (n,), may not move."""
        self.groups = groups
        self.columns = columns
        self.rows = rows
        self.cell_of: Cells = np.array(cells, dtype=np.int32)
        self.by_cell = np.full(columns * rows, BLANK, dtype=np.int32)
        self.by_cell[self.cell_of] = np.arange(len(cells), dtype=np.int32)
        self.free = self.by_cell != BLANK
        if pinned is not None:
            self.free[self.cell_of[pinned]] = False

    def move(self, photos: NDArray[np.int32], cells: Cells) -> None:
        """Put `photos` into `cells`, which must be their own in another order."""
        self.by_cell[cells] = photos
        self.cell_of[photos] = cells

    def free_cells(self, window: Window) -> Cells:
        """int32 (m,): the cells of `window` whose photos may move."""
        down = np.arange(window.top, window.top + window.height, dtype=np.int32)
        across = np.arange(window.left, window.left + window.width, dtype=np.int32)
        cells = (down[:, None] * self.columns + across).ravel()
        free: Cells = cells[self.free[cells]]
        return free

    def windows(
        self, side: int, *, apart: int, random: np.random.Generator
    ) -> Iterator[list[Window]]:
        """Windows of `side` that cover the grid, in batches; the grid's place is random.

        The windows of one batch are at least `apart` cells from each other.
        """
        down = _cuts(self.rows, side, random)
        across = _cuts(self.columns, side, random)
        step = -(-apart // side) + 1
        for first_down in range(step):
            for first_across in range(step):
                yield [
                    Window(row * len(across) + column, top, left, height, width)
                    for row, (top, height) in enumerate(down)
                    for column, (left, width) in enumerate(across)
                    if row % step == first_down and column % step == first_across
                ]


def _cuts(length: int, side: int, random: np.random.Generator) -> list[tuple[int, int]]:
    """Where `length` is cut into pieces of `side` from a random place on: start and size."""
    start = -int(random.integers(0, min(side, length)))
    pieces = [(max(first, 0), min(first + side, length)) for first in range(start, length, side)]
    return [(first, end - first) for first, end in pieces]
