"""Reduce and assign against the raw library calls on the same data: `python -m benchmarks.layout`.

Each line is a ratio of two measurements in the same run, ours ÷ raw (below 1: ours is faster),
with the quality of both beside it, so that no figure hangs on the machine.
"""

import argparse
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import Cells, Points, grid_shape
from gridsne_desktop.layout.neighbours import Vectors, nearest
from gridsne_desktop.layout.reduce import EARLY_ITERATIONS, MAIN_ITERATIONS, reduce
from gridsne_desktop.progress import Run

PERPLEXITY = 15.0
NEIGHBOURS = 10
"""Neighbours looked up to judge a map, as in the project's other figures."""

DIMENSIONS = 1_280
LATENT = 200
DECAY = 0.8
FAMILY_SIZE = 50
FAMILY_SPREAD = 0.7
"""Made vectors as a network makes them: families of 50 that overlap, in 200 directions whose
spread falls as a power of their rank."""

_T = TypeVar("_T")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reduce", type=int, nargs="*", default=[400, 2_500], metavar="N")
    parser.add_argument("--assign", type=int, nargs="*", default=[400, 1_024, 2_500], metavar="N")
    parser.add_argument("--blocks", type=int, nargs="*", default=[2_500], metavar="N")
    options = parser.parse_args()
    print(f"{'stage':18}{'photos':>8}{'ours s':>9}{'raw s':>9}{'ratio':>8}  quality ours / raw")
    for n in options.reduce:
        _reduce(n)
    for n in options.assign:
        _assign(n, "exact")
    for n in options.blocks:
        _assign(n, "blocks")


def _reduce(n: int) -> None:
    """Ours against `openTSNE.TSNE().fit` with the same perplexity and iterations, one thread."""
    reduce(_vectors(20), perplexity=PERPLEXITY, seed=0, run=Run())  # loads openTSNE, as in the app
    from openTSNE import TSNE

    vectors = _vectors(n)
    raw = TSNE(
        perplexity=PERPLEXITY,
        early_exaggeration_iter=EARLY_ITERATIONS,
        n_iter=MAIN_ITERATIONS,
        random_state=0,
        n_jobs=1,
    )
    ours, seconds = _timed(lambda: reduce(vectors, perplexity=PERPLEXITY, seed=0, run=Run()))
    theirs, raw_seconds = _timed(lambda: np.asarray(raw.fit(vectors), dtype=np.float32))
    quality = f"recall {_recall(vectors, ours):.3f} / {_recall(vectors, theirs):.3f}"
    _print("reduce / openTSNE", n, seconds, raw_seconds, quality)


def _assign(n: int, assigner: str) -> None:
    """Ours against each solver called with the dense matrix of squared distances."""
    points = _points(n)
    columns, rows = grid_shape(n)
    cells, seconds = _timed(
        lambda: assign(points, columns=columns, rows=rows, run=Run(), assigner=assigner)
    )
    cost = _costs(points, columns, rows)
    photos = np.arange(n)
    for name, solver in (("SciPy", _raw_scipy), ("lapjv", _raw_lapjv)):
        try:
            raw_cells, raw_seconds = _timed(lambda solver=solver: solver(cost))  # type: ignore[misc]
        except ImportError:
            print(f"{assigner} / {name}: not installed here")
            continue
        quality = f"cost {cost[photos, cells].sum() / cost[photos, raw_cells].sum():.4f} / 1"
        _print(f"{assigner} / {name}", n, seconds, raw_seconds, quality)


def _raw_scipy(cost: NDArray[np.float32]) -> Cells:
    from scipy.optimize import linear_sum_assignment

    return np.asarray(linear_sum_assignment(cost)[1], dtype=np.int32)


def _raw_lapjv(cost: NDArray[np.float32]) -> Cells:
    from lapjv import lapjv

    return np.asarray(lapjv(cost)[0], dtype=np.int32)


def _vectors(n: int) -> Vectors:
    random = np.random.default_rng(0)
    spread = np.arange(1, LATENT + 1) ** -DECAY
    centres = random.normal(size=(max(4, n // FAMILY_SIZE), LATENT))
    latent = centres[random.integers(0, len(centres), n)]
    latent = (latent + FAMILY_SPREAD * random.normal(size=(n, LATENT))) * spread
    vectors = latent @ random.normal(size=(LATENT, DIMENSIONS))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def _points(n: int) -> Points:
    """A real map of made vectors."""
    return reduce(_vectors(n), perplexity=PERPLEXITY, seed=0, run=Run())


def _costs(points: Points, columns: int, rows: int) -> NDArray[np.float32]:
    low, high = points.min(axis=0), points.max(axis=0)
    wishes = (points - low) / (high - low) * [columns - 1, rows - 1]
    cells = np.arange(len(points))
    places = np.stack([cells % columns, cells // columns], axis=1)
    return np.asarray(np.square(wishes[:, None] - places[None]).sum(axis=2), dtype=np.float32)


def _recall(vectors: Vectors, points: Points) -> float:
    """Share of the 10 nearest vectors that are among the 10 nearest points."""
    near = nearest(vectors, count=NEIGHBOURS, run=Run()).indexes
    shown = nearest(points, count=NEIGHBOURS, run=Run()).indexes
    return float((near[:, :, None] == shown[:, None, :]).any(axis=2).mean())


def _timed(work: Callable[[], _T]) -> tuple[_T, float]:
    began = time.perf_counter()
    result = work()
    return result, time.perf_counter() - began


def _print(what: str, n: int, seconds: float, raw_seconds: float, quality: str) -> None:
    ratio = seconds / raw_seconds
    print(f"{what:18}{n:8}{seconds:9.2f}{raw_seconds:9.2f}{ratio:8.2f}  {quality}")


if __name__ == "__main__":
    main()
