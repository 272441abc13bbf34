"""The kinds of photo files, known by their endings: one line here makes a format known."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of photo file.

    Attributes:
        name: What people call it.
        plugins: Pillow's names of the decoders to try; empty where this version reads none.
    """

    name: str
    plugins: tuple[str, ...] = ()

    @property
    def is_readable(self) -> bool:
        """Whether this version can read it."""
        return bool(self.plugins)

    @property
    def refusal(self) -> str:
        """The sentence for a photo of a format that is not readable."""
        return f"This version cannot read {self.name} photos yet."


_JPEG: Final = Format("JPEG", ("JPEG",))
_PNG: Final = Format("PNG", ("PNG",))
_WEBP: Final = Format("WebP", ("WEBP",))
_GIF: Final = Format("GIF", ("GIF",))
_TIFF: Final = Format("TIFF", ("TIFF",))
_BMP: Final = Format("BMP", ("BMP", "DIB"))
_AVIF: Final = Format("AVIF", ("AVIF",))
_PPM: Final = Format("PPM", ("PPM",))
_QOI: Final = Format("QOI", ("QOI",))
_PSD: Final = Format("Photoshop", ("PSD",))
_JPEG_2000: Final = Format("JPEG 2000", ("JPEG2000",))
_HEIC: Final = Format("HEIC")
_JPEG_XL: Final = Format("JPEG XL")

FORMATS: Final[dict[str, Format]] = {
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".jpe": _JPEG,
    ".jfif": _JPEG,
    ".mpo": _JPEG,
    ".png": _PNG,
    ".apng": _PNG,
    ".webp": _WEBP,
    ".gif": _GIF,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".bmp": _BMP,
    ".dib": _BMP,
    ".avif": _AVIF,
    ".avifs": _AVIF,
    ".ppm": _PPM,
    ".pgm": _PPM,
    ".pbm": _PPM,
    ".pnm": _PPM,
    ".pfm": _PPM,
    ".qoi": _QOI,
    ".psd": _PSD,
    ".jp2": _JPEG_2000,
    ".j2k": _JPEG_2000,
    ".j2c": _JPEG_2000,
    ".jpc": _JPEG_2000,
    ".jpf": _JPEG_2000,
    ".jpx": _JPEG_2000,
    ".heic": _HEIC,
    ".heics": _HEIC,
    ".heif": _HEIC,
    ".heifs": _HEIC,
    ".hif": _HEIC,
    ".jxl": _JPEG_XL,
    ".3fr": Format("Hasselblad RAW"),
    ".arw": Format("Sony RAW"),
    ".cr2": Format("Canon RAW"),
    ".cr3": Format("Canon RAW"),
    ".crw": Format("Canon RAW"),
    ".dng": Format("DNG RAW"),
    ".erf": Format("Epson RAW"),
    ".iiq": Format("Phase One RAW"),
    ".kdc": Format("Kodak RAW"),
    ".mrw": Format("Minolta RAW"),
    ".nef": Format("Nikon RAW"),
    ".nrw": Format("Nikon RAW"),
    ".orf": Format("Olympus RAW"),
    ".pef": Format("Pentax RAW"),
    ".raf": Format("Fujifilm RAW"),
    ".rw2": Format("Panasonic RAW"),
    ".rwl": Format("Leica RAW"),
    ".sr2": Format("Sony RAW"),
    ".srf": Format("Sony RAW"),
    ".srw": Format("Samsung RAW"),
    ".x3f": Format("Sigma RAW"),
}
"""Ending (lower case, with the dot) → format. Order: readable formats, then known ones."""

PLUGINS: Final = tuple(
    dict.fromkeys(plugin for known in FORMATS.values() for plugin in known.plugins)
)
"""Every decoder that a photo may be given to, whatever its ending says it is."""

_BRAND: Final = slice(8, 12)
_HEIC_BRANDS: Final = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"))
"""Brands of ISO/IEC 23008-12 files in their `ftyp` box."""
_JPEG_XL_STARTS: Final = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL ")
"""ISO/IEC 18181-2: a bare codestream, or a container."""


def format_of_name(path: Path) -> Format | None:
    """The format that the ending of `path` promises; None where it promises no photo."""
    return FORMATS.get(path.suffix.lower())


def unreadable_format_of_bytes(head: bytes) -> Format | None:
    """The known but unreadable format that a file starting with `head` really has."""
    if head[4:8] == b"ftyp" and head[_BRAND] in _HEIC_BRANDS:
        return _HEIC
    return _JPEG_XL if head.startswith(_JPEG_XL_STARTS) else None
