"""Likeness: who should stand near whom, and how much it matters."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.neighbours import Neighbours

BEYOND = 1.02
"""Likeness ends a little beyond the last neighbour counted, so that the last one still counts."""

NOTHING = 1e-12
"""A mean likeness below this means that all neighbours are equally near: none counts."""

Edges: TypeAlias = tuple[NDArray[np.intp], NDArray[np.int32], NDArray[np.float32]]
"""Pairs: row in the photos asked for, the other photo's index, weight."""


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """A symmetric graph: photos that are among each other's nearest, with weights.

    Attributes:
        starts: int64 (n + 1,): the edges of photo i are starts[i] … starts[i + 1] − 1.
        others: int32 (m,): the photo at the other end.
        weights: float32 (m,): how much alike the two are, about 1.
    """

    starts: NDArray[np.int64]
    others: NDArray[np.int32]
    weights: NDArray[np.float32]

    def __len__(self) -> int:
        """How many photos there are."""
        return len(self.starts) - 1

    def owners(self) -> NDArray[np.int32]:
        """int32 (m,): the photo at the near end of each edge."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def edges(self, photos: NDArray[np.integer]) -> Edges:
        """The edges of `photos`, in their order."""
        first = self.starts[photos]
        counts = self.starts[photos + 1] - first
        before = np.cumsum(counts) - counts
        at = np.repeat(first - before, counts) + np.arange(int(counts.sum()))
        row = np.repeat(np.arange(len(photos)), counts)
        return row, self.others[at], self.weights[at]


def likeness(neighbours: Neighbours, *, count: int) -> Likeness:
    """The likeness of photos from their nearest neighbours.

    A neighbour weighs what it is nearer than the last one counted; both directions add up.

    Args:
        neighbours: Of n photos, k each.
        count: Neighbours counted, or all where there are fewer.
    """
    from scipy.sparse import csr_matrix

    neighbours = neighbours.first(count)
    near, away = neighbours.indexes, neighbours.distances
    n, count = near.shape
    if count == 0:
        nobody = np.empty(0, dtype=np.int32)
        return Likeness(np.zeros(n + 1, dtype=np.int64), nobody, nobody.astype(np.float32))
    weights = np.maximum(away[:, -1:] * BEYOND - away, 0)
    mean = float(weights.mean(dtype=np.float64))
    weights = weights / mean if mean > NOTHING else np.zeros_like(weights)
    starts = np.arange(0, n * count + 1, count)
    one_way = csr_matrix((weights.ravel(), near.ravel(), starts), shape=(n, n))
    both = (one_way + one_way.T).tocsr()
    both.sort_indices()
    return Likeness(
        both.indptr.astype(np.int64),
        both.indices.astype(np.int32),
        both.data.astype(np.float32),
    )
