"""So many tiles on their way that nobody can follow one: a few pixels of each."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

LEAST: Final = 40_000
"""Fewer tiles are painted as they are even while they fly."""
_MOST_PIXELS: Final = 3
"""Across a tile: nine pixels each, 100,000 tiles in about 4 ms. Enlarged where tiles are larger."""
_ROUNDED_OFF: Final = 0.1
"""A tile that is larger by no more of a px than this gets none for it."""


def resolution(shown: float) -> float:
    """Px a world unit at which tiles of `shown` px are painted."""
    return min(shown, float(_MOST_PIXELS))


def across(shown: float) -> int:
    """Pixels across a tile at this resolution, so that neighbours leave no seam."""
    return min(max(1, math.ceil(shown - _ROUNDED_OFF)), _MOST_PIXELS)


def paint_swarm(
    level: NDArray[np.uint32],
    slots: NDArray[np.intp],
    corners: NDArray[np.int32],
    target: NDArray[np.uint32],
    *,
    pixels: int,
) -> None:
    """Copy `pixels` × `pixels` of each tile into `target`, one pixel of all tiles at a time.

    Half the time of `blit`. Where tiles overlap pixels of both may show, which nobody sees in
    motion.

    Args:
        level: (n, side, side): the tiles.
        slots: (m,) which tiles.
        corners: (m, 2) x and y in `target` of each tile's top left corner.
        target: (height, width), contiguous; every tile must lie inside.
        pixels: Fewer than `side`, or as many.
    """
    width, side = target.shape[1], level.shape[1]
    starts = _starts(corners, width)
    flat = target.reshape(-1)
    taken = [(2 * i + 1) * side // (2 * pixels) for i in range(pixels)]
    for row in range(pixels):
        for column in range(pixels):
            flat[row * width + column :][starts] = level[slots, taken[row], taken[column]]


def frame_swarm(
    corners: NDArray[np.int32], target: NDArray[np.uint32], *, pixels: int, colour: int
) -> None:
    """Paint the outermost pixels of such tiles in a colour, 0xAARRGGBB: they are selected."""
    width, last = target.shape[1], pixels - 1
    starts = _starts(corners, width)
    flat = target.reshape(-1)
    for row in range(pixels):
        for column in range(pixels):
            if row in (0, last) or column in (0, last):
                flat[row * width + column :][starts] = np.uint32(colour)


def _starts(corners: NDArray[np.int32], width: int) -> NDArray[np.intp]:
    """Where each tile begins in the flattened target."""
    return corners[:, 1].astype(np.intp) * width + corners[:, 0]
