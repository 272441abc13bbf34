"""The picture of all tiles in device pixels, kept, and painted anew only where it changed."""

import itertools
import math
from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.crowd import Crowd
from gridsne_desktop.qt.grid.pages import Pages
from gridsne_desktop.qt.grid.places import Board, tiles_in, tiles_on
from gridsne_desktop.qt.grid.scene import Scene, paint_badges, paint_each
from gridsne_desktop.qt.grid.swarm import LEAST_SWARM, Swarm

_HURRIED_SHARE: Final = 0.6
"""While all moves, a tile may be painted from one this share of its size: a third of the work."""
_HURRIED_ENLARGED: Final = 1.6
"""Beyond this enlargement tiles are painted one by one even then, ..."""
_MOST_ONE_BY_ONE: Final = 250
"""... unless there are more of them: each costs about 0.02 ms."""
_LEAST_SCALED, _MOST_SCALED = 0.4, 2.5
"""While the camera moves, the picture before is scaled, within these factors, ..."""
_MOST_BESIDE_PAGES: Final = 1.3
"""... beyond this one with pages over it, where tiles of the store are sharper."""
_PIECES: Final = (2, 16)
"""A still picture is painted in so many pieces across and down, as many a frame as time allows."""
_TOUCHED_AT_ONCE: Final = 8
"""Tiles in their cells painted anew as one piece; elsewhere each has others over and under it."""
_MOST_IN_STRIP: Final = 24
"""Tiles that a moving picture uncovers and paints well at once; more are painted so one by one."""
_MOST_TOUCHED: Final = 256
"""When more tiles change at once, all is painted anew."""
_WHOLE_STEP: Final = 0.02
"""Device px from a whole number that still count as one."""


