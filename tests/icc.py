"""Colour profiles made by hand, so that no test depends on files of a system."""

import struct
from typing import Final

import numpy as np
import numpy.typing as npt

_Matrix = npt.NDArray[np.float64]

_TO_XYZ: Final[dict[str, tuple[tuple[float, float, float], ...]]] = {
    "sRGB": ((0.4361, 0.3851, 0.1431), (0.2225, 0.7169, 0.0606), (0.0139, 0.0971, 0.7142)),
    "Display P3": ((0.5151, 0.2919, 0.1572), (0.2412, 0.6922, 0.0666), (-0.0011, 0.0419, 0.7841)),
    "Adobe RGB": ((0.6097, 0.2053, 0.1492), (0.3111, 0.6257, 0.0632), (0.0195, 0.0609, 0.7446)),
}
"""Linear RGB → XYZ, white adapted to D50 (Lindbloom; IEC 61966-2-1, Apple, Adobe 1998)."""
_D50: Final = (0.9642, 1.0, 0.8249)
_GAMMA: Final = 563 / 256
"""Adobe RGB's; used for all here, as the curve is not what these profiles are about."""


def rgb_profile(space: str) -> bytes:
    """A matrix profile of ICC.1:2001-04 with the primaries of `space` and gamma 2.2."""
    columns = zip(*_TO_XYZ[space], strict=True)
    curve = b"curv" + struct.pack(">LLHxx", 0, 1, round(_GAMMA * 256))
    text = b"text\0\0\0\0none\0\0\0\0"
    label = b"test\0"
    description = b"desc" + struct.pack(">LL", 0, len(label)) + label + bytes(78)
    tags = {b"desc": description + bytes(-len(description) % 4), b"cprt": text, b"wtpt": _xyz(_D50)}
    tags |= {
        name + b"XYZ": _xyz(each) for name, each in zip((b"r", b"g", b"b"), columns, strict=True)
    }
    tags |= {name + b"TRC": curve for name in (b"r", b"g", b"b")}
    at = 128 + 4 + 12 * len(tags)
    table = struct.pack(">L", len(tags))
    for name, content in tags.items():
        table += name + struct.pack(">LL", at, len(content))
        at += len(content)
    return _header(at) + table + b"".join(tags.values())


def cmyk_profile() -> bytes:
    """A profile for print whose every ink is odd: by it, no ink is white and cyan alone is red.

    ICC.1:2001-04, lut8Type (6.5.8) with two grid points for each ink, to Lab.
    """
    lut = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0))
    lut += struct.pack(">9l", *(65536 if place % 4 == 0 else 0 for place in range(9)))
    straight = bytes(range(256))
    inks = [(c, m, y, k) for c in (0, 1) for m in (0, 1) for y in (0, 1) for k in (0, 1)]
    grid = b"".join(bytes(_LAB_OF_INKS.get(ink, _LAB_BLACK)) for ink in inks)
    tags = {b"A2B0": lut + straight * 4 + grid + straight * 3, b"wtpt": _xyz(_D50)}
    at = 128 + 4 + 12 * len(tags)
    table = struct.pack(">L", len(tags))
    for name, content in tags.items():
        table += name + struct.pack(">LL", at, len(content))
        at += len(content)
    head = bytearray(_header(at))
    head[12:24] = b"prtrCMYKLab "
    return bytes(head) + table + b"".join(tags.values())


_LAB_OF_INKS: Final = {(0, 0, 0, 0): (255, 128, 128), (1, 0, 0, 0): (136, 208, 195)}
_LAB_BLACK: Final = (0, 128, 128)
"""L · 2.55, a + 128, b + 128: white; sRGB's red, (53, 80, 67); black."""


def seen_in_srgb(colour: tuple[int, int, int], space: str) -> _Matrix:
    """The sRGB values, 0 to 255, that look as `colour` does in `rgb_profile(space)`."""
    light = (np.array(colour) / 255) ** _GAMMA
    linear = np.linalg.inv(np.array(_TO_XYZ["sRGB"])) @ np.array(_TO_XYZ[space]) @ light
    linear = np.clip(linear, 0, 1)
    curved = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(curved * 255)


def _xyz(values: tuple[float, ...]) -> bytes:
    fixed = (round(value * 65536) for value in values)
    return b"XYZ \0\0\0\0" + struct.pack(">lll", *fixed)


def _header(size: int) -> bytes:
    head = struct.pack(">L4sL4s4s4s", size, b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + bytes(28)
    white = struct.pack(">lll", *(round(value * 65536) for value in _D50))
    return (head + white).ljust(128, b"\0")
