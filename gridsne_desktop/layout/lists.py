"""Vectors in lists of some hundred that are near each other, so that few need be compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.components import chosen
from gridsne_desktop.layout.cores import on_every_core, single_threaded_products
from gridsne_desktop.layout.neighbours import Vectors, blocks, squared_distances
from gridsne_desktop.progress import Run

SIZE = 300
"""Vectors in a list on average."""

MOST = 3 * SIZE
"""Longer lists are cut: of many copies of one photo, too, only so many are compared."""

SAMPLE_PER_LIST = 30
"""Vectors that a list's centre is found from."""

ROUNDS = 6
"""Of k-means; the lists need not be the best there are."""

BLOCK = 4_096
"""Vectors compared to all centres at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Every vector in one list.

    Attributes:
        order: intp (n,): the vectors, list by list.
        starts: intp (m + 1,): where each list starts in `order`, and the end.
        centres: float32 (m, d): the mean of each list.
    """

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    centres: Vectors

    def __len__(self) -> int:
        return len(self.centres)

    def members(self, number: int) -> NDArray[np.intp]:
        """The vectors in one list."""
        return self.order[self.starts[number] : self.starts[number + 1]]

    def around(self, number: int, *, lists: int, vectors: int) -> NDArray[np.intp]:
        """Vectors in the `lists` lists nearest to one, more until they are `vectors`; own first."""
        away = np.square(self.centres - self.centres[number]).sum(axis=1)
        away[number] = -1
        near = np.argsort(away, kind="stable")
        held = np.cumsum(np.diff(self.starts)[near])
        taken = max(lists, int(np.searchsorted(held, vectors)) + 1)
        return np.concatenate([self.members(other) for other in near[:taken]])


def make_lists(vectors: Vectors, *, seed: int, run: Run) -> Lists:
    """Lists of about `SIZE` of `vectors`, by k-means (Lloyd 1982) on some of them.

    A list that must be cut is cut across the first direction of `vectors`.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(vectors)
    count = max(1, n // SIZE)
    with single_threaded_products():
        centres = _centres(vectors, count, seed=seed, run=run)
    label = np.empty(n, dtype=np.intp)

    def fill(rows: slice) -> None:
        label[rows] = _nearest_centre(vectors[rows], centres)

    on_every_core(fill, blocks(n, BLOCK), run=run)
    widest = vectors[:, :1].sum(axis=1)  # 0 where nothing differs
    order = np.lexsort((widest, label))
    starts = _cut(np.bincount(label, minlength=count))
    sums = np.add.reduceat(vectors[order], starts[:-1], axis=0)
    sizes = np.diff(starts).astype(np.float32)
    return Lists(order, starts, np.asarray(sums / sizes[:, None], dtype=np.float32))


def _cut(sizes: NDArray[np.intp]) -> NDArray[np.intp]:
    """Where lists of these sizes start, the empty left out and the long in pieces; and the end."""
    pieces = [
        np.diff(np.arange(-(-size // MOST) + 1) * size // -(-size // MOST))
        for size in sizes.tolist()
        if size
    ]
    return np.concatenate([[0], np.cumsum(np.concatenate(pieces))])


def _centres(vectors: Vectors, count: int, *, seed: int, run: Run) -> Vectors:
    """float32 (count, d); where vectors are equal, centres may be equal."""
    random = np.random.default_rng(seed)
    sample = vectors[chosen(len(vectors), min(len(vectors), SAMPLE_PER_LIST * count))]
    centres = sample[random.choice(len(sample), count, replace=False)]
    for _ in range(ROUNDS):
        run.check()
        label = np.concatenate(
            [_nearest_centre(sample[rows], centres) for rows in blocks(len(sample), BLOCK)]
        )
        sizes = np.bincount(label, minlength=count)
        full = np.flatnonzero(sizes)
        starts = np.concatenate([[0], np.cumsum(sizes[full])[:-1]])
        sums = np.add.reduceat(sample[np.argsort(label, kind="stable")], starts, axis=0)
        centres[full] = sums / sizes[full, None].astype(np.float32)
    return centres


def _nearest_centre(block: Vectors, centres: Vectors) -> NDArray[np.intp]:
    squares = np.einsum("ij,ij->i", centres, centres)
    return np.asarray(np.argmin(squared_distances(block, centres, squares), axis=1))
