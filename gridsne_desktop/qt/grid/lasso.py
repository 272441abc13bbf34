"""A line drawn by hand around photos, and whose middles it encloses."""

import numpy as np
from numpy.typing import NDArray


class Lasso:
    """A closed line that grows point by point; its last point is joined to its first.

    What the line winds around is inside, also where it crosses itself (the non-zero winding rule).
    Each new point looks at every middle once, whatever the line's length: about a millisecond for
    100,000 photos.
    """

    def __init__(self, middles: NDArray[np.floating], x: float, y: float) -> None:
        """A line that begins at (x, y).

        Args:
            middles: float (n, 2): the middles of the photos, in the world.
            x: World coordinate.
            y: World coordinate.
        """
        self._across, self._down = np.ascontiguousarray(middles.T, np.float64)
        self._turns = np.zeros(len(middles), np.int32)
        self.points: list[tuple[float, float]] = [(x, y)]
        """The line in the world."""

    def add(self, x: float, y: float) -> None:
        """Draw on to (x, y)."""
        self._cross(self._turns, self.points[-1], (x, y))
        self.points.append((x, y))

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Whether the line encloses each middle: bool (n,)."""
        turns = self._turns.copy()
        self._cross(turns, self.points[-1], self.points[0])
        return np.asarray(turns, bool)

    def _cross(
        self, turns: NDArray[np.int32], start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        """Count for each middle where the edge crosses the ray that goes from it to the right."""
        (low_x, low), (high_x, high) = sorted((start, end), key=lambda point: point[1])
        if low == high:
            return
        level = np.flatnonzero((self._down >= low) & (self._down < high))
        crossing = low_x + (self._down[level] - low) / (high - low) * (high_x - low_x)
        turns[level[crossing > self._across[level]]] += 1 if end[1] > start[1] else -1
