"""Reduce against openTSNE as it comes, on the same vectors: `python -m benchmarks.reducing`.

The ratio is of two measurements in the same run, ours ÷ raw (below 1: ours is faster), with the
quality of both beside it, so that no figure hangs on the machine. Raw has the same perplexity and
iterations, and one thread. *Recall* is the share of the 10 nearest vectors that are among the 10
nearest points. vectors.npz is what `gridsne-desktop embed` wrote; without it vectors are made.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.many_vectors import made_vectors, many_vectors, real_vectors
from gridsne_desktop.layout.grid import Points
from gridsne_desktop.layout.neighbours import Vectors, nearest
from gridsne_desktop.layout.reduce import EARLY_ITERATIONS, MAIN_ITERATIONS, reduce
from gridsne_desktop.progress import Run

PERPLEXITY = 15.0

NEIGHBOURS = 10
"""Neighbours looked up to judge a map, as in the project's other figures."""

WARM = 20
"""Vectors to load openTSNE with, as the app has by then."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", nargs="?", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[400, 2_500], metavar="N")
    options = parser.parse_args()
    _ours(made_vectors(WARM))
    print(f"{'photos':>7}{'ours CPU s':>12}{'raw CPU s':>11}{'ratio':>7}  recall ours / raw")
    for n in options.sizes:
        path = options.vectors
        vectors = many_vectors(real_vectors(path), n) if path else made_vectors(n)
        ours, seconds = _timed(_ours, vectors)
        raw, raw_seconds = _timed(_raw, vectors)
        print(
            f"{n:7}{seconds:12.2f}{raw_seconds:11.2f}{seconds / raw_seconds:7.2f}"
            f"  {_recall(vectors, ours):.3f} / {_recall(vectors, raw):.3f}"
        )


def _ours(vectors: Vectors) -> Points:
    return reduce(vectors, perplexity=PERPLEXITY, seed=0, run=Run())


def _raw(vectors: Vectors) -> Points:
    from openTSNE import TSNE

    raw = TSNE(
        perplexity=PERPLEXITY,
        early_exaggeration_iter=EARLY_ITERATIONS,
        n_iter=MAIN_ITERATIONS,
        random_state=0,
        n_jobs=1,
    )
    return np.asarray(raw.fit(vectors), dtype=np.float32)


def _recall(vectors: Vectors, points: Points) -> float:
    near = nearest(vectors, count=NEIGHBOURS, run=Run()).indexes
    shown = nearest(points, count=NEIGHBOURS, run=Run()).indexes
    return float((near[:, :, None] == shown[:, None, :]).any(axis=2).mean())


def _timed(work: Callable[[Vectors], Points], vectors: Vectors) -> tuple[Points, float]:
    began = time.process_time()
    points = work(vectors)
    return points, time.process_time() - began


if __name__ == "__main__":
    main()
