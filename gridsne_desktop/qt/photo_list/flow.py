"""Where tiles are in rows as wide as the view; nothing is kept per photo."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MARGIN: Final = 16
"""Around all tiles, in px."""
GAP: Final = 18
"""Between tiles and between rows; all sizes here are in device-independent px."""


@dataclass(frozen=True, slots=True)
class Flow:
    """n tiles, row by row; a place is the number of a tile from 0.

    Attributes:
        count: Tiles.
        width: Of the view.
        side: Of a tile.
        caption: Height of what stands below each.
    """

    count: int
    width: int
    side: int
    caption: int

    @property
    def columns(self) -> int:
        """Tiles in a row, at least one."""
        return max(1, (self.width - 2 * MARGIN + GAP) // (self.side + GAP))

    @property
    def rows(self) -> int:
        """Rows, the last one perhaps not full."""
        return -(-self.count // self.columns)

    @property
    def row_height(self) -> int:
        """From one row to the next."""
        return self.side + self.caption + GAP

    @property
    def height(self) -> int:
        """Of all rows."""
        return 2 * MARGIN + self.rows * self.row_height - GAP if self.count else 0

    @property
    def across(self) -> float:
        """From one column to the next: what is left over in the width lies between them."""
        if self.columns == 1:
            return float(self.side + GAP)
        return (self.width - 2 * MARGIN - self.side) / (self.columns - 1)

    def corner(self, place: int) -> tuple[float, int]:
        """The top left corner of a tile."""
        row, column = divmod(place, self.columns)
        return MARGIN + column * self.across, MARGIN + row * self.row_height

    def place_at(self, x: float, y: float) -> int | None:
        """The tile, or its caption, at a point; None: between them."""
        row, below = divmod(y - MARGIN, self.row_height)
        column, beside = divmod(x - MARGIN, self.across)
        place = int(row) * self.columns + int(column)
        is_inside = beside < self.side and below < self.side + self.caption
        if not is_inside or row < 0 or not 0 <= column < self.columns or place >= self.count:
            return None
        return place

    def between(self, top: int, bottom: int) -> range:
        """The tiles of the rows that touch what is from `top` to `bottom`."""
        first = max(0, (top - MARGIN) // self.row_height)
        end = max(first, -(-(bottom - MARGIN) // self.row_height))
        return range(min(first * self.columns, self.count), min(end * self.columns, self.count))

    def touched(self, edges: tuple[float, float, float, float]) -> NDArray[np.intp]:
        """The tiles, or their captions, that a box touches: intp (m,), ascending.

        Args:
            edges: Of the box: left, top, right, bottom.
        """
        left, top, right, bottom = edges
        columns, rows = np.arange(self.columns), np.arange(self.rows)
        x, y = MARGIN + columns * self.across, MARGIN + rows * self.row_height
        across = columns[(x <= right) & (x + self.side >= left)]
        down = rows[(y <= bottom) & (y + self.side + self.caption >= top)]
        places = (down[:, None] * self.columns + across).ravel()
        return places[places < self.count].astype(np.intp)

    def moved(self, place: int, dx: int, dy: int) -> int | None:
        """The tile so many further, or rows below; a row that ends goes on in the next."""
        there = place + dx + dy * self.columns
        if 0 <= there < self.count:
            return there
        last_row = (self.count - 1) // self.columns
        # Down from the last but one row to a last one that is not full: its end.
        if dy == 1 and place // self.columns < last_row:
            return self.count - 1
        return None
