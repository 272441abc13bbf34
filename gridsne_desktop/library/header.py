"""What cameras note in photos: EXIF, from the header alone."""

import logging
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from PIL import ExifTags, Image

from gridsne_desktop.library.decode import open_header
from gridsne_desktop.library.formats import format_of_name

_NOTHING: Final[Mapping[int, object]] = MappingProxyType({})
_log = logging.getLogger(__name__)


def read_exif(path: Path) -> Mapping[int, object]:
    """The entries of the photo's EXIF, by tag; empty where it has none that can be read.

    Most RAW files are laid out as TIFF and told by their own header, without their preview.
    """
    named = format_of_name(path)
    try:
        if named is not None and named.is_raw:
            with path.open("rb") as file:
                return _raw_entries(file)
        with open_header(path) as image:
            if image.format == "PNG" and "exif" not in image.info:
                return _NOTHING  # Pillow would decode it all to look behind the pixels
            return dict(image.getexif().get_ifd(ExifTags.IFD.Exif))
    except Exception as error:  # noqa: BLE001 - any kind, on a broken block; the photo is fine
        _log.debug("no EXIF of %s: %s", path, error)
        return _NOTHING


def _raw_entries(file: BinaryIO) -> Mapping[int, object]:
    exif = Image.Exif()
    exif.load_from_fp(file)
    return dict(exif.get_ifd(ExifTags.IFD.Exif))
