"""Pixels made into tiles: square, small, and ready to be copied to the screen."""

from io import BytesIO
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gridsne_desktop.library.cache.squares import SQUARE_SIDE, Squares, middle_square
from gridsne_desktop.library.decode import Pixels

Tile: TypeAlias = NDArray[np.uint32]
"""uint32 (side, side), 0xAARRGGBB with premultiplied alpha, as Qt's ARGB32_Premultiplied."""

LEVELS: Final = (4, 8, 16, 32, 64)
"""Sides of the tiles kept ready, in px; each twice the one before."""

LEVELS_OF_MANY: Final = (3, 6, 12, 24)
"""The same where there are very many photos."""

GAP: Final = 1 / 32
"""Share of a tile's side left free to its neighbours on the right and below."""

THUMBNAIL_SIDE: Final = 256
"""Longer side of a thumbnail in px."""

_JPEG_QUALITY: Final = 88
_EMPTY: Final = np.uint32(0x1C0E0E0E)
"""A frame without its photo yet: grey, see-through, so that it suits a light and a dark ground."""


def thumbnail_of(pixels: Pixels, *, side: int = THUMBNAIL_SIDE) -> Pixels:
    """The whole photo, its longer side at most `side` px."""
    height, width = pixels.shape[:2]
    shrink = side / max(height, width)
    if shrink >= 1:
        return pixels
    size = max(1, round(width * shrink)), max(1, round(height * shrink))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))


def encode(pixels: Pixels) -> bytes:
    """The pixels as JPEG."""
    file = BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=_JPEG_QUALITY)
    return file.getvalue()


def decode_thumbnail(data: bytes) -> Pixels:
    """The pixels of what `encode` wrote."""
    return np.asarray(Image.open(BytesIO(data)).convert("RGB"))


def decode_small(data: bytes, *, side: int) -> Pixels:
    """The same in a fraction of its size, no side of which is less than `side` px, if possible.

    JPEG's own halving costs half the time of `decode_thumbnail` where only tiles are wanted. It
    rounds odd sides up, so that the longest tile of a whole photo may be a pixel higher or wider.
    """
    image = Image.open(BytesIO(data))
    image.draft("RGB", (side, side))
    return np.asarray(image.convert("RGB"))


def argb(pixels: Pixels) -> NDArray[np.uint32]:
    """The pixels as uint32 (h, w), opaque."""
    bgra = np.full((*pixels.shape[:2], 4), 255, np.uint8)
    bgra[..., :3] = pixels[..., ::-1]
    return bgra.view("<u4")[..., 0].astype(np.uint32, copy=False)


def empty_tile(side: int) -> Tile:
    """The frame of a photo whose pixels have not arrived."""
    tile = np.zeros((side, side), np.uint32)
    inner = inner_side(side)
    tile[:inner, :inner] = _EMPTY
    return tile


def make_tile(pixels: Pixels, *, side: int, fit: bool) -> Tile:
    """One photo in a square: cut to fill it, or whole on see-through ground (`fit`)."""
    inner = inner_side(side)
    width, height = shape_in_square(pixels, inner) if fit else (inner, inner)
    photo = Image.fromarray(pixels).resize(
        (width, height), Image.Resampling.BOX, box=None if fit else middle_square(pixels)
    )
    tile = np.zeros((side, side), np.uint32)
    top, left = (inner - height) // 2, (inner - width) // 2
    tile[top : top + height, left : left + width] = argb(np.asarray(photo))
    return tile


def quick_tiles(pixels: Pixels, sides: tuple[int, ...]) -> dict[int, Tile]:
    """Nearly what `make_tile` makes of all `sides` (each twice the one before), but quicker.

    Each is averaged from the next larger, in NumPy: Pillow would let go of Python's lock each time,
    and two threads that do so thousands of times a second wait more than they work.
    """
    largest = (sides[-1], sides[-1])
    image = Image.fromarray(pixels).resize(
        largest, Image.Resampling.BOX, box=middle_square(pixels), reducing_gap=1.0
    )
    photo = np.asarray(image).astype(np.uint16)
    tiles = {}
    for side in reversed(sides):
        tile = tiles[side] = argb(photo.astype(np.uint8))
        inner = inner_side(side)
        tile[inner:] = 0
        tile[:, inner:] = 0
        rows = photo[::2] + photo[1::2]
        photo = (rows[:, ::2] + rows[:, 1::2]) // np.uint16(4)
    return tiles


def tiles_of_squares(squares: Squares, *, side: int) -> NDArray[np.uint32]:
    """uint32 (n, side, side): what `make_tile` makes, without `fit`, of all squares at once."""
    inner = inner_side(side)
    tiles = np.zeros((len(squares), side, side), np.uint32)
    small = squares
    if inner != SQUARE_SIDE:
        shares = _box_shares(inner)
        # One photo's product at a time is so small that BLAS wakes no thread, which would spin.
        n, wide = len(squares), squares.reshape(-1, SQUARE_SIDE, SQUARE_SIDE * 3)
        rows = shares @ wide.astype(np.float32)
        mean = shares @ rows.reshape(n, inner, SQUARE_SIDE, 3)
        small = np.rint(mean).astype(np.uint8)
    bgra = np.full((len(squares), inner, inner, 4), 255, np.uint8)
    bgra[..., :3] = small[..., ::-1]
    tiles[:, :inner, :inner] = bgra.view("<u4")[..., 0]
    return tiles


def _box_shares(side: int) -> NDArray[np.float32]:
    """float32 (side, SQUARE_SIDE): how much of each new pixel each pixel of a square covers."""
    new, old = np.arange(side)[:, np.newaxis], np.arange(SQUARE_SIDE)
    scale = SQUARE_SIDE / side
    left, right = np.maximum(new * scale, old), np.minimum((new + 1) * scale, old + 1)
    shares: NDArray[np.float32] = (np.maximum(right - left, 0) / scale).astype(np.float32)
    return shares


def inner_side(side: int) -> int:
    """Side of the photo inside a tile of `side` px; the rest is the gap."""
    return side - int(side * GAP)


def shape_in_square(pixels: Pixels, side: int) -> tuple[int, int]:
    """Width and height of the whole photo inside a square of `side` px."""
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    return max(1, round(width * scale)), max(1, round(height * scale))
