"""The photos of the wall as a list: what a hand and the keys do on its rows."""

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gridsne_desktop.qt.grid import marks
from gridsne_desktop.qt.grid.choosing import CTRL
from gridsne_desktop.qt.grid.walk import Walk, walk_of
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.photo_list.band import BandHand
from gridsne_desktop.qt.photo_list.photo_rows import PhotoRows

STEP = 1.25
"""One zoom by key, menu, or a notch of the wheel with Ctrl."""
_NOTCH = 120
"""Eighths of a degree (Qt's unit) in a notch of a usual wheel."""


class PhotoList(PhotoRows):
    """Another look at `wall`: its photos, its order, its selection; indexes are the wall's.

    Signals:
        photo_activated: Double-click, Return or Space on a photo: its index.
        menu_requested: A context menu is wanted: index (selected by then), global position.
    """

    photo_activated = Signal(int)
    menu_requested = Signal(int, QPoint)

    def __init__(self, wall: Wall, parent: QWidget | None = None) -> None:
        super().__init__(wall, parent)
        self._turned = 0
        self._hand = BandHand(self, wall)

    def neighbour(self, index: int, dx: int, dy: int) -> int | None:
        """The photo dx further in the list, or dy rows below; None: the end."""
        place = self.flow.moved(self._wall.rank(index), dx, dy)
        return None if place is None else int(self._wall.order[place])

    def _walk(self, walk: Walk, modifiers: Qt.KeyboardModifier) -> None:
        order, current = self._wall.order, self._wall.current
        if not len(order):
            return
        if walk.is_end or current is None:
            index: int | None = int(order[-1 if walk is Walk.LAST else 0])
        elif walk in (Walk.PAGE_UP, Walk.PAGE_DOWN):
            index = self._paged(current, down=walk is Walk.PAGE_DOWN)
        else:
            index = self.neighbour(current, *walk.value)
        if index is not None:
            self._wall.walk_to(index, modifiers, is_end=walk.is_end)

    def _paged(self, current: int, *, down: bool) -> int:
        flow = self.flow
        rows = max(1, self.viewport().height() // flow.row_height)
        place = self._wall.rank(current) + (rows if down else -rows) * flow.columns
        return int(self._wall.order[min(max(place, 0), flow.count - 1)])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl: larger or smaller tiles."""
        if not event.modifiers() & CTRL:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        notches, self._turned = int(self._turned / _NOTCH), int(np.fmod(self._turned, _NOTCH))
        if notches:
            self.zoom(STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select as on the wall; the right button's menu selects by itself."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.press(event.position(), event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag photos out, draw the rubber band, or name what is under the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._hand.move(event.position())
        self._hover(None if self._hand.band else self.photo_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The rubber band is drawn."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._hand.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the photo."""
        index = self.photo_at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.photo_activated.emit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Select the photo, unless it is already, and ask for a menu."""
        index, place = self.photo_at(QPointF(event.pos())), event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self._wall.current
            if index is not None:
                place = self.viewport().mapToGlobal(self.tile_rect(index).center().toPoint())
        if index is not None:
            self._wall.choose_for_menu(index)
            self.menu_requested.emit(index, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk or open; Esc takes the rubber band back, or selects nothing."""
        walk, current = walk_of(event.key()), self._wall.current
        if event.key() == Qt.Key.Key_Escape and self._hand.give_up():
            return
        if walk is not None:
            self._walk(walk, event.modifiers())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if current is not None and not event.isAutoRepeat():
                self._activate(current, event)
        elif event.key() == Qt.Key.Key_Escape and len(self._wall.selection):
            self._wall.select_none()
        else:
            event.ignore()

    def _activate(self, index: int, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and event.modifiers() & CTRL:
            self._wall.click(index, CTRL)
        else:
            self.photo_activated.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """A hand that was dragging has lost the list."""
        super().hideEvent(event)
        self._hand.release()

    def _paint_marks(self, painter: QPainter, places: range) -> None:
        super()._paint_marks(painter, places)
        band = self._hand.band
        if band is not None:
            marks.paint_band(painter, band, self.palette())
