"""What a hand does on the wall: press, drag, turn, pinch; told to the wall as intentions."""

from enum import Enum, auto
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QPinchGesture

_ZOOM_PER_NOTCH: Final = 1.25
_DEGREES_8_PER_NOTCH: Final = 120.0
"""Eighths of a degree in one notch of a wheel: QWheelEvent.angleDelta."""


class Wall(Protocol):
    """What hands can do to a wall; positions are view points."""

    def photo_at(self, position: QPointF) -> int | None:
        """The photo under the point."""

    def pan_by(self, dx: float, dy: float) -> None:
        """Move everything."""

    def zoom_by(self, factor: float, at: QPointF) -> None:
        """Zoom at the point, eased."""

    def zoom_at_once(self, factor: float, at: QPointF) -> None:
        """Zoom at the point as the fingers do."""

    def click(self, index: int | None, modifiers: Qt.KeyboardModifier) -> None:
        """The photo was clicked; None: the ground."""

    def drag_out(self, index: int) -> bool:
        """Give a selected photo, and the others selected, to other programs; False: it is not."""

    def start_band(self, modifiers: Qt.KeyboardModifier) -> None:
        """A rubber band begins; with Ctrl or Shift it adds."""

    def draw_band(self, band: QRectF | None) -> None:
        """The rubber band is this large now; None: the hand let go."""

    def show_hand(self, shape: Qt.CursorShape | None) -> None:
        """Show this pointer; None: the usual one."""


class _Drag(Enum):
    NONE = auto()
    PRESSED = auto()
    PAN = auto()
    BAND = auto()


class Hands:
    """Tells clicks, pans, rubber bands and zooms apart.

    A drag pans, as do the middle button and Space; it is a rubber band with Shift or from empty
    ground, and takes selected photos out of the window.
    """

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self._drag = _Drag.NONE
        self._pressed = self._last = QPointF()
        self._is_space_down = self._has_space_panned = False

    @property
    def is_dragging(self) -> bool:
        """Whether the hand pans or draws a band."""
        return self._drag in (_Drag.PAN, _Drag.BAND)

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        self._pressed = self._last = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._begin(_Drag.PAN)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag = _Drag.PRESSED
            if self._is_space_down:
                self._has_space_panned = True
                self._begin(_Drag.PAN)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved with a button down."""
        position = event.position()
        if self._drag is _Drag.PRESSED and self._is_far(position):
            index = self._wall.photo_at(self._pressed)
            on_ground = index is None
            with_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if index is not None and not with_shift and self._drag_out(index):
                return
            if on_ground or with_shift:
                self._wall.start_band(event.modifiers())
            self._begin(_Drag.BAND if on_ground or with_shift else _Drag.PAN)
        if self._drag is _Drag.PAN:
            self._wall.pan_by(position.x() - self._last.x(), position.y() - self._last.y())
        elif self._drag is _Drag.BAND:
            self._wall.draw_band(QRectF(self._pressed, position).normalized())
        self._last = position

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""
        drag, self._drag = self._drag, _Drag.NONE
        if drag is _Drag.PRESSED and event.button() == Qt.MouseButton.LeftButton:
            self._wall.click(self._wall.photo_at(self._pressed), event.modifiers())
        elif drag is _Drag.BAND:
            self._wall.draw_band(None)
        self._wall.show_hand(Qt.CursorShape.OpenHandCursor if self._is_space_down else None)

    def give_up(self) -> None:
        """Forget a press: a double-click or a menu took it."""
        self._drag = _Drag.NONE

    def space_down(self) -> None:
        """Space went down: a drag pans now."""
        self._is_space_down, self._has_space_panned = True, False
        self._wall.show_hand(Qt.CursorShape.OpenHandCursor)

    def space_up(self) -> bool:
        """Space went up; whether it was just pressed, not held for panning."""
        was_press = self._is_space_down and not self._has_space_panned
        self._is_space_down = False
        if self._drag is not _Drag.PAN:
            self._wall.show_hand(None)
        return was_press

    def turn(self, event: QWheelEvent) -> None:
        """The wheel turned, or two fingers scrolled."""
        notches = event.angleDelta().y() / _DEGREES_8_PER_NOTCH
        if notches:
            self._wall.zoom_by(_ZOOM_PER_NOTCH**notches, event.position())
        event.accept()

    def pinch_native(self, event: QNativeGestureEvent) -> bool:
        """Two fingers on a trackpad; whether the gesture is one that we know."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._wall.zoom_at_once(1 + event.value(), event.position())
        return True

    def pinch(self, gesture: QPinchGesture, at: QPointF) -> None:
        """Two fingers on a touch screen."""
        self._wall.zoom_at_once(gesture.scaleFactor(), at)
        moved = gesture.centerPoint() - gesture.lastCenterPoint()
        self._wall.pan_by(moved.x(), moved.y())

    def _begin(self, drag: _Drag) -> None:
        self._drag = drag
        if drag is _Drag.PAN:
            self._wall.show_hand(Qt.CursorShape.ClosedHandCursor)

    def _drag_out(self, index: int) -> bool:
        """Whether a drag out began, and is over by now: it takes the hand's release with it."""
        self._drag = _Drag.NONE
        if self._wall.drag_out(index):
            return True
        self._drag = _Drag.PRESSED
        return False

    def _is_far(self, position: QPointF) -> bool:
        return (position - self._pressed).manhattanLength() >= QApplication.startDragDistance()
