"""Who is nearest to whom among the photos' vectors."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.cores import OnShare, on_every_core
from gridsne_desktop.progress import Run

Vectors: TypeAlias = NDArray[np.float32]
"""float32 (n, d): one vector a photo."""

BLOCK_FLOATS = 1 << 21
"""Distances held at a time by a thread, 8 MiB: large enough for fast products, whatever n is."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """The photos nearest to each photo; equal only to itself.

    Attributes:
        indexes: int32 (n, k), read-only: the nearest first, a photo is never its own neighbour.
        distances: float32 (n, k), read-only: Euclidean, rising along each row.
    """

    indexes: NDArray[np.int32]
    distances: NDArray[np.float32]

    def __post_init__(self) -> None:
        if self.indexes.ndim != 2 or self.indexes.shape != self.distances.shape:
            raise ValueError(
                "indexes and distances must be matrices of one shape, "
                f"not {self.indexes.shape} and {self.distances.shape}"
            )
        self.indexes.setflags(write=False)
        self.distances.setflags(write=False)

    @property
    def count(self) -> int:
        """k: how many neighbours each photo has."""
        return int(self.indexes.shape[1])

    def first(self, count: int) -> "Neighbours":
        """Only the `count` nearest of each photo, or all where there are fewer."""
        return Neighbours(self.indexes[:, :count], self.distances[:, :count])


def check_vectors(vectors: Vectors) -> None:
    """Refuse what is no matrix, or has rows in which a number is not finite.

    Raises:
        ValueError: It is so; how many photos are concerned is said.
    """
    if vectors.ndim != 2:
        raise ValueError(f"the vectors must be a matrix, not of shape {vectors.shape}")
    # A NaN makes both NaN; a mask of all numbers would take a quarter of the vectors' memory.
    least, most = vectors.min(axis=1, initial=0), vectors.max(axis=1, initial=0)
    wrong = np.count_nonzero(~(np.isfinite(least) & np.isfinite(most)))
    if wrong:
        raise ValueError(
            f"{wrong} of {len(vectors)} photos have a vector with a number that is not finite"
        )


def nearest(
    vectors: Vectors, *, count: int, run: Run, on_share: OnShare | None = None
) -> Neighbours:
    """The `count` nearest others of each vector, or all others where there are fewer.

    The same vectors give the same bytes, however many cores there are.

    Args:
        vectors: float32 (n, d), finite.
        count: k, 1 or more.
        run: Asked between blocks whether to go on.
        on_share: Told the share done.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(vectors)
    count = min(count, max(0, n - 1))
    indexes = np.empty((n, count), dtype=np.int32)
    distances = np.empty((n, count), dtype=np.float32)
    run.check()
    if count:
        squares = np.einsum("ij,ij->i", vectors, vectors)

        def fill(rows: slice) -> None:
            own = np.arange(rows.start, rows.stop)
            away = squared_distances(vectors[rows], vectors, squares)
            away[own - rows.start, own] = np.inf
            indexes[rows], squared = smallest(away, count)
            distances[rows] = np.sqrt(np.maximum(squared + squares[rows, None], 0))

        on_every_core(fill, blocks(n, max(1, BLOCK_FLOATS // n)), run=run, on_share=on_share)
    return Neighbours(indexes, distances)


def squared_distances(
    block: Vectors, vectors: Vectors, squares: NDArray[np.float32]
) -> NDArray[np.float32]:
    """float32 (b, n): less the own square of each row of `block`, which changes no order."""
    away: NDArray[np.float32] = block @ vectors.T
    away *= -2
    away += squares
    return away


def smallest(
    values: NDArray[np.float32], count: int
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Where the `count` smallest values of each row are, and they, the smallest first."""
    places = np.argpartition(values, count - 1, axis=1)[:, :count]
    places.sort(axis=1)  # so that of equals the earlier comes first
    found = np.take_along_axis(values, places, axis=1)
    order = np.argsort(found, axis=1, kind="stable")
    return np.take_along_axis(places, order, axis=1), np.take_along_axis(found, order, axis=1)


def blocks(n: int, step: int) -> list[slice]:
    """0 … n in slices of `step`."""
    return [slice(start, min(start + step, n)) for start in range(0, n, step)]
