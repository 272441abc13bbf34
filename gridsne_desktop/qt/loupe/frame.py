"""Which part of a photo lies where in the window; everything in device pixels."""

import math
from dataclasses import dataclass, replace

MAX_SCALE = 32.0
"""Device pixels per photo pixel: single pixels are plain squares long before."""

MAX_FIT_SCALE = 8.0
"""Fit enlarges no further, so that a photo of one pixel does not become a wall of colour."""

_SAME = 1e-6
"""Two scales closer than this paint the same pixels."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A photo of `width` × `height` pixels, seen in a window.

    Attributes:
        width: Pixels of the photo.
        height: Pixels of the photo.
        window: Width and height of the window, device pixels.
        scale: Device pixels per photo pixel.
        left: Where the photo's left edge lies in the window, a whole number.
        top: Where its upper edge lies, a whole number.
    """

    width: int
    height: int
    window: tuple[int, int]
    scale: float
    left: int
    top: int

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole photo is seen as large as possible."""
        return fit_scale(self.width, self.height, self.window)

    @property
    def is_fit(self) -> bool:
        """Whether the whole photo is seen as large as possible."""
        return self.is_scale(self.fit_scale)

    @property
    def extent(self) -> tuple[int, int]:
        """Width and height of the whole photo at this scale, device pixels, at least 1."""
        return max(1, round(self.width * self.scale)), max(1, round(self.height * self.scale))

    @property
    def seen(self) -> tuple[int, int, int, int]:
        """The part of the window that the photo covers: left, top, right, bottom."""
        wide, high = self.extent
        right, bottom = min(self.window[0], self.left + wide), min(self.window[1], self.top + high)
        return max(0, self.left), max(0, self.top), right, bottom

    @property
    def source(self) -> tuple[float, float, float, float]:
        """The part of the photo in `seen`, in photo pixels: left, top, right, bottom."""
        wide, high = self.extent
        left, top, right, bottom = self.seen
        return (
            (left - self.left) * self.width / wide,
            (top - self.top) * self.height / high,
            (right - self.left) * self.width / wide,
            (bottom - self.top) * self.height / high,
        )

    @property
    def middle(self) -> tuple[float, float]:
        """Which place of the photo is in the window's middle, as shares of its sides."""
        wide, high = self.extent
        return (self.window[0] / 2 - self.left) / wide, (self.window[1] / 2 - self.top) / high

    def is_scale(self, scale: float) -> bool:
        """Whether this is `scale` as far as one can see."""
        return math.isclose(self.scale, scale, rel_tol=_SAME)

    def zoomed(self, scale: float, *, at: tuple[float, float] | None = None) -> "Frame":
        """At another scale, the photo's point under `at` (default: the middle) staying there."""
        least = min(self.fit_scale, 1.0)
        scale = min(max(scale, least), max(MAX_SCALE, self.fit_scale))
        x, y = at if at is not None else (self.window[0] / 2, self.window[1] / 2)
        # By extents, not by scales: a side thinner than a device pixel is painted as one.
        (wide, high), (new_wide, new_high) = self.extent, replace(self, scale=scale).extent
        left = x - (x - self.left) * new_wide / wide
        return self._placed(scale, left, y - (y - self.top) * new_high / high)

    def panned(self, dx: float, dy: float) -> "Frame":
        """Moved by this much, as far as there is more to see."""
        return self._placed(self.scale, self.left + dx, self.top + dy)

    def following(self, before: "Frame", after: "Frame") -> "Frame":
        """Zoomed and moved as another photo was from `before` to `after`.

        Fit goes to fit and 100 % to 100 %; any other zoom by the same factor. The windows' middles
        show the same relative place of both photos, as far as there is something to see.
        """
        if after.is_fit:
            return fitted(self.width, self.height, self.window)
        scale = 1.0 if after.is_scale(1.0) else self.scale * after.scale / before.scale
        frame = self.zoomed(scale)
        x, y = after.middle
        wide, high = frame.extent
        left, top = self.window[0] / 2 - x * wide, self.window[1] / 2 - y * high
        return frame.panned(left - frame.left, top - frame.top)

    def resized(self, window: tuple[int, int]) -> "Frame":
        """In a window of another size: still fit, or the same point in its middle."""
        if self.is_fit:
            return fitted(self.width, self.height, window)
        dx, dy = (window[0] - self.window[0]) / 2, (window[1] - self.window[1]) / 2
        return replace(self, window=window).panned(dx, dy)

    def _placed(self, scale: float, left: float, top: float) -> "Frame":
        frame = replace(self, scale=scale)
        wide, high = frame.extent
        return replace(
            frame,
            left=_held(left, wide, self.window[0]),
            top=_held(top, high, self.window[1]),
        )


def fitted(width: int, height: int, window: tuple[int, int]) -> Frame:
    """The whole photo, as large as possible, in the middle of the window."""
    scale = fit_scale(width, height, window)
    return Frame(width, height, window, scale, 0, 0).panned(0, 0)


def fit_scale(width: int, height: int, window: tuple[int, int]) -> float:
    """The scale at which the whole photo is seen as large as possible."""
    return min(max(1, window[0]) / width, max(1, window[1]) / height, MAX_FIT_SCALE)


def _held(edge: float, extent: int, room: int) -> int:
    """`edge` so that a smaller photo lies in the middle and a larger one leaves no gap."""
    if extent <= room:
        return (room - extent) // 2
    return round(min(0.0, max(edge, float(room - extent))))
