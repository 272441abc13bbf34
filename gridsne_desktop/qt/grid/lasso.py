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
        if start[1] == end[1]:
            return
        low, high = sorted((start[1], end[1]))
        level = np.flatnonzero((self._down >= low) & (self._down < high))
        share = (self._down[level] - start[1]) / (end[1] - start[1])
        crossing = start[0] + share * (end[0] - start[0])
        turns[level[crossing > self._across[level]]] += 1 if end[1] > start[1] else -1
