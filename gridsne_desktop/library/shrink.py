"""Odd modes made plain and large photos made small, band by band, so that memory stays bounded."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

MAX_ELONGATION: Final = 32
"""A shrunk photo is at most this many times as long as wished for its shorter side, so that a
strip of 100,000 × 300 pixels takes no more memory than 30 usual photos."""

_BAND_PIXELS: Final = 8_000_000
"""Converted at a time: copies cost at most some 100 MB, and most photos are one band."""
_GAP: Final = 2.0
"""Averaging may leave twice the wished size; bicubic does the rest. Pillow's documentation of
`reducing_gap` calls 2.0 fair and 3.0 indistinguishable from no averaging."""

_PLAIN: Final = frozenset(("L", "RGB", "RGBA", "CMYK"))
_MAX_8: Final = 255.0
_MAX_16: Final = 65535.0


def shrunk_size(size: tuple[int, int], least_side: int | None) -> tuple[int, int]:
    """The size to give a photo of `size`: shorter side `least_side`, never enlarged.

    None keeps the size. A photo longer than `MAX_ELONGATION` · `least_side` by then is made
    that long, and so narrower than `least_side`.
    """
    if least_side is None:
        return size
    scale = min(1.0, least_side / min(size), MAX_ELONGATION * least_side / max(size))
    width, height = (max(1, round(side * scale)) for side in size)
    return width, height


def plain_and_shrunk(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """`image` at `size` pixels in mode L, RGB, RGBA or CMYK, 8 bits each."""
    ratio = min(image.width / size[0], image.height / size[1])
    factor = max(1, int(ratio / _GAP))
    whole = _reduced(image, factor)
    if whole.size == size:
        return whole
    # The last averaged pixel may cover less than `factor` pixels: resize from the true edge.
    box = (0.0, 0.0, image.width / factor, image.height / factor)
    return whole.resize(size, Image.Resampling.BICUBIC, box=box)


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """`image` in a plain mode, averaged over squares of `factor` × `factor` pixels."""
    if image.mode in _PLAIN and not image.has_transparency_data:
        return image if factor == 1 else image.reduce(factor)  # needs no copy of the whole
    levels = _levels(image)
    bands = [_plain(band, levels).reduce(factor) for band in _bands(image, factor)]
    return bands[0] if len(bands) == 1 else _stacked(bands)


def _bands(image: Image.Image, factor: int) -> Iterator[Image.Image]:
    """Full-width pieces from top to bottom, each but the last a multiple of `factor` high."""
    if image.width * image.height <= _BAND_PIXELS:
        yield image
        return
    height = max(1, _BAND_PIXELS // image.width // factor) * factor
    for top in range(0, image.height, height):
        yield image.crop((0, top, image.width, min(top + height, image.height)))


def _stacked(bands: list[Image.Image]) -> Image.Image:
    whole = Image.new(bands[0].mode, (bands[0].width, sum(band.height for band in bands)))
    top = 0
    for band in bands:
        whole.paste(band, (0, top))
        top += band.height
    return whole


def _plain(image: Image.Image, levels: tuple[float, float] | None) -> Image.Image:
    if levels is not None:
        return _stretched(image, *levels)
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in _PLAIN:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _stretched(image: Image.Image, black: float, white: float) -> Image.Image:
    values = np.nan_to_num(np.asarray(image, dtype=np.float32), nan=black)
    scaled = (np.clip(values, black, white) - black) * (_MAX_8 / (white - black))
    return Image.fromarray(np.rint(scaled).astype(np.uint8))


def _levels(image: Image.Image) -> tuple[float, float] | None:
    """The values that mean black and white in a deep greyscale photo; None for 8 bits.

    16-bit files use their whole range. Integers of 32 bits and floats name no range: 0 to 1
    (floats), 0 to 255 and 0 to 65535 are taken as meant, anything else from darkest to brightest.
    """
    if image.mode.startswith("I;16"):
        return 0.0, _MAX_16
    if image.mode not in ("I", "F"):
        return None
    low, high = _extremes(image)
    for white in (1.0, _MAX_8, _MAX_16) if image.mode == "F" else (_MAX_8, _MAX_16):
        if low >= 0 and high <= white:
            return 0.0, white
    return low, high if high > low else low + 1


def _extremes(image: Image.Image) -> tuple[float, float]:
    """The least and the greatest finite value; 0.0 and 0.0 where there is none."""
    low, high = math.inf, -math.inf
    for band in _bands(image, 1):
        values: npt.NDArray[np.float32] = np.asarray(band, dtype=np.float32)
        finite = values[np.isfinite(values)]
        if finite.size:
            low, high = min(low, float(finite.min())), max(high, float(finite.max()))
    return (low, high) if low <= high else (0.0, 0.0)
