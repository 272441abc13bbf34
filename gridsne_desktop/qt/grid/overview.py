"""A small picture of all tiles where they are, or will be in a moment."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage

from gridsne_desktop.qt.grid.blit import blit
from gridsne_desktop.qt.grid.camera import Box
from gridsne_desktop.qt.grid.motion import Places2D
from gridsne_desktop.qt.grid.sharp import image_of
from gridsne_desktop.qt.grid.tile_store import TileStore


@dataclass(frozen=True, slots=True, eq=False)
class Overview:
    """What such a picture is made from.

    Attributes:
        store: The tiles.
        version: That of the store; grows with every tile that changes.
        slots: intp (n,): the store's slot of each photo.
        places: float32 (n, 2): where the tiles come to rest in the world.
        content: What they cover.
    """

    store: TileStore
    version: int
    slots: NDArray[np.intp]
    places: Places2D
    content: Box

    def is_like(self, other: "Overview | None") -> bool:
        """Whether the other one gives the same picture."""
        return (
            other is not None
            and self.store is other.store
            and self.version == other.version
            and self.slots is other.slots
            and self.content == other.content
            and (self.places is other.places or np.array_equal(self.places, other.places))
        )

    def picture(self, size: QSize) -> QImage:
        """All tiles in a picture of `size` device px, see-through between them; on any thread.

        Made from the smallest tiles that are not enlarged, and from the smallest of all where a
        tile has less than a px.
        """
        shown = size.width() / self.content.width
        sides = self.store.sides
        side = next((one for one in sides if one >= shown), sides[-1])
        width = math.ceil(self.content.width * side) + 2 * side
        height = math.ceil(self.content.height * side) + 2 * side
        target = np.zeros((height, width), np.uint32)
        corners = np.rint(self.places * side).astype(np.int32)
        corners -= np.array([math.floor(self.content.x * side), math.floor(self.content.y * side)])
        inside = (corners >= 0).all(axis=1) & (corners < (width - side, height - side)).all(axis=1)
        blit(self.store.level(side), self.slots[inside], corners[inside], target)
        seen = QRect(0, 0, round(self.content.width * side), round(self.content.height * side))
        return (
            image_of(target)
            .copy(seen)
            .scaled(
                size,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )
