"""Thumbnails as the cache keeps them: for the eye only."""

from io import BytesIO
from typing import Final

import numpy as np
from PIL import Image

from gridsne_desktop.library.decode import Pixels, thumbnail

THUMBNAIL: Final = b"thumbnail"
"""The kind of their items."""

THUMBNAIL_SIDE: Final = 256
"""Longer side in px."""

_QUALITY: Final = 87
"""About 12 KB; from 85 on, people see no difference at this size."""


def to_jpeg(pixels: Pixels) -> bytes:
    """A decoded photo of any size as its thumbnail's JPEG."""
    file = BytesIO()
    small = thumbnail(pixels, edge=THUMBNAIL_SIDE)
    Image.fromarray(small).save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def from_jpeg(data: bytes) -> Pixels:
    """The pixels of what `to_jpeg` wrote."""
    with Image.open(BytesIO(data), formats=("JPEG",)) as image:
        return np.asarray(image)