class Frame:
    """A picture as large as the view, in device px; the camera's scale is in device px, too.

    Attributes:
        image: The picture.
        is_marked: Whether it shows already which tiles are selected.
        wears_marks: Whether tiles have their marks on, as in flight; `refine` takes them off first.
    """

    def __init__(self) -> None:
        self.image = QImage()
        self.is_marked = False
        self.wears_marks = self._has_outlines = False
        self._mask: NDArray[np.bool_] | None = None
        self._focus = QPoint()
        self._spare = QImage()
        self._model: tuple[QImage, Camera] | None = None
        self._pages = Pages()
        self._camera: Camera | None = None
        self._board: Board | None = None
        self._dirty: deque[QRect] = deque()
        self._is_all_dirty = False
        self._fresh: dict[int, None] = {}
        self._crowd, self._swarm = Crowd(), Swarm()

    @property
    def is_unfinished(self) -> bool:
        """Whether `refine` has something to do."""
        return bool(self._is_all_dirty or self._dirty or self._fresh)

    def forget(self) -> None:
        """Nothing of the picture is right any more."""
        self._camera = self._model = None
        self.is_marked = False
        self._fresh.clear()

    def update(
        self,
        scene: Scene,
        camera: Camera,
        *,
        size: QSize,
        ground: QColor,
        focus: QPoint,
        is_hurried: bool,
    ) -> bool:
        """Bring the picture to this camera, quickly; whether all of it was painted anew.

        What is nearest to the view point `focus` (device px) is painted well first.
        """
        self._focus = focus
        if self.image.size() != size:
            self.image = QImage(size, QImage.Format.Format_RGB32)
            self._spare, self._camera, self._model = QImage(), None, None
            scene.sharp.allow(self.image.sizeInBytes())
        if scene.selected is not self._mask:
            self._mask = scene.selected
            self._forget_marks()
        before, self._camera = self._camera, camera
        stood, self._board = self._board, scene.board
        shift = None if before is None or is_hurried else _shift(before, camera)
        if shift == QPoint(0, 0):
            return False
        if shift is not None and _overlaps(shift, size):
            self._scroll(scene, shift, ground)
            return False
        scene.sharp.forget_wishes()
        self._hurry(scene, before if stood is scene.board else None, ground)
        self._paint_all_well()
        return True

    def _hurry(self, scene: Scene, before: Camera | None, ground: QColor) -> None:
        """Paint all of the picture, quickly: if only the camera moved, from the picture before."""
        if before is None:
            self._drop_model()
        elif self._model is None:
            self._model, self.image = (self.image, before), self._taken_spare()
            if scene.outline is not None and not self.is_marked:
                painter = QPainter(self._model[0])
                scene.outline(painter, before)
                painter.end()
        if self._model is not None and self._camera is not None and scene.board is not None:
            picture, then = self._model
            zoom = self._camera.scale / then.scale
            if _LEAST_SCALED <= zoom <= _MOST_SCALED:
                self._enlarge(scene, picture, then, self._camera, ground)
                has_tiles = self._camera.scale <= scene.store.sides[-1] * _HURRIED_ENLARGED
                if has_tiles and zoom > _MOST_BESIDE_PAGES:
                    self._sharpen(scene, self._camera, ground)
                    self._drop_model()
                return
        self._render(scene, self.image.rect(), ground, is_hurried=True, by_pages=before is not None)
        self._drop_model()

    def _sharpen(self, scene: Scene, camera: Camera, ground: QColor) -> None:
        """Paint pages over a picture that was enlarged too far, as many as there is time for."""
        whole, side = (
            self.image.rect(),
            _level_for(scene.store.sides, camera.scale, is_hurried=True),
        )
        painter = QPainter(self.image)
        self._pages.paint(painter, scene, camera, side, ground, shown=[whole], is_complete=False)
        painter.setClipping(False)
        if scene.outline is not None:
            scene.outline(painter, camera)
        painter.end()

    def _enlarge(
        self, scene: Scene, picture: QImage, then: Camera, camera: Camera, ground: QColor
    ) -> None:
        """Paint `picture`, taken by the camera `then`, and what it does not show from pages."""
        zoom = camera.scale / then.scale
        x, y = camera.to_view(then.x, then.y)
        target = QRectF(x, y, picture.width() * zoom, picture.height() * zoom)
        painter = QPainter(self.image)
        if not target.contains(QRectF(self.image.rect())):
            side = _level_for(scene.store.sides, camera.scale, is_hurried=True)
            open_parts = _uncovered(self.image.rect(), target.toAlignedRect())
            for part in open_parts:
                painter.fillRect(part, ground)
            self._pages.paint(painter, scene, camera, side, ground, shown=open_parts)
            for part in open_parts:
                painter.setClipRect(part)
                if scene.outline is not None:
                    scene.outline(painter, camera)
            painter.setClipping(False)
        painter.drawImage(target, picture)
        painter.end()
        self.is_marked = scene.outline is not None

    def _forget_marks(self) -> None:
        """Other tiles are selected now."""
        self._drop_model()
        if self.is_marked:
            self.forget()

    def touch(self, indexes: NDArray[np.intp]) -> None:
        """The tiles of these photos changed."""
        if len(indexes) > _MOST_TOUCHED:
            self._paint_all_well()
        elif self._camera is not None:
            self._fresh.update(dict.fromkeys(indexes.tolist()))

    def refine(self, scene: Scene, ground: QColor) -> None:
        """Paint one more piece as well as can be."""
        if self.wears_marks and scene.outline is not None:
            self._take_marks_off(scene, scene.outline, ground)
            return
        if self.is_unfinished:
            self._drop_model()
        if self._is_all_dirty:
            self._is_all_dirty = False
            self._dirty = deque(sorted(_pieces(self.image.size()), key=self._away))
        if self._dirty:
            self._render(scene, self._dirty.popleft(), ground, is_hurried=False)
        elif self._fresh:
            at_once = 1 if scene.board is None else _TOUCHED_AT_ONCE
            some = list(itertools.islice(self._fresh, at_once))
            for index in some:
                del self._fresh[index]
            self._repaint(scene, np.array(some, np.intp), ground)

    def _take_marks_off(
        self, scene: Scene, outline: Callable[[QPainter, Camera], None], ground: QColor
    ) -> None:
        """Tiles that flew with their marks on rest without; frames lie over them, made first.

        In two steps, each for a frame of its own.
        """
        if self._camera is not None and not self._has_outlines:
            nothing = QImage(1, 1, self.image.format())
            painter = QPainter(nothing)
            outline(painter, self._camera)
            painter.end()
            self._has_outlines = True
        else:
            self._render(scene, self.image.rect(), ground, is_hurried=True, wears_marks=False)

    def _paint_all_well(self) -> None:
        """All of the picture is to be painted well, when there is time."""
        self._is_all_dirty = True
        self._dirty.clear()
        self._fresh.clear()

    def _away(self, piece: QRect) -> int:
        """How far a piece is from what the person looks at, squared."""
        away = piece.center() - self._focus
        return away.x() ** 2 + away.y() ** 2

    def _repaint(self, scene: Scene, indexes: NDArray[np.intp], ground: QColor) -> None:
        """Paint some tiles well."""
        camera = self._camera
        if camera is None:
            return
        if scene.board is not None and camera.scale > scene.store.sides[-1]:
            box = _box(camera, self.image.rect())
            indexes = indexes[tiles_in(scene.places[indexes], box)]
            painter = QPainter(self.image)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            paint_each(painter, scene, indexes, camera, is_hurried=False, ground=ground)
            painter.end()
            return
        for x, y in scene.places[indexes].tolist():
            left, top = camera.to_view(x, y)
            side = math.ceil(camera.scale) + 2
            rect = QRect(math.floor(left) - 1, math.floor(top) - 1, side, side)
            self._render(scene, rect & self.image.rect(), ground, is_hurried=False)

    def _scroll(self, scene: Scene, shift: QPoint, ground: QColor) -> None:
        self._drop_model()
        old, self.image = self.image, self._taken_spare()
        painter = QPainter(self.image)
        painter.drawImage(shift, old)
        painter.end()
        self._spare = old
        for rect in self._dirty:
            rect.translate(shift)
        whole = self.image.rect()
        self._dirty = deque(rect for rect in self._dirty if rect.intersects(whole))
        for strip in _uncovered(whole, whole.translated(shift)):
            late = self._too_many_in(scene, strip)
            self._render(scene, strip, ground, is_hurried=False, is_all_at_once=bool(late))
            for index in late:  # once more at the end: it may be uncovered strip by strip
                self._fresh.pop(index, None)
                self._fresh[index] = None

    def _too_many_in(self, scene: Scene, strip: QRect) -> list[int]:
        """The photos in a strip, if painting it well takes too long while all moves on."""
        camera = self._camera
        if camera is None or scene.board is None or camera.scale <= scene.store.sides[-1]:
            return []
        indexes = tiles_on(scene.board, _box(camera, strip))
        return indexes.tolist() if len(indexes) > _MOST_IN_STRIP else []

    def _taken_spare(self) -> QImage:
        """A picture to paint on, in memory that is used again."""
        spare, self._spare = self._spare, QImage()
        return spare if not spare.isNull() else QImage(self.image.size(), self.image.format())

    def _drop_model(self) -> None:
        if self._model is not None:
            self._spare, self._model = self._model[0], None

    def _render(
        self,
        scene: Scene,
        rect: QRect,
        ground: QColor,
        *,
        is_hurried: bool,
        is_all_at_once: bool = False,
        by_pages: bool = True,
        wears_marks: bool = True,
    ) -> None:
        """Paint a part; not by pages where the eye rests on it: some would have to be coarser."""
        camera = self._camera
        if camera is None or rect.isEmpty():
            return
        painter = QPainter(self.image)
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_hurried)
        box, board = _box(camera, rect), scene.board
        visible = tiles_in(scene.places, box) if board is None else tiles_on(board, box)
        is_flying = is_hurried and board is None
        self.wears_marks = self._has_outlines = False
        if is_flying and len(visible) > LEAST_SWARM:
            self.is_marked = True
            self._swarm.paint(painter, scene, visible, box, camera, ground)
            painter.end()
            return
        painter.fillRect(rect, ground)
        self.is_marked = False
        if not is_all_at_once and _is_one_by_one(
            scene, camera.scale, len(visible), is_hurried=is_hurried
        ):
            paint_each(painter, scene, visible, camera, is_hurried=is_hurried)
        else:
            self.is_marked = is_flying and scene.mark is not None and wears_marks
            self.wears_marks = self.is_marked
            side = _level_for(scene.store.sides, camera.scale, is_hurried=is_hurried)
            if is_hurried and board is not None and (by_pages or len(visible) > LEAST_SWARM):
                self._pages.paint(painter, scene, camera, side, ground, shown=[rect])
            else:
                self._crowd.paint(
                    painter, scene, visible, box, camera, side, is_marked=self.is_marked
                )
            paint_badges(painter, scene, visible, camera)
        painter.end()


