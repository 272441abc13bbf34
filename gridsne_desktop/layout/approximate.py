"""Who is nearest to whom among many vectors, nearly always: an inverted file.

Vectors are compared with those of the lists around their own only. Two files with lists that are
drawn differently find more than one with twice the lists, because a vector at the edge of its
list in one is seldom at an edge in the other.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.components import principal_components
from gridsne_desktop.layout.cores import OnShare, on_every_core
from gridsne_desktop.layout.lists import Lists, make_lists
from gridsne_desktop.layout.neighbours import (
    BLOCK_FLOATS,
    Neighbours,
    Vectors,
    blocks,
    smallest,
    squared_distances,
)
from gridsne_desktop.progress import Run

COMPONENTS: Final = 64
"""Principal components by which the lists are made; distances are those of the vectors."""

PROBES: Final = 8
"""Lists that a list's vectors are compared with, itself among them."""

FILES: Final = 2
"""Each with lists of its own: 92 of 100 neighbours are found at 100,000 photos (decision 0012)."""


def approximately_nearest(
    vectors: Vectors, *, count: int, run: Run, on_share: OnShare | None = None
) -> Neighbours:
    """As `neighbours.nearest`, whose distances these are, but some of the nearest are missed.

    Time grows as n, memory beside the result is some lists' vectors a core.

    Raises:
        Cancelled: The run was cancelled.
    """
    found = _Found(vectors, count)
    flat = principal_components(vectors, COMPONENTS, run=run)
    for file in range(FILES):
        lists = make_lists(flat, seed=file, run=run)

        def tell(share: float, file: int = file) -> None:
            if on_share is not None:
                on_share((file + share) / FILES)

        def look(number: int, lists: Lists = lists) -> None:
            found.look(lists, number)

        on_every_core(look, range(len(lists)), run=run, on_share=tell)
    return found.neighbours()


class _Found:
    """The nearest of each vector among those that it was compared with so far."""

    def __init__(self, vectors: Vectors, count: int) -> None:
        n = len(vectors)
        self._vectors = vectors
        self._squares = np.einsum("ij,ij->i", vectors, vectors)
        self._count = min(count, n - 1)
        self._indexes = np.full((n, self._count), -1, dtype=np.int32)
        self._squared = np.full((n, self._count), np.inf, dtype=np.float32)

    def look(self, lists: Lists, number: int) -> None:
        """Compare the vectors of list `number` with those around; no two threads share a list."""
        own = lists.members(number)
        around = lists.around(number, lists=PROBES, vectors=self._count + 1)
        vectors, squares = self._vectors[around], self._squares[around]
        for rows in blocks(len(own), max(1, BLOCK_FLOATS // len(around))):
            away = squared_distances(vectors[rows], vectors, squares)
            away[np.arange(len(away)), np.arange(rows.start, rows.stop)] = np.inf
            places, squared = smallest(away, self._count)
            squared += squares[rows, None]
            self._add(own[rows], around[places].astype(np.int32), squared)

    def neighbours(self) -> Neighbours:
        """What was found."""
        return Neighbours(self._indexes, np.sqrt(np.maximum(self._squared, 0)))

    def _add(
        self, own: NDArray[np.intp], indexes: NDArray[np.int32], squared: NDArray[np.float32]
    ) -> None:
        """Keep the nearest of those known and of these; one that is in both only once."""
        indexes = np.concatenate([self._indexes[own], indexes], axis=1)
        squared = np.concatenate([self._squared[own], squared], axis=1)
        order = np.argsort(indexes, axis=1, kind="stable")
        indexes = np.take_along_axis(indexes, order, axis=1)
        squared = np.take_along_axis(squared, order, axis=1)
        squared[:, 1:][indexes[:, 1:] == indexes[:, :-1]] = np.inf
        places, self._squared[own] = smallest(squared, self._count)
        self._indexes[own] = np.take_along_axis(indexes, places, axis=1)
