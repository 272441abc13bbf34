"""The picture of all tiles in device pixels, kept, and painted anew only where it changed."""

import itertools
import math
from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.qt.grid.blit import blit
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.motion import Places2D
from gridsne_desktop.qt.grid.places import tiles_in
from gridsne_desktop.qt.grid.scene import Scene, paint_badges, paint_each
from gridsne_desktop.qt.grid.sharp import image_of

_HURRIED_SHARE: Final = 0.7
"""While all moves, a tile may be painted from one this share of its size: a quarter of the work."""
_HURRIED_ENLARGED: Final = 1.6
"""Beyond this enlargement tiles are so few that they can be painted one by one even then."""
_BANDS: Final = 8
"""A still picture is painted in so many pieces, as many a frame as time allows."""
_MOST_TOUCHED: Final = 256
"""When more tiles change at once, all is painted anew."""
_WHOLE_STEP: Final = 0.02
"""Device px from a whole number that still count as one."""


class Frame:
    """A picture as large as the view, in device px; the camera's scale is in device px, too."""

    def __init__(self) -> None:
        self.image = QImage()
        self._camera: Camera | None = None
        self._dirty: deque[QRect] = deque()
        self._buffer: NDArray[np.uint32] = np.zeros(1, np.uint32)

    @property
    def is_unfinished(self) -> bool:
        """Whether `refine` has something to do."""
        return bool(self._dirty)

    def forget(self) -> None:
        """Nothing of the picture is right any more."""
        self._camera = None

    def update(
        self, scene: Scene, camera: Camera, *, size: QSize, ground: QColor, is_hurried: bool
    ) -> bool:
        """Bring the picture to this camera, quickly; whether all of it was painted anew."""
        if self.image.size() != size:
            self.image = QImage(size, QImage.Format.Format_RGB32)
            self._camera = None
            scene.sharp.allow(self.image.sizeInBytes())
        before, self._camera = self._camera, camera
        shift = None if before is None or is_hurried else _shift(before, camera)
        if shift == QPoint(0, 0):
            return False
        if shift is not None and _overlaps(shift, size):
            self._scroll(scene, shift, ground)
            return False
        scene.sharp.forget_wishes()
        self._render(scene, self.image.rect(), ground, is_hurried=True)
        self._dirty = deque(_bands(size))
        return True

    def touch(self, places: Places2D) -> None:
        """The tiles at these places changed."""
        if self._camera is None:
            return
        if len(places) > _MOST_TOUCHED:
            self._dirty = deque(_bands(self.image.size()))
            return
        for x, y in places:
            left, top = self._camera.to_view(float(x), float(y))
            side = math.ceil(self._camera.scale) + 2
            rect = QRect(math.floor(left) - 1, math.floor(top) - 1, side, side)
            rect &= self.image.rect()
            if not rect.isEmpty():
                self._dirty.append(rect)

    def refine(self, scene: Scene, ground: QColor) -> None:
        """Paint one more piece as well as can be."""
        if self._dirty:
            self._render(scene, self._dirty.popleft(), ground, is_hurried=False)

    def _scroll(self, scene: Scene, shift: QPoint, ground: QColor) -> None:
        old = self.image
        self.image = QImage(old.size(), old.format())
        painter = QPainter(self.image)
        painter.drawImage(shift, old)
        painter.end()
        for rect in self._dirty:
            rect.translate(shift)
        whole = self.image.rect()
        for strip in _uncovered(whole, whole.translated(shift)):
            self._render(scene, strip, ground, is_hurried=False)

    def _render(self, scene: Scene, rect: QRect, ground: QColor, *, is_hurried: bool) -> None:
        camera = self._camera
        if camera is None or rect.isEmpty():
            return
        painter = QPainter(self.image)
        painter.setClipRect(rect)
        painter.fillRect(rect, ground)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_hurried)
        x, y = camera.to_world(rect.x(), rect.y())
        box = Box(x, y, rect.width() / camera.scale, rect.height() / camera.scale)
        visible = tiles_in(scene.places, box)
        largest = scene.store.sides[-1]
        if camera.scale <= largest * (_HURRIED_ENLARGED if is_hurried else 1):
            side = _level_for(scene.store.sides, camera.scale, is_hurried=is_hurried)
            self._paint_many(painter, scene, visible, box, camera, side)
            paint_badges(painter, scene, visible, camera)
        else:
            paint_each(painter, scene, visible, camera, is_hurried=is_hurried)
        painter.end()

    def _paint_many(
        self,
        painter: QPainter,
        scene: Scene,
        visible: NDArray[np.intp],
        box: Box,
        camera: Camera,
        side: int,
    ) -> None:
        left, top = math.floor(box.x * side) - 1 - side, math.floor(box.y * side) - 1 - side
        width = math.ceil(box.width * side) + 3 + 2 * side
        height = math.ceil(box.height * side) + 3 + 2 * side
        target = self._cleared(width, height)
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

    def _cleared(self, width: int, height: int) -> NDArray[np.uint32]:
        """A see-through picture of this size, in memory that is used again."""
        if self._buffer.size < width * height:
            self._buffer = np.zeros(width * height, np.uint32)
        target = self._buffer[: width * height].reshape(height, width)
        target.fill(0)
        return target


def _level_for(sides: tuple[int, ...], shown: float, *, is_hurried: bool) -> int:
    least = shown * (_HURRIED_SHARE if is_hurried else 1)
    return next((side for side in sides if side >= least), sides[-1])


def _shift(before: Camera, camera: Camera) -> QPoint | None:
    """How far all has moved in device px; None where it is not a whole number, or zoomed."""
    if before.scale != camera.scale:
        return None
    dx, dy = (before.x - camera.x) * camera.scale, (before.y - camera.y) * camera.scale
    if max(abs(dx - round(dx)), abs(dy - round(dy))) > _WHOLE_STEP:
        return None
    return QPoint(round(dx), round(dy))


def _overlaps(shift: QPoint, size: QSize) -> bool:
    """Whether enough of the picture stays to be worth moving."""
    return abs(shift.x()) < size.width() // 2 and abs(shift.y()) < size.height() // 2


def _uncovered(whole: QRect, covered: QRect) -> list[QRect]:
    """The strips of `whole` that `covered`, of equal size, leaves open."""
    shared = whole & covered
    strips = [
        QRect(whole.left(), whole.top(), whole.width(), shared.top() - whole.top()),
        QRect(whole.left(), shared.bottom() + 1, whole.width(), whole.bottom() - shared.bottom()),
        QRect(whole.left(), shared.top(), shared.left() - whole.left(), shared.height()),
        QRect(shared.right() + 1, shared.top(), whole.right() - shared.right(), shared.height()),
    ]
    return [strip for strip in strips if not strip.isEmpty()]


def _bands(size: QSize) -> list[QRect]:
    edges = [round(size.height() * i / _BANDS) for i in range(_BANDS + 1)]
    return [
        QRect(0, top, size.width(), bottom - top)
        for top, bottom in itertools.pairwise(edges)
        if bottom > top
    ]
