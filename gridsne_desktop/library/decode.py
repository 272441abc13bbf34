"""One photo's pixels: upright, in sRGB, and no larger than wished."""

import errno
import logging
import re
import stat
import threading
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.library.colour import to_srgb
from gridsne_desktop.library.formats import (
    HEAD_BYTES,
    PLUGINS,
    Format,
    extra_format_of_bytes,
    format_of_name,
)
from gridsne_desktop.library.jpeg_xl import claimed_size
from gridsne_desktop.library.raw import raw_picture
from gridsne_desktop.library.shrink import plain_and_shrunk, shrunk_size
from gridsne_desktop.paths import APP_NAME

_log = logging.getLogger(__name__)

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""(height, width, 3), sRGB, upright; read-only, so that threads may share it."""

LEAST_SIDE: Final = 256
"""Enough for the network, which takes 224 of 256, and for thumbnails."""

MAX_BYTES: Final = 900 * 2**20
"""What one photo may take while it is decoded: a PNG of about 230 megapixels in colour. With Python
and its libraries the process stays below 1 GiB."""
MAX_PIXELS: Final = 2**29
"""More are refused already while the header is read, when some readers allocate (GIF): a JPEG of
20,000 × 20,000 pixels passes, which is then divided while it is decoded."""
LARGE_PIXELS: Final = 50_000_000
"""From this size on (200 MB in colour) photos are decoded one at a time."""

_BYTES_OF_MODE: Final = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16L": 2, "I;16B": 2, "I;16N": 2}
_BYTES_OF_OTHER_MODES: Final = 4
"""Pillow's storage of a pixel: three-band modes take four bytes, too."""
_ROW_POINTER_BYTES: Final = 8
_OUTPUT_BYTES: Final = 10
"""A pixel of the result on its way: turned or converted (4), and twice 3 as NumPy takes it over."""
_COPIES: Final = {"WEBP": 4, "AVIF": 3}
"""Pictures of full size that a decoder holds at once, where that is more than one (libwebp: the
frame, the one before it, the bytes, Pillow's)."""
_COEFFICIENT_BYTES: Final = 2
_DRAFT_SCALES: Final = (1, 2, 4, 8)
"""What libjpeg can divide by while it decodes, nearly for free."""

_JPEG_START: Final = b"\xff\xd8"
"""No RAW file begins so: one that does was renamed."""
_IS_UPRIGHT: Final = 1
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF's Orientation (CIPA DC-008, tag 0x0112) → what makes the photo upright."""

_QUIET: Final = ("ignore", None, Warning, re.compile(r"PIL\."), 0)
"""The entry that `_quieten_pillow` puts into `warnings.filters`."""

_NOT_THE_DISK: Final = (None, errno.EINVAL)
_NO_PHOTO: Final = "This is not a photo."
_OURS: Final = "This is a picture of a grid that gridsne-desktop made."
_DAMAGED_OR_ODD: Final = "The photo is damaged, or of a variety that this version cannot read."
_DAMAGED: Final = "The photo is damaged or incomplete."

_large = threading.Lock()

# Both are Pillow's own globals, set once, where one thread imports. Pillow refuses more than twice
# its limit and warns between; loading its plugins in workers would not be thread-safe.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
Image.init()


def decode(path: Path, *, least_side: int | None = LEAST_SIDE) -> Pixels:
    """The pixels of the photo at `path`; of an animation, its first frame.

    With `least_side` the shorter side gets that many pixels, where the photo has them (a photo
    longer than `shrink.MAX_ELONGATION` times as much gets narrower). With None the photo keeps
    its size; only one that would exceed `MAX_BYTES` is halved until it fits.

    Raises:
        Unreadable: The photo cannot be read; the sentence says why.
    """
    named = format_of_name(path)
    if named is not None and not named.is_readable:
        raise Unreadable(named.refusal, Cause.EXTRA)
    _quieten_pillow()
    with _memory_named(), _opened(path, named, least_side) as image:
        return _pixels(image, least_side)


def is_animated(path: Path) -> bool | None:
    """Whether the photo at `path` moves, told by its header; None where it cannot be read."""
    named = format_of_name(path)
    if named is None or not named.may_move:
        return False
    _quieten_pillow()
    try:
        with _memory_named(), _opened(path, named, None) as image, _damage_named():
            return bool(getattr(image, "is_animated", False))
    except Unreadable:
        return None  # whoever decodes it says why


@contextmanager
def open_header(path: Path) -> Iterator[Image.Image]:
    """The photo at `path`, of which only the header is read.

    Raises:
        Unreadable: The photo cannot be read; the sentence says why.
    """
    _quieten_pillow()
    with _memory_named(), _opened(path, format_of_name(path), None) as image:
        yield image


