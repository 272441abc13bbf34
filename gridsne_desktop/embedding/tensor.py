"""Squares → what a model takes; what a model gives → vectors."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gridsne_desktop.embedding.preprocessing import Layout, Numbers, Pooling, Preprocessing
from gridsne_desktop.library.decode import Pixels

Tensor: TypeAlias = npt.NDArray[np.uint8] | npt.NDArray[np.float16] | npt.NDArray[np.float32]
"""A model's input: (n, 3, edge, edge) or (n, edge, edge, 3)."""

Vector: TypeAlias = npt.NDArray[np.float32]
"""(d,), of length 1; read-only."""

Vectors: TypeAlias = npt.NDArray[np.float32]
"""(n, d), rows of length 1."""

_RANK: dict[Pooling, int] = {Pooling.NONE: 2, Pooling.CLS: 3, Pooling.MEAN: 3}


def tensor(squares: Pixels, wanted: Preprocessing) -> Tensor:
    """What the model takes for `squares`, uint8 (n, edge, edge, 3); computed in float32."""
    numbers: Tensor = squares
    if wanted.numbers is not Numbers.UINT8:
        mean, std = np.array(wanted.mean, np.float32), np.array(wanted.std, np.float32)
        numbers = (squares.astype(np.float32) * np.float32(wanted.scale) - mean) / std
    if wanted.numbers is Numbers.FLOAT16:
        numbers = numbers.astype(np.float16)
    if wanted.layout is Layout.NCHW:
        numbers = numbers.transpose(0, 3, 1, 2)
    return numbers


def vectors_of(output: npt.NDArray[np.floating], pooling: Pooling) -> Vectors:
    """The vectors, float32 (n, d), of what the model gave; a row is NaN if it has none.

    Any finite numbers that are not all 0 make a vector, however large or small they are.

    Raises:
        ValueError: The output's shape is none that `pooling` is for.
    """
    if output.ndim != _RANK[pooling]:
        raise ValueError(f'"pooling" {pooling} is not for an output of the shape {output.shape}')
    features = output.astype(np.float32, copy=False)
    if pooling is Pooling.CLS:
        features = features[:, 0]
    elif pooling is Pooling.MEAN:
        features = features.mean(axis=1)
    # By a power of two, which changes no digit: squares of 1e25 or 1e-25 are no float32.
    _, exponents = np.frexp(np.abs(features).max(axis=1, keepdims=True, initial=0))
    features = np.ldexp(features, -exponents)
    with np.errstate(divide="ignore", invalid="ignore"):
        unit: Vectors = features / np.linalg.norm(features, axis=1, keepdims=True)
    unit[~np.isfinite(unit).all(axis=1)] = np.nan
    return unit
