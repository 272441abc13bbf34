"""Tiles on the screen: how a frame is painted."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPalette, QResizeEvent

from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.tile_motion import TileMotion
from gridsne_desktop.qt.grid.tiles import Tile

_PAINT_SECONDS: Final = 0.005
"""What one frame may spend on better pixels."""

_PAN_SECONDS: Final = 0.001
"""The same while the picture is pushed about."""

_REST_SECONDS: Final = 0.06
"""Better pixels wait until the fingers rest: three frames."""

_LIGHT_GROUND: Final = "#f6f6f7"
_DARK_GROUND: Final = "#1b1c1e"
_MIDDLE_LIGHTNESS: Final = 128


class TilePainting(TileMotion):
    """Paints the tiles, better and better while nothing moves."""

    def ground(self) -> QColor:
        """What is behind the tiles: light or dark as the window."""
        window = self.palette().color(QPalette.ColorRole.Window)
        return QColor(_DARK_GROUND if window.lightness() < _MIDDLE_LIGHTNESS else _LIGHT_GROUND)

    def _paint_marks(self, painter: QPainter) -> None:
        """Paint what lies over the tiles. For heirs."""

    def _selected_mask(self) -> NDArray[np.bool_] | None:
        """Whether each photo is selected, if any can be: bool (n,). For heirs."""
        return None

    def _outline(self) -> Callable[[QPainter, Camera], None] | None:
        """What frames the selected tiles, if they are too many to be framed one by one."""
        return None

    def _mark(self, side: int, shown: float) -> Tile:
        """What lies over a selected tile of `side` px that is shown in `shown` device px."""
        raise NotImplementedError

    def _paint_tiles(self) -> None:
        scene, camera, ratio = self._scene(), self._device_camera(), self.devicePixelRatioF()
        focus = self._pointer if self._pointer is not None else self.rect().toRectF().center()
        self._sharp.look_at(*self.camera.to_world(focus.x(), focus.y()))
        if camera != self._painted:
            self._painted, self._last_moved = camera, self._now()
        is_new = self._frame.update(
            scene,
            camera,
            size=QSize(round(self.width() * ratio), round(self.height() * ratio)),
            ground=self.ground(),
            focus=(focus * ratio).toPoint(),
            is_hurried=self.is_moving or self._was_moving,
        )
        self._was_moving = self.is_moving
        self._refine(scene, is_new=is_new)

    def _scene(self) -> Scene:
        cast, outline = self._cast, self._outline()
        return Scene(
            cast.store,
            self._sharp,
            cast.slots,
            cast.motion.places,
            cast.board,
            self._is_tile_fit,
            cast.kinds,
            self.devicePixelRatioF(),
            self._selected_mask(),
            self.palette().color(QPalette.ColorRole.Highlight).rgba(),
            outline,
            self._mark if outline is not None else None,
        )

    def _refine(self, scene: Scene, *, is_new: bool) -> None:
        """Spend what is left of the frame on better pixels, once the fingers rest."""
        now, ground = self._now(), self.ground()
        if is_new:
            self._last_whole = now
        is_resting = now - self._last_whole > _REST_SECONDS or not self._is_animated
        is_still = now - self._last_moved > _REST_SECONDS or not self._is_animated
        until = now + (_PAINT_SECONDS if is_still else _PAN_SECONDS)
        is_refined = is_resting and not is_new and self._frame.is_unfinished
        if is_refined and self._frame.wears_marks:
            self._frame.refine(scene, ground)
            return
        if is_new or not is_still or not self._is_animated:
            self._softly.forget()
        elif is_refined and scene.store.filled == len(scene.store.photos):
            self._softly.begin(self._frame.image, now=now)
        while is_refined and self._frame.is_unfinished and self._now() < until:
            self._frame.refine(scene, ground)

    def _paint_veils(self, painter: QPainter) -> None:
        ground = self.ground()
        for index, veil in self._fades.veils(self._now()):
            ground.setAlphaF(veil)
            painter.fillRect(self.tile_rect(index), ground)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles, then the marks over them."""
        del event
        self._paint_tiles()
        self._is_stale = False
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(0, 0, self._frame.image)
        self._softly.paint(painter, now=self._now())
        painter.resetTransform()
        self._paint_veils(painter)
        self._paint_marks(painter)
        painter.end()
        self._set_pace()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay fitted."""
        super().resizeEvent(event)
        if self._is_fitted:
            self._flight.jump(self._fitted_camera())
        self._repaint_all()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: stop."""
        super().hideEvent(event)
        self._clock.stop()
        self._arrive()
        self._sharp.forget_wishes()
        self._frame.forget()
        self._softly.forget()
        self._is_stale = True

    def changeEvent(self, event: QEvent) -> None:
        """Follow the window from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._repaint_all()