def thumbnail(pixels: Pixels, *, edge: int) -> Pixels:
    """`pixels` with the longer side at `edge`; never enlarged."""
    height, width = pixels.shape[:2]
    if max(height, width) <= edge:
        return pixels
    scale = edge / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(plain_and_shrunk(Image.fromarray(pixels), size))


@contextmanager
def _opened(path: Path, named: Format | None, least_side: int | None) -> Iterator[Image.Image]:
    """The photo at `path`, its header read.

    Pillow gets an open file instead of the path: given a path it maps some formats into
    memory, and a file that shrinks or vanishes then kills the process.
    """
    with _damage_named(), ExitStack() as stack:
        _refuse_what_is_no_file(path)
        file = stack.enter_context(path.open("rb"))
        head = file.read(HEAD_BYTES)
        if named is not None and named.is_raw and not head.startswith(_JPEG_START):
            image = stack.enter_context(raw_picture(path, least_side=least_side))
        elif extra := extra_format_of_bytes(head):
            image = stack.enter_context(_opened_by_extra(file, extra))
        else:
            image = stack.enter_context(_opened_by_pillow(file, head))
        if image.info.get("Software") == APP_NAME:
            raise Unreadable(_OURS, Cause.NO_PHOTO)
        closing = stack.pop_all()
    with closing:
        yield image


def _opened_by_pillow(file: BinaryIO, head: bytes) -> Image.Image:
    try:
        return Image.open(file, formats=PLUGINS)
    except UnidentifiedImageError as error:
        accepts = (Image.OPEN[plugin][1] for plugin in PLUGINS)
        is_known = any(accept and accept(head) for accept in accepts)
        if is_known:
            raise Unreadable(_DAMAGED_OR_ODD, Cause.DAMAGED) from error
        raise Unreadable(_NO_PHOTO, Cause.NO_PHOTO) from error


def _opened_by_extra(file: BinaryIO, found: Format) -> Image.Image:
    """A photo that a package reads which may not be installed.

    Those formats turn their photos by rules of their own (HEIF's irot and imir, JPEG XL's
    orientation), which their decoders obey; EXIF's orientation only repeats them.
    """
    if found.extra is None or not found.is_readable:
        raise Unreadable(found.refusal, Cause.EXTRA)
    found.extra.load()
    size = claimed_size(file)
    if size is not None and size[0] * size[1] * _BYTES_OF_OTHER_MODES > MAX_BYTES:
        raise _too_large(size, size[0] * size[1] * _BYTES_OF_OTHER_MODES)
    try:
        image = Image.open(file, formats=found.plugins)
    except UnidentifiedImageError as error:
        raise Unreadable(_DAMAGED_OR_ODD, Cause.DAMAGED) from error
    # A JPEG packed without loss is unpacked as it was: still to be turned.
    if not getattr(image, "jpeg", False):
        image.getexif()[ExifTags.Base.Orientation] = _IS_UPRIGHT
    return image


def _refuse_what_is_no_file(path: Path) -> None:
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        # Opening a pipe would wait for ever.
        raise Unreadable("This is not a file.", Cause.NO_PHOTO)
    if facts.st_size == 0:
        raise Unreadable("The file is empty.", Cause.EMPTY)


@contextmanager
def _damage_named() -> Iterator[None]:
    """Whatever the disk or Pillow's readers raise becomes a sentence."""
    try:
        yield
    except Unreadable:
        raise
    except FileNotFoundError as error:
        raise Unreadable("The file is no longer there.", Cause.GONE) from error
    except PermissionError as error:
        raise Unreadable("You are not allowed to read this file.", Cause.FORBIDDEN) from error
    except Image.DecompressionBombError as error:
        raise Unreadable(
            f"It is too large: it claims more than {MAX_PIXELS // 10**6} megapixels.",
            Cause.TOO_LARGE,
        ) from error
    except MemoryError:
        raise
    except Exception as error:
        # On damaged files Pillow's readers raise nearly every kind of exception.
        # (EINVAL: a damaged file named a place before its start.)
        if isinstance(error, OSError) and error.strerror and error.errno not in _NOT_THE_DISK:
            sentence = f"The disk could not deliver it: {error.strerror}."
            raise Unreadable(sentence, Cause.DISK) from error
        _log.debug("a photo is taken for damaged", exc_info=error)
        raise Unreadable(_DAMAGED, Cause.DAMAGED) from error


