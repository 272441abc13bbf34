"""Who is nearest to whom, exactly and nearly: `python -m benchmarks.neighbours [vectors.npz]`.

Each measurement has a process of its own. *Recall* is the share of the 30 nearest that were found,
of 1,000 vectors; *growth* is the exponent of n since the line above (1: linear, 2: quadratic);
*peak* is the whole process, vectors included. vectors.npz is what `gridsne-desktop embed` wrote.
"""

import argparse
import math
import multiprocessing
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.many_vectors import many_vectors, real_vectors
from gridsne_desktop.layout.approximate import approximately_nearest
from gridsne_desktop.layout.neighbours import (
    Neighbours,
    Vectors,
    nearest,
    smallest,
    squared_distances,
)
from gridsne_desktop.progress import Run

COUNT = 45
"""Searched: what a perplexity of 15 looks at."""

JUDGED = 30
ASKED = 1_000
WAYS = {"exactly": nearest, "nearly": approximately_nearest}

MADE = (800, 1_280)
"""Vectors to start from without a file; they are alike at random."""


class _Cost(NamedTuple):
    recall: float
    wall: float
    cpu: float
    peak: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", nargs="?", type=Path)
    parser.add_argument("--exactly", type=int, nargs="*", default=[10_000, 20_000], metavar="N")
    parser.add_argument(
        "--nearly", type=int, nargs="*", default=[10_000, 20_000, 30_000, 100_000], metavar="N"
    )
    options = parser.parse_args()
    print(
        f"{'way':8}{'vectors':>9}{'recall':>8}{'wall s':>8}{'CPU s':>8}{'growth':>8}{'peak MB':>9}"
    )
    for way in WAYS:
        before: tuple[int, float] | None = None
        for n in getattr(options, way):
            cost = _in_a_process(way, n, options.vectors)
            growth = _exponent(before, (n, cost.cpu)) if before else "–"
            before = n, cost.cpu
            print(
                f"{way:8}{n:9}{cost.recall:8.3f}{cost.wall:8.1f}{cost.cpu:8.1f}{growth:>8}"
                f"{cost.peak:9.0f}",
                flush=True,
            )


def _in_a_process(way: str, n: int, path: Path | None) -> _Cost:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_measure, way, n, path).result()


def _measure(way: str, n: int, path: Path | None) -> _Cost:
    source = real_vectors(path) if path else _made()
    vectors = many_vectors(source, n)
    WAYS[way](vectors[:400].copy(), count=COUNT, run=Run())  # loads the libraries
    wall, cpu = time.perf_counter(), time.process_time()
    found = WAYS[way](vectors, count=COUNT, run=Run())
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return _Cost(_recall(vectors, found), wall, cpu, peak)


def _made() -> Vectors:
    return np.random.default_rng(0).normal(size=MADE).astype(np.float32)


def _recall(vectors: Vectors, found: Neighbours) -> float:
    asked = np.random.default_rng(0).choice(len(vectors), min(len(vectors), ASKED), replace=False)
    squares = np.einsum("ij,ij->i", vectors, vectors)
    away = squared_distances(vectors[asked], vectors, squares)
    away[np.arange(len(asked)), asked] = np.inf
    right, _ = smallest(away, JUDGED)
    pairs = zip(right, found.indexes[asked, :JUDGED], strict=True)
    return float(np.mean([np.isin(*rows).mean() for rows in pairs]))


def _exponent(before: tuple[int, float], now: tuple[int, float]) -> str:
    return f"{math.log(now[1] / before[1]) / math.log(now[0] / before[0]):.2f}"


if __name__ == "__main__":
    main()
