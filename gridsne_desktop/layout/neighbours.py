"""Vectors prepared for the map: their principal components, and who is nearest to whom."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]
"""float32 (n, d): one vector a photo."""

BLOCK_FLOATS = 1 << 22
"""Distances held at a time, 16 MiB: large enough for fast products, whatever n is."""

NOTHING = 1e-6
"""Spread of unit vectors that is only rounding: a direction with less carries no likeness."""


def principal_components(vectors: Vectors, count: int) -> Vectors:
    """The vectors seen along the `count` directions in which they differ most.

    Signs are fixed (the value farthest from 0 is positive), so that the same vectors always
    give the same result. Directions without spread are left out.

    Returns:
        float32 (n, up to `count`), centred, the widest direction first.
    """
    centred = vectors.astype(np.float64)
    centred -= centred.mean(axis=0)
    n, dimensions = centred.shape
    if n <= dimensions:  # the smaller of the two matrices has the same directions
        spreads, directions = _largest(centred @ centred.T, count)
        scores = directions * np.sqrt(np.maximum(spreads, 0))
    else:
        spreads, directions = _largest(centred.T @ centred, count)
        scores = centred @ directions
    scores = scores[:, np.sqrt(np.maximum(spreads, 0) / n) > NOTHING]
    if scores.shape[1]:
        farthest = scores[np.abs(scores).argmax(axis=0), np.arange(scores.shape[1])]
        scores = scores * np.sign(farthest)
    return np.ascontiguousarray(scores, dtype=np.float32)


def unit_rows(vectors: Vectors) -> Vectors:
    """The vectors at length 1; a vector without length stays as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def nearest(
    vectors: Vectors, *, count: int, check: Callable[[], None]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The `count` nearest others of each vector, exactly, and their Euclidean distances.

    `check` is called between blocks; what it raises ends the search.

    Returns:
        int32 (n, count) and float32 (n, count), the nearest first.
    """
    n = len(vectors)
    squares = np.einsum("ij,ij->i", vectors, vectors)
    indexes = np.empty((n, count), dtype=np.int32)
    distances = np.empty((n, count), dtype=np.float32)
    step = max(1, BLOCK_FLOATS // n)
    for start in range(0, n, step):
        check()
        block = slice(start, min(start + step, n))
        away = squares - 2 * (vectors[block] @ vectors.T)  # the own square changes no order
        rows = np.arange(len(away))
        away[rows, start + rows] = np.inf
        near = np.argpartition(away, count - 1, axis=1)[:, :count]
        order = np.argsort(np.take_along_axis(away, near, axis=1), axis=1, kind="stable")
        indexes[block] = np.take_along_axis(near, order, axis=1)
        squared = np.take_along_axis(away, indexes[block], axis=1) + squares[block, None]
        distances[block] = np.sqrt(np.maximum(squared, 0))
    return indexes, distances


def _largest(
    matrix: NDArray[np.float64], count: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The `count` largest eigenvalues of a symmetric matrix and their vectors as columns."""
    values, vectors = np.linalg.eigh(matrix)
    return values[::-1][:count], vectors[:, ::-1][:, :count]
