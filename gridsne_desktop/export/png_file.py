"""Writing a PNG in strips: the memory is that of one strip, whatever the picture's height.

PNG specification, third edition (W3C 2025). Every row has the filter Up, whose difference to
the row above NumPy takes at once; with zlib's quickest level this is faster than Pillow and Qt
and a few per cent larger.
"""

import struct
import zlib
from pathlib import Path
from typing import BinaryIO, Final

import numpy as np

from gridsne_desktop.export.picture import CHANNELS
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.paths import APP_NAME

MAX_PNG_SIDE: Final = 2**31 - 1

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BITS: Final = 8
_COLOUR_TYPE_RGB: Final = 2
_FILTER_UP: Final = 2
_LEVEL: Final = 1
_PERCEPTUAL: Final = b"\0"
_MARK: Final = b"Software\0" + APP_NAME.encode("ascii")
_FILTERED_BYTES: Final = 1 << 22
"""Filtered and packed at once, so that a wide strip is not in memory three times."""

_HEAD_BYTES: Final = 256
"""Room for all chunks before the pixels."""


class PngWriter:
    """Writes one sRGB picture, top to bottom, into an open file."""

    def __init__(self, file: BinaryIO, width: int, height: int) -> None:
        if not (0 < width <= MAX_PNG_SIDE and 0 < height <= MAX_PNG_SIDE):
            raise ValueError(f"no PNG has {width} × {height} pixels")
        self._file = file
        self._width = width
        self._rows_left = height
        self._row_above = np.zeros((1, width * CHANNELS), dtype=np.uint8)
        self._packer = zlib.compressobj(_LEVEL)
        file.write(_SIGNATURE)
        header = struct.pack(">IIBBBBB", width, height, _BITS, _COLOUR_TYPE_RGB, 0, 0, 0)
        self._chunk(b"IHDR", header)
        self._chunk(b"sRGB", _PERCEPTUAL)
        self._chunk(b"tEXt", _MARK)

    def write(self, strip: Pixels) -> None:
        """Append a strip: uint8 (any height, width, 3)."""
        height = len(strip)
        if strip.shape[1:] != (self._width, CHANNELS) or height > self._rows_left:
            raise ValueError(f"a strip of {strip.shape} does not fit this picture")
        rows = strip.reshape(height, self._width * CHANNELS)
        at_once = max(1, _FILTERED_BYTES // rows.shape[1])
        for top in range(0, height, at_once):
            self._filter(rows[top : top + at_once])
        self._rows_left -= height

    def close(self) -> None:
        """End the picture; all its rows must have been written."""
        if self._rows_left:
            raise ValueError(f"{self._rows_left} rows are missing")
        self._pixels(self._packer.flush())
        self._chunk(b"IEND", b"")

    def _filter(self, rows: Pixels) -> None:
        filtered = np.empty((len(rows), 1 + rows.shape[1]), dtype=np.uint8)
        filtered[:, 0] = _FILTER_UP
        np.subtract(rows[:1], self._row_above, out=filtered[:1, 1:])  # modulo 256, as PNG wishes
        np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
        self._row_above = rows[-1:].copy()
        self._pixels(self._packer.compress(filtered.data))

    def _pixels(self, packed: bytes) -> None:
        if packed:
            self._chunk(b"IDAT", packed)

    def _chunk(self, kind: bytes, content: bytes) -> None:
        self._file.write(struct.pack(">I", len(content)) + kind)
        self._file.write(content)
        self._file.write(struct.pack(">I", zlib.crc32(content, zlib.crc32(kind))))


def is_our_picture(path: Path) -> bool:
    """Whether the file at `path` is a picture that this program wrote.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    return head.startswith(_SIGNATURE) and b"tEXt" + _MARK in head
