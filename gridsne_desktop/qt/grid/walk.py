"""Where the keys lead on the grid."""

from enum import Enum
from typing import Final

from PySide6.QtCore import Qt

from gridsne_desktop.qt.grid.places import Places


class Walk(Enum):
    """One step with the keyboard: columns to the right, rows down."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)
    PAGE_UP = (0, -2)
    PAGE_DOWN = (0, 2)
    FIRST = (-2, 0)
    LAST = (2, 0)

    @property
    def is_end(self) -> bool:
        """Whether it leads to the first or the last photo."""
        return self in (Walk.FIRST, Walk.LAST)

    def destination(self, places: Places, index: int, *, page: int) -> int | None:
        """The photo one gets to from `index`; None: the edge. A page has `page` rows."""
        if self.is_end:
            return int(places.order[0 if self is Walk.FIRST else -1])
        if self in (Walk.PAGE_UP, Walk.PAGE_DOWN):
            down = page if self is Walk.PAGE_DOWN else -page
            return _as_far_as_it_goes(places, index, down)
        return places.neighbour(index, *self.value)


_KEYS: Final[dict[int, Walk]] = {
    Qt.Key.Key_Left: Walk.LEFT,
    Qt.Key.Key_Right: Walk.RIGHT,
    Qt.Key.Key_Up: Walk.UP,
    Qt.Key.Key_Down: Walk.DOWN,
    Qt.Key.Key_PageUp: Walk.PAGE_UP,
    Qt.Key.Key_PageDown: Walk.PAGE_DOWN,
    Qt.Key.Key_Home: Walk.FIRST,
    Qt.Key.Key_End: Walk.LAST,
}


def walk_of(key: int) -> Walk | None:
    """The step that a key stands for."""
    return _KEYS.get(key)


def _as_far_as_it_goes(places: Places, index: int, rows: int) -> int | None:
    step = 1 if rows > 0 else -1
    return next(
        (
            found
            for down in range(rows, 0, -step)
            if (found := places.neighbour(index, 0, down)) is not None
        ),
        None,
    )
