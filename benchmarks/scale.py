"""From vectors to a grid at any size, beside others: `python -m benchmarks.scale vectors.npz`.

Each measurement has a process of its own. *Peak* is the whole process, vectors included;
*growth* is the exponent of n since the line above of the same way (1: linear). Beside ours: the
sketch that is shown first, the split alone (as RasterFairy does it), openTSNE as it comes with a
dense assignment, and FLAS where `vc-flas` is installed. vectors.npz is what `gridsne-desktop
embed` wrote; where there are not enough, more are made of them.
"""

import argparse
import math
import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.many_vectors import many_vectors, real_vectors
from gridsne_desktop.layout.assign import assign, solve
from gridsne_desktop.layout.grid import Cells, grid_shape
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.quality import measure_quality
from gridsne_desktop.layout.reduce import reduce, unit_square
from gridsne_desktop.layout.standing import Layout
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings

SIZES = (256, 1_024, 4_096, 10_000, 30_000, 100_000)
WARM = 64
FLAS_DECAY = 0.95


class _Shown(Exception):
    """The first grid is there."""


class _Cost(NamedTuple):
    wall: float
    cpu: float
    peak: float
    dpq16: float
    dpq2: float
    recall: float


def _ours(vectors: Vectors, columns: int, rows: int) -> Cells:
    del columns, rows
    return LayoutMaker().make(vectors, settings=ArrangeSettings(), run=Run()).cells


def _smooth(vectors: Vectors, columns: int, rows: int) -> Cells:
    del columns, rows
    return LayoutMaker().make(vectors, settings=ArrangeSettings(look="smooth"), run=Run()).cells


def _first(vectors: Vectors, columns: int, rows: int) -> Cells:
    del columns, rows
    shown = list[Cells]()

    def stop(layout: Layout) -> None:
        shown.append(layout.cells)
        raise _Shown

    with suppress(_Shown):
        LayoutMaker().make(vectors, settings=ArrangeSettings(), run=Run(), on_layout=stop)
    return shown[0]


def _split(vectors: Vectors, columns: int, rows: int) -> Cells:
    points = reduce(vectors, perplexity=15, seed=0, run=Run())
    return assign(points, columns=columns, rows=rows, run=Run(), assigner="split")


def _raw(vectors: Vectors, columns: int, rows: int) -> Cells:
    from openTSNE import TSNE

    points = unit_square(np.asarray(TSNE(perplexity=15, random_state=0, n_jobs=1).fit(vectors)))
    places = np.stack(np.divmod(np.arange(columns * rows), columns)[::-1], axis=1)
    wished = points * [columns - 1, rows - 1]
    cost = np.square(wished[:, None] - places[None]).sum(axis=2)
    return np.asarray(solve(cost), dtype=np.int32)


def _flas(vectors: Vectors, columns: int, rows: int) -> Cells:
    import vc_flas

    grid = vc_flas.Grid.from_features(vectors, size=(rows, columns))
    order = np.asarray(vc_flas.flas(grid, radius_decay=FLAS_DECAY, seed=0).sorting).ravel()
    there = np.flatnonzero((order >= 0) & (order < len(vectors)))
    cells = np.empty(len(vectors), dtype=np.int32)
    cells[order[there]] = there
    return cells


Way = Callable[[Vectors, int, int], Cells]
WAYS: dict[str, tuple[Way, int]] = {
    "ours, crisp": (_ours, 100_000),
    "ours, smooth": (_smooth, 30_000),
    "ours, first grid": (_first, 100_000),
    "t-SNE + split": (_split, 100_000),
    "openTSNE + dense": (_raw, 1_024),
    "FLAS": (_flas, 10_000),
}
"""Name → the way, and the most vectors for which it is bearable."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, metavar="N")
    parser.add_argument("--ways", nargs="*", default=list(WAYS), choices=list(WAYS))
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="time against photos")
    options = parser.parse_args()
    head = f"{'way':18}{'n':>8}{'wall s':>8}{'CPU s':>8}{'growth':>8}{'peak MB':>9}"
    print(f"{head}  DPQ16   DPQ2    24")
    curves: dict[str, list[tuple[int, float]]] = {}
    for name in options.ways:
        for n in (n for n in options.sizes if n <= WAYS[name][1]):
            try:
                cost = _in_a_process(name, n, options.vectors)
            except ImportError as error:
                print(f"{name:18} {error}")
                break
            curve = curves.setdefault(name, [])
            growth = _exponent(curve[-1], (n, cost.cpu)) if curve else "–"
            curve.append((n, cost.cpu))
            print(
                f"{name:18}{n:8}{cost.wall:8.2f}{cost.cpu:8.2f}{growth:>8}{cost.peak:9.0f}"
                f"{cost.dpq16:7.3f}{cost.dpq2:7.3f}{cost.recall:6.3f}",
                flush=True,
            )
    if options.plot:
        options.plot.write_text(_plot(curves), encoding="utf-8")


def _in_a_process(name: str, n: int, path: Path) -> _Cost:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_measure, name, n, path).result()


def _measure(name: str, n: int, path: Path) -> _Cost:
    vectors = many_vectors(real_vectors(path), n)
    way, _ = WAYS[name]
    way(vectors[:WARM].copy(), *grid_shape(WARM))  # loads the libraries, as the app has by then
    columns, rows = grid_shape(n)
    wall, cpu = time.perf_counter(), time.process_time()
    cells = way(vectors, columns, rows)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    quality = measure_quality(vectors, cells=cells, columns=columns, rows=rows, run=Run())
    return _Cost(wall, cpu, peak, quality.dpq16, quality.dpq2, quality.recall_24)


def _exponent(before: tuple[int, float], now: tuple[int, float]) -> str:
    return f"{math.log(now[1] / before[1]) / math.log(now[0] / before[0]):.2f}"


def _plot(curves: dict[str, list[tuple[int, float]]]) -> str:
    """An SVG of CPU seconds against photos, both logarithmic."""
    colours = ("#1b6ca8", "#c0392b", "#27ae60", "#8e44ad", "#7f8c8d", "#d68910")
    lines = []
    for (name, curve), colour in zip(curves.items(), colours, strict=False):
        points = " ".join(f"{_x(n):.0f},{_y(cpu):.0f}" for n, cpu in curve)
        lines.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        n, cpu = curve[-1]
        lines.append(f'<text x="{_x(n) + 6:.0f}" y="{_y(cpu):.0f}" fill="{colour}">{name}</text>')
    lines += [f'<text x="{_x(n):.0f}" y="415" text-anchor="middle">{n:,}</text>' for n in SIZES]
    for seconds in (0.1, 1, 10, 100):
        lines.append(f'<text x="6" y="{_y(seconds):.0f}">{seconds:g} s</text>')
        lines.append(
            f'<line x1="50" x2="640" y1="{_y(seconds):.0f}" y2="{_y(seconds):.0f}" stroke="#ddd"/>'
        )
    body = "\n".join(lines)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="430" '
        f'font-family="sans-serif" font-size="12">\n<rect width="100%" height="100%" '
        f'fill="white"/>\n{body}\n</svg>\n'
    )


def _x(n: int) -> float:
    return 60 + 220 * (math.log10(n) - math.log10(SIZES[0]))


def _y(seconds: float) -> float:
    return 290 - 110 * math.log10(max(seconds, 0.02))


if __name__ == "__main__":
    main()
