"""One photo painted into its tile: scaled, never squashed."""

import math
from typing import Final

import numpy as np
from PIL import Image, ImageDraw

from gridsne_desktop.export.picture import ExportSettings
from gridsne_desktop.library.decode import Pixels, decode
from gridsne_desktop.photo import Photo

REDUCING_GAP: Final = 3.0
"""Shrinking by whole factors first, to this many times the size; Pillow calls 3.0 as good as
Lanczos alone."""

_MARK_GROUND: Final = (128, 128, 128)
_MARK_CROSS: Final = (160, 160, 160)
_CROSS_WIDTH: Final = 1 / 32
"""Of the tile's shorter side."""


def paint(tile: Pixels, photo: Photo, settings: ExportSettings) -> None:
    """Paint `photo` into `tile`, uint8 (tile_height, tile, 3), which has the background.

    Raises:
        Unreadable: The photo cannot be read; the tile is as it was.
    """
    height, width = tile.shape[:2]
    # The shorter side of what is painted is at most this, so no decoded pixel is missing.
    least_side = min(width, height) if settings.mode == "fit" else max(width, height)
    pixels = decode(photo.path, least_side=least_side)
    if settings.mode == "fit":
        _fit(tile, pixels)
    else:
        _fill(tile, pixels)


def paint_mark(tile: Pixels) -> None:
    """Paint what stands for a photo that cannot be read any more: grey, crossed out."""
    height, width = tile.shape[:2]
    image = Image.new("RGB", (width, height), _MARK_GROUND)
    draw = ImageDraw.Draw(image)
    stroke = max(1, round(min(width, height) * _CROSS_WIDTH))
    draw.line((0, 0, width - 1, height - 1), fill=_MARK_CROSS, width=stroke)
    draw.line((0, height - 1, width - 1, 0), fill=_MARK_CROSS, width=stroke)
    tile[:] = np.asarray(image)


def _fit(tile: Pixels, pixels: Pixels) -> None:
    room_height, room_width = tile.shape[:2]
    height, width = pixels.shape[:2]
    scale = min(room_width / width, room_height / height)
    size = _side(width * scale, room_width), _side(height * scale, room_height)
    left, top = (room_width - size[0]) // 2, (room_height - size[1]) // 2
    tile[top : top + size[1], left : left + size[0]] = _scaled(
        pixels, size, (0.0, 0.0, float(width), float(height))
    )


def _fill(tile: Pixels, pixels: Pixels) -> None:
    room_height, room_width = tile.shape[:2]
    height, width = pixels.shape[:2]
    scale = max(room_width / width, room_height / height)
    seen_width, seen_height = min(width, room_width / scale), min(height, room_height / scale)
    left, top = (width - seen_width) / 2, (height - seen_height) / 2
    box = (left, top, min(width, left + seen_width), min(height, top + seen_height))
    tile[:] = _scaled(pixels, (room_width, room_height), box)


def _side(wished: float, room: int) -> int:
    return min(room, max(1, round(wished)))


def _scaled(
    pixels: Pixels, size: tuple[int, int], box: tuple[float, float, float, float]
) -> Pixels:
    image = Image.fromarray(pixels)
    whole = (0, 0, *image.size)
    if size == image.size and tuple(math.floor(edge) for edge in box) == whole:
        return pixels
    return np.asarray(
        image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=REDUCING_GAP)
    )
