"""Vectors prepared for the map: at length 1, and along the directions in which they differ."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.cores import on_every_core, single_threaded_products
from gridsne_desktop.layout.neighbours import Vectors, blocks
from gridsne_desktop.progress import Run

SAMPLE = 10_000
"""Most vectors that the directions are found from: more move them less than one sees."""

BLOCK = 4_096
"""Vectors centred at a time; sums of so many products are exact enough in float32."""

NOTHING = 1e-6
"""Spread of unit vectors that is only rounding: a direction with less carries no likeness."""

UNIT = 1e-5
"""How far a length may be from 1 by rounding."""


def unit_rows(vectors: Vectors) -> Vectors:
    """The vectors at length 1, themselves if they are; one without length stays as it is."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    lengths[lengths == 0] = 1
    if (np.abs(lengths - 1) <= UNIT).all():
        return vectors
    return np.asarray(vectors / lengths[:, None], dtype=np.float32)


def principal_components(
    vectors: Vectors | Sequence[NDArray[np.float32]], count: int, *, run: Run
) -> Vectors:
    """The vectors seen along the `count` directions in which they differ most.

    Signs are fixed (the value farthest from 0 is positive), so that the same vectors always
    give the same result. Directions without spread are left out. Beyond `SAMPLE` vectors the
    directions are those of a lot of them. Holds copies of some thousand vectors at most, also
    where each is an array of its own.

    Returns:
        float32 (n, up to `count`), about centred, the widest direction first.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(vectors)
    if n == 0:
        return np.empty((0, 0), dtype=np.float32)
    sample = np.asarray(vectors if n <= SAMPLE else [vectors[i] for i in chosen(n, SAMPLE)])
    middle = sample.mean(axis=0, dtype=np.float64).astype(np.float32)
    with single_threaded_products():
        directions = _directions(sample - middle, count, run)
    scores = np.empty((n, directions.shape[1]), dtype=np.float32)

    def fill(rows: slice) -> None:
        scores[rows] = (np.asarray(vectors[rows]) - middle) @ directions

    on_every_core(fill, blocks(n, BLOCK), run=run)
    if scores.shape[1]:
        farthest = scores[np.abs(scores).argmax(axis=0), np.arange(scores.shape[1])]
        scores *= np.where(farthest < 0, np.float32(-1), np.float32(1))
    return scores


def chosen(n: int, count: int) -> NDArray[np.intp]:
    """`count` of 0 … n − 1, rising, always the same ones.

    By lot: every k-th would meet only one subject where subjects take turns.
    """
    return np.sort(np.random.default_rng(0).choice(n, count, replace=False))


def _directions(centred: Vectors, count: int, run: Run) -> Vectors:
    """The widest directions with any spread as columns: float32 (d, up to `count`)."""
    n, dimensions = centred.shape
    if n <= dimensions:  # the smaller of the two matrices has the same directions
        exact = centred.astype(np.float64)
        spreads, weights = _largest(exact @ exact.T, count)
        found = exact.T @ weights
    else:

        def product(rows: slice) -> NDArray[np.float32]:
            return np.asarray(centred[rows].T @ centred[rows])

        parts = on_every_core(product, blocks(n, BLOCK), run=run)
        spreads, found = _largest(np.sum(parts, axis=0, dtype=np.float64), count)
    found = found[:, np.sqrt(np.maximum(spreads, 0) / n) > NOTHING]
    return np.asarray(found / np.linalg.norm(found, axis=0), dtype=np.float32)


def _largest(
    matrix: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The `count` largest eigenvalues of a symmetric matrix and their vectors as columns.

    SciPy finds a few of 1,280 in 0.2 s where NumPy finds all in 0.5, but holds Python's lock
    meanwhile: the window stood still for all of it.
    """
    values, vectors = np.linalg.eigh(matrix)
    return values[: -count - 1 : -1], vectors[:, : -count - 1 : -1]
