"""Very many tiles on their way, a few pixels each: nobody can follow one of them."""

import math
from dataclasses import dataclass
from typing import Final
from weakref import ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.qt.grid.blit import dots, scatter
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.canvas import Canvas
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import image_of
from gridsne_desktop.qt.grid.tile_store import TileStore

LEAST_SWARM: Final = 40_000
"""So many tiles on their way are painted as a swarm."""
_MOST_PIXELS: Final = 3
"""Across a tile: 100,000 tiles in about 2 ms. Enlarged where tiles are larger."""
_ROUNDED_OFF: Final = 0.1
"""A tile that is larger by no more of a px than this gets none for it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Dots:
    """The pixels of all tiles, those that are selected framed; the same in many frames.

    Attributes:
        colours: uint32 (pixels, pixels, n).
        store: Whose tiles they are of; it is not held.
        version: The store's.
        slots: Which tiles.
        selected: Who is framed.
        accent: In which colour.
    """

    colours: NDArray[np.uint32]
    store: ref[TileStore]
    version: int
    slots: NDArray[np.intp]
    selected: NDArray[np.bool_] | None
    accent: int

    @classmethod
    def of(cls, scene: Scene, pixels: int) -> "_Dots":
        """Of a scene, so many pixels across a tile."""
        version = scene.store.version  # first: what changes meanwhile may be in them or not
        colours = dots(scene.store.level(scene.store.sides[0]), scene.slots, pixels=pixels)
        selected, last = scene.selected, pixels - 1
        if selected is not None:
            for row in range(pixels):
                for column in range(pixels):
                    if row in (0, last) or column in (0, last):
                        colours[row, column, selected] = scene.accent
        return cls(colours, ref(scene.store), version, scene.slots, selected, scene.accent)

    def are_of(self, scene: Scene, pixels: int) -> bool:
        """Whether those of `scene` are the same."""
        return (
            self.store() is scene.store
            and self.slots is scene.slots
            and self.selected is scene.selected
            and self.accent == scene.accent
            and self.version == scene.store.version
            and len(self.colours) == pixels
        )


class Swarm:
    """Paints with memory that is used again; cameras are in device px."""

    def __init__(self) -> None:
        self._canvas = Canvas()
        self._dots: _Dots | None = None

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        visible: NDArray[np.intp],
        box: Box,
        camera: Camera,
        ground: QColor,
    ) -> None:
        """Paint all of `box`: the ground, and on it the visible tiles, above them the selected."""
        unit = min(camera.scale, float(_MOST_PIXELS))
        pixels = min(max(1, math.ceil(camera.scale - _ROUNDED_OFF)), _MOST_PIXELS)
        around = math.ceil(unit) + 1
        width, height = (math.ceil(length * unit) for length in (box.width, box.height))
        is_opaque = not scene.store.is_fit and scene.store.filled == len(scene.store.photos)
        target = self._canvas.filled(
            width + 2 * around, height + 2 * around, ground.rgb() if is_opaque else 0
        )
        colours, visible = self._in_order(scene, visible, pixels)
        px = np.take(scene.places, visible, axis=0)
        px *= np.float32(unit)
        px -= np.array([box.x * unit - around, box.y * unit - around], np.float32)
        corners = np.rint(px, out=px).astype(np.int32)
        scatter(colours, corners, target)
        zoom = camera.scale / unit
        shown = QRectF(*camera.to_view(box.x, box.y), width * zoom, height * zoom)
        picture = image_of(target)
        if is_opaque:
            picture.reinterpretAsFormat(QImage.Format.Format_RGB32)
        else:
            painter.fillRect(shown, ground)
        painter.drawImage(shown, picture, QRectF(around, around, width, height))

    def _in_order(
        self, scene: Scene, visible: NDArray[np.intp], pixels: int
    ) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
        """The visible tiles, the selected last: their dots and their photos."""
        if self._dots is None or not self._dots.are_of(scene, pixels):
            self._dots = _Dots.of(scene, pixels)
        ordered = _selected_last(visible, scene.selected)
        if ordered is visible and len(visible) == len(scene.slots):
            return self._dots.colours, visible
        return np.take(self._dots.colours, ordered, axis=2), ordered


def _selected_last(
    visible: NDArray[np.intp], selected: NDArray[np.bool_] | None
) -> NDArray[np.intp]:
    """Who is painted over the others comes last; the same array where no order changes."""
    mask = None if selected is None else selected[visible]
    if mask is None or mask.all() or not mask.any():
        return visible
    return np.concatenate([visible[~mask], visible[mask]])
