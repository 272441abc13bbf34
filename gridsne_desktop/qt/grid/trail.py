"""Places seen on the way, to go back to and forward again, as in a browser."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.history import History
from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.places import View

REST_SECONDS: Final = 0.6
"""Whoever leaves a place sooner was on the way to another one."""
_MOST_PLACES: Final = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is.

    Attributes:
        view: The grid or the map.
        camera: What of it is shown; None: all of it, whatever the window's size.
        photo: The photo that is shown large; None: none.
    """

    view: View = View.GRID
    camera: Camera | None = None
    photo: Path | None = None


class Trail:
    """The places that were left by a jump; where the person is now comes in as an argument.

    Between jumps the person may wander, by wheel or by hand: a place is as it was when it was
    left. The clock comes in as an argument.
    """

    def __init__(self) -> None:
        self._places: History[Place] = History(most=_MOST_PLACES)
        self._left_at = -math.inf

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before this one."""
        return self._places.can_undo

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place that was gone back from."""
        return self._places.can_redo

    def leave(self, here: Place, *, now: float) -> None:
        """The person jumps from `here` to another place; places gone back from are forgotten."""
        has_rested = now - self._left_at >= REST_SECONDS
        self._left_at = now
        if has_rested:
            self._places.replace(here)
            self._places.push(here)  # stands for the place jumped to, until that is left

    def back(self, here: Place) -> Place:
        """The place before.

        Raises:
            IndexError: There is none.
        """
        self._left_at = -math.inf
        self._places.replace(here)
        return self._places.undo()

    def forward(self, here: Place) -> Place:
        """The place after.

        Raises:
            IndexError: There is none.
        """
        self._left_at = -math.inf
        self._places.replace(here)
        return self._places.redo()

    def clear(self) -> None:
        """Forget all places: other photos are shown."""
        self._places.clear()
        self._left_at = -math.inf
