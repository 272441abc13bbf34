"""From vectors to a grid at any size, beside others: `python -m benchmarks.scale vectors.npz`.

Each measurement has a process of its own. *Peak* is the whole process, *own* what of it the way
itself has added to libraries and vectors; *growth* is an exponent of n since the line above of the
same way (1: linear; n · log n has about 1.1). Then the stages of ours, each with its growth.
Beside ours: the sketch that is shown first, the split alone (as RasterFairy does it), openTSNE as
it comes with lapjv on all distances, and FLAS where `vc-flas` is installed. A way ends where it
takes too long, and says so. vectors.npz is what `gridsne-desktop embed` wrote; where there are
not enough, more are made of them. About ten minutes on two idle cores. Linux, for the memory.
"""

import argparse
import json
import math
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

import numpy as np

from benchmarks.many_vectors import many_vectors, real_vectors
from benchmarks.scale_plot import plot
from benchmarks.ways import STAGES, WAYS, StageClock
from gridsne_desktop.layout.grid import grid_shape
from gridsne_desktop.layout.quality import measure_quality
from gridsne_desktop.progress import Run

SIZES = (256, 1_024, 4_096, 10_000, 30_000, 100_000)

WARM = 64
"""Vectors to load the libraries with, as the app has by then."""

NOTHING = 0.05
"""Seconds, or MB, below which a growth says nothing."""

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Cost(NamedTuple):
    """What one way took with n photos, in seconds and MB, and how good its grid is."""

    n: int
    wall: float
    cpu: float
    peak: float
    own: float
    dpq16: float
    dpq2: float
    recall: float
    stages: dict[str, float]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, metavar="N")
    parser.add_argument("--ways", nargs="*", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--unlimited", action="store_true", help="also where it takes too long")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="seconds against photos")
    parser.add_argument("--json", type=Path, metavar="FILE.json", help="all that was measured")
    options = parser.parse_args()
    print(
        f"{'way':17}{'n':>8}{'wall s':>9}{'CPU s':>8}{'growth':>8}{'peak MB':>9}{'own MB':>8}"
        f"{'growth':>8}  DPQ16   DPQ2     24"
    )
    costs: dict[str, list[Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "vectors.npy"
        _in_a_process(_make, options.vectors, max(options.sizes), file)
        for name in options.ways:
            limit = math.inf if options.unlimited else WAYS[name].limit
            costs[name] = _costs(name, sorted(options.sizes), limit, file)
    costs = {name: found for name, found in costs.items() if found}
    for name, found in costs.items():
        if found[0].stages:
            _show_stages(name, found)
    if options.plot and costs:
        curves = {name: [(cost.n, cost.cpu) for cost in found] for name, found in costs.items()}
        svg = plot(curves, title="CPU seconds from vectors to cells")
        options.plot.write_text(svg, encoding="utf-8")
    if options.json:
        data = {name: [cost._asdict() for cost in found] for name, found in costs.items()}
        options.json.write_text(json.dumps(data, indent=1), encoding="utf-8")


def _costs(name: str, sizes: Sequence[int], limit: float, file: Path) -> list[Cost]:
    """Measure one way at all sizes up to `limit`, and print a line of each."""
    found = list[Cost]()
    for n in sizes:
        if n > limit:
            print(f"{name:17}{n:8}   takes too long here; measured up to {limit:,}")
            continue
        try:
            cost = _in_a_process(_measure, name, n, file)
        except ImportError as error:
            print(f"{name:17}{'':8}   {error}")
            break
        cpu = _growth(found, cost, lambda cost: cost.cpu)
        own = _growth(found, cost, lambda cost: cost.own)
        found.append(cost)
        print(
            f"{name:17}{n:8}{cost.wall:9.2f}{cost.cpu:8.2f}{cpu:>8}{cost.peak:9.0f}{cost.own:8.0f}"
            f"{own:>8}{cost.dpq16:7.3f}{cost.dpq2:7.3f}{cost.recall:7.3f}",
            flush=True,
        )
    return found


def _show_stages(name: str, costs: Sequence[Cost]) -> None:
    print(f"\n{name}: CPU seconds of each stage, and its growth")
    print(f"{'n':>8}" + "".join(f"{stage:>12}{'':6}" for stage in STAGES) + f"{'n · log n':>12}")
    for place, cost in enumerate(costs):
        line = f"{cost.n:8}"
        for stage in STAGES:
            growth = _growth(costs[:place], cost, lambda cost, s=stage: cost.stages.get(s, 0.0))
            line += f"{cost.stages.get(stage, 0.0):12.2f}{growth:>6}"
        print(line + f"{_growth(costs[:place], cost, lambda cost: cost.n * math.log(cost.n)):>12}")


def _growth(earlier: Sequence[Cost], now: Cost, of: Callable[[Cost], float]) -> str:
    """The exponent of n with which a cost has grown since the last of the earlier ones."""
    if not earlier or of(earlier[-1]) < NOTHING or of(now) < NOTHING:
        return "–"
    before = earlier[-1]
    return f"{math.log(of(now) / of(before)) / math.log(now.n / before.n):.2f}"


def _in_a_process(
    work: Callable[_Arguments, _Result], *args: _Arguments.args, **kwargs: _Arguments.kwargs
) -> _Result:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *args, **kwargs).result()


def _make(source: Path, count: int, file: Path) -> None:
    """Write so many vectors; the first n of them are as if only n had been made."""
    np.save(file, many_vectors(real_vectors(source), count))


def _measure(name: str, n: int, file: Path) -> Cost:
    vectors = np.array(np.load(file, mmap_mode="r")[:n])
    cut = WAYS[name].cut
    cut(vectors[:WARM].copy(), *grid_shape(WARM), StageClock())
    columns, rows = grid_shape(n)
    base, clock = _peak(), StageClock()
    wall, cpu = time.perf_counter(), time.process_time()
    cells = cut(vectors, columns, rows, clock)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = _peak()
    quality = measure_quality(vectors, cells=cells, columns=columns, rows=rows, run=Run())
    figures = quality.dpq16, quality.dpq2, quality.recall_24
    return Cost(n, wall, cpu, peak, peak - base, *figures, clock.seconds)


def _peak() -> float:
    """The most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
