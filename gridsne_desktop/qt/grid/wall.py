"""The wall of photos: what one sees, and what one can do with it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from gridsne_desktop.qt.grid import marks
from gridsne_desktop.qt.grid.camera import Box
from gridsne_desktop.qt.grid.hands import Hands
from gridsne_desktop.qt.grid.places import tiles_in
from gridsne_desktop.qt.grid.selection import Indexes, Selection
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tile_view import TileView
from gridsne_desktop.qt.grid.walk import Walk, walk_of

_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


class Wall(TileView):
    """All photos as tiles; indexes are places in `photos`.

    Signals:
        photo_activated: Double-click, Return or Space on a photo: its index.
        selection_changed: Other photos are selected now.
        current_changed: The photo that has the keyboard: its index or None.
        photo_hovered: The photo under the pointer: its index or None.
        menu_requested: A context menu is wanted: index (selected by then), global position.
    """

    photo_activated = Signal(int)
    selection_changed = Signal()
    current_changed = Signal(object)
    photo_hovered = Signal(object)
    menu_requested = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._selection = Selection(0)
        self._hovered: int | None = None
        self._band: QRectF | None = None
        self._before_band = np.zeros(0, bool)
        super().__init__(parent)
        self._hands = Hands(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Photo wall"))

    @property
    def selection(self) -> Indexes:
        """The selected photos: intp (m,), ascending."""
        return self._selection.indexes

    @property
    def current(self) -> int | None:
        """The photo that has the keyboard."""
        return self._selection.current

    @property
    def hovered(self) -> int | None:
        """The photo under the pointer."""
        return self._hovered

    def select(self, indexes: "NDArray[np.integer]") -> None:
        """Select exactly these photos."""
        self._selection.set(np.asarray(indexes, dtype=np.intp))
        self._after_selecting()

    def select_all(self) -> None:
        """Select every photo."""
        self._selection.set_all(True)
        self._after_selecting()

    def select_none(self) -> None:
        """Select no photo."""
        self._selection.set_all(False)
        self._after_selecting()

    def invert_selection(self) -> None:
        """Select exactly the photos that were not selected."""
        self._selection.invert()
        self._after_selecting()

    def set_current(self, index: int | None) -> None:
        """Give a photo the keyboard, select only it and bring it into view."""
        if index is None:
            self._selection.focus(None)
        else:
            self._selection.pick(index)
            self.reveal(index)
        self._after_selecting()
        self._tell_current()

    def neighbour(self, index: int, dx: int, dy: int) -> int | None:
        """The photo dx cells to the right and dy below on the grid; None: there is none."""
        return self._places.neighbour(index, dx, dy)

    def click(self, index: int | None, modifiers: Qt.KeyboardModifier) -> None:
        """A photo was clicked, or the ground: select as everywhere."""
        with_ctrl = bool(modifiers & _CTRL)
        if index is None:
            if not modifiers & (_CTRL | _SHIFT):
                self.select_none()
            return
        if modifiers & _SHIFT:
            self._selection.extend(index, rank=self._places.rank, add=with_ctrl)
        elif with_ctrl:
            self._selection.toggle(index)
        else:
            self._selection.pick(index)
        self._after_selecting()
        self._tell_current()

    def zoom_at_once(self, factor: float, at: QPointF) -> None:
        """Zoom as the fingers do; what is under the view point stays there."""
        self._flight.jump(self._flight.camera)
        self.zoom_by(factor, at)
        self._flight.jump(self._flight.goal)

    def start_band(self, modifiers: Qt.KeyboardModifier) -> None:
        """A rubber band begins; with Ctrl or Shift it adds to what is selected."""
        adds = bool(modifiers & (_CTRL | _SHIFT))
        self._before_band = self._selection.mask if adds else np.zeros(len(self.photos), bool)

    def draw_band(self, band: QRectF | None) -> None:
        """Select what the rubber band touches; None: the hand let go."""
        self._band = band
        if band is not None:
            left, top = self.camera.to_world(band.x(), band.y())
            scale = self.camera.scale
            box = Box(left, top, band.width() / scale, band.height() / scale)
            mask = self._before_band.copy()
            mask[tiles_in(self._motion.places, box)] = True
            if (mask != self._selection.mask).any():
                self._selection.set(np.flatnonzero(mask))
                self.selection_changed.emit()
        self.update()

    def show_hand(self, shape: Qt.CursorShape | None) -> None:
        """Show another pointer; None: the usual one."""
        if shape is None:
            self.unsetCursor()
        else:
            self.setCursor(shape)

    def _set_store(self, store: TileStore) -> None:
        super()._set_store(store)
        had_some = bool(len(self.selection))
        self._selection = Selection(len(store.photos))
        self._hover(None)
        self._band = None
        if had_some:
            self.selection_changed.emit()
        self._tell_current()

    def _after_keeping(self, kept: NDArray[np.intp]) -> None:
        self._selection.keep(kept)
        self._hover(None)
        self._after_selecting()
        self._tell_current()

    def _after_selecting(self) -> None:
        self.selection_changed.emit()
        self.update()

    def _tell_current(self) -> None:
        index = self._selection.current
        self.current_changed.emit(index)
        if index is not None:
            column, row = self._places.cell(index)
            self.setAccessibleDescription(
                self.tr("{name}, row {row} of {rows}, column {column} of {columns}").format(
                    name=self.photos[index].path.name,
                    row=row + 1,
                    rows=self._places.rows,
                    column=column + 1,
                    columns=self._places.columns,
                )
            )
            event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)
        self.update()

    def _focus_point(self) -> QPointF:
        """The current photo, where it is in view, else the middle."""
        if self.current is not None:
            middle = self.tile_rect(self.current).center()
            if self.rect().contains(middle.toPoint()):
                return middle
        return super()._focus_point()

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.photo_hovered.emit(index)
            self.update()

    def _walk(self, walk: Walk, modifiers: Qt.KeyboardModifier) -> None:
        """Move the keyboard to another photo; with Shift the selection grows, with Ctrl not."""
        index = self._destination(walk)
        if index is None:
            return
        if modifiers & _SHIFT:
            self._selection.extend(index, rank=self._places.rank)
        elif modifiers & _CTRL and not walk.is_end:
            self._selection.focus(index)
        else:
            self._selection.pick(index)
        self.reveal(index)
        self._after_selecting()
        self._tell_current()

    def _destination(self, walk: Walk) -> int | None:
        if not self.photos:
            return None
        if self.current is None:
            return int(self._places.order[-1 if walk is Walk.LAST else 0])
        visible_rows = max(1, int(self.height() / self.camera.scale) - 1)
        return walk.destination(self._places, self.current, page=visible_rows)

    def _activate_current(self) -> None:
        if self.current is not None:
            self.photo_activated.emit(self.current)

    def _paint_marks(self, painter: QPainter) -> None:
        x, y = self.camera.to_world(0, 0)
        scale, palette = self.camera.scale, self.palette()
        box = Box(x, y, self.width() / scale, self.height() / scale)
        visible = tiles_in(self._motion.places, box)
        selected = visible[self._selection.mask[visible]]
        marks.paint_selected(painter, self._tile_rects(selected), palette)
        if self.current is not None:
            tile = self.tile_rect(self.current)
            marks.paint_current(
                painter, tile, palette=palette, ground=self.ground(), is_active=self.hasFocus()
            )
        if self._band is not None:
            marks.paint_band(painter, self._band, palette)
        elif self._hovered is not None and not self.is_moving:
            tile = self.tile_rect(self._hovered)
            marks.paint_hovered(painter, tile)
            name = self.photos[self._hovered].path.name
            marks.paint_card(painter, name, tile=tile, view=QRectF(self.rect()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click, a pan or a rubber band."""
        self._hands.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pan, draw the band, or name what is under the pointer."""
        if event.buttons() != Qt.MouseButton.NoButton:
            self._hands.move(event)
        self._hover(None if self._hands.is_dragging else self.photo_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End what the press began."""
        self._hands.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the photo."""
        self._hands.give_up()
        index = self.photo_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.photo_activated.emit(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self._hands.turn(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select the photo, unless it is already, and ask for a menu."""
        self._hands.give_up()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index, place = self.current, self._menu_place()
        else:
            index, place = self.photo_at(QPointF(event.pos())), event.globalPos()
        if index is None:
            return
        if not self._selection.mask[index]:
            self._selection.pick(index)
            self._after_selecting()
        elif index != self.current:
            self._selection.focus(index)
        self._tell_current()
        self.menu_requested.emit(index, place)

    def _menu_place(self) -> QPoint:
        if self.current is None:
            return QPoint()
        return self.mapToGlobal(self.tile_rect(self.current).center().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, or get ready to pan."""
        walk = walk_of(event.key())
        if walk is not None:
            self._walk(walk, event.modifiers())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._activate_current()
        elif event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._hands.space_down()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space: a preview; with Ctrl: select the current photo or not."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            super().keyReleaseEvent(event)
        elif self._hands.space_up():
            if event.modifiers() & _CTRL and self.current is not None:
                self.click(self.current, _CTRL)
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
        self._hover(None)

    def event(self, event: QEvent) -> bool:
        """Pinches come as events without a handler of their own."""
        if isinstance(event, QNativeGestureEvent):
            return self._hands.pinch_native(event) or super().event(event)
        if isinstance(event, QGestureEvent):
            gesture = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(gesture, QPinchGesture):
                at = self.mapFromGlobal(gesture.centerPoint())
                self._hands.pinch(gesture, at)
                return True
        return super().event(event)
