"""Tiles on the screen: which, where, how large, and on the way to where."""

import time
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid import camera as cameras
from gridsne_desktop.qt.grid.camera import ACTUAL_SCALE, Box, Camera
from gridsne_desktop.qt.grid.flight import ZOOM_SECONDS, Flight
from gridsne_desktop.qt.grid.frame import Frame, Scene
from gridsne_desktop.qt.grid.motion import FLIGHT_SECONDS, Motion, Places2D
from gridsne_desktop.qt.grid.places import (
    Places,
    View,
    grid_box,
    map_box,
    on_map,
    tile_at,
)
from gridsne_desktop.qt.grid.sharp import Sharp
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import GAP

_FRAME_MS: Final = 16
_POLL_MS: Final = 33
"""While thumbnails arrive: 30 a second, no signal per photo."""
_IDLE_POLL_MS: Final = 250
_IDLE_AFTER_SECONDS: Final = 2.0
_PAINT_SECONDS: Final = 0.006
"""What one frame may spend on better pixels."""
_STEP_FACTOR: Final = 1.5
"""One zoom by key or menu."""
_LIGHT_GROUND: Final = QColor(0xF6, 0xF6, 0xF7)
_DARK_GROUND: Final = QColor(0x1B, 0x1C, 0x1E)
_MIDDLE_LIGHTNESS: Final = 128
_NOTHING: Final = TileStore(())


