"""Photos as small squares: enough for a wall of many, and read from the cache without decoding."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from gridsne_desktop.library.decode import Pixels

SQUARE: Final = b"square 1"
"""The kind of their items; another digit when what `to_square` gives is another thing."""

SQUARE_SIDE: Final = 31
"""Px: the photo in a tile of 32 px, beside which a pixel is free."""

SQUARE_BYTES: Final = SQUARE_SIDE**2 * 3

Squares: TypeAlias = npt.NDArray[np.uint8]
"""uint8 (n, 31, 31, 3), sRGB."""

_REDUCING_GAP: Final = 2.0
"""Pillow may average down to twice the size first: no difference to be seen."""


def to_square(pixels: Pixels) -> bytes:
    """The middle of a decoded photo of any size: 31 × 31 px, three bytes each."""
    small = Image.fromarray(pixels).resize(
        (SQUARE_SIDE, SQUARE_SIDE),
        Image.Resampling.BOX,
        box=middle_square(pixels),
        reducing_gap=_REDUCING_GAP,
    )
    return small.tobytes()


def from_squares(items: Sequence[bytes]) -> Squares:
    """The squares that `to_square` wrote, in one array; read-only."""
    return np.frombuffer(b"".join(items), np.uint8).reshape(-1, SQUARE_SIDE, SQUARE_SIDE, 3)


def middle_square(pixels: Pixels) -> tuple[float, float, float, float]:
    """The largest square in the middle, as left, top, right, bottom."""
    height, width = pixels.shape[:2]
    side = min(height, width)
    left, top = (width - side) / 2, (height - side) / 2
    return left, top, left + side, top + side
