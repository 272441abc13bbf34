"""New photos among 2,000 that stay: `python -m benchmarks.placing vectors.npz`.

*Moved* is the share of the old photos that change their cell, *king* and *straight* how far
these go, in cells, by a king's moves and by the straight line; *lost* is the DPQ16 that arranging
all of them anew would have had more; *CPU s* the whole placing, the search for neighbours
included. Mean ± standard deviation over the seeds, of *most* the greatest. The goal, for 50:
at most 10 % moved, half of these by at most 2 cells, at most 0.01 lost.

vectors.npz is what `gridsne-desktop embed` wrote; as many as are needed are made of them.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.many_vectors import many_vectors, real_vectors
from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.quality import measure_quality
from gridsne_desktop.layout.standing import Layout
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings

OLD = 2_000
NEW = (1, 10, 50, 200, 500)
SEEDS = 5


class Placed(NamedTuple):
    """How one placing went: a share, cells, DPQ16 and seconds."""

    moved: float
    king_median: float
    straight_median: float
    king_most: float
    straight_most: float
    lost: float
    dpq16: float
    cpu: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--old", type=int, default=OLD, metavar="N")
    parser.add_argument("--new", type=int, nargs="*", default=NEW, metavar="N")
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N")
    parser.add_argument("--json", action="store_true", help="all that was measured, as JSON")
    options = parser.parse_args()
    vectors = many_vectors(real_vectors(options.vectors), options.old + max(options.new))
    found: dict[int, list[Placed]] = {new: [] for new in options.new}
    for seed in range(options.seeds):
        _measure(vectors, options.old, seed, found)
    if options.json:
        print(json.dumps({new: [each._asdict() for each in all_] for new, all_ in found.items()}))
        return
    print(f"{options.old:,} photos and some new ones, {options.seeds} seeds")
    print(
        f"{'new':>5}{'moved %':>14}{'king':>6}{'most':>6}{'straight':>12}{'most':>7}"
        f"{'DPQ16':>8}{'lost':>17}{'CPU s':>8}"
    )
    for new, placed in found.items():
        print(_line(new, placed))


def _measure(vectors: Vectors, old: int, seed: int, found: dict[int, list[Placed]]) -> None:
    """Arrange `old` photos once, and add each number of new ones to them."""
    settings = ArrangeSettings(seed=seed)
    vectors = vectors[np.random.default_rng(seed).permutation(len(vectors))]
    before = LayoutMaker().make(vectors[:old].copy(), settings=settings, run=Run())
    for new, placed in found.items():
        placed.append(_placed(vectors[: old + new].copy(), before, settings))


def _placed(vectors: Vectors, before: Layout, settings: ArrangeSettings) -> Placed:
    old = len(before.cells)
    new = len(vectors) - old
    homes = Layout(
        np.vstack([before.points, np.zeros((new, 2), np.float32)]),
        np.append(before.cells, np.full(new, BLANK)).astype(np.int32),
        before.columns,
        before.rows,
    )
    began = time.process_time()
    after = LayoutMaker().place(vectors, homes, settings=settings, run=Run())
    cpu = time.process_time() - began
    anew = LayoutMaker().make(vectors, settings=settings, run=Run())
    down, across = _ways(before.cells, after.cells[:old], before.columns)
    has_moved = (down > 0) | (across > 0)
    king = np.maximum(down, across)[has_moved]
    straight = np.hypot(down, across)[has_moved]
    dpq16 = _dpq16(vectors, after)
    return Placed(
        moved=float(has_moved.mean()),
        king_median=float(np.median(king)) if len(king) else 0.0,
        straight_median=float(np.median(straight)) if len(straight) else 0.0,
        king_most=float(king.max(initial=0)),
        straight_most=float(straight.max(initial=0)),
        lost=_dpq16(vectors, anew) - dpq16,
        dpq16=dpq16,
        cpu=cpu,
    )


def _ways(before: Cells, after: Cells, columns: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """How many rows and columns each photo has gone."""
    down = np.abs(before // columns - after // columns)
    return down, np.abs(before % columns - after % columns)


def _dpq16(vectors: Vectors, layout: Layout) -> float:
    return measure_quality(
        vectors, cells=layout.cells, columns=layout.columns, rows=layout.rows, run=Run()
    ).dpq16


def _line(new: int, placed: Sequence[Placed]) -> str:
    mean = Placed(*np.mean(placed, axis=0))
    spread = Placed(*np.std(placed, axis=0))
    most = Placed(*np.max(placed, axis=0))
    return (
        f"{new:5}{100 * mean.moved:8.1f} ± {100 * spread.moved:<3.1f}{mean.king_median:6.2f}"
        f"{most.king_most:6.0f}{mean.straight_median:6.2f} ± {spread.straight_median:<3.2f}"
        f"{most.straight_most:6.1f}{mean.dpq16:8.3f}{mean.lost:8.4f} ± {spread.lost:<6.4f}"
        f"{mean.cpu:8.2f}"
    )


if __name__ == "__main__":
    main()
