"""The kinds of photo files, known by their endings: one line here makes a format known."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.library.extras import HEIC, JPEG_XL, Extra


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of photo file.

    Attributes:
        name: What people call it.
        plugins: Pillow's names of the decoders to try; empty for RAW.
        extra: The package that its decoder comes in, where that is not always installed.
        is_raw: Whether it holds a camera's raw data; then LibRaw reads it.
        may_move: Whether it may hold an animation.
    """

    name: str
    plugins: tuple[str, ...] = ()
    extra: Extra | None = None
    is_raw: bool = False
    may_move: bool = False

    @property
    def is_readable(self) -> bool:
        """Whether this installation can read it."""
        return self.extra is None or self.extra.is_installed

    @property
    def refusal(self) -> str:
        """The sentence for a photo of a format that is not readable; the same for all of them."""
        if self.extra is None:
            raise ValueError(f"{self.name} photos are readable")
        return f"{self.name} photos need the package {self.extra.package}: {self.extra.advice}."


def _raw(maker: str) -> Format:
    return Format(f"{maker} RAW", is_raw=True)


_JPEG: Final = Format("JPEG", ("JPEG",))
_PNG: Final = Format("PNG", ("PNG",), may_move=True)
_WEBP: Final = Format("WebP", ("WEBP",), may_move=True)
_GIF: Final = Format("GIF", ("GIF",), may_move=True)
_TIFF: Final = Format("TIFF", ("TIFF",))
_BMP: Final = Format("BMP", ("BMP", "DIB"))
_AVIF: Final = Format("AVIF", ("AVIF",), may_move=True)
_PPM: Final = Format("PPM", ("PPM",))
_QOI: Final = Format("QOI", ("QOI",))
_PSD: Final = Format("Photoshop", ("PSD",))
_JPEG_2000: Final = Format("JPEG 2000", ("JPEG2000",))
_HEIC: Final = Format("HEIC", ("HEIF",), HEIC)
_JPEG_XL: Final = Format("JPEG XL", ("JXL",), JPEG_XL)

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
    ".3fr": _raw("Hasselblad"),
    ".arw": _raw("Sony"),
    ".cr2": _raw("Canon"),
    ".cr3": _raw("Canon"),
    ".crw": _raw("Canon"),
    ".dng": _raw("DNG"),
    ".erf": _raw("Epson"),
    ".iiq": _raw("Phase One"),
    ".kdc": _raw("Kodak"),
    ".mrw": _raw("Minolta"),
    ".nef": _raw("Nikon"),
    ".nrw": _raw("Nikon"),
    ".orf": _raw("Olympus"),
    ".pef": _raw("Pentax"),
    ".raf": _raw("Fujifilm"),
    ".rw2": _raw("Panasonic"),
    ".rwl": _raw("Leica"),
    ".sr2": _raw("Sony"),
    ".srf": _raw("Sony"),
    ".srw": _raw("Samsung"),
    ".x3f": _raw("Sigma"),
}
"""Ending (lower case, with the dot) → format."""

PLUGINS: Final = tuple(
    dict.fromkeys(
        plugin for known in FORMATS.values() if known.extra is None for plugin in known.plugins
    )
)
"""Every decoder of Pillow's own that a photo may be given to, whatever its ending says it is."""

HEAD_BYTES: Final = 64
"""Of a file, enough for `extra_format_of_bytes`: an `ftyp` box of 12 brands."""

_BRAND: Final = slice(8, 12)
_HEIC_BRANDS: Final = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"))
_ANY_CODEC_BRANDS: Final = frozenset((b"mif1", b"msf1"))
"""Brands of ISO/IEC 23008-12 files in their `ftyp` box; the second say nothing of the codec."""
_AVIF_BRANDS: Final = (b"avif", b"avis")
_JPEG_XL_STARTS: Final = (b"\xff\x0a", b"\x00\x00\x00\x0cJXL ")
"""ISO/IEC 18181-2: a bare codestream, or a container."""


def format_of_name(path: Path) -> Format | None:
    """The format that the ending of `path` promises; None where it promises no photo."""
    return FORMATS.get(path.suffix.lower())


def extra_format_of_bytes(head: bytes) -> Format | None:
    """The format read by an extra that a file starting with `head` really has, else None."""
    if head[4:8] == b"ftyp" and _is_heic(head):
        return _HEIC
    return _JPEG_XL if head.startswith(_JPEG_XL_STARTS) else None


def _is_heic(head: bytes) -> bool:
    if head[_BRAND] in _HEIC_BRANDS:
        return True
    box = head[: int.from_bytes(head[:4])]
    return head[_BRAND] in _ANY_CODEC_BRANDS and not any(brand in box for brand in _AVIF_BRANDS)
