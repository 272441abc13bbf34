"""What is pushed and let go glides on, slower and slower, until it rests."""

import math
from collections import deque
from typing import Final

_LOOK_BACK_SECONDS: Final = 0.1
"""The hand's speed is that of its last moves; what it did earlier is forgotten."""
_STILL_SECONDS: Final = 0.05
"""A hand that has not moved for so long before it lets go wants to stay where it is."""
_LEAST_SECONDS: Final = 0.008
"""Moves that arrive all at once are taken for one screen refresh of a quick mouse."""
_FRICTION_SECONDS: Final = 0.325
"""Each such time the speed falls to 37 %: the deceleration that phones have made usual."""
_LEAST_SPEED: Final = 60.0
"""View px a second; slower than that nobody meant to push."""
_MOST_SPEED: Final = 6000.0
_RESTING_SPEED: Final = 8.0
"""View px a second; below it a picture is seen to rest."""


class Glide:
    """The way in view px since the hand let go. The clock comes in as an argument."""

    def __init__(self) -> None:
        self._moves: deque[tuple[float, float, float]] = deque()
        self._speed = (0.0, 0.0)
        self._started = 0.0
        self._seconds = 0.0

    @property
    def is_moving(self) -> bool:
        """Whether `way` still changes."""
        return self._seconds > 0

    def push(self, dx: float, dy: float, *, now: float) -> None:
        """The hand moves everything by view px; a glide that was on its way is over."""
        self._seconds = 0.0
        self._moves.append((now, dx, dy))
        while self._moves[0][0] < now - _LOOK_BACK_SECONDS:
            self._moves.popleft()

    def let_go(self, *, now: float) -> bool:
        """The hand lets go; whether there is a glide from now on."""
        moves, self._moves = list(self._moves), deque()
        if not moves or now - moves[-1][0] > _STILL_SECONDS:
            return False
        seconds = max(now - moves[0][0], _LEAST_SECONDS)
        across, down = (sum(move[i] for move in moves) / seconds for i in (1, 2))
        speed = math.hypot(across, down)
        if speed < _LEAST_SPEED:
            return False
        slower = min(1.0, _MOST_SPEED / speed)
        self._speed = across * slower, down * slower
        self._started = now
        self._seconds = _FRICTION_SECONDS * math.log(speed * slower / _RESTING_SPEED)
        return True

    def stop(self) -> None:
        """Rest here; forget the hand's moves."""
        self._moves.clear()
        self._seconds = 0.0

    def way(self, now: float) -> tuple[float, float]:
        """How far all has glided at the time `now` (seconds); at the end it rests by itself."""
        passed = min(max(now - self._started, 0.0), self._seconds)
        if passed >= self._seconds:
            self._seconds = 0.0
        share = -math.expm1(-passed / _FRICTION_SECONDS) * _FRICTION_SECONDS
        return self._speed[0] * share, self._speed[1] * share
