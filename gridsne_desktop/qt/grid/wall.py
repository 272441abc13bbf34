"""The wall of photos: what the window asks of it, and what a hand and the keys do on it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.qt.grid import camera as cameras
from gridsne_desktop.qt.grid.choosing import CTRL, ChoosingView
from gridsne_desktop.qt.grid.hands import Hands
from gridsne_desktop.qt.grid.motion import WALK_SECONDS
from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.grid.selection import Indexes
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.walk import walk_of

_HAND_BUTTONS: Final = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
)


class Wall(ChoosingView):
    """All photos as tiles; indexes are places in `photos`.

    Signals:
        photo_activated: Double-click, Return or Space on a photo: its index.
        menu_requested: A context menu is wanted: index (selected by then), global position.
        drag_wanted: The selected photos are being dragged out; the current one is under the hand.
    """

    photo_activated = Signal(int)
    menu_requested = Signal(int, QPoint)
    drag_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hands = Hands(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Photo wall"))

    def show_photos(
        self, store: TileStore, grid: Grid | None = None, *, aspect: float | None = None
    ) -> None:
        """Show one tile per slot; thumbnails appear as they arrive.

        They lie in the cells of `grid`, else in the store's order and about as wide as `aspect`;
        None: as the wall.
        """
        before = self.view
        self._set_store(store, grid, aspect=aspect or self._aspect())
        self._fit_store(store)
        self._tell_view(before)
        self._is_fitted = True
        self._flight.jump(self._fitted_camera())
        self._repaint_all()

    def keep_slots(self, slots: "NDArray[np.integer]") -> None:
        """From here on photo i is that of slot slots[i]; the others leave.

        Cells stay as they are, if there are any yet.
        """
        before = self.view
        self._keep_choices(self._cast.keep(slots.astype(np.intp), aspect=self._aspect()))
        self._fades.forget()
        self._tell_view(before)
        self._send_tiles()
        if self._is_fitted:
            self.fit()

    def recast(
        self, store: TileStore, slots: "NDArray[np.integer]", grid: Grid, points: Points
    ) -> None:
        """From here on photo i is that of slot slots[i] of `store`; `grid` and `points` are theirs.

        Photos that were shown stay where they are until they are sent off, by `show_grid` or
        `move_grid`; the others appear where they belong.
        """
        if store is not self._cast.store:
            self._look_at(store)
        before = self._cast.recast(store, slots.astype(np.intp), grid, points)
        self._fit_store(store)
        self._keep_choices(before)
        self._fades.forget()
        self._fade_in(np.flatnonzero(before < 0))
        if self._is_fitted:
            self.fit()
        self._repaint_all()

    def move_points(self, points: Points) -> None:
        """The map as it is by now; who looks at it sees the tiles keep after their points."""
        self._cast.set_points(points)
        if self.view is not View.MAP:
            return
        if self._is_animated and self.isVisible():
            self._cast.motion.follow(self._cast.goal, now=self._now())
        else:
            self._cast.motion.jump(self._cast.goal)
            self._frame.forget()
        self._wake()

    def move_grid(self, grid: Grid, points: Points | None) -> None:
        """A grid on its way: the tiles walk to their cells, if the grid is looked at."""
        shape = (self._cast.places.columns, self._cast.places.rows)
        if points is not None:
            self._cast.set_points(points)
        self._cast.set_grid(grid)
        if self.view is not View.GRID:
            return
        self._send_tiles(seconds=WALK_SECONDS)
        if self._is_fitted and shape != (self._cast.places.columns, self._cast.places.rows):
            self.fit()

    def show_grid(self, grid: Grid, points: Points) -> None:
        """Send the tiles to their cells; the grid's photos are those kept, in the same order.

        Who looks at the map stays there.
        """
        self._cast.set_points(points)
        self._cast.set_grid(grid)
        self._send_tiles()
        self.fit()

    def set_view(self, view: View) -> None:
        """Show the grid or the map; without points there is only the grid."""
        before = self.view
        if view is before or (view is View.MAP and not self.has_map):
            return
        middle = None if self._is_fitted else self._in_the_middle()
        self._cast.view = view
        self._tell_view(before)
        self._send_tiles()
        if middle is None:
            self.fit()
        else:
            x, y = (self._cast.goal[middle] + 0.5).tolist()
            self._look(cameras.centred(self.camera.scale, x, y, self.width(), self.height()))

    def _in_the_middle(self) -> int | None:
        """The photo in the middle of the view."""
        return self._cast.nearest(*self.camera.to_world(self.width() / 2, self.height() / 2))

    def neighbour(self, index: int, dx: int, dy: int) -> int | None:
        """The photo dx cells to the right and dy below on the grid; None: there is none."""
        return self._cast.places.neighbour(index, dx, dy)

    @property
    def order(self) -> Indexes:
        """All photos as one reads the grid: intp (n,)."""
        return self._cast.places.order.astype(np.intp)

    def rank(self, index: int) -> int:
        """The photo's place as one reads the grid, from 0."""
        return int(self._cast.places.rank[index])

    def zoom_at_once(self, factor: float, at: QPointF) -> None:
        """Zoom as the fingers do; what is under the view point stays there."""
        self._flight.jump(self._flight.camera)
        self.zoom_by(factor, at)
        self._flight.jump(self._flight.goal)

    def set_lasso(self, on: bool) -> None:
        """Whether every drag draws a lasso."""
        self._hands.set_lasso(on)

    def drag_out(self, index: int) -> bool:
        """Ask for the selected photos to be dragged out, if the photo is one of them."""
        if index not in self.selection:
            return False
        self._selection.focus(index)
        self._after_choosing()
        self.drag_wanted.emit()
        return True

    def show_hand(self, shape: Qt.CursorShape | None) -> None:
        """Show another pointer; None: the usual one."""
        if shape is None:
            self.unsetCursor()
        else:
            self.setCursor(shape)

    def _fit_store(self, store: TileStore) -> None:
        if self._is_tile_fit != store.is_fit:
            self.set_tile_fit(self._is_tile_fit)

    def _tell_view(self, before: View) -> None:
        if self.view is not before:
            self.view_changed.emit(self.view)

    def _after_moving(self) -> None:
        """Something else may be under the pointer now."""
        super()._after_moving()
        if self.underMouse():
            self.hover(self.photo_at(QPointF(self.mapFromGlobal(QCursor.pos()))))

    def _activate_current(self) -> None:
        if self.current is not None:
            self.photo_activated.emit(self.current)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a pan, a rubber band or a lasso; other buttons are the window's."""
        if event.button() in _HAND_BUTTONS:
            self._hands.press(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, draw the band, or name what is under the pointer."""
        if event.buttons() != Qt.MouseButton.NoButton:
            self._hands.move(event)
        self._pointer = event.position()
        self.hover(None if self._hands.is_dragging else self.photo_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        if event.button() in _HAND_BUTTONS:
            self._hands.release(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the photo; a finger that taps twice zooms to it and back."""
        if event.button() not in _HAND_BUTTONS:
            event.ignore()
            return
        self._hands.give_up()
        if event.pointerType() == QPointingDevice.PointerType.Finger:
            self.smart_zoom(event.position())
            return
        index = self.photo_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.photo_activated.emit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self._hands.turn(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select the photo, unless it is already, and ask for a menu."""
        self._hands.give_up()
        index, place = self.photo_at(QPointF(event.pos())), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.current
            if index is not None:
                place = self.mapToGlobal(self.tile_rect(index).center().toPoint())
        if index is not None:
            self.choose_for_menu(index)
            self.menu_requested.emit(index, place)

    def choose_for_menu(self, index: int) -> None:
        """Select a photo whose menu is wanted, unless it is already."""
        if self._selection.mask[index]:
            self._selection.focus(index)
        else:
            self._selection.pick(index)
        self._after_choosing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, or get ready to pan."""
        walk = walk_of(event.key())
        if event.key() == Qt.Key.Key_Escape and self._hands.escape():
            return
        if walk is not None:
            self.walk(walk, event.modifiers())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate_current()
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._hands.space_down()
        elif event.key() == Qt.Key.Key_Escape and len(self.selection):
            self.select_none()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space: a preview; with Ctrl: select the current photo or not."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            super().keyReleaseEvent(event)
        elif self._hands.space_up():
            if event.modifiers() & CTRL:
                self.click(self.current, CTRL)
            else:
                self._activate_current()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who has the keyboard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Space may go up elsewhere."""
        super().focusOutEvent(event)
        self._hands.space_up()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._pointer = None
        self.hover(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """A hand that was dragging has lost the wall."""
        super().hideEvent(event)
        self._hands.give_up()
        self.draw_band(None)
        self.draw_lasso(None)
        self.hover(None)

    def event(self, event: QEvent) -> bool:
        """Pinches come as events without a handler of their own."""
        if isinstance(event, QNativeGestureEvent):
            return self._hands.pinch_native(event) or super().event(event)
        if isinstance(event, QGestureEvent):
            gesture = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(gesture, QPinchGesture):
                self._hands.pinch(gesture, self.mapFromGlobal(gesture.centerPoint()))
                return True
        return super().event(event)
