"""Which photos are selected, and which one has the keyboard."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Indexes: TypeAlias = NDArray[np.intp]
"""intp (m,): indexes of photos, sorted, all different."""


class Selection:
    """A mark for each of n photos, the current photo, and the anchor that ranges start from."""

    def __init__(self, n: int) -> None:
        self._mask = np.zeros(n, bool)
        self.current: int | None = None
        self._anchor: int | None = None

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Whether each photo is selected: bool (n,); look, do not write."""
        return self._mask

    @property
    def indexes(self) -> Indexes:
        """The selected photos."""
        return np.flatnonzero(self._mask)

    def set(self, indexes: "NDArray[np.integer]") -> None:
        """Select exactly these."""
        self._mask = np.zeros_like(self._mask)
        self._mask[indexes] = True

    def set_all(self, selected: bool) -> None:
        """Select every photo, or none."""
        self._mask = np.full_like(self._mask, selected)

    def invert(self) -> None:
        """Select exactly what was not selected."""
        self._mask = ~self._mask

    def pick(self, index: int) -> None:
        """Select only this one and start ranges here: a plain click."""
        self.set(np.array([index]))
        self.current = self._anchor = index

    def toggle(self, index: int) -> None:
        """Change this one and start ranges here: a click with Ctrl."""
        self._mask = self._mask.copy()
        self._mask[index] ^= True
        self.current = self._anchor = index

    def focus(self, index: int | None) -> None:
        """Give this one the keyboard and leave the selection."""
        self.current = self._anchor = index

    def extend(self, index: int, *, rank: NDArray[np.int32], add: bool = False) -> None:
        """Select from the anchor to this one in the order of `rank`: a click with Shift.

        Args:
            index: The other end.
            rank: int32 (n,): the place of each photo as one reads the grid.
            add: Keep what was selected (Ctrl and Shift).
        """
        if self._anchor is None:
            self._anchor = index
        low, high = sorted((rank[self._anchor], rank[index]))
        between = (rank >= low) & (rank <= high)
        self._mask = self._mask | between if add else between
        self.current = index

    def keep(self, indexes: Indexes) -> None:
        """From here on photo i is what was photo indexes[i]; -1: it was not there."""
        self.current = _moved(self.current, indexes)
        self._anchor = _moved(self._anchor, indexes)
        self._mask = np.append(self._mask, False)[indexes]


def _moved(index: int | None, indexes: Indexes) -> int | None:
    if index is None:
        return None
    found = np.flatnonzero(indexes == index)
    return int(found[0]) if len(found) else None
