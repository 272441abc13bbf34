"""The small picture that a camera wrote into a photo's EXIF block: quick, but only for the eye."""

import logging
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
from PIL import ExifTags, Image, ImageOps

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.library.formats import format_of_name

_log = logging.getLogger(__name__)

_JPEG: Final = "JPEG"
_JPEG_OFFSET: Final = 0x0201
_JPEG_LENGTH: Final = 0x0202
"""JPEGInterchangeFormat and …Length in IFD1 (CIPA DC-008, 4.5.5): where the preview lies."""
_EXIF_HEADER: Final = b"Exif\0\0"
_MAX_PIXELS: Final = 2**18
"""A preview has 160 × 120 pixels, seldom more; one that claims more would not be quick."""
_BAR_DARKER_THAN: Final = 48
"""Mean grey of the bars that cameras put around a 3:2 picture in a 4:3 preview."""
_LEAST_BAR: Final = 2
"""Pixels; less is rounding."""


def embedded_preview(path: Path) -> Pixels | None:
    """The EXIF preview of the JPEG at `path`: upright, without bars; None: it has none of use.

    Only the head of the file is read, in a third of a millisecond. Colours are not converted.
    A preview of another shape than its photo is not used: a program has turned or cut the photo
    and left the preview as it was.
    """
    named = format_of_name(path)
    if named is None or _JPEG not in named.plugins:
        return None
    try:
        return _preview(path) if path.is_file() else None  # opening a pipe would wait for ever
    except Exception as error:  # noqa: BLE001  (Pillow raises any kind; the real decode will say)
        _log.debug("a broken preview is ignored: %s", error)
        return None


def _preview(path: Path) -> Pixels | None:
    with path.open("rb") as file, Image.open(file, formats=(_JPEG,)) as photo:
        facts, size, block = photo.getexif(), photo.size, photo.info.get("exif", b"")
        place = facts.get_ifd(ExifTags.IFD.IFD1)
    start, length = place.get(_JPEG_OFFSET), place.get(_JPEG_LENGTH)
    if not isinstance(start, int) or not isinstance(length, int):
        return None
    data = block.removeprefix(_EXIF_HEADER)[start : start + length]
    with Image.open(BytesIO(data), formats=(_JPEG,)) as small:
        if small.width * small.height > _MAX_PIXELS:
            return None
        whole = _without_bars(small.convert("RGB"), size)
    if whole is None:
        return None
    whole.getexif()[ExifTags.Base.Orientation] = facts.get(ExifTags.Base.Orientation, 1)
    return np.asarray(ImageOps.exif_transpose(whole))


def _without_bars(small: Image.Image, size: tuple[int, int]) -> Image.Image | None:
    """`small` cut to the shape of a photo of `size`; None if what falls off is no dark bars."""
    scale = min(small.width / size[0], small.height / size[1])
    across = small.width - round(size[0] * scale)
    down = small.height - round(size[1] * scale)
    if max(across, down) < _LEAST_BAR:
        return small
    left, top = (across + 1) // 2, (down + 1) // 2
    inner = (left, top, small.width - left, small.height - top)
    grey = np.asarray(small.convert("L"))
    bars = np.ones(grey.shape, bool)
    bars[inner[1] : inner[3], inner[0] : inner[2]] = False
    is_dark = grey[bars].mean() < _BAR_DARKER_THAN
    return small.crop(inner) if is_dark else None
