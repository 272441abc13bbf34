"""Tiles on their way: eased, and free to change their goal at any moment."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Places2D: TypeAlias = NDArray[np.float32]
"""float32 (n, 2): the top left corner of each tile in the world."""

FLIGHT_SECONDS: Final = 0.9
"""From the map to the cells: long enough to follow one photo with the eyes."""
WALK_SECONDS: Final = 0.6
"""From one grid on the way to the next: a calm step, over before the next one comes."""
_FOLLOW_SECONDS: Final = 0.12
"""Live points: each such time the tiles make up 63 % of their distance."""
_ARRIVED: Final = 0.002
"""World units; nobody sees a five-hundredth of a tile."""


class Motion:
    """Where n tiles are now, and where they are going. The clock comes in as an argument."""

    def __init__(self, places: Places2D) -> None:
        self._now = np.array(places, np.float32)
        self._start = self._now
        self._goal = self._now
        self._started = 0.0
        self._seconds = 0.0
        self._is_following = False
        self._is_moving = False

    @property
    def places(self) -> Places2D:
        """float32 (n, 2): where the tiles are."""
        return self._now

    @property
    def goal(self) -> Places2D:
        """float32 (n, 2): where the tiles will rest."""
        return self._goal

    @property
    def is_moving(self) -> bool:
        """Whether `advance` has to be called again."""
        return self._is_moving

    def jump(self, goal: Places2D) -> None:
        """Be at the goal at once."""
        self._goal = np.array(goal, np.float32)
        self._now = self._goal
        self._is_moving = False

    def fly(self, goal: Places2D, *, now: float, seconds: float = FLIGHT_SECONDS) -> None:
        """Set off from wherever the tiles are to arrive in `seconds`."""
        self._goal, self._start = np.array(goal, np.float32), self._now
        self._started, self._seconds = now, seconds
        self._is_following, self._is_moving = False, True

    def follow(self, goal: Places2D, *, now: float) -> None:
        """Keep after a goal that moves, always a little behind."""
        if not (self._is_following and self._is_moving):
            self._started = now
        self._goal = np.array(goal, np.float32)
        self._is_following, self._is_moving = True, True

    def keep(self, indexes: NDArray[np.intp]) -> None:
        """From here on tile i is what was tile indexes[i]."""
        self._start, self._goal, self._now = (
            places[indexes] for places in (self._start, self._goal, self._now)
        )

    def recast(self, indexes: NDArray[np.intp], goal: Places2D) -> None:
        """From here on tile i is what was tile indexes[i]; -1: it is at its goal, and was nowhere.

        The others stay where they are until they are told to fly.
        """
        known = indexes >= 0
        places = np.array(goal, np.float32)
        places[known] = self._now[indexes[known]]
        self._goal = self._start = self._now = places
        self._is_moving = False

    def advance(self, now: float) -> None:
        """Move the tiles to where they are at the time `now` (seconds)."""
        if not self._is_moving:
            return
        if self._is_following:
            self._draw_nearer(now)
        else:
            share = (now - self._started) / self._seconds
            self._now = self._start + (self._goal - self._start) * np.float32(eased(share))
            self._is_moving = share < 1
        if not self._is_moving:
            self._now = self._goal

    def _draw_nearer(self, now: float) -> None:
        share = -np.expm1((self._started - now) / _FOLLOW_SECONDS)
        self._started = now
        self._now = self._now + (self._goal - self._now) * np.float32(share)
        self._is_moving = bool((np.abs(self._goal - self._now) > _ARRIVED).any())


def eased(share: float) -> float:
    """Slow, fast, slow: Perlin's smootherstep of 0 to 1."""
    t = min(max(share, 0.0), 1.0)
    return t * t * t * (t * (t * 6 - 15) + 10)


def eased_out(share: float) -> float:
    """Fast, then slow: what a hand expects that has just turned a wheel."""
    t = min(max(share, 0.0), 1.0)
    return 1 - (1 - t) ** 3
