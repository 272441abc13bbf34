"""The camera on its way from one look to another."""

from typing import Final

from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.motion import eased, eased_out

ZOOM_SECONDS: Final = 0.16
"""A turn of the wheel: felt as immediate, seen as movement."""


class Flight:
    """What the camera shows now, and what it is going to. The clock comes in as an argument."""

    def __init__(self) -> None:
        self.camera = Camera(1.0, 0.0, 0.0)
        self.goal = self.camera
        self._start = self.camera
        self._started = 0.0
        self._seconds = 0.0
        self._is_gentle = False

    @property
    def is_moving(self) -> bool:
        """Whether `advance` has to be called again."""
        return self.camera != self.goal

    def jump(self, goal: Camera) -> None:
        """Look there at once."""
        self.camera = self.goal = goal

    def fly(self, goal: Camera, *, now: float, seconds: float, is_gentle: bool = False) -> None:
        """Set off from what is shown now; gently means with a slow start, too."""
        self._start, self.goal = self.camera, goal
        self._started, self._seconds, self._is_gentle = now, seconds, is_gentle

    def advance(self, now: float) -> None:
        """Look to where the camera is at the time `now` (seconds)."""
        if self.is_moving:
            share = (now - self._started) / self._seconds
            ease = eased if self._is_gentle else eased_out
            self.camera = self.goal if share >= 1 else self._start.towards(self.goal, ease(share))
