"""How often each brightness occurs in a photo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gridsne_desktop.library.decode import Pixels

VALUES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """Counts of pixels, int64 (256,) each: entry v tells how many have the value v.

    Attributes:
        luminance: Of 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601, as it is stored).
        red: Of the red channel.
        green: Of the green channel.
        blue: Of the blue channel.
    """

    luminance: NDArray[np.int64]
    red: NDArray[np.int64]
    green: NDArray[np.int64]
    blue: NDArray[np.int64]


def histogram_of(pixels: Pixels) -> Histogram:
    """The histogram of a photo."""
    image = Image.fromarray(pixels)
    red, green, blue = np.array(image.histogram(), np.int64).reshape(3, VALUES)
    luminance = np.array(image.convert("L").histogram(), np.int64)
    return Histogram(luminance, red, green, blue)
