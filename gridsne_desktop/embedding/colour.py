"""A photo's colours as a vector, without a network: how much of the photo is of which colour."""

from functools import cache
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

from gridsne_desktop.embedding.tensor import Vector
from gridsne_desktop.library.decode import Pixels

LIGHTNESS: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
CHROMA: Final = (-0.24, -0.14, -0.08, -0.035, 0.0, 0.035, 0.08, 0.14, 0.24)
"""The histogram's nodes in OKLab: of L, and of a and b alike. Close to grey, where most of a
photo's colours are, the eye tells small steps apart; so they lie closer there."""

DIMENSIONS: Final = 356
"""Nodes of the 6 · 9 · 9 that some colour of sRGB reaches."""

_BITS: Final = 5
"""Of a channel's 8: colours that share them (steps of 0.02 in OKLab) share their weights."""
_COLOURS: Final = 1 << 3 * _BITS
_UNIT: Final = 1 << 16
"""Weights are whole numbers and so are their sums: the order of pixels, threads and processors
cannot change a bit of the result."""

_LINEAR: Final = 0.04045
"""Where sRGB's curve begins to be a power (IEC 61966-2-1)."""
_TO_LMS: Final = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Final = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
"""Linear sRGB → cone responses; their cube roots → OKLab (Ottosson 2020, bottosson.github.io)."""


def colour_vector(pixels: Pixels) -> Vector:
    """The colours of `pixels`, float32 (356,), of length 1, read-only; where they are is ignored.

    The square roots of a soft histogram in OKLab: the angle between two of them is that of
    Hellinger's distance, in which a colour that fills 2 % of a photo still counts.
    """
    few = pixels.reshape(-1, 3).astype(np.int32) >> (8 - _BITS)
    codes = (few[:, 0] << 2 * _BITS) | (few[:, 1] << _BITS) | few[:, 2]
    counts = np.bincount(codes, minlength=_COLOURS)
    there = np.flatnonzero(counts)
    nodes, weights, _ = _soft()
    parts = weights[there] * counts[there, np.newaxis]
    # These floats are whole numbers far below 2⁵³, and so exact.
    sums = np.bincount(nodes[there].ravel(), weights=parts.ravel(), minlength=DIMENSIONS)
    vector: Vector = np.sqrt(sums / sums.sum()).astype(np.float32)
    vector.setflags(write=False)
    return vector


def mean_colours(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """The mean colour in OKLab, float64 (n, 3), of the photos with these `colour_vector`s.

    A few thousandths from that of their pixels, whose codes and nodes are rounded.
    """
    _, _, colours = _soft()
    # Multiplied and added in a fixed order: BLAS may change bits with the number of rows.
    shares = np.square(vectors.astype(np.float64))
    return np.stack([(shares * channel).sum(axis=1) for channel in colours.T], axis=1)


@cache
def _soft() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """Each colour's eight nodes, 0 to 356, and how it divides `_UNIT` among them; (2¹⁵, 8) both.

    Then what the nodes are in OKLab, (356, 3).
    """
    axes = (LIGHTNESS, CHROMA, CHROMA)
    sides = [_sides(values, nodes) for values, nodes in zip(_oklab().T, axes, strict=True)]
    shape = tuple(len(nodes) for nodes in axes)
    places, shares = [], []
    for corner in product((0, 1), repeat=len(axes)):
        chosen = [
            (below + up, share if up else 1 - share)
            for (below, share), up in zip(sides, corner, strict=True)
        ]
        places.append(np.ravel_multi_index([place for place, _ in chosen], shape))
        shares.append(np.prod([share for _, share in chosen], axis=0))
    weights = np.rint(np.stack(shares, axis=1) * _UNIT).astype(np.int64)
    weights[np.arange(_COLOURS), weights.argmax(axis=1)] += _UNIT - weights.sum(axis=1)
    nodes = np.stack(places, axis=1)
    reached = np.unique(nodes[weights > 0])
    found = np.unravel_index(reached, shape)
    colours = np.stack([np.array(a)[i] for a, i in zip(axes, found, strict=True)], axis=1)
    return np.searchsorted(reached, np.where(weights > 0, nodes, reached[0])), weights, colours


def _oklab() -> npt.NDArray[np.float64]:
    """(2¹⁵, 3): L, a and b of the middle of the colours that share a code."""
    levels = (np.arange(1 << _BITS) + 0.5) * (1 << 8 - _BITS) - 0.5
    share = levels / 255
    linear = np.where(share <= _LINEAR, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    rgb = np.stack(np.meshgrid(linear, linear, linear, indexing="ij"), axis=-1).reshape(-1, 3)
    lab: npt.NDArray[np.float64] = np.cbrt(rgb @ np.array(_TO_LMS).T) @ np.array(_TO_LAB).T
    return lab


def _sides(
    values: npt.NDArray[np.float64], nodes: tuple[float, ...]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """For each value the index of the node below it, and its way from there to the next, 0 to 1."""
    places = np.array(nodes)
    values = np.clip(values, places[0], places[-1])
    below = np.clip(np.searchsorted(places, values, side="right") - 1, 0, len(places) - 2)
    return below, (values - places[below]) / (places[below + 1] - places[below])
