"""What a photo's header tells a person: how many pixels, when it was taken, by which camera."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image

from gridsne_desktop.library.header import camera_name, read_header

_EXIF_DATE: Final = "%Y:%m:%d %H:%M:%S"
"""CIPA DC-008, DateTimeOriginal: the camera's clock, without a zone."""
_FIRST_TURNED: Final = 5
"""The first of EXIF's orientations that swap width and height."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the header tells; None or empty: nothing.

    Attributes:
        size: Width and height of the upright photo, in px.
        taken: When the shutter opened, by the camera's clock.
        camera: Its maker and model.
    """

    size: tuple[int, int] | None = None
    taken: datetime | None = None
    camera: str = ""


def read_facts(path: Path) -> Facts:
    """The facts of the photo at `path`; one that cannot be read has none.

    A RAW file tells them by its own header where it is laid out as TIFF; its pixels are not
    counted, because that of its preview would be wrong.
    """
    header = read_header(path)
    size = None if header.size is None else _upright(header.size, header.exif)
    return Facts(size, _taken(header.details), _camera(header.exif))


def _upright(size: tuple[int, int], exif: Image.Exif) -> tuple[int, int]:
    turn = exif.get(ExifTags.Base.Orientation)
    is_turned = isinstance(turn, int) and turn >= _FIRST_TURNED
    return (size[1], size[0]) if is_turned else size


def _taken(details: Mapping[int, object]) -> datetime | None:
    text = details.get(ExifTags.Base.DateTimeOriginal)
    try:
        return datetime.strptime(str(text).strip("\0 "), _EXIF_DATE)  # noqa: DTZ007 - it tells none
    except ValueError:
        return None  # also 0000:00:00, which cameras write whose clock was never set


def _camera(exif: Image.Exif) -> str:
    maker, model = (
        str(exif.get(tag, "")).strip("\0 ") for tag in (ExifTags.Base.Make, ExifTags.Base.Model)
    )
    return camera_name(maker, model)