def _pixels(image: Image.Image, least_side: int | None) -> Pixels:
    wished = shrunk_size(image.size, least_side)
    stored_size = image.size
    with _damage_named():
        _draft(image, wished)
        size = _affordable(image, shrunk_size(image.size, least_side))
        _refuse_too_large(image, stored_size, size)
    with _large if image.width * image.height > LARGE_PIXELS else nullcontext():
        with _damage_named():
            image.load()
        if image.mode in ("P", "PA") and image.palette is None:
            # Which Pillow notices only where it is looked up.
            raise Unreadable(_DAMAGED, Cause.DAMAGED)
        # Asked now: Pillow turns a TIFF by itself while it loads, and then forgets the tag.
        turn = _turn(image)
        small = plain_and_shrunk(image, size)
        rgb = to_srgb(small, image.info.get("icc_profile"))
        return np.asarray(rgb if turn is None else rgb.transpose(turn))


@contextmanager
def _memory_named() -> Iterator[None]:
    """Memory that runs out, in whatever step, becomes a sentence."""
    try:
        yield
    except MemoryError as error:
        raise Unreadable("There is not enough memory to read it.", Cause.TOO_LARGE) from error


def _draft(image: Image.Image, wished: tuple[int, int]) -> None:
    """Let libjpeg divide a JPEG by up to 8 while it decodes, leaving at least `wished`.

    Such pixels keep a photo's vector (cosine 0.997 to a full decode) at a seventh of the time.
    """
    if not isinstance(image, JpegImageFile):
        return
    width, height = image.size
    for scale in _DRAFT_SCALES:
        size = min(wished[0], width // scale), min(wished[1], height // scale)
        if _bytes(image, size) + _output_bytes(size) <= MAX_BYTES:
            break
    image.draft(None, size)


def _affordable(image: Image.Image, wished: tuple[int, int]) -> tuple[int, int]:
    """`wished`, halved until there is room for it beside the decoded `image`."""
    room = MAX_BYTES - _bytes(image, image.size)
    while _output_bytes(wished) > room and min(wished) > LEAST_SIDE:
        wished = wished[0] // 2, wished[1] // 2
    return wished


def _refuse_too_large(image: Image.Image, stored: tuple[int, int], output: tuple[int, int]) -> None:
    """Raise `Unreadable` if decoding `image`, stored at that size, takes more than `MAX_BYTES`.

    Only its header was read: nothing is allocated yet.
    """
    needed = _bytes(image, image.size) + _output_bytes(output) + _coefficient_bytes(image, stored)
    if needed > MAX_BYTES:
        raise _too_large(stored, needed)


def _too_large(size: tuple[int, int], needed: int) -> Unreadable:
    return Unreadable(
        f"It is too large: its {size[0]:,} × {size[1]:,} pixels would take "
        f"{needed / 1e9:,.1f} GB of memory.",
        Cause.TOO_LARGE,
    )


def _bytes(image: Image.Image, size: tuple[int, int]) -> int:
    """Pillow's memory for `image` decoded at `size`."""
    copies = _COPIES.get(image.format or "", 1)
    row = size[0] * _BYTES_OF_MODE.get(image.mode, _BYTES_OF_OTHER_MODES) + _ROW_POINTER_BYTES
    return size[1] * row * copies


def _output_bytes(size: tuple[int, int]) -> int:
    return size[0] * size[1] * _OUTPUT_BYTES


def _coefficient_bytes(image: Image.Image, size: tuple[int, int]) -> int:
    """The memory of libjpeg for a progressive JPEG: all coefficients, even if it divides by 8."""
    if not isinstance(image, JpegImageFile) or not image.info.get("progressive"):
        return 0
    samplings = [(across, down) for _, across, down, _ in image.layer]
    finest = max(across for across, _ in samplings) * max(down for _, down in samplings)
    blocks = sum(across * down for across, down in samplings) / finest
    return int(size[0] * size[1] * blocks * _COEFFICIENT_BYTES)


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What makes `image` upright; None where it is, or its EXIF block is broken."""
    try:
        return _UPRIGHT.get(image.getexif().get(ExifTags.Base.Orientation, _IS_UPRIGHT))
    except Exception as error:  # noqa: BLE001  (any kind, on a broken block; the photo is fine)
        _log.debug("a broken EXIF block is ignored: %s", error)
        return None


def _quieten_pillow() -> None:
    """Ignore Pillow's warnings in the whole process: what matters in them we say ourselves.

    `warnings.catch_warnings` is not thread-safe. This only ever adds one filter; it looks each
    time, because whoever resets the filters (a test) takes it away.
    """
    if _QUIET not in warnings.filters:
        warnings.filterwarnings("ignore", module=r"PIL\.")
