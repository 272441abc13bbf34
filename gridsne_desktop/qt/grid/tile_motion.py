"""Tiles on the screen: where they are by now, and the clock that moves them."""

import time
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.badges import NO_BADGES, Badges
from gridsne_desktop.qt.grid import camera as cameras
from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.cast import Cast
from gridsne_desktop.qt.grid.fades import Fades
from gridsne_desktop.qt.grid.flight import Flight
from gridsne_desktop.qt.grid.frame import Frame
from gridsne_desktop.qt.grid.motion import FLIGHT_SECONDS
from gridsne_desktop.qt.grid.places import View, tile_at
from gridsne_desktop.qt.grid.sharp import Sharp
from gridsne_desktop.qt.grid.softly import Softly
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import GAP

FRAME_MS: Final = 16
_POLL_MS: Final = 33
"""While thumbnails arrive: 30 a second, no signal per photo."""
_IDLE_POLL_MS: Final = 250
_IDLE_AFTER_SECONDS: Final = 2.0
_WIDEST: Final = 4.0
"""The grid of photos in folder order is never longer than this in one direction."""


class TileMotion(QWidget):
    """A cast of tiles before a camera, both on their way; a clock ticks while anything changes.

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

    def photo_at(self, position: QPointF) -> int | None:
        """The photo under a view point."""
        place = self.camera.to_world(position.x(), position.y())
        return tile_at(self._cast.motion.places, *place)

    def tile_rect(self, index: int) -> QRectF:
        """Where a photo's tile is in the view, on whole device px."""
        return self._tile_rects(np.array([index]))[0]

    def _after_moving(self) -> None:
        """Tiles or camera have arrived. For heirs."""

    def _now(self) -> float:
        return time.perf_counter()

    def _aspect(self) -> float:
        return min(max(self.width() / max(self.height(), 1), 1 / _WIDEST), _WIDEST)

    def _fitted_camera(self) -> Camera:
        return cameras.fitted(self._cast.content, self.width(), self.height())

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
