"""The small picture that a camera wrote into a photo's EXIF block: quick, but only for the eye."""

import logging
import struct
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import numpy as np
from PIL import Image, ImageOps
from PIL.ExifTags import Base

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.library.formats import format_of_name

_log = logging.getLogger(__name__)

_JPEG: Final = "JPEG"
_START: Final = b"\xff\xd8"
_EXIF_SEGMENT: Final = 0xE1
_EXIF_HEADER: Final = b"Exif\0\0"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""JPEG markers whose segment tells the photo's size (ITU-T T.81, table B.1)."""
_FRAME_BYTES: Final = 5
_MOST_SEGMENTS: Final = 64
_ENTRY_BYTES: Final = 12
_MOST_ENTRIES: Final = 200
_SHORT, _LONG = 3, 4
_JPEG_OFFSET: Final = 0x0201
_JPEG_LENGTH: Final = 0x0202
"""JPEGInterchangeFormat and …Length in IFD1 (CIPA DC-008, 4.5.5): where the preview lies."""
_MAX_PIXELS: Final = 2**18
"""A preview has 160 × 120 pixels, seldom more; one that claims more would not be quick."""
_LEAST_SIDE: Final = 60
"""Usual previews are halved while they are decoded: enough for a wall of many photos."""
_BAR_DARKER_THAN: Final = 48
"""Mean grey of the bars that cameras put around a 3:2 picture in a 4:3 preview."""
_LEAST_BAR: Final = 2
"""Pixels; less is rounding."""


class _Head(NamedTuple):
    """What the head of a JPEG tells: its size, its orientation, and its preview as JPEG."""

    size: tuple[int, int]
    turn: int
    preview: bytes


def embedded_preview(path: Path) -> Pixels | None:
    """The EXIF preview of the JPEG at `path`: upright, without bars; None: it has none of use.

    Only the head of the file is read, by this module itself: Pillow takes four times as long and
    holds Python's lock. Colours are not converted. A preview of another shape than its photo
    is not used: a program has turned or cut the photo and left the preview as it was.
    """
    named = format_of_name(path)
    if named is None or _JPEG not in named.plugins:
        return None
    try:
        if not path.is_file():  # opening a pipe would wait for ever
            return None
        with path.open("rb") as file:
            head = _head(file)
        return _pixels(head) if head is not None else None
    except Exception as error:  # noqa: BLE001  (any kind, on damage; the real decode will say)
        _log.debug("a broken preview is ignored: %s", error)
        return None


def _head(file: BinaryIO) -> _Head | None:
    """What is wanted of the JPEG, segment by segment up to the frame's."""
    if file.read(2) != _START:
        return None
    found: tuple[int, bytes] | None = None
    for _ in range(_MOST_SEGMENTS):
        ff, marker, length = struct.unpack(">BBH", file.read(4))
        if ff != _START[0]:
            return None
        if marker in _FRAMES:
            _, height, width = struct.unpack(">BHH", file.read(_FRAME_BYTES))
            return _Head((width, height), *found) if found and width and height else None
        if marker == _EXIF_SEGMENT and found is None:
            block = file.read(length - 2)
            if block.startswith(_EXIF_HEADER):
                found = _turn_and_preview(block[len(_EXIF_HEADER) :])
                if found is None:
                    return None
        else:
            file.seek(length - 2, 1)
    return None


def _turn_and_preview(tiff: bytes) -> tuple[int, bytes] | None:
    """Orientation and preview of an EXIF block, which is a TIFF file (TIFF 6.0, section 2)."""
    order = "<" if tiff[:2] == b"II" else ">"
    facts, after = _directory(tiff, order, struct.unpack_from(order + "I", tiff, 4)[0])
    if not after:
        return None
    place, _ = _directory(tiff, order, after)
    start, length = place.get(_JPEG_OFFSET, 0), place.get(_JPEG_LENGTH, 0)
    preview = tiff[start : start + length]
    return (facts.get(Base.Orientation, 1), preview) if start and preview else None


def _directory(tiff: bytes, order: str, start: int) -> tuple[dict[int, int], int]:
    """The single numbers of the directory at `start`, by tag, and where the next one starts."""
    (count,) = struct.unpack_from(order + "H", tiff, start)
    numbers = {}
    for place in range(
        start + 2, start + 2 + min(count, _MOST_ENTRIES) * _ENTRY_BYTES, _ENTRY_BYTES
    ):
        tag, kind, many = struct.unpack_from(order + "HHI", tiff, place)
        if many == 1 and kind in (_SHORT, _LONG):
            letter = "H" if kind == _SHORT else "I"
            (numbers[tag],) = struct.unpack_from(order + letter, tiff, place + 8)
    end = start + 2 + count * _ENTRY_BYTES
    after = struct.unpack_from(order + "I", tiff, end)[0] if end + 4 <= len(tiff) else 0
    return numbers, after


def _pixels(head: _Head) -> Pixels | None:
    with Image.open(BytesIO(head.preview), formats=(_JPEG,)) as small:
        if small.width * small.height > _MAX_PIXELS:
            return None
        small.draft(None, (_LEAST_SIDE, _LEAST_SIDE))
        whole = _without_bars(small if small.mode == "RGB" else small.convert("RGB"), head.size)
    if whole is None:
        return None
    if head.turn != 1:
        whole.getexif()[Base.Orientation] = head.turn
        whole = ImageOps.exif_transpose(whole)
    return np.asarray(whole)


def _without_bars(small: Image.Image, size: tuple[int, int]) -> Image.Image | None:
    """`small` cut to the shape of a photo of `size`; None if what falls off is no dark bars."""
    scale = min(small.width / size[0], small.height / size[1])
    across = small.width - round(size[0] * scale)
    down = small.height - round(size[1] * scale)
    if max(across, down) < _LEAST_BAR:
        small.load()
        return small
    left, top = (across + 1) // 2, (down + 1) // 2
    inner = (left, top, small.width - left, small.height - top)
    grey = np.asarray(small.convert("L"))
    bars = np.ones(grey.shape, bool)
    bars[inner[1] : inner[3], inner[0] : inner[2]] = False
    is_dark = grey[bars].mean() < _BAR_DARKER_THAN
    return small.crop(inner) if is_dark else None
