"""Colour in the place of a network: what `embed` takes for a model and a vectorizer."""

import hashlib
from typing import Final

from gridsne_desktop.embedding.colour import DIMENSIONS, colour_vector
from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.preprocessing import Preprocessing
from gridsne_desktop.embedding.tensor import Vector
from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.cache.thumbnails import from_jpeg, to_jpeg
from gridsne_desktop.library.decode import Pixels

COLOUR: Final = Model(
    name="colour",
    title="Colours alone",
    file="",
    sha256=hashlib.sha256(b"soft histogram in OKLab, 6 x 9 x 9, 5 bits").hexdigest(),
    size=0,
    dimensions=DIMENSIONS,
    licence="Apache-2.0",
    origin="computed, not trained",
    preprocessing=Preprocessing(),
)
"""No network and no file: in the place of a hash stands how it is computed. It is not in
`MODELS`, because nobody has to install, verify or remove it."""


class Palette:
    """A `Vectorizer` that looks at colours only."""

    def __init__(self) -> None:
        self._stopped = False

    def vector(self, pixels: Pixels) -> Vector:
        """The colours of a photo, as its thumbnail in the cache will show them.

        Raises:
            Cancelled: `stop` was called.
        """
        if self._stopped:
            raise Cancelled
        return colour_of_jpeg(to_jpeg(pixels))

    def stop(self) -> None:
        """Refuse all later calls; those that run are over in a millisecond."""
        self._stopped = True


def colour_of_jpeg(jpeg: bytes) -> Vector:
    """The colours of a thumbnail: the same bits for one just made and for one from the cache."""
    return colour_vector(from_jpeg(jpeg))
