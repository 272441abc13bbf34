"""Builds files that Pillow cannot write: RAW (as a DNG), QOI and Photoshop."""

import io
import struct
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.bad_photos import corners

Pixels: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = tuple[int, ...] | bytes

_BYTE, _ASCII, _SHORT, _LONG, _RATIONAL, _SIGNED_RATIONAL = 1, 2, 3, 4, 5, 10
_SIZES: Final = {_BYTE: 1, _ASCII: 1, _SHORT: 2, _LONG: 4, _RATIONAL: 4, _SIGNED_RATIONAL: 4}
_CODES: Final = {_BYTE: "B", _ASCII: "B", _SHORT: "H", _LONG: "L", _RATIONAL: "L",
                 _SIGNED_RATIONAL: "l"}  # fmt: skip
_JPEG, _NONE = 7, 1
_CFA, _YCBCR, _RGB = 32803, 6, 2
_RAW_WHITE: Final = 16383

Directory: TypeAlias = dict[int, tuple[int, Values]]


def dng(
    folder: Path,
    name: str = "camera.dng",
    *,
    preview: Image.Image | None = None,
    orientation: int = 1,
    as_bitmap: bool = False,
    preview_exif: bytes = b"",
    sensor: Image.Image | None = None,
) -> Path:
    """A RAW file of Adobe's kind, with a preview inside (or none) and a Bayer sensor's data.

    `orientation` is how the camera says to turn both; `preview_exif` a block of the preview's own.
    """
    sensor = sensor or corners(960, 640)
    data = bytearray(8)
    shared: Directory = {
        271: (_ASCII, b"Maker\0"),
        272: (_ASCII, b"Model\0"),
        274: (_SHORT, (orientation,)),
        50706: (_BYTE, (1, 4, 0, 0)),
        50708: (_ASCII, b"Maker Model\0"),
        50721: (_SIGNED_RATIONAL, _SRGB_FROM_XYZ),
        50728: (_RATIONAL, (1, 1) * 3),
        50778: (_SHORT, (21,)),  # the light that the matrix is for: D65
    }
    raw = _raw_directory(data, sensor)
    if preview is None:
        first = {**raw, **shared}
    else:
        at = _append_directory(data, raw)
        first = {**_preview_directory(data, preview, preview_exif, as_bitmap=as_bitmap), **shared}
        first[330] = (_LONG, (at,))
    start = _append_directory(data, first)
    data[:8] = b"II*\0" + struct.pack("<L", start)
    (folder / name).write_bytes(data)
    return folder / name


_SRGB_FROM_XYZ: Final = tuple(
    part for value in (3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570)
    for part in (round(value * 10_000), 10_000)
)  # fmt: skip
"""A sensor that sees as sRGB's primaries do (IEC 61966-2-1)."""


def _raw_directory(data: bytearray, sensor: Image.Image) -> Directory:
    linear = (np.asarray(sensor, float) / 255) ** 2.2 * _RAW_WHITE
    bayer = np.empty(linear.shape[:2])
    for row, column, band in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        bayer[row::2, column::2] = linear[row::2, column::2, band]
    content = bayer.astype("<u2").tobytes()
    return {
        254: (_LONG, (0,)),
        **_strip(data, content, sensor.size, compression=_NONE, kind=_CFA),
        258: (_SHORT, (16,)),
        277: (_SHORT, (1,)),
        33421: (_SHORT, (2, 2)),
        33422: (_BYTE, (0, 1, 1, 2)),
        50717: (_LONG, (_RAW_WHITE,)),
    }


def _preview_directory(
    data: bytearray, preview: Image.Image, exif: bytes, *, as_bitmap: bool
) -> Directory:
    if as_bitmap:
        content, compression, kind = preview.tobytes(), _NONE, _RGB
    else:
        stored = io.BytesIO()
        preview.save(stored, "JPEG", quality=95, exif=exif)
        content, compression, kind = stored.getvalue(), _JPEG, _YCBCR
    return {
        254: (_LONG, (1,)),
        **_strip(data, content, preview.size, compression=compression, kind=kind),
        258: (_SHORT, (8, 8, 8)),
        277: (_SHORT, (3,)),
    }


def _strip(
    data: bytearray, content: bytes, size: tuple[int, int], *, compression: int, kind: int
) -> Directory:
    at = len(data)
    data += content + bytes(len(content) % 2)
    return {
        256: (_LONG, (size[0],)),
        257: (_LONG, (size[1],)),
        259: (_SHORT, (compression,)),
        262: (_SHORT, (kind,)),
        273: (_LONG, (at,)),
        278: (_LONG, (size[1],)),
        279: (_LONG, (len(content),)),
    }


def _append_directory(data: bytearray, directory: Directory) -> int:
    """Write a TIFF directory (TIFF 6.0, section 2) at the end; returns where it starts."""
    entries = b""
    for tag in sorted(directory):
        kind, values = directory[tag]
        content = struct.pack(f"<{len(values)}{_CODES[kind]}", *values)
        count = len(values) // (2 if kind in (_RATIONAL, _SIGNED_RATIONAL) else 1)
        if len(content) > 4:
            at = len(data)
            data += content + bytes(len(content) % 2)
            content = struct.pack("<L", at)
        entries += struct.pack("<HHL", tag, kind, count) + content.ljust(4, b"\0")
    start = len(data)
    data += struct.pack("<H", len(directory)) + entries + bytes(4)
    return start


def qoi(folder: Path, name: str = "photo.qoi") -> Path:
    """`corners` as QOI (qoiformat.org), each pixel in full."""
    image = corners()
    head = b"qoif" + struct.pack(">LLBB", *image.size, 3, 0)
    pixels = np.asarray(image).reshape(-1, 3)
    body = b"".join(b"\xfe" + pixel.tobytes() for pixel in pixels)
    (folder / name).write_bytes(head + body + bytes(7) + b"\x01")
    return folder / name


def psd(folder: Path, name: str = "layers.psd") -> Path:
    """A Photoshop file whose composite is `corners`."""
    image = corners()
    head = b"8BPS" + struct.pack(">HxxxxxxHLLHH", 1, 3, image.height, image.width, 8, 3)
    planes = b"".join(band.tobytes() for band in image.split())
    (folder / name).write_bytes(head + bytes(12) + b"\0\0" + planes)
    return folder / name
