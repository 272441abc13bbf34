"""What an assignment costs, in seconds and in distance: `python -m benchmarks.assigning`.

*Cost* is the sum of squared distances ÷ the least there is; for blocks the goal is 1.015 at most.
*÷ exact* is CPU seconds ÷ those of our exact assignment of the same points in the same run. Raw
are the solvers called with the dense matrix of float32 distances as it comes. Points are a t-SNE
map of vectors.npz, which `gridsne-desktop embed` wrote, or of made vectors. 10,000 photos exactly
take a minute or more, and 3 GB.
"""

import argparse
import json
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.many_vectors import made_vectors, many_vectors, real_vectors
from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import Cells, Points, grid_shape
from gridsne_desktop.layout.reduce import reduce
from gridsne_desktop.progress import Run

SIZES = (1_024, 2_500, 4_096, 10_000)

OURS = ("exact", "blocks", "split")
RAW_SCIPY, RAW_LAPJV = "SciPy, raw", "lapjv, raw"

RAW_LIMIT = 2_500
"""Most photos for the raw solvers: beyond, both are cubic and lapjv takes minutes."""

PERPLEXITY = 15.0


class Row(NamedTuple):
    """One way with so many photos; cost and CPU also ÷ those of the exact way."""

    photos: int
    way: str
    wall: float
    cpu: float
    cpu_ratio: float
    cost_ratio: float


class _Found(NamedTuple):
    way: str
    wall: float
    cpu: float
    cost: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", nargs="?", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, metavar="N")
    parser.add_argument("--json", action="store_true", help="all that was measured, as JSON")
    options = parser.parse_args()
    rows = list[Row]()
    if not options.json:
        print(f"{'photos':>7}  {'way':12}{'wall s':>8}{'CPU s':>8}{'÷ exact':>9}{'cost':>9}")
    for n in options.sizes:
        for row in _rows(n, options.vectors):
            rows.append(row)
            if not options.json:
                print(
                    f"{row.photos:7}  {row.way:12}{row.wall:8.2f}{row.cpu:8.2f}"
                    f"{row.cpu_ratio:9.2f}{row.cost_ratio:9.5f}",
                    flush=True,
                )
    if options.json:
        print(json.dumps([row._asdict() for row in rows]))


def _rows(n: int, path: Path | None) -> list[Row]:
    """All ways with `n` photos."""
    vectors = many_vectors(real_vectors(path), n) if path else made_vectors(n)
    points = reduce(vectors, perplexity=PERPLEXITY, seed=0, run=Run())
    columns, rows = grid_shape(n)
    wishes = _wishes(points, columns, rows)
    found = [_ours(way, points, wishes, columns, rows) for way in OURS]
    if n <= RAW_LIMIT:
        found += [_raw(way, wishes, columns) for way in (RAW_SCIPY, RAW_LAPJV)]
    exact = found[0]
    return [
        Row(n, each.way, each.wall, each.cpu, each.cpu / exact.cpu, each.cost / exact.cost)
        for each in found
    ]


def _ours(way: str, points: Points, wishes: NDArray[np.float64], columns: int, rows: int) -> _Found:
    wall, cpu = time.perf_counter(), time.process_time()
    cells = assign(points, columns=columns, rows=rows, run=Run(), assigner=way)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return _Found(way, wall, cpu, _cost(wishes, cells, columns))


def _raw(way: str, wishes: NDArray[np.float64], columns: int) -> _Found:
    """A solver on all distances; NaN where it is not installed."""
    places = _places(np.arange(len(wishes)), columns)
    distances = np.square(wishes[:, None] - places[None]).sum(axis=2).astype(np.float32)
    wall, cpu = time.perf_counter(), time.process_time()
    try:
        cells = _solved(way, distances)
    except ImportError:
        return _Found(way, np.nan, np.nan, np.nan)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return _Found(way, wall, cpu, _cost(wishes, cells, columns))


def _solved(way: str, distances: NDArray[np.float32]) -> Cells:
    if way == RAW_SCIPY:
        from scipy.optimize import linear_sum_assignment

        return np.asarray(linear_sum_assignment(distances)[1], dtype=np.int32)
    from lapjv import lapjv

    return np.asarray(lapjv(distances)[0], dtype=np.int32)


def _wishes(points: Points, columns: int, rows: int) -> NDArray[np.float64]:
    """Where photos want to stand, in cells: the map's extent laid over the grid's."""
    low, high = points.min(axis=0), points.max(axis=0)
    inside = (points - low) / (high - low).astype(np.float64)
    return np.asarray(inside * [columns - 1, rows - 1])


def _places(cells: NDArray[np.integer], columns: int) -> NDArray[np.float64]:
    return np.stack([cells % columns, cells // columns], axis=1).astype(np.float64)


def _cost(wishes: NDArray[np.float64], cells: Cells, columns: int) -> float:
    return float(np.square(wishes - _places(cells, columns)).sum())


if __name__ == "__main__":
    main()
