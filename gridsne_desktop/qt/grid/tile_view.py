"""Tiles on the screen: how large, and on the way to where."""

import time
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.badges import NO_BADGES, Badges
from gridsne_desktop.qt.grid import camera as cameras
from gridsne_desktop.qt.grid.camera import ACTUAL_SCALE, Box, Camera
from gridsne_desktop.qt.grid.cast import Cast
from gridsne_desktop.qt.grid.fades import Fades
from gridsne_desktop.qt.grid.flight import ZOOM_SECONDS, Flight
from gridsne_desktop.qt.grid.frame import Frame
from gridsne_desktop.qt.grid.motion import FLIGHT_SECONDS
from gridsne_desktop.qt.grid.places import View, tile_at
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import Sharp
from gridsne_desktop.qt.grid.softly import Softly
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import GAP

FRAME_MS: Final = 16
_POLL_MS: Final = 33
"""While thumbnails arrive: 30 a second, no signal per photo."""
_IDLE_POLL_MS: Final = 250
_IDLE_AFTER_SECONDS: Final = 2.0
_PAINT_SECONDS: Final = 0.006
"""What one frame may spend on better pixels."""
_PAN_SECONDS: Final = 0.001
"""The same while the picture is pushed about."""
_REST_SECONDS: Final = 0.06
"""Better pixels wait until the fingers rest: three frames."""
_STEP_FACTOR: Final = 1.5
"""One zoom by key or menu."""
_WIDEST: Final = 4.0
"""The grid of photos in folder order is never longer than this in one direction."""
_REVEAL_MARGIN: Final = 0.1
"""Of a tile, around one that the keyboard has come to."""
_LARGEST_TOGETHER: Final = 160.0
"""View px a tile where some photos are shown together: what is around them is seen, too."""
_LIGHT_GROUND: Final = "#f6f6f7"
_DARK_GROUND: Final = "#1b1c1e"
_MIDDLE_LIGHTNESS: Final = 128


