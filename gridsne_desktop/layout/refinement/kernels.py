"""Kernels: what it is worth that two photos alike stand so many cells apart."""

import math
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Kernel: TypeAlias = NDArray[np.float32]
"""float32 (reach + 1, reach + 1): the worth of a pair |dy| rows and |dx| columns apart.

It is 0 at [0, 0], and in the last row and column, which stand for everything beyond.
"""

RINGS = {1: 1.0, 2: 0.27, 4: 0.15, 5: 0.085, 8: 0.05, 9: 0.04}
"""Worth by squared distance: the gradient of DPQ16 (Barthel et al. 2023) on real photos' vectors,
the mean over the cells of a ring, measured once; beyond 3 cells it is below a thirtieth."""

WIDTHS_KEPT = 3.0
"""A Gaussian counts up to three of its widths: e^-4.5, a hundredth, is left out."""

BLUR = 1.5
"""Width in cells of a Gaussian that smooths the worst of a map's tears (1 to 2.5 measured)."""

AROUND = 2
"""Cells to each side: 24 around, as in the recall that is measured."""

GAIN_FLOOR = 0.05
"""Of the nearest ring's gain, what the whole grid's counts: keeps the far kernel rising."""


def rings() -> Kernel:
    """The crisp kernel: the four neighbours count most, as in DPQ16."""
    reach = math.isqrt(max(RINGS)) + 1
    kernel = np.zeros((reach + 1, reach + 1), dtype=np.float32)
    for y, x in np.ndindex(reach, reach):
        kernel[y, x] = RINGS.get(y * y + x * x, 0.0)
    return _closed(kernel)


def gaussian(width: float, *, shape: tuple[int, int] | None = None) -> Kernel:
    """A kernel that falls like a Gaussian of `width` cells, 1 between two adjacent cells.

    Args:
        width: Its standard deviation, in cells.
        shape: Rows and columns of a grid that the kernel is to reach over; None: only as far as
            it counts.
    """
    reach = math.ceil(WIDTHS_KEPT * width) + 1
    rows, columns = shape or (reach, reach)
    down, across = np.arange(rows + 1.0), np.arange(columns + 1.0)
    kernel = np.exp(-(down[:, None] ** 2 + across**2 - 1) / (2 * width * width))
    return _closed(kernel)


def around() -> Kernel:
    """Between a Gaussian and a plain count of the 24 cells around: near, but no matter how near."""
    kernel = gaussian(BLUR) / 2
    within = slice(None, AROUND + 1)
    kernel[within, within] += 0.5
    return _closed(kernel)


def logarithmic(rows: int, columns: int) -> Kernel:
    """The smooth kernel: worth falls with the logarithm of the distance, over the whole grid.

    DPQ2's own gradient: a photo at rank k of the grid's order counts in the means of the
    nearest k, k + 1, …; each of those weighs 1 / k times what it is better than chance, which
    falls from the nearest to nothing at the whole grid.

    Returns:
        float32 (rows + 1, columns + 1).
    """
    cells = rows * columns
    ranks = np.arange(1, cells + 1, dtype=np.float64)
    worth = np.cumsum(((1 - ranks / cells + GAIN_FLOOR) / ranks)[::-1])[::-1]
    away = np.square(np.arange(rows + 1.0))[:, None] + np.square(np.arange(columns + 1.0))
    rank = np.clip(np.rint(np.pi * away).astype(np.int64) - 1, 0, cells - 1)
    return _closed(worth[rank] / worth[0])


def _closed(kernel: NDArray[np.floating]) -> Kernel:
    """The kernel with nothing for a cell itself, and nothing beyond."""
    kernel[0, 0] = 0
    kernel[-1] = kernel[:, -1] = 0
    return np.asarray(kernel, dtype=np.float32)
