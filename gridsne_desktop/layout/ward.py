"""Ward's clustering along a graph: only what hangs together is ever merged."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.progress import Run


@dataclass(frozen=True, slots=True, eq=False)
class Merges:
    """Items merged two by two, the likest first; equal only to itself.

    Attributes:
        count: n, how many items there were.
        pairs: int64 (m, 2): an item of either part that was merged; the two touch.
        heights: float64 (m,), rising: what a merge, or one inside it, added to the sum of
            squared distances from the parts' means.
        smaller: int64 (m,): items of the smaller part.
    """

    count: int
    pairs: NDArray[np.int64]
    heights: NDArray[np.float64]
    smaller: NDArray[np.int64]

    def without(self, merges: NDArray[np.integer]) -> NDArray[np.int32]:
        """int32 (n,): the part of each item if `merges` are not done, numbered from 0."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        first, second = np.delete(self.pairs, merges, axis=0).T
        graph = csr_matrix((np.ones(len(first)), (first, second)), shape=(self.count, self.count))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


def ward(vectors: Vectors, edges: NDArray[np.integer], *, run: Run) -> Merges:
    """All merges along `edges`, at the least growth of the squared distances (Ward 1963).

    Every round merges all pairs that are each other's best, as in the chain of Murtagh (1983),
    but all over the graph at once: some tens of passes in NumPy.

    Args:
        vectors: float32 (n, d).
        edges: (m, 2): items that touch.
        run: Asked between rounds whether to go on.

    Raises:
        Cancelled: The run was cancelled.
    """
    state = _State(vectors, edges)
    while len(state.edges):
        run.check()
        state.merge()
    return state.merges()


class _State:
    """The parts there are by now, and which of them touch."""

    def __init__(self, vectors: Vectors, edges: NDArray[np.integer]) -> None:
        n = len(vectors)
        self.edges = np.asarray(edges, dtype=np.int64).reshape(-1, 2)
        self._touching = self.edges  # two items for each edge, one of either part
        self._means = vectors.astype(np.float64)
        self._sizes = np.ones(n)
        self._heights = np.zeros(n)
        self._pairs: list[NDArray[np.int64]] = []
        self._merged: list[NDArray[np.float64]] = []
        self._smaller: list[NDArray[np.int64]] = []
        self._random = np.random.default_rng(0)

    def merge(self) -> None:
        """Merge every two parts that are each other's best, and forget edges inside a part."""
        cost = self._cost()
        chosen = self._reciprocal(cost)
        kept, gone = self.edges[chosen].T
        height = np.maximum(cost[chosen], np.maximum(self._heights[kept], self._heights[gone]))
        self._pairs.append(self._touching[chosen])
        self._merged.append(height)
        smaller = np.minimum(self._sizes[kept], self._sizes[gone])
        self._smaller.append(smaller.astype(np.int64))
        both = self._sizes[kept] + self._sizes[gone]
        share = (self._sizes[gone] / both)[:, None]
        self._means[kept] += share * (self._means[gone] - self._means[kept])
        self._sizes[kept], self._heights[kept] = both, height
        self._leave_out(kept, gone)

    def merges(self) -> Merges:
        """All that was merged, by height."""
        n = len(self._sizes) + sum(map(len, self._pairs))
        pairs = np.concatenate([np.empty((0, 2), dtype=np.int64), *self._pairs])
        heights = np.concatenate([np.empty(0), *self._merged])
        smaller = np.concatenate([np.empty(0, dtype=np.int64), *self._smaller])
        order = np.argsort(heights, kind="stable")
        return Merges(n, pairs[order], heights[order], smaller[order])

    def _cost(self) -> NDArray[np.float64]:
        first, second = self.edges.T
        sizes = self._sizes[first] * self._sizes[second]
        sizes /= self._sizes[first] + self._sizes[second]
        away = np.square(self._means[first] - self._means[second]).sum(axis=1)
        return np.asarray(sizes * away, dtype=np.float64)

    def _reciprocal(self, cost: NDArray[np.float64]) -> NDArray[np.int64]:
        """The edges that are the best of both their ends; of equals the lot decides.

        By lot, because in the order of the edges equals would be merged one by one.
        """
        order = np.lexsort((self._random.random(len(cost)), cost))
        best = np.full(len(self._sizes), len(order))
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        np.minimum.at(best, self.edges.ravel(), np.repeat(rank, 2))
        both: NDArray[np.bool_] = (best[self.edges] == rank[:, None]).all(axis=1)
        return np.flatnonzero(both)

    def _leave_out(self, kept: NDArray[np.int64], gone: NDArray[np.int64]) -> None:
        """Number the parts anew, without those that went into others."""
        into = np.arange(len(self._sizes))
        into[gone] = kept
        stays = np.ones(len(into), dtype=bool)
        stays[gone] = False
        number = np.cumsum(stays) - 1
        edges = np.sort(number[into[self.edges]], axis=1)
        _, first = np.unique(edges[:, 0] * len(into) + edges[:, 1], return_index=True)
        first = first[edges[first, 0] < edges[first, 1]]
        self.edges, self._touching = edges[first], self._touching[first]
        self._means, self._sizes = self._means[stays], self._sizes[stays]
        self._heights = self._heights[stays]
