"""Pictures of many sizes, one after another, in memory that is used again."""

import numpy as np
from numpy.typing import NDArray


class Canvas:
    """Memory for one picture, as large as the largest so far."""

    def __init__(self) -> None:
        self._pixels: NDArray[np.uint32] = np.zeros(1, np.uint32)

    def filled(self, width: int, height: int, colour: int) -> NDArray[np.uint32]:
        """uint32 (height, width), contiguous, in one colour (0xAARRGGBB); good until the next."""
        if self._pixels.size < width * height:
            self._pixels = np.zeros(width * height, np.uint32)
        target = self._pixels[: width * height].reshape(height, width)
        target.fill(colour)
        return target
