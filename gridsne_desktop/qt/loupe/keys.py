"""What the keys mean while photos are large."""

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

STEPS: Final[dict[int, tuple[int, int]]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""To the neighbour on the grid: columns to the right, rows down."""
TURNS: Final[dict[int, int]] = {
    Qt.Key.Key_Space: 1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Backspace: -1,
    Qt.Key.Key_PageUp: -1,
}
"""To the next photo, or the one before, as one reads the grid."""
ENDS: Final[dict[int, int]] = {Qt.Key.Key_Home: -1, Qt.Key.Key_End: 1}
CLOSING: Final[set[int]] = {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}
STRIP: Final[set[int]] = {Qt.Key.Key_F, Qt.Key.Key_T}
INFO: Final[set[int]] = {Qt.Key.Key_I}


class Zoom(Enum):
    """A wish for another size."""

    FIT = auto()
    ACTUAL = auto()
    IN = auto()
    OUT = auto()


_ZOOMS: Final[dict[int, Zoom]] = {
    Qt.Key.Key_Plus: Zoom.IN,
    Qt.Key.Key_Equal: Zoom.IN,
    Qt.Key.Key_Minus: Zoom.OUT,
    Qt.Key.Key_Underscore: Zoom.OUT,
}
_ZOOMS_WITH_CONTROL: Final[dict[int, Zoom]] = _ZOOMS | {
    Qt.Key.Key_0: Zoom.FIT,
    Qt.Key.Key_1: Zoom.ACTUAL,
}


def plain_key(event: QKeyEvent) -> int | None:
    """The key, where it was pressed without Ctrl, Alt or Meta."""
    others = (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return None if event.modifiers() & others else event.key()


def zoom_of(event: QKeyEvent) -> Zoom | None:
    """The size that a key asks for."""
    has_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return (_ZOOMS_WITH_CONTROL if has_control else _ZOOMS).get(event.key())
