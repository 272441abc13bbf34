"""A photo and its smaller copies, and the exact pixels of the part that is seen. No Qt."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.qt.loupe.frame import Frame

Screen: TypeAlias = NDArray[np.uint8]
"""uint8 (h, w, 4), C-contiguous: blue, green, red, 255; what a screen takes without converting."""

COARSEST = 256
"""No smaller copy has a longer side below this: the wall has thumbnails of that size."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """A photo in full and halved again and again.

    Attributes:
        images: Level k is 2ᵏ times smaller than the photo (sizes rounded up); at least one.
    """

    images: tuple[Screen, ...]

    @property
    def width(self) -> int:
        """Pixels of the photo."""
        return int(self.images[0].shape[1])

    @property
    def height(self) -> int:
        """Pixels of the photo."""
        return int(self.images[0].shape[0])

    def level_for(self, scale: float) -> int:
        """The smallest level that still has all the detail seen at `scale`."""
        level = 0
        while level + 1 < len(self.images) and scale * 2 ** (level + 1) <= 1:
            level += 1
        return level


def new_levels(pixels: Pixels) -> Levels:
    """The levels of a decoded photo."""
    screens = [_for_screen(pixels)]
    image = _as_pillow(screens[0])
    while max(image.size) >= 2 * COARSEST:
        image = image.reduce(2)
        screens.append(_as_screen(image))
    return Levels(tuple(screens))


def rendered(levels: Levels, frame: Frame) -> Screen:
    """The pixels of `frame.seen`, resampled once and well."""
    level = levels.level_for(frame.scale)
    image = _as_pillow(levels.images[level])
    left, top, right, bottom = (edge / 2**level for edge in frame.source)
    box = (left, top, min(right, image.width), min(bottom, image.height))
    x0, y0, x1, y1 = frame.seen
    return _as_screen(image.resize((x1 - x0, y1 - y0), Image.Resampling.LANCZOS, box=box))


def _for_screen(pixels: Pixels) -> Screen:
    height, width, _ = pixels.shape
    screen = np.empty((height, width, 4), dtype=np.uint8)
    for band in range(3):  # band by band: a third faster than all three reversed at once
        screen[..., band] = pixels[..., 2 - band]
    screen[..., 3] = 255
    return screen


def _as_pillow(screen: Screen) -> Image.Image:
    """The same memory as a Pillow image; its "red" is blue, which no resampling minds."""
    height, width, _ = screen.shape
    return Image.frombuffer("RGBX", (width, height), screen, "raw", "RGBX", 0, 1)


def _as_screen(image: Image.Image) -> Screen:
    return np.ascontiguousarray(np.asarray(image))
