"""The size that a JPEG XL photo claims.

Its decoder reads the whole photo before it tells the size: that of a bomb must be known before.
Source: ISO/IEC 18181-1 (size header of a codestream), 18181-2 (boxes of a container).
"""

from typing import BinaryIO, Final

_CODESTREAM: Final = b"\xff\x0a"
_SIGNATURE: Final = b"\x00\x00\x00\x0cJXL "
_HEADER_BYTES: Final = 12
"""Of a codestream: its two bytes, and a size of at most 2 + 2 · 32 + 3 bits."""
_BOX_BYTES: Final = 8
_LARGE_BOX_BYTES: Final = 16
_PART_NUMBER_BYTES: Final = 4
_MOST_BOXES: Final = 1000
"""Far more than any program writes before the pixels."""

_SMALL_UNIT: Final = 8
_SMALL_BITS: Final = 5
_SIDE_BITS: Final = (9, 13, 18, 30)
_RATIOS: Final = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
"""Width to height, for the ratio codes 1 to 7; code 0 says that the width follows."""


def claimed_size(file: BinaryIO) -> tuple[int, int] | None:
    """Width and height as stored, before any turn; None where the file holds no codestream.

    The file's position is kept.
    """
    start = file.tell()
    try:
        file.seek(0)
        head = _codestream_head(file)
    finally:
        file.seek(start)
    return _size(head) if len(head) == _HEADER_BYTES and head.startswith(_CODESTREAM) else None


def _codestream_head(file: BinaryIO) -> bytes:
    head = file.read(_HEADER_BYTES)
    if not head.startswith(_SIGNATURE):
        return head
    at = 0
    for _ in range(_MOST_BOXES):
        file.seek(at)
        box = file.read(_LARGE_BOX_BYTES)
        if len(box) < _BOX_BYTES:
            return b""
        length, kind = int.from_bytes(box[:4]), box[4:_BOX_BYTES]
        content = at + (_LARGE_BOX_BYTES if length == 1 else _BOX_BYTES)
        if length == 1:
            length = int.from_bytes(box[_BOX_BYTES:])
        if kind in (b"jxlc", b"jxlp"):
            file.seek(content + (_PART_NUMBER_BYTES if kind == b"jxlp" else 0))
            return file.read(_HEADER_BYTES)
        if length < _BOX_BYTES:
            return b""
        at += length
    return b""


def _size(head: bytes) -> tuple[int, int]:
    bits = _Bits(int.from_bytes(head[len(_CODESTREAM) :], "little"))
    is_small = bool(bits.take(1))
    height = _side(bits, is_small=is_small)
    ratio = bits.take(3)
    if ratio == 0:
        return _side(bits, is_small=is_small), height
    across, down = _RATIOS[ratio - 1]
    return height * across // down, height


def _side(bits: "_Bits", *, is_small: bool) -> int:
    if is_small:
        return _SMALL_UNIT * (1 + bits.take(_SMALL_BITS))
    return 1 + bits.take(_SIDE_BITS[bits.take(2)])


class _Bits:
    """A number read from its lowest bits on."""

    def __init__(self, number: int) -> None:
        self._left = number

    def take(self, count: int) -> int:
        """The next `count` bits."""
        taken = self._left & ((1 << count) - 1)
        self._left >>= count
        return taken
