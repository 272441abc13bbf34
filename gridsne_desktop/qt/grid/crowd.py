"""Many tiles painted at once, all from one of the store's sizes."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gridsne_desktop.qt.grid.blit import blit
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.canvas import Canvas
from gridsne_desktop.qt.grid.marked import Marked
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import image_of


class Crowd:
    """Paints with memory that is used again; cameras are in device px."""

    def __init__(self) -> None:
        self._canvas = Canvas()
        self._marked = Marked()

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        visible: NDArray[np.intp],
        box: Box,
        camera: Camera,
        side: int,
        *,
        is_marked: bool = False,
    ) -> None:
        """Paint the visible tiles of `box`, one over another in their order, from those of `side`.

        The painter's hints say how they are brought to the size they are shown in. Marked, those
        that are selected lie above the others and have their marks.
        """
        left, top = math.floor(box.x * side) - 1 - side, math.floor(box.y * side) - 1 - side
        width = math.ceil(box.width * side) + 3 + 2 * side
        height = math.ceil(box.height * side) + 3 + 2 * side
        target = self._canvas.filled(width, height, 0)
        level = scene.store.level(side)

        def put(level: NDArray[np.uint32], rows: NDArray[np.intp], who: NDArray[np.intp]) -> None:
            corners = np.rint(scene.places[who] * side).astype(np.int32) - (left, top)
            blit(level, rows[who], corners, target)

        if is_marked and scene.mark is not None and scene.selected is not None:
            is_selected = scene.selected[visible]
            put(level, scene.slots, visible[~is_selected])
            marked = self._marked.tiles(scene, scene.selected, scene.mark(side, camera.scale))
            put(*marked, visible[is_selected])
        else:
            self._marked.forget()
            put(level, scene.slots, visible)
        inner = QRectF(side, side, width - 2 * side, height - 2 * side)
        view_x, view_y = camera.to_view((left + side) / side, (top + side) / side)
        zoom = camera.scale / side
        painter.drawImage(
            QRectF(view_x, view_y, inner.width() * zoom, inner.height() * zoom),
            image_of(target),
            inner,
        )