def _is_one_by_one(scene: Scene, shown: float, count: int, *, is_hurried: bool) -> bool:
    largest = scene.store.sides[-1]
    if is_hurried:
        return shown > largest * _HURRIED_ENLARGED and count <= _MOST_ONE_BY_ONE
    return shown > largest


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
    """The parts of `whole` that `covered` leaves open, none over another."""
    shared = whole & covered
    if shared.isEmpty():
        return [whole]
    strips = [
        QRect(whole.left(), whole.top(), whole.width(), shared.top() - whole.top()),
        QRect(whole.left(), shared.bottom() + 1, whole.width(), whole.bottom() - shared.bottom()),
        QRect(whole.left(), shared.top(), shared.left() - whole.left(), shared.height()),
        QRect(shared.right() + 1, shared.top(), whole.right() - shared.right(), shared.height()),
    ]
    return [strip for strip in strips if not strip.isEmpty()]


def _box(camera: Camera, rect: QRect) -> Box:
    """What of the world is in this part of the view."""
    x, y = camera.to_world(rect.x(), rect.y())
    return Box(x, y, rect.width() / camera.scale, rect.height() / camera.scale)


def _pieces(size: QSize) -> list[QRect]:
    across, down = _PIECES
    lefts = [round(size.width() * i / across) for i in range(across + 1)]
    tops = [round(size.height() * i / down) for i in range(down + 1)]
    return [
        QRect(left, top, right - left, bottom - top)
        for top, bottom in itertools.pairwise(tops)
        for left, right in itertools.pairwise(lefts)
        if bottom > top and right > left
    ]