class TileView(QWidget):
    """Shows the tiles of a store; knows nothing of what a person does to them.

    Signals:
        view_changed: The other `View` is shown now, or on the way.
        scale_changed: The tiles are larger or smaller now.
    """

    view_changed = Signal(object)
    scale_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._frame, self._flight = Frame(), Flight()
        self._view, self._is_animated, self._is_tile_fit = View.GRID, True, False
        self._is_fitted, self._was_moving = True, False
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._on_tick)
        self._sharp = Sharp(_NOTHING)
        self._map: Places2D | None = None
        self._set_store(_NOTHING)

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos on the wall; all indexes are places in this tuple."""
        return self._photos

    @property
    def view(self) -> View:
        """Whether the tiles are in their cells or at their points."""
        return self._view

    @property
    def has_map(self) -> bool:
        """Whether there are points to show."""
        return self._map is not None

    @property
    def camera(self) -> Camera:
        """What is shown now; view coordinates are device-independent px."""
        return self._flight.camera

    @property
    def is_moving(self) -> bool:
        """Whether tiles or camera are on their way."""
        return self._motion.is_moving or self._flight.is_moving

    def show_photos(self, store: TileStore) -> None:
        """Show one tile per slot in the store's order; thumbnails appear as they arrive."""
        self._set_store(store)
        self._show_at_once(View.GRID)

    def keep_slots(self, kept_slots: "NDArray[np.integer]") -> None:
        """From here on photo i is that of slot kept_slots[i]; the others leave."""
        slots: NDArray[np.intp] = kept_slots.astype(np.intp)
        index_of = np.full(len(self._store.photos), -1, np.intp)
        index_of[self._slots] = np.arange(len(self._slots))
        kept = index_of[slots]
        self._places = Places.in_order(len(slots), aspect=self._aspect())
        self._map = None
        if (kept < 0).any():
            self._motion = Motion(self._places.on_grid())
        else:
            self._motion.keep(kept)
        self._set_slots(slots)
        self._after_keeping(kept)
        self._change_view(View.GRID)
        self._send_tiles()
        if self._is_fitted:
            self.fit()

    def move_points(self, points: Points) -> None:
        """Show the map as it is by now; the tiles keep after their points."""
        is_first = self._map is None
        goal = self._map = on_map(points)
        is_switched = self._change_view(View.MAP)
        if self._is_animated:
            self._motion.follow(goal, now=self._now())
        else:
            self._motion.jump(goal)
        if self._is_fitted and (is_first or is_switched):
            self.fit()
        self._wake()

    def show_grid(self, grid: Grid, points: Points) -> None:
        """Send the tiles to their cells; the grid's photos are those kept, in the same order."""
        self._places, self._map = Places.of_grid(grid), on_map(points)
        self._change_view(View.GRID)
        self._send_tiles()
        self.fit()

    def set_view(self, view: View) -> None:
        """Show the grid or the map; without points there is only the grid."""
        if view is self._view or (view is View.MAP and not self.has_map):
            return
        middle = self._middle_photo()
        self._change_view(view)
        self._send_tiles()
        if self._is_fitted or middle is None:
            self.fit()
        else:
            x, y = self._motion.goal[middle] + 0.5
            self._look(cameras.centred(self.camera.scale, x, y, self.width(), self.height()))

    def set_animated(self, animated: bool) -> None:
        """Whether tiles and camera move smoothly; without, they are there at once."""
        self._is_animated = animated
        if not animated:
            self._motion.jump(self._motion.goal)
            self._flight.jump(self._flight.goal)
            self._repaint_all()

    def set_tile_fit(self, fit: bool) -> None:
        """Show whole photos in their squares, or squares cut out of their middle."""
        self._is_tile_fit = fit
        if self._store.is_fit != fit:
            self._store.set_fit(fit)
            self._sharp.remake(self._slots.tolist())
        self._repaint_all()

    def fit(self) -> None:
        """Show everything, also after the window changes its size."""
        self._is_fitted = True
        self._look(cameras.fitted(self._content(), self.width(), self.height()))

    def actual_size(self) -> None:
        """Show tiles as large as thumbnails are: 256 px."""
        self.zoom_to(ACTUAL_SCALE, self._focus_point())

    def zoom_in(self) -> None:
        """Show tiles half as large again."""
        self.zoom_to(self._flight.goal.scale * _STEP_FACTOR, self._focus_point())

    def zoom_out(self) -> None:
        """Show tiles smaller, by as much as `zoom_in` shows them larger."""
        self.zoom_to(self._flight.goal.scale / _STEP_FACTOR, self._focus_point())

    def clear(self) -> None:
        """Show nothing."""
        self.show_photos(_NOTHING)

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom further by `factor`; what is under the view point stays there."""
        self.zoom_to(self._flight.goal.scale * factor, at)

    def zoom_to(self, scale: float, at: QPointF, *, seconds: float = ZOOM_SECONDS) -> None:
        """Zoom to `scale` (view px a tile); what is under the view point stays there."""
        if not self._photos:
            return
        self._is_fitted = False
        low, high = cameras.scale_limits(self._content(), self.width(), self.height())
        goal = self.camera.zoomed(min(max(scale, low), high), at.x(), at.y())
        self._look(goal, seconds=seconds)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move everything by view px, at once, on whole device px."""
        if not self._photos:
            return
        self._is_fitted = False
        size = self.width(), self.height()
        moved = self.camera.panned(dx, dy).within(self._content(), *size)
        self._flight.jump(moved.on_pixels(self.devicePixelRatioF()))
        self._wake()

    def reveal(self, index: int) -> None:
        """Move just so far that a photo's tile is in view, if it is not."""
        x, y = self._motion.goal[index].tolist()
        box = Box(x - 0.1, y - 0.1, 1.2, 1.2)
        goal = self._flight.goal.showing(box, self.width(), self.height())
        if goal != self._flight.goal:
            self._is_fitted = False
            self._look(goal.on_pixels(self.devicePixelRatioF()), seconds=ZOOM_SECONDS)

    def photo_at(self, position: QPointF) -> int | None:
        """The photo under a view point."""
        return tile_at(self._motion.places, *self.camera.to_world(position.x(), position.y()))

    def tile_rect(self, index: int) -> QRectF:
        """Where a photo's tile is in the view, on whole device px."""
        return self._tile_rects(np.array([index]))[0]

    def scale_limits(self) -> tuple[float, float]:
        """The smallest and the largest scale, in view px a tile."""
        return cameras.scale_limits(self._content(), self.width(), self.height())

    def ground(self) -> QColor:
        """What is behind the tiles: light or dark as the window."""
        window = self.palette().color(QPalette.ColorRole.Window)
        return _DARK_GROUND if window.lightness() < _MIDDLE_LIGHTNESS else _LIGHT_GROUND

    def _tile_rects(self, indexes: NDArray[np.intp]) -> list[QRectF]:
        ratio, camera = self.devicePixelRatioF(), self.camera
        corners = (self._motion.places[indexes].astype(float) - (camera.x, camera.y)) * camera.scale
        side = round(camera.scale * (1 - GAP) * ratio) / ratio
        return [QRectF(x, y, side, side) for x, y in (np.rint(corners * ratio) / ratio).tolist()]

    def _after_keeping(self, kept: NDArray[np.intp]) -> None:
        """Photo i is now what was photo kept[i]; -1: it was not there. For heirs."""

    def _paint_marks(self, painter: QPainter) -> None:
        """Paint what lies over the tiles. For heirs."""

    def _now(self) -> float:
        return time.perf_counter()

    def _aspect(self) -> float:
        return min(max(self.width() / max(self.height(), 1), 0.25), 4.0)

    def _content(self) -> Box:
        if self._view is View.MAP:
            return map_box(len(self._photos))
        return grid_box(self._places)

    def _focus_point(self) -> QPointF:
        """What a zoom by key or menu keeps in its place."""
        return QPointF(self.width() / 2, self.height() / 2)

    def _middle_photo(self) -> int | None:
        if not self._photos:
            return None
        x, y = self.camera.to_world(self.width() / 2, self.height() / 2)
        away = np.square(self._motion.places + 0.5 - np.array([x, y], np.float32)).sum(axis=1)
        return int(away.argmin())

    def _set_store(self, store: TileStore) -> None:
        self._sharp.close()
        self._store: TileStore = store
        self._sharp = Sharp(store)
        self._seen_version, self._last_arrival = store.version, self._now()
        n = len(store.photos)
        self._places = Places.in_order(n, aspect=self._aspect())
        self._map = None
        self._motion = Motion(self._places.on_grid())
        self._set_slots(np.arange(n, dtype=np.intp))

    def _set_slots(self, slots: NDArray[np.intp]) -> None:
        self._slots: NDArray[np.intp] = slots
        self._photos = tuple(self._store.photos[slot] for slot in slots.tolist())

    def _show_at_once(self, view: View) -> None:
        self._change_view(view)
        self._is_fitted = True
        self._flight.jump(cameras.fitted(self._content(), self.width(), self.height()))
        self._repaint_all()

    def _change_view(self, view: View) -> bool:
        if view is self._view:
            return False
        self._view = view
        self.view_changed.emit(view)
        return True

    def _send_tiles(self) -> None:
        goal = self._places.on_grid()
        if self._view is View.MAP and self._map is not None:
            goal = self._map
        if self._is_animated and self.isVisible():
            self._motion.fly(goal, now=self._now())
        else:
            self._motion.jump(goal)
        self._repaint_all()

    def _look(self, goal: Camera, *, seconds: float = FLIGHT_SECONDS) -> None:
        if self._is_animated and self.isVisible() and self._photos:
            gentle = seconds >= FLIGHT_SECONDS
            self._flight.fly(goal, now=self._now(), seconds=seconds, is_gentle=gentle)
        else:
            self._flight.jump(goal)
        self.scale_changed.emit()
        self._wake()

    def _repaint_all(self) -> None:
        self._frame.forget()
        self._wake()

    def _wake(self) -> None:
        """Paint, and go on as long as something moves or arrives."""
        self.update()
        self._set_pace()

    def _set_pace(self) -> None:
        pace = self._pace()
        if pace is None or not self.isVisible():
            self._clock.stop()
        elif not self._clock.isActive() or self._clock.interval() != pace:
            self._clock.start(pace)

    def _pace(self) -> int | None:
        """Milliseconds until there is something to do; None: nothing to wait for."""
        if self.is_moving or self._was_moving or self._frame.is_unfinished:
            return _FRAME_MS
        if self._sharp.is_busy or self._store.version != self._seen_version:
            return _POLL_MS
        if self._store.filled < len(self._photos):
            is_idle = self._now() - self._last_arrival > _IDLE_AFTER_SECONDS
            return _IDLE_POLL_MS if is_idle else _POLL_MS
        return None

    @Slot()
    def _on_tick(self) -> None:
        now = self._now()
        self._motion.advance(now)
        self._flight.advance(now)
        has_news = self._take_arrivals()
        if has_news or self.is_moving or self._was_moving or self._frame.is_unfinished:
            self.update()
        self._set_pace()

    def _take_arrivals(self) -> bool:
        """Mark the tiles that got new pixels to be painted; whether there are any."""
        version = self._store.version
        changed = self._store.changed_since(self._seen_version)
        self._seen_version = version
        slots = np.concatenate([changed, np.array(self._sharp.collect(), np.intp)])
        if not len(slots):
            return False
        self._last_arrival = self._now()
        self._frame.touch(self._motion.places[np.isin(self._slots, slots)])
        return True

    def _paint_tiles(self) -> None:
        ratio = self.devicePixelRatioF()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        scene = Scene(self._store, self._sharp, self._slots, self._motion.places, self._is_tile_fit)
        camera = Camera(self.camera.scale * ratio, self.camera.x, self.camera.y)
        is_hurried = self.is_moving or self._was_moving
        self._frame.update(scene, camera, size=size, ground=self.ground(), is_hurried=is_hurried)
        self._was_moving = self.is_moving
        until = self._now() + _PAINT_SECONDS
        while not is_hurried and self._frame.is_unfinished and self._now() < until:
            self._frame.refine(scene, self.ground())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles, then the marks over them."""
        del event
        self._paint_tiles()
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        painter.drawImage(0, 0, self._frame.image)
        painter.resetTransform()
        self._paint_marks(painter)
        painter.end()
        self._set_pace()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay fitted."""
        super().resizeEvent(event)
        if self._is_fitted:
            self._flight.jump(cameras.fitted(self._content(), self.width(), self.height()))
        self._repaint_all()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: stop."""
        super().hideEvent(event)
        self._clock.stop()
        self._motion.jump(self._motion.goal)
        self._flight.jump(self._flight.goal)
        self._sharp.forget_wishes()
        self._frame.forget()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the window from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._repaint_all()
