"""Where the person looks: what part of the world the view shows, and how large.

The world's unit is one cell: the tile of a photo at (x, y) covers [x, x + 1) × [y, y + 1). View
coordinates are device-independent pixels from the top left corner of the widget.
"""

from dataclasses import dataclass, replace
from typing import Final

ACTUAL_SCALE: Final = 256.0
"""View px a tile at 100 %: the size of a thumbnail."""
MAX_SCALE: Final = 4096.0
"""No larger than the largest screens."""
_MARGIN_SHARE: Final = 0.03
"""Free space around everything, as a share of the view's shorter side."""
_LEAST_MARGIN: Final = 12.0
_ZOOM_OUT_BEYOND_FIT: Final = 0.5
_SAME_SCALE: Final = 1e-6
_KEEP_IN_VIEW: Final = 0.25
"""Share of the view that the photos cannot be pushed out of."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; sides of 0 or more."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Camera:
    """A zoom and a place.

    Attributes:
        scale: View px a world unit.
        x: World coordinate at the view's left edge.
        y: World coordinate at the view's top edge.
    """

    scale: float
    x: float
    y: float

    def to_world(self, view_x: float, view_y: float) -> tuple[float, float]:
        """The place in the world under a view point."""
        return self.x + view_x / self.scale, self.y + view_y / self.scale

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """The view point over a place in the world."""
        return (x - self.x) * self.scale, (y - self.y) * self.scale

    def panned(self, dx: float, dy: float) -> "Camera":
        """Everything moved by (dx, dy) view px."""
        return replace(self, x=self.x - dx / self.scale, y=self.y - dy / self.scale)

    def on_pixels(self, ratio: float) -> "Camera":
        """Moved by less than a device px, so that the world's origin is on a whole one."""
        size = self.scale * ratio
        return Camera(self.scale, round(self.x * size) / size, round(self.y * size) / size)

    def zoomed(self, scale: float, view_x: float, view_y: float) -> "Camera":
        """At another scale, with the same place of the world under the view point."""
        x, y = self.to_world(view_x, view_y)
        return Camera(scale, x - view_x / scale, y - view_y / scale)

    def towards(self, other: "Camera", share: float) -> "Camera":
        """A share (0 to 1) of the way to `other`, zooming evenly.

        A place that both show at one view point stays there all the way: with an even zoom the
        edges move linearly in 1 ÷ scale.
        """
        if share >= 1:
            return other
        scale = self.scale * (other.scale / self.scale) ** share
        along = share
        if abs(other.scale / self.scale - 1) > _SAME_SCALE:
            along = (1 / scale - 1 / self.scale) / (1 / other.scale - 1 / self.scale)
        return Camera(
            scale, self.x + (other.x - self.x) * along, self.y + (other.y - self.y) * along
        )

    def showing(self, box: Box, width: float, height: float) -> "Camera":
        """Moved just as far as it takes to have `box` (world) inside the view."""
        return Camera(
            self.scale,
            _into(self.x, width / self.scale, box.x, box.width),
            _into(self.y, height / self.scale, box.y, box.height),
        )

    def within(self, content: Box, width: float, height: float) -> "Camera":
        """Moved back so far that a view of this size does not lose the content."""
        return Camera(
            self.scale,
            _held(self.x, width / self.scale, content.x, content.width),
            _held(self.y, height / self.scale, content.y, content.height),
        )

    def filled(self, content: Box, width: float, height: float) -> "Camera":
        """Moved so that a view of this size shows no ground beside the content, or it centred."""
        return Camera(
            self.scale,
            _filling(self.x, width / self.scale, content.x, content.width),
            _filling(self.y, height / self.scale, content.y, content.height),
        )


def fitted(content: Box, width: float, height: float) -> Camera:
    """The camera that shows all of `content` with a margin, in the middle of the view."""
    margin = max(_LEAST_MARGIN, _MARGIN_SHARE * min(width, height))
    free_width, free_height = max(1.0, width - 2 * margin), max(1.0, height - 2 * margin)
    scale = min(
        free_width / max(content.width, 1e-9), free_height / max(content.height, 1e-9), MAX_SCALE
    )
    return centred(
        scale, content.x + content.width / 2, content.y + content.height / 2, width, height
    )


def centred(scale: float, x: float, y: float, width: float, height: float) -> Camera:
    """The camera with the place (x, y) of the world in the middle of the view."""
    return Camera(scale, x - width / 2 / scale, y - height / 2 / scale)


def scale_limits(content: Box, width: float, height: float) -> tuple[float, float]:
    """The smallest and the largest scale that a person can zoom to."""
    fit = fitted(content, width, height).scale
    return min(fit * _ZOOM_OUT_BEYOND_FIT, ACTUAL_SCALE), MAX_SCALE


def _into(edge: float, seen: float, start: float, length: float) -> float:
    """The edge moved so that [start, start + length] is in what is seen; its start, if too long."""
    return min(max(edge, start + length - seen), start)


def _filling(edge: float, seen: float, start: float, length: float) -> float:
    """The edge moved so that what is seen is within [start, start + length], or around it."""
    if seen >= length:
        return start + (length - seen) / 2
    return min(max(edge, start), start + length - seen)


def _held(edge: float, seen: float, start: float, length: float) -> float:
    keep = min(seen * _KEEP_IN_VIEW, length)
    return min(max(edge, start + keep - seen), start + length - keep)
