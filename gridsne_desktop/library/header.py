"""What stands in a photo's header: its size, and what the camera noted (EXIF)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PIL import ExifTags, Image

from gridsne_desktop.library.decode import open_header
from gridsne_desktop.library.formats import format_of_name

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Header:
    """What the header says; empty where it cannot be read, for the photo may be fine.

    Attributes:
        size: Width and height as stored, in px; None: not told.
        exif: The entries by tag.
    """

    size: tuple[int, int] | None = None
    exif: Image.Exif = field(default_factory=Image.Exif)

    @property
    def details(self) -> Mapping[int, object]:
        """The entries of the shot itself, by tag."""
        return dict(self.exif.get_ifd(ExifTags.IFD.Exif))


def read_header(path: Path) -> Header:
    """The header of the photo at `path`; no pixel is decoded.

    Most RAW files are laid out as TIFF and told by their own header, without their preview, whose
    size would be wrong.
    """
    named = format_of_name(path)
    try:
        if named is not None and named.is_raw:
            with path.open("rb") as file:
                exif = Image.Exif()
                exif.load_from_fp(file)
                return _with_details(Header(exif=exif))
        with open_header(path) as image:
            if image.format == "PNG" and "exif" not in image.info:
                return Header(image.size)  # Pillow would decode it all to look behind the pixels
            return _with_details(Header(image.size, image.getexif()))
    except Exception as error:  # noqa: BLE001 - any kind, on a broken block; whoever decodes says why
        _log.debug("no header of %s: %s", path, error)
        return Header()


def camera_name(maker: str, model: str) -> str:
    """`Canon EOS 5D`: most models begin with their maker's name, which is said once."""
    first = maker.split(" ")[0]
    if not model or model.casefold().startswith(first.casefold()):
        return model or maker
    return f"{first.title() if first.isupper() else first} {model}"


def _with_details(header: Header) -> Header:
    """The header, its details read while the file is open."""
    header.exif.get_ifd(ExifTags.IFD.Exif)
    return header
