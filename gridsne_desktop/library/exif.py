"""How a photo was taken, by what the camera wrote into it."""

import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from PIL import ExifTags, Image, ImageCms, TiffImagePlugin

from gridsne_desktop.library.formats import (
    HEAD_BYTES,
    PLUGINS,
    extra_format_of_bytes,
    format_of_name,
)
from gridsne_desktop.library.header import camera_name

_log = logging.getLogger(__name__)

_Tags = Mapping[int, Any]
_Base = ExifTags.Base
_Gps = ExifTags.GPS

_DATE: Final = "%Y:%m:%d %H:%M:%S"
_SRGB: Final = 1
"""EXIF's ColorSpace (CIPA DC-008): 1 is sRGB, 65535 anything else."""
_BELOW_SEA: Final = 1
_RAW_PLUGINS: Final = ("TIFF", "JPEG")
"""Most RAW files are TIFF by their bones; of those that are not nothing is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """How a photo was taken; None wherever the file does not say.

    Attributes:
        taken: Local time of the camera.
        camera: Maker and model.
        lens: Its name.
        exposure: Seconds.
        aperture: The f-number.
        iso: Sensitivity.
        focal_length: Millimetres.
        focal_length_35mm: Millimetres of the lens that sees as much on a 35 mm film.
        latitude: Degrees, north positive.
        longitude: Degrees, east positive.
        altitude: Metres above the sea.
        profile: The name of the colours its numbers mean.
    """

    taken: datetime | None = None
    camera: str | None = None
    lens: str | None = None
    exposure: float | None = None
    aperture: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    focal_length_35mm: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None
    profile: str | None = None


def read_shot(path: Path) -> Shot:
    """What the photo at `path` says of itself; nothing where it cannot be read or is broken."""
    try:
        with path.open("rb") as file, _opened(path, file) as image:
            exif = image.getexif()
            details, gps = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
            return _shot({**exif, **details}, gps, _profile(image, details))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  (Pillow raises any kind on a broken block)
        _log.debug("nothing is known of how a photo was taken: %s", error)
        return Shot()


def _opened(path: Path, file: BinaryIO) -> Image.Image:
    head = file.read(HEAD_BYTES)
    file.seek(0)
    named, extra = format_of_name(path), extra_format_of_bytes(head)
    if extra is not None and extra.extra is not None:
        extra.extra.load()
        return Image.open(file, formats=extra.plugins)
    is_raw = named is not None and named.is_raw
    return Image.open(file, formats=_RAW_PLUGINS if is_raw else PLUGINS)


def _shot(tags: _Tags, gps: _Tags, profile: str | None) -> Shot:
    return Shot(
        taken=_date(tags),
        camera=_camera(tags),
        lens=_text(tags.get(_Base.LensModel)),
        exposure=_positive(tags.get(_Base.ExposureTime)),
        aperture=_positive(tags.get(_Base.FNumber)),
        iso=_whole(tags.get(_Base.ISOSpeedRatings)),
        focal_length=_positive(tags.get(_Base.FocalLength)),
        focal_length_35mm=_positive(tags.get(_Base.FocalLengthIn35mmFilm)),
        latitude=_degrees(gps.get(_Gps.GPSLatitude), gps.get(_Gps.GPSLatitudeRef), "NS", 90),
        longitude=_degrees(gps.get(_Gps.GPSLongitude), gps.get(_Gps.GPSLongitudeRef), "EW", 180),
        altitude=_altitude(gps),
        profile=profile,
    )


def _date(tags: _Tags) -> datetime | None:
    for tag in (_Base.DateTimeOriginal, _Base.DateTimeDigitized, _Base.DateTime):
        text = _text(tags.get(tag))
        if text is None:
            continue
        try:
            return datetime.strptime(text[:19], _DATE)  # noqa: DTZ007  (cameras know no zone)
        except ValueError:
            continue  # "0000:00:00 00:00:00": the camera's clock was never set
    return None


def _camera(tags: _Tags) -> str | None:
    maker, model = _text(tags.get(_Base.Make)), _text(tags.get(_Base.Model))
    return camera_name(maker or "", model or "") or None


def _text(value: object) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    words = " ".join(value.partition("\0")[0].split())
    return words if any(map(str.isalnum, words)) else None  # "----" is what some lenses say


def _number(value: object) -> float | None:
    if isinstance(value, tuple) and value:
        value = value[0]
    if not isinstance(value, (int, float, TiffImagePlugin.IFDRational)):
        return None
    try:
        number = float(value)
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    return number if abs(number) < float("inf") else None


def _positive(value: object) -> float | None:
    number = _number(value)
    return number if number is not None and number > 0 else None


def _whole(value: object) -> int | None:
    number = _positive(value)
    return None if number is None else round(number)


def _degrees(value: object, side: object, sides: str, most: float) -> float | None:
    """Degrees from degrees, minutes and seconds; `sides` are the letters of plus and minus."""
    letter = _text(side)
    if not isinstance(value, tuple) or len(value) != 3 or letter is None:
        return None
    parts = [_number(part) for part in value]
    if letter[0] not in sides or any(part is None for part in parts):
        return None
    whole, minutes, seconds = (part or 0.0 for part in parts)
    degrees = whole + minutes / 60 + seconds / 3600
    if not 0 <= degrees <= most:
        return None
    return -degrees if letter[0] == sides[1] else degrees


def _altitude(gps: _Tags) -> float | None:
    metres, side = _number(gps.get(_Gps.GPSAltitude)), gps.get(_Gps.GPSAltitudeRef)
    if metres is None:
        return None
    is_below = side in (_BELOW_SEA, bytes([_BELOW_SEA]))
    return -metres if is_below else metres


def _profile(image: Image.Image, details: _Tags) -> str | None:
    data = image.info.get("icc_profile")
    if isinstance(data, bytes) and data:
        try:
            return _text(ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(data))))
        except (ImageCms.PyCMSError, OSError, ValueError):
            return None
    return "sRGB" if details.get(_Base.ColorSpace) == _SRGB else None
