"""The square of a photo that the network looks at."""

from typing import Final

import numpy as np
from PIL import Image

from gridsne_desktop.library.decode import Pixels

SHORTER_SIDE: Final = 256
EDGE: Final = 224
"""Scale the shorter side to 256, take the central 224: how the weights were evaluated.

Source: tensorflow/tpu, efficientnet/preprocessing.py (bicubic, centre crop with padding 32).
"""


def crop(pixels: Pixels) -> Pixels:
    """The central square of `pixels`, uint8 (224, 224, 3).

    The same as scaling all of the photo and cutting the square out of it, but only the square
    is computed: a panorama of 30,000 × 10 pixels costs no more than any other photo.
    """
    height, width = pixels.shape[:2]
    scale = SHORTER_SIDE / min(height, width)
    left, right = _span(width, scaled=round(width * scale))
    top, bottom = _span(height, scaled=round(height * scale))
    image = Image.fromarray(pixels).resize(
        (EDGE, EDGE), Image.Resampling.BICUBIC, box=(left, top, right, bottom)
    )
    return np.asarray(image)


def _span(side: int, *, scaled: int) -> tuple[float, float]:
    """Where the central `EDGE` of `scaled` pixels begin and end along a side of the original."""
    before = (scaled - EDGE) // 2
    return before * side / scaled, (before + EDGE) * side / scaled
