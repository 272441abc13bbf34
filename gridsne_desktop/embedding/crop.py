"""The square of a photo that the network looks at."""

from typing import Final

import numpy as np
from PIL import Image

from gridsne_desktop.embedding.preprocessing import Framing, Preprocessing
from gridsne_desktop.library.decode import Pixels

CENTRAL: Final = Preprocessing(edge=224, shorter_side=256)
"""Scale the shorter side to 256, take the central 224: how the built-in weights were evaluated.

Source: tensorflow/tpu, efficientnet/preprocessing.py (bicubic, centre crop with padding 32).
"""


def crop(pixels: Pixels, wanted: Preprocessing = CENTRAL) -> Pixels:
    """The square of `pixels` that `wanted` names, uint8 (edge, edge, 3).

    The same as scaling all of the photo and cutting the square out of it, but only the square
    is computed: a panorama of 30,000 × 10 pixels costs no more than any other photo.
    """
    height, width = pixels.shape[:2]
    left, top, right, bottom = 0.0, 0.0, float(width), float(height)
    if wanted.framing is Framing.CROP:
        scale = wanted.shorter_side / min(height, width)
        left, right = _span(width, scaled=round(width * scale), edge=wanted.edge)
        top, bottom = _span(height, scaled=round(height * scale), edge=wanted.edge)
    image = Image.fromarray(pixels).resize(
        (wanted.edge, wanted.edge),
        Image.Resampling[wanted.resampling.name],
        box=(left, top, right, bottom),
    )
    return np.asarray(image)


def _span(side: int, *, scaled: int, edge: int) -> tuple[float, float]:
    """Where the central `edge` of `scaled` pixels begin and end along a side of the original."""
    before = (scaled - edge) // 2
    return before * side / scaled, (before + edge) * side / scaled
