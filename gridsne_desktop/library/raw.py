"""A camera's RAW file as a picture: the preview that the camera put in, else developed."""

import io
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PIL import ExifTags, Image

from gridsne_desktop.errors import Cause, Unreadable

if TYPE_CHECKING:
    from rawpy import RawPy

_log = logging.getLogger(__name__)

LEAST_PREVIEW_SIDE: Final = 256
"""Of a preview that stands for the photo in the grid; 160 × 120 pixels, as old cameras and the
EXIF block have them, lose the vector (cosine 0.74)."""
LEAST_LARGE_SIDE: Final = 1000
"""Of a preview that stands for the photo alone on the screen."""

MAX_DEVELOPED_PIXELS: Final = 2**26
"""Of a sensor. Developing takes up to 16 bytes a pixel, so at most 1 GiB; larger sensors are in
cameras whose files hold a large preview."""

_IS_UPRIGHT: Final = 1
_ORIENTATIONS: Final = (1, 2, 4, 3, 5, 8, 6, 7)
"""LibRaw's `flip` (1 mirrors, 2 turns upside down, 4 swaps the axes) → EXIF's orientation."""
_SWAPS_AXES: Final = 5
"""The first of EXIF's orientations that swap width and height."""

_UNKNOWN: Final = "LibRaw, which reads RAW photos, does not know this camera or variety."
_EMPTY: Final = "It holds no preview, and its camera's data cannot be developed."

_developing = threading.Lock()


def raw_picture(path: Path, *, least_side: int | None) -> Image.Image:
    """The picture in the RAW file at `path`, its header read; its EXIF orientation is right.

    With `least_side` a preview of `LEAST_PREVIEW_SIDE` will do, without one of `LEAST_LARGE_SIDE`.
    A smaller one is shown only where the photo cannot be developed.

    Raises:
        Unreadable: LibRaw does not know the file, or finds nothing to show.
        Exception: Whatever rawpy and Pillow raise on damaged files.
    """
    try:
        import rawpy
    except ImportError as error:
        raise Unreadable(f"LibRaw, which reads RAW photos, does not start: {error}.") from error
    enough = LEAST_LARGE_SIDE if least_side is None else LEAST_PREVIEW_SIDE
    try:
        with _opened(path) as raw:
            preview = _whole_or_none(_preview, raw)
            if preview is not None and min(preview.size) >= min(enough, min(_sensor(raw))):
                return preview
            developed = _whole_or_none(_developed, raw)
    except rawpy.LibRawFileUnsupportedError as error:
        raise Unreadable(_UNKNOWN, Cause.DAMAGED) from error
    pictures = [picture for picture in (developed, preview) if picture is not None]
    if not pictures:
        raise Unreadable(_EMPTY, Cause.DAMAGED)
    return max(pictures, key=lambda picture: min(picture.size))


def _opened(path: Path) -> "RawPy":
    """The file, by its name: so LibRaw reads only the parts it needs."""
    import rawpy

    name = str(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        with path.open("rb") as file:  # rawpy passes names on as UTF-8
            return rawpy.imread(file)
    return rawpy.imread(name)


def _whole_or_none(
    make: "Callable[[RawPy], Image.Image | None]", raw: "RawPy"
) -> Image.Image | None:
    """What `make` gets out of `raw`; None where it fails, as the other way may still work."""
    try:
        return make(raw)
    except Exception as error:  # noqa: BLE001  (any kind, on damaged data)
        _log.debug("a part of a RAW photo cannot be read: %s", error)
        return None


def _preview(raw: "RawPy") -> Image.Image:
    found = raw.extract_thumb().data
    image = (
        Image.open(io.BytesIO(found), formats=["JPEG"])
        if isinstance(found, bytes)
        else Image.fromarray(found)
    )
    _set_orientation(image, raw.sizes)
    return image


def _set_orientation(image: Image.Image, sizes: Any) -> None:  # noqa: ANN401 (an untyped tuple)
    """Put into the EXIF block of preview `image` how to turn it: once, or not at all.

    A preview that stands where the sensor lies was turned when the camera wrote it, whatever
    the orientation says.
    """
    exif = image.getexif()
    given = exif.get(ExifTags.Base.Orientation)
    orientation = _ORIENTATIONS[sizes.flip & 7] if given is None else given
    stands_by_itself = (image.height > image.width) != (sizes.height > sizes.width)
    is_square = image.height == image.width or sizes.height == sizes.width
    if orientation >= _SWAPS_AXES and stands_by_itself and not is_square:
        orientation = _IS_UPRIGHT
    exif[ExifTags.Base.Orientation] = orientation


def _developed(raw: "RawPy") -> Image.Image | None:
    """The sensor's data as an upright sRGB picture of half its size; one at a time."""
    width, height = _sensor(raw)
    if width * height > MAX_DEVELOPED_PIXELS:
        return None
    with _developing:
        return Image.fromarray(raw.postprocess(half_size=True, use_camera_wb=True))


def _sensor(raw: "RawPy") -> tuple[int, int]:
    return raw.sizes.raw_width, raw.sizes.raw_height
