"""What a hand does on the wall: press, drag, turn, pinch; told to the wall as intentions."""

from enum import Enum, auto
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QPinchGesture

_ZOOM_PER_NOTCH: Final = 1.25
_DEGREES_8_PER_NOTCH: Final = 120.0
"""Eighths of a degree in one notch of a wheel: QWheelEvent.angleDelta."""
_NONE: Final = Qt.KeyboardModifier.NoModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


class Wall(Protocol):
    """What hands can do to a wall; positions are view points."""

    def photo_at(self, position: QPointF) -> int | None:
        """The photo under the point."""

    def pan_by(self, dx: float, dy: float) -> None:
        """Move everything."""

    def push_by(self, dx: float, dy: float) -> None:
        """Move everything with the hand, which may let go."""

    def let_go(self) -> None:
        """The hand has let go of everything: glide on."""

    def hold(self) -> None:
        """The hand is laid on: what glides stops."""

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

    def start_lasso(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A lasso begins at the point; with Ctrl or Shift it adds."""

    def draw_lasso(self, to: QPointF | None) -> None:
        """The lasso goes on to the point; None: the hand let go."""

    def drop_choice(self) -> None:
        """Select what was selected before the rubber band or the lasso began."""

    def smart_zoom(self, at: QPointF) -> None:
        """Show the photo at the point as large as can be, or go back from it."""

    def show_hand(self, shape: Qt.CursorShape | None) -> None:
        """Show this pointer; None: the usual one."""


class _Drag(Enum):
    NONE = auto()
    PRESSED = auto()
    PAN = auto()
    BAND = auto()
    LASSO = auto()


class Hands:
    """Tells clicks, pans, rubber bands, lassos and zooms apart.

    A drag pans, as do the middle button and Space; it is a rubber band with Shift or from empty
    ground, a lasso with Alt or while `is_lasso`, and takes selected photos out of the window.
    Two fingers that scroll pan; a wheel zooms.

    Attributes:
        is_lasso: Whether every drag draws a lasso.
    """

    def __init__(self, wall: Wall) -> None:
        self._wall = wall
        self.is_lasso = False
        self._drag = _Drag.NONE
        self._pressed = self._last = QPointF()
        self._is_space_down = self._has_space_panned = False

    @property
    def is_dragging(self) -> bool:
        """Whether the hand pans, or draws a band or a lasso."""
        return self._drag not in (_Drag.NONE, _Drag.PRESSED)

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        self._wall.hold()
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
            kind, index = self._kind_of_drag(event.modifiers()), self._wall.photo_at(self._pressed)
            if kind is _Drag.PAN and index is not None and self._drag_out(index):
                return
            self._begin(kind, event.modifiers())
        if self._drag is _Drag.PAN:
            self._wall.push_by(position.x() - self._last.x(), position.y() - self._last.y())
        elif self._drag is _Drag.BAND:
            self._wall.draw_band(QRectF(self._pressed, position).normalized())
        elif self._drag is _Drag.LASSO:
            self._wall.draw_lasso(position)
        self._last = position

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""
        drag, self._drag = self._drag, _Drag.NONE
        if drag is _Drag.PRESSED and event.button() == Qt.MouseButton.LeftButton:
            self._wall.click(self._wall.photo_at(self._pressed), event.modifiers())
        elif drag is _Drag.BAND:
            self._wall.draw_band(None)
        elif drag is _Drag.LASSO:
            self._wall.draw_lasso(None)
        elif drag is _Drag.PAN:
            self._wall.let_go()
        self._show_idle()

    def give_up(self) -> None:
        """Forget a press: a double-click or a menu took it."""
        self._drag = _Drag.NONE

    def escape(self) -> bool:
        """Esc: take back the band or the lasso; whether there was one."""
        is_choosing = self._drag in (_Drag.BAND, _Drag.LASSO)
        if is_choosing:
            self.give_up()
            self._wall.drop_choice()
        return is_choosing

    def set_lasso(self, on: bool) -> None:
        """Whether every drag draws a lasso from now on."""
        self.is_lasso = on
        self._show_idle()

    def space_down(self) -> None:
        """Space went down: a drag pans now."""
        self._is_space_down, self._has_space_panned = True, False
        self._wall.show_hand(Qt.CursorShape.OpenHandCursor)

    def space_up(self) -> bool:
        """Space went up; whether it was just pressed, not held for panning."""
        was_press = self._is_space_down and not self._has_space_panned
        self._is_space_down = False
        if self._drag is not _Drag.PAN:
            self._show_idle()
        return was_press

    def turn(self, event: QWheelEvent) -> None:
        """The wheel turned, or two fingers scrolled; with Ctrl they zoom as well."""
        event.accept()
        if _is_by_fingers(event) and not event.modifiers() & _CTRL:
            self._scroll(event)
            return
        notches = event.angleDelta().y() / _DEGREES_8_PER_NOTCH
        if notches:
            self._wall.zoom_by(_ZOOM_PER_NOTCH**notches, event.position())

    def pinch_native(self, event: QNativeGestureEvent) -> bool:
        """Two fingers on a trackpad; whether the gesture is one that we know."""
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._wall.zoom_at_once(1 + event.value(), event.position())
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._wall.smart_zoom(event.position())
        else:
            return False
        return True

    def pinch(self, gesture: QPinchGesture, at: QPointF) -> None:
        """Two fingers on a touch screen."""
        self._wall.zoom_at_once(gesture.scaleFactor(), at)
        moved = gesture.centerPoint() - gesture.lastCenterPoint()
        self._wall.pan_by(moved.x(), moved.y())

    def _kind_of_drag(self, modifiers: Qt.KeyboardModifier) -> _Drag:
        if self.is_lasso or modifiers & _ALT:
            return _Drag.LASSO
        if modifiers & _SHIFT or self._wall.photo_at(self._pressed) is None:
            return _Drag.BAND
        return _Drag.PAN

    def _scroll(self, event: QWheelEvent) -> None:
        """Pan; where the system sends no momentum of its own, glide on when the fingers lift."""
        moved = event.pixelDelta()
        self._wall.push_by(moved.x(), moved.y())
        if event.phase() == Qt.ScrollPhase.ScrollEnd:
            self._wall.let_go()

    def _show_idle(self) -> None:
        """Show the pointer of a hand that only waits."""
        if self._is_space_down:
            self._wall.show_hand(Qt.CursorShape.OpenHandCursor)
        else:
            self._wall.show_hand(Qt.CursorShape.CrossCursor if self.is_lasso else None)

    def _begin(self, drag: _Drag, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        self._drag = drag
        if drag is _Drag.BAND:
            self._wall.start_band(modifiers)
        elif drag is _Drag.LASSO:
            self._wall.start_lasso(self._pressed, modifiers)
        elif drag is _Drag.PAN:
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


def _is_by_fingers(event: QWheelEvent) -> bool:
    """Whether a trackpad tells px; a notched wheel has neither phases nor such a device.

    X11 gives px for some wheels, too, so that px alone tell nothing (QWheelEvent.pixelDelta).
    """
    has_phase = event.phase() != Qt.ScrollPhase.NoScrollPhase
    if event.pixelDelta().isNull():
        return has_phase and event.angleDelta().isNull()  # fingers are laid on, or lifted
    return has_phase or event.device().type() == QInputDevice.DeviceType.TouchPad