class TileView(QWidget):
    """Shows a cast of tiles through a camera; knows nothing of what a person does to them.

    Signals:
        view_changed: The other `View` is shown now, or on the way.
        scale_changed: The tiles become larger or smaller.
        looked: Camera or tiles moved, or tiles have new pixels.
    """

    view_changed = Signal(object)
    scale_changed = Signal()
    looked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        nothing = TileStore(())
        self._cast, self._sharp = Cast(nothing, aspect=1), Sharp(nothing)
        self._frame, self._flight = Frame(), Flight()
        self._fades, self._softly = Fades(), Softly()
        self._badges = NO_BADGES
        self._is_animated, self._is_tile_fit = True, False
        self._is_fitted, self._was_moving = True, False
        self._seen_version, self._last_arrival = 0, 0.0
        self._was_filled = True
        self._is_stale, self._last_whole = False, 0.0
        self._pointer: QPointF | None = None
        self._painted: Camera | None = None
        self._last_moved = 0.0
        self._clock = QTimer(self)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self._clock.timeout.connect(self._on_tick)

    @property
    def photos(self) -> tuple[Photo, ...]:
        """The photos on the wall; all indexes are places in this tuple."""
        return self._cast.photos

    @property
    def store(self) -> TileStore:
        """Where the tiles come from."""
        return self._cast.store

    @property
    def slots(self) -> NDArray[np.intp]:
        """Intp (n,): the store's slot of each photo."""
        return self._cast.slots

    @property
    def is_tile_fit(self) -> bool:
        """Whether whole photos are shown in their squares."""
        return self._is_tile_fit

    @property
    def kinds(self) -> NDArray[np.uint8]:
        """uint8 (n,): the `Badge` bits of each photo."""
        return self._cast.kinds

    @property
    def view(self) -> View:
        """Whether the tiles are in their cells or at their points."""
        return self._cast.view

    @property
    def has_map(self) -> bool:
        """Whether there are points to show."""
        return self._cast.has_map

    @property
    def camera(self) -> Camera:
        """What is shown now; view coordinates are device-independent px."""
        return self._flight.camera

    @property
    def is_moving(self) -> bool:
        """Whether tiles or camera are on their way."""
        return self._cast.motion.is_moving or self._flight.is_moving

    @property
    def is_settled(self) -> bool:
        """Whether all is painted as well as it can be, as far as its pixels have arrived."""
        return not self._is_stale and self._pace() in (None, _IDLE_POLL_MS)

    def set_animated(self, animated: bool) -> None:
        """Whether tiles and camera move smoothly; without, they are there at once."""
        self._is_animated = animated
        if not animated:
            self._arrive()
            self._repaint_all()

    def set_tile_fit(self, fit: bool) -> None:
        """Show whole photos in their squares, or squares cut out of their middle."""
        self._is_tile_fit = fit
        if self._cast.store.is_fit != fit:
            self._cast.store.set_fit(fit)
            self._sharp.remake(self._cast.slots.tolist())
        self._repaint_all()

    def show_badges(self, badges: Badges) -> None:
        """Mark the tiles of photos that have badges; of the photos kept, in the same order."""
        self._cast.set_kinds(badges.kinds)
        self._badges = badges
        self._repaint_all()

    def fit(self) -> None:
        """Show everything, also after the window changes its size."""
        self._is_fitted = True
        self._look(self._fitted_camera())

    def actual_size(self) -> None:
        """Show tiles as large as thumbnails are: 256 px."""
        self.zoom_to(ACTUAL_SCALE, self._focus_point())

    def zoom_in(self) -> None:
        """Show tiles half as large again."""
        self.zoom_to(self._flight.goal.scale * _STEP_FACTOR, self._focus_point())

    def zoom_out(self) -> None:
        """Show tiles smaller, by as much as `zoom_in` shows them larger."""
        self.zoom_to(self._flight.goal.scale / _STEP_FACTOR, self._focus_point())

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom further by `factor`; what is under the view point stays there."""
        self.zoom_to(self._flight.goal.scale * factor, at)

    def zoom_to(self, scale: float, at: QPointF) -> None:
        """Zoom to `scale` (view px a tile); what is under the view point stays there."""
        if self.photos:
            self._is_fitted = False
            low, high = self.scale_limits()
            goal = self.camera.zoomed(min(max(scale, low), high), at.x(), at.y())
            self._look(goal, seconds=ZOOM_SECONDS)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move everything by view px, at once, on whole device px."""
        if self.photos:
            self._is_fitted = False
            moved = self.camera.panned(dx, dy)
            moved = moved.within(self._cast.content, self.width(), self.height())
            self._flight.jump(moved.on_pixels(self.devicePixelRatioF()))
            self._wake()

    def reveal(self, index: int) -> None:
        """Move just so far that a photo's tile is in view, if it is not."""
        x, y = self._cast.motion.goal[index].tolist()
        side = 1 + 2 * _REVEAL_MARGIN
        box = Box(x - _REVEAL_MARGIN, y - _REVEAL_MARGIN, side, side)
        goal = self._flight.goal.showing(box, self.width(), self.height())
        if goal != self._flight.goal:
            self._is_fitted = False
            self._look(goal.on_pixels(self.devicePixelRatioF()), seconds=ZOOM_SECONDS)

    def bring_into_view(self, indexes: NDArray[np.intp]) -> None:
        """Fly to where all of these photos' tiles are in view, as large as that allows."""
        if not len(indexes):
            return
        places = self._cast.motion.goal[indexes].astype(float)
        (left, top), (right, bottom) = places.min(axis=0), places.max(axis=0)
        box = Box(left, top, right - left + 1, bottom - top + 1)
        goal = cameras.fitted(box, self.width(), self.height())
        if goal.scale > _LARGEST_TOGETHER:
            middle = box.x + box.width / 2, box.y + box.height / 2
            goal = cameras.centred(_LARGEST_TOGETHER, *middle, self.width(), self.height())
        if goal.scale <= self._fitted_camera().scale:
            self.fit()
            return
        self._is_fitted = False
        goal = goal.filled(self._cast.content, self.width(), self.height())
        self._look(goal.on_pixels(self.devicePixelRatioF()))

    def photo_at(self, position: QPointF) -> int | None:
        """The photo under a view point."""
        place = self.camera.to_world(position.x(), position.y())
        return tile_at(self._cast.motion.places, *place)

    def tile_rect(self, index: int) -> QRectF:
        """Where a photo's tile is in the view, on whole device px."""
        return self._tile_rects(np.array([index]))[0]

    def scale_limits(self) -> tuple[float, float]:
        """The smallest and the largest scale, in view px a tile."""
        return cameras.scale_limits(self._cast.content, self.width(), self.height())

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

    def _after_moving(self) -> None:
        """Tiles or camera have arrived. For heirs."""

    def _now(self) -> float:
        return time.perf_counter()

    def _aspect(self) -> float:
        return min(max(self.width() / max(self.height(), 1), 1 / _WIDEST), _WIDEST)

    def _fitted_camera(self) -> Camera:
        return cameras.fitted(self._cast.content, self.width(), self.height())

    def _focus_point(self) -> QPointF:
        """What a zoom by key or menu keeps in its place."""
        return QPointF(self.width() / 2, self.height() / 2)

    @property
    def side(self) -> int:
        """The side of a tile in device px."""
        return round(self.camera.scale * (1 - GAP) * self.devicePixelRatioF())

    def _corners(self, indexes: NDArray[np.intp]) -> NDArray[np.int32]:
        """int32 (m, 2): the tiles' top left corners in the view, in device px."""
        camera = self.camera
        places = self._cast.motion.places[indexes].astype(float)
        corners = (places - (camera.x, camera.y)) * camera.scale * self.devicePixelRatioF()
        return np.rint(corners).astype(np.int32)

    def _device_camera(self) -> Camera:
        """The same camera, its scale in device px."""
        camera = self.camera
        return Camera(camera.scale * self.devicePixelRatioF(), camera.x, camera.y)

    def _tile_rects(self, indexes: NDArray[np.intp]) -> list[QRectF]:
        ratio = self.devicePixelRatioF()
        side, corners = self.side / ratio, self._corners(indexes) / ratio
        return [QRectF(x, y, side, side) for x, y in corners.tolist()]

    def _set_store(self, store: TileStore, grid: Grid | None, *, aspect: float) -> None:
        self._look_at(store)
        self._cast, self._badges = Cast(store, aspect=aspect, grid=grid), NO_BADGES

    def _look_at(self, store: TileStore) -> None:
        """Take pixels from `store` from now on."""
        self._sharp.close()
        self._sharp = Sharp(store)
        self._fades.forget()
        self._seen_version, self._last_arrival = store.version, self._now()
        self._was_filled = store.filled == len(store.photos)

    def _fade_in(self, indexes: NDArray[np.intp]) -> None:
        if self._is_animated and self.isVisible():
            self._fades.begin(indexes.tolist(), now=self._now())

    def _send_tiles(self, *, seconds: float = FLIGHT_SECONDS) -> None:
        if self._is_animated and self.isVisible():
            self._cast.motion.fly(self._cast.goal, now=self._now(), seconds=seconds)
        else:
            self._cast.motion.jump(self._cast.goal)
        self._repaint_all()

    def _look(self, goal: Camera, *, seconds: float = FLIGHT_SECONDS) -> None:
        if self._is_animated and self.isVisible() and self.photos:
            gentle = seconds >= FLIGHT_SECONDS
            self._flight.fly(goal, now=self._now(), seconds=seconds, is_gentle=gentle)
        else:
            self._flight.jump(goal)
        self.scale_changed.emit()
        self._wake()

    def _arrive(self) -> None:
        self._cast.motion.jump(self._cast.motion.goal)
        self._flight.jump(self._flight.goal)
        self._fades.forget()

    def _repaint_all(self) -> None:
        self._frame.forget()
        self._wake()

    def _wake(self) -> None:
        """Paint, and go on as long as something moves or arrives."""
        self._is_stale = True
        self.update()
        self._set_pace()
        self.looked.emit()

    def _set_pace(self) -> None:
        pace = self._pace()
        if pace is None or not self.isVisible():
            self._clock.stop()
        elif not self._clock.isActive() or self._clock.interval() != pace:
            self._clock.start(pace)

    @property
    def _is_getting_better(self) -> bool:
        return bool(self._fades or self._softly) or self._frame.is_unfinished

    def _pace(self) -> int | None:
        """Milliseconds until there is something to do; None: nothing to wait for."""
        store = self._cast.store
        if self.is_moving or self._was_moving or self._is_getting_better:
            return FRAME_MS
        if self._sharp.is_busy or store.version != self._seen_version:
            return _POLL_MS
        if store.filled < len(self.photos):
            is_idle = self._now() - self._last_arrival > _IDLE_AFTER_SECONDS
            return _IDLE_POLL_MS if is_idle else _POLL_MS
        return None

    @Slot()
    def _on_tick(self) -> None:
        now = self._now()
        was_moving = self.is_moving
        self._cast.motion.advance(now)
        self._flight.advance(now)
        if was_moving and not self.is_moving:
            self._after_moving()
        has_news = self._take_arrivals()
        if has_news or was_moving or self._was_moving or self._is_getting_better:
            self.update()
        if has_news or was_moving:
            self.looked.emit()
        self._set_pace()

    def _take_arrivals(self) -> bool:
        """Mark the tiles that got new pixels to be painted; whether there are any."""
        fresh = self._cast.store.changed_since(self._seen_version)
        self._seen_version += len(fresh)
        sharper = np.array(self._sharp.collect(), np.intp)
        self._refine_coarse()
        if not len(fresh) and not len(sharper):
            return False
        self._last_arrival = self._now()
        self._frame.touch(self._cast.indexes_of(np.concatenate([fresh, sharper])))
        if self._is_animated and not self._was_filled:  # else they are only made again
            self._fades.begin(self._cast.indexes_of(fresh).tolist(), now=self._now())
        self._was_filled = self._cast.store.filled == len(self._cast.store.photos)
        return True

    def _refine_coarse(self) -> None:
        """Have better tiles made once all photos are there, in the order they stand in."""
        store = self._cast.store
        if store.filled == len(store.photos) and (coarse := store.take_coarse()):
            self._sharp.remake([slot for slot in self._cast.slots.tolist() if slot in coarse])

    def _paint_tiles(self) -> None:
        ratio, cast, ground = self.devicePixelRatioF(), self._cast, self.ground()
        size = QSize(round(self.width() * ratio), round(self.height() * ratio))
        scene = Scene(
            cast.store,
            self._sharp,
            cast.slots,
            cast.motion.places,
            cast.board,
            self._is_tile_fit,
            cast.kinds,
            ratio,
            self._selected_mask(),
            self.palette().color(QPalette.ColorRole.Highlight).rgba(),
            self._outline(),
        )
        camera = self._device_camera()
        focus = self._pointer if self._pointer is not None else self.rect().toRectF().center()
        self._sharp.look_at(*self.camera.to_world(focus.x(), focus.y()))
        if camera != self._painted:
            self._painted, self._last_moved = camera, self._now()
        is_new = self._frame.update(
            scene,
            camera,
            size=size,
            ground=ground,
            focus=(focus * ratio).toPoint(),
            is_hurried=self.is_moving or self._was_moving,
        )
        self._was_moving = self.is_moving
        now = self._now()
        if is_new:
            self._last_whole = now
        is_resting = now - self._last_whole > _REST_SECONDS or not self._is_animated
        is_still = now - self._last_moved > _REST_SECONDS or not self._is_animated
        until = now + (_PAINT_SECONDS if is_still else _PAN_SECONDS)
        is_refined = is_resting and not is_new and self._frame.is_unfinished
        if is_new or not is_still or not self._is_animated:
            self._softly.forget()
        elif is_refined and cast.store.filled == len(cast.store.photos):
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
