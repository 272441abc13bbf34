"""Many tiles painted at once, all from one of the store's sizes."""

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.qt.grid.blit import blit, frame_dots, scatter
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import image_of

LEAST_SWARM: Final = 40_000
"""So many tiles on their way are painted as a swarm: nobody can follow one of them."""
_MOST_PIXELS: Final = 3
"""Across a tile of a swarm: 100,000 tiles in about 4 ms. Enlarged where tiles are larger."""
_ROUNDED_OFF: Final = 0.1
"""A tile that is larger by no more of a px than this gets none for it."""


class Crowd:
    """Paints with memory that is used again; cameras are in device px."""

    def __init__(self) -> None:
        self._buffer: NDArray[np.uint32] = np.zeros(1, np.uint32)

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        visible: NDArray[np.intp],
        box: Box,
        camera: Camera,
        side: int,
    ) -> None:
        """Paint the visible tiles of `box`, one over another in their order, from those of `side`.

        The painter's hints say how they are brought to the size they are shown in.
        """
        left, top = math.floor(box.x * side) - 1 - side, math.floor(box.y * side) - 1 - side
        width = math.ceil(box.width * side) + 3 + 2 * side
        height = math.ceil(box.height * side) + 3 + 2 * side
        target = self._filled(width, height, 0)
        corners = np.rint(scene.places[visible] * side).astype(np.int32) - (left, top)
        blit(scene.store.level(side), scene.slots[visible], corners, target)
        inner = QRectF(side, side, width - 2 * side, height - 2 * side)
        view_x, view_y = camera.to_view((left + side) / side, (top + side) / side)
        zoom = camera.scale / side
        painter.drawImage(
            QRectF(view_x, view_y, inner.width() * zoom, inner.height() * zoom),
            image_of(target),
            inner,
        )

    def paint_swarm(
        self,
        painter: QPainter,
        scene: Scene,
        visible: NDArray[np.intp],
        box: Box,
        camera: Camera,
        ground: QColor,
    ) -> None:
        """Paint very many tiles on their way, a few pixels each, those that are selected framed."""
        unit = min(camera.scale, float(_MOST_PIXELS))
        pixels = min(max(1, math.ceil(camera.scale - _ROUNDED_OFF)), _MOST_PIXELS)
        around = math.ceil(unit) + 1
        width, height = (math.ceil(length * unit) for length in (box.width, box.height))
        is_opaque = not scene.store.is_fit and scene.store.filled == len(scene.store.photos)
        target = self._filled(
            width + 2 * around, height + 2 * around, ground.rgb() if is_opaque else 0
        )
        px = np.take(scene.places, visible, axis=0)
        px *= np.float32(unit)
        px -= np.array([box.x * unit - around, box.y * unit - around], np.float32)
        corners = np.rint(px, out=px).astype(np.int32)
        smallest = scene.store.level(scene.store.sides[0])
        scatter(smallest, scene.slots[visible], corners, target, pixels=pixels)
        if scene.selected is not None and scene.selected.any():
            some = corners[scene.selected[visible]]
            frame_dots(some, target, pixels=pixels, colour=scene.accent)
        zoom = camera.scale / unit
        picture = image_of(target)
        if is_opaque:
            picture.reinterpretAsFormat(QImage.Format.Format_RGB32)
        painter.drawImage(
            QRectF(*camera.to_view(box.x, box.y), width * zoom, height * zoom),
            picture,
            QRectF(around, around, width, height),
        )

    def _filled(self, width: int, height: int, colour: int) -> NDArray[np.uint32]:
        """A picture of this size in one colour, in memory that is used again."""
        if self._buffer.size < width * height:
            self._buffer = np.zeros(width * height, np.uint32)
        target = self._buffer[: width * height].reshape(height, width)
        target.fill(colour)
        return target
