"""A photo and its smaller copies, and the exact pixels of the part that is seen. No Qt."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.qt.loupe.frame import Frame, fitted

Screen: TypeAlias = NDArray[np.uint8]
"""uint8 (h, w, 4), C-contiguous: blue, green, red, 255; what a screen takes without converting."""

COARSEST = 256
"""No smaller copy has a longer side below this: the wall has thumbnails of that size."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """A photo halved again and again, perhaps without its largest sizes.

    Attributes:
        width: Pixels of the photo.
        height: Pixels of the photo.
        first: The largest level there is; 0: the photo in full.
        images: Those of the levels `first`, `first` + 1, …; level k is 2ᵏ times smaller than the
            photo (sizes rounded up); at least one.
        ready: A frame and its exact pixels, rendered ahead; None: nothing was.
    """

    width: int
    height: int
    first: int
    images: tuple[Screen, ...]
    ready: tuple[Frame, Screen] | None = None

    @property
    def last(self) -> int:
        """The smallest level."""
        return self.first + len(self.images) - 1

    @property
    def bytes_taken(self) -> int:
        """Memory of all images."""
        ready = 0 if self.ready is None else self.ready[1].nbytes
        return ready + sum(image.nbytes for image in self.images)

    def image(self, level: int) -> Screen:
        """The pixels of a level from `first` to `last`."""
        return self.images[level - self.first]

    def level_for(self, scale: float) -> int:
        """The smallest level that has all the detail seen at `scale`, or the nearest there is."""
        level = self.first
        while level < self.last and scale * 2 ** (level + 1) <= 1:
            level += 1
        return level

    def has_detail(self, scale: float) -> bool:
        """Whether no larger level would show more at `scale`."""
        return self.first == 0 or scale * 2**self.first <= 1

    def without_detail(self, scale: float) -> "Levels":
        """The same without the levels that are too large for `scale`."""
        first = self.level_for(scale)
        return replace(self, first=first, images=self.images[first - self.first :])


def new_levels(pixels: Pixels) -> Levels:
    """The levels of a decoded photo."""
    screens = [_for_screen(pixels)]
    image = _as_pillow(screens[0])
    while max(image.size) >= 2 * COARSEST:
        image = image.reduce(2)
        screens.append(_as_screen(image))
    height, width, _ = pixels.shape
    return Levels(width, height, 0, tuple(screens))


def made_ready(levels: Levels, window: tuple[int, int]) -> Levels:
    """`levels` with the exact pixels of the whole photo in a window of this size."""
    frame = fitted(levels.width, levels.height, window)
    return replace(levels, ready=(frame, rendered(levels, frame)))


def rendered(levels: Levels, frame: Frame) -> Screen:
    """The pixels of `frame.seen`, resampled once and well."""
    level = levels.level_for(frame.scale)
    image = _as_pillow(levels.image(level))
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
