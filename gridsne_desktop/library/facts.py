"""What a photo's header tells a person: how many pixels, when it was taken, by which camera."""

import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from PIL import ExifTags, Image

from gridsne_desktop.library.decode import open_header
from gridsne_desktop.library.formats import format_of_name

_EXIF_DATE: Final = "%Y:%m:%d %H:%M:%S"
"""CIPA DC-008, DateTimeOriginal: the camera's clock, without a zone."""
_FIRST_TURNED: Final = 5
"""The first of EXIF's orientations that swap width and height."""
_log = logging.getLogger(__name__)


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
    named = format_of_name(path)
    try:
        if named is not None and named.is_raw:
            exif = Image.Exif()
            with path.open("rb") as file:
                exif.load_from_fp(file)
                return Facts(None, _taken(exif), _camera(exif))
        with open_header(path) as image:
            size, may_tell = image.size, image.format != "PNG" or "exif" in image.info
            # Without this Pillow would decode all of a PNG to look behind its pixels.
            exif = image.getexif() if may_tell else Image.Exif()
            return Facts(_upright(size, exif), _taken(exif), _camera(exif))
    except Exception as error:  # noqa: BLE001 - any kind, on a broken header; whoever decodes says why
        _log.debug("no facts of %s: %s", path, error)
        return Facts()


def _upright(size: tuple[int, int], exif: Image.Exif) -> tuple[int, int]:
    turn = exif.get(ExifTags.Base.Orientation)
    is_turned = isinstance(turn, int) and turn >= _FIRST_TURNED
    return (size[1], size[0]) if is_turned else size


def _taken(exif: Image.Exif) -> datetime | None:
    text = exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal)
    try:
        return datetime.strptime(str(text).strip("\0 "), _EXIF_DATE)  # noqa: DTZ007 - it tells none
    except ValueError:
        return None  # also 0000:00:00, which cameras write whose clock was never set


def _camera(exif: Image.Exif) -> str:
    """`Canon EOS 5D`: most models begin with their maker's name, which is said once."""
    maker, model = (
        str(exif.get(tag, "")).strip("\0 ") for tag in (ExifTags.Base.Make, ExifTags.Base.Model)
    )
    first = maker.split(" ")[0]
    if not model or model.casefold().startswith(first.casefold()):
        return model or maker
    return f"{first.title() if first.isupper() else first} {model}"
