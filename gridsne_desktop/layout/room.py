"""The room: which cells of the grid photos get, and so where blanks stand."""

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Cells

ROUNDNESS = 4
"""Power of the curve that photos fill to the brim: 2 is an ellipse, more a rectangle with rounder
corners (Piet Hein's superellipse)."""


def room_of(n: int, columns: int, rows: int, blanks: str) -> Cells:
    """The cells for `n` photos.

    Args:
        n: Photos.
        columns: Columns of the grid.
        rows: Rows of the grid.
        blanks: "end": the last cells stay blank; "edges": those farthest out, which rounds all
            four corners alike, so that opposite sides have as many or differ by one. ("margins"
            are no matter of the room of all photos: `margins` makes one for each group.)

    Returns:
        int32 (n,), ascending.

    Raises:
        ValueError: The photos do not fit the grid.
    """
    if n > columns * rows:
        raise ValueError(f"{n} photos do not fit a grid of {columns} × {rows}")
    if blanks != "edges" or not n:
        return np.arange(n, dtype=np.int32)
    return np.sort(_from_the_middle(columns, rows)[:n]).astype(np.int32)


def _from_the_middle(columns: int, rows: int) -> NDArray[np.intp]:
    """All cells, the innermost first; of cells equally far out the corners take turns."""
    down, across = np.divmod(np.arange(columns * rows), columns)
    x, y = 2 * across - (columns - 1), 2 * down - (rows - 1)
    out = (np.abs(x) / columns) ** ROUNDNESS + (np.abs(y) / rows) ** ROUNDNESS
    # Which corner loses a cell first: bottom right, top left, bottom left, top right.
    corner = np.where(y >= 0, np.where(x >= 0, 0, 2), np.where(x >= 0, 3, 1))
    return np.lexsort((corner, -np.abs(y), -out))[::-1]
