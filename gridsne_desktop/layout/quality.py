"""How well a grid keeps like photos together, as numbers."""

from dataclasses import KW_ONLY, dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.layout.neighbours import BLOCK_FLOATS, Vectors
from gridsne_desktop.progress import Run, Stage

NEIGHBOURS: Final = 10
"""How many of a photo's nearest are looked for around it."""

REACH: Final = 2
"""Around it is up to so many cells away, also across corners: 24 cells."""

FULL_LIMIT: Final = 5_000
"""Most photos whose every pair is measured; beyond, it is as many pairs, of some photos only."""

LEAST_SAMPLE: Final = 256
"""Photos in a sample at least: the error stays below 0.04, whatever n is (measured)."""

GROUPS: Final = 16
"""Parts of a sample: how they differ tells the error."""

STUDENT_95: Final = 2.131
"""95 % of Student's t with `GROUPS` − 1 degrees of freedom lie within ± this."""

ROUNDING: Final = 1e-6
"""Squared distance of unit vectors that is only single precision's rounding: they are alike."""

EQUAL: Final = 1e-4
"""Share of the mean distance by which the nearest must be nearer, else all are equally far."""

LEAST_BLOCK: Final = 128
"""Anchors at a time at least: with fewer, the products wait for memory."""

SINGLE_LIMIT: Final = 1 << 18
"""Longest squared distance on the grid for which single precision orders and averages well: the
near ones, which decide the figures, keep five digits, the far ones average out (measured)."""

_Distances: TypeAlias = NDArray[np.float32]
"""float32 (anchors, n): how far each photo is from some of them."""

_Curve: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is measured; where nothing can be out of order (no two photos differ) all are 1.

    Attributes:
        dpq16: Distance preservation quality with p = 16, 0 to 1: mostly how alike the very
            neighbours are; of 100 to 800 shuffled photos 0.15 to 0.35 (measured), as one of a
            few neighbours is always near (Barthel, Hezel, Jung and Schall 2023, "Improved
            Evaluation and Generation of Grid Layouts using Distance Preservation Quality and
            Linear Assignment Sorting").
        dpq2: The same with p = 2: how well the large areas are laid out; of as many
            shuffled photos 0.04 to 0.11 (measured).
        recall_24: Share of each photo's 10 nearest that stand in the 24 cells around it, 0 to
            1. Of equally near ones those count that stand there; at an edge there are fewer
            cells, so that 1 is out of reach.
        adjacent_ratio: Mean distance of photos side by side or one above the other ÷ mean
            distance of any two; less is better, about 1 by chance.
    """

    dpq16: float
    dpq2: float
    recall_24: float
    adjacent_ratio: float

    def __post_init__(self) -> None:
        if not all(0 <= value < np.inf for value in self.values()):
            raise ValueError("a figure of the quality is not a number from 0 up")

    def values(self) -> tuple[float, float, float, float]:
        """The figures alone, in the order above."""
        return self.dpq16, self.dpq2, self.recall_24, self.adjacent_ratio


@dataclass(frozen=True, slots=True)
class Quality(Figures):
    """The figures of one grid, and how far to trust them.

    Attributes:
        sample: Photos whose surroundings were measured; None: those of all.
        error: Half-width of each figure's 95 % confidence interval; None: they are exact.
    """

    _: KW_ONLY
    sample: int | None = None
    error: Figures | None = None

    def __post_init__(self) -> None:
        Figures.__post_init__(self)
        if (self.sample is None) != (self.error is None):
            raise ValueError("a sample and its error belong together")


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the anchors seen so far add up to, by group.

    Attributes:
        anchors: float64 (groups,): how many.
        by_likeness: float64 (groups, n − 1): distances to the others, the nearest first.
        by_place: float64 (groups, n − 1): the same in the order of their distance on the grid.
        found: float64 (groups,): shares of their nearest found around them.
        adjacent: float64 (groups, 2): distances to adjacent photos, and how many these are.
    """

    anchors: _Curve
    by_likeness: _Curve
    by_place: _Curve
    found: _Curve
    adjacent: _Curve

    def figures(self, without: int | None = None) -> Figures:
        """The figures of all groups together, or of all but one."""
        kept = [group for group in range(len(self.anchors)) if group != without]
        anchors = self.anchors[kept].sum()
        pairs = anchors * np.arange(1, self.by_place.shape[1] + 1)
        best = self.by_likeness[kept].sum(axis=0).cumsum() / pairs
        mean = best[-1]
        if mean == 0:
            return Figures(1, 1, 1, 1)
        gain = np.maximum(1 - self.by_place[kept].sum(axis=0).cumsum() / pairs / mean, 0)
        best_gain = np.maximum(1 - best / mean, 0)
        distance, count = self.adjacent[kept].sum(axis=0)
        return Figures(
            dpq16=_norm_ratio(gain, best_gain, 16),
            dpq2=_norm_ratio(gain, best_gain, 2),
            recall_24=float(self.found[kept].sum() / anchors),
            adjacent_ratio=float(distance / count / mean) if count else 1.0,
        )


def measure_quality(
    vectors: Vectors, *, cells: Cells, columns: int, rows: int, run: Run, seed: int = 0
) -> Quality:
    """Measure the grid in which `vectors[i]` stands in `cells[i]`.

    The distance is the Euclidean one of the vectors as they are, so between photos that of
    unit vectors. All is defined over photos: a blank is no neighbour, holds no rank in any
    order and makes no pair, as holes in the authors' `vc_flas.metrics`, which this agrees with.
    Photos at the same distance on the grid are in the order of their likeness, also as there.

    Up to `FULL_LIMIT` photos this is exact; beyond, it looks at a random sample of photos, and
    from each of them at all others. Time is about n · d · sample, memory some blocks.

    Args:
        vectors: float32 (n, d), n ≥ 0.
        cells: int32 (n,): row · columns + column, all different.
        columns: Columns of the grid.
        rows: Rows of the grid.
        run: Told how far it is, and asked whether to go on.
        seed: Of the sample.

    Raises:
        Cancelled: The run was cancelled.
        ValueError: There are not as many cells as vectors.
    """
    n = len(vectors)
    if len(cells) != n:
        raise ValueError(f"{n} vectors need as many cells, not {len(cells)}")
    run.report(Stage.MEASURE, 0, n)
    if n < 2:
        run.report(Stage.MEASURE, n, n)
        return Quality(1, 1, 1, 1)
    surroundings = _Surroundings(vectors, cells, columns, rows)
    sample = min(n, max(LEAST_SAMPLE, FULL_LIMIT**2 // n))
    if n <= FULL_LIMIT or sample == n:
        return Quality(*surroundings.sums(np.arange(n), groups=1, run=run).figures().values())
    anchors = np.random.default_rng(seed).choice(n, sample, replace=False)
    sums = surroundings.sums(anchors, groups=GROUPS, run=run)
    return Quality(*sums.figures().values(), sample=sample, error=_error(sums, sample / n))


class _Surroundings:
    """What is around each photo: in the space of the vectors, and on the grid."""

    def __init__(self, vectors: Vectors, cells: Cells, columns: int, rows: int) -> None:
        self._vectors = vectors
        self._squares = np.einsum("ij,ij->i", vectors, vectors)
        self._alike = ROUNDING * float(self._squares.max())
        single = (columns - 1) ** 2 + (rows - 1) ** 2 <= SINGLE_LIMIT
        places = np.stack([cells % columns, cells // columns])
        self._x, self._y = places.astype(np.float32 if single else np.float64)
        # Blanks all around, so that no cell needs to know that it is at an edge.
        width = columns + 2 * REACH
        self._padded = np.full((rows + 2 * REACH) * width, BLANK, dtype=np.int32)
        self._spots = (places[1] + REACH) * width + places[0] + REACH
        self._padded[self._spots] = np.arange(len(cells), dtype=np.int32)
        steps = np.arange(-REACH, REACH + 1)
        square = (steps[:, None] * width + steps).ravel()
        self._around = square[square != 0]
        self._beside = np.array([-width, -1, 1, width])

    def sums(self, anchors: NDArray[np.integer], *, groups: int, run: Run) -> _Sums:
        """Everything that is seen from `anchors`, dealt out to `groups`."""
        n = len(self._vectors)
        sums = _Sums(
            anchors=np.zeros(groups),
            by_likeness=np.zeros((groups, n - 1)),
            by_place=np.zeros((groups, n - 1)),
            found=np.zeros(groups),
            adjacent=np.zeros((groups, 2)),
        )
        step = max(LEAST_BLOCK, BLOCK_FLOATS // n)
        for start in range(0, len(anchors), step):
            run.report(Stage.MEASURE, start, len(anchors))
            block = anchors[start : start + step]
            away = self._distances(block)
            for group in range(groups):
                part = slice(group, None, groups)
                self._add(sums, group, away[part], block[part])
        run.report(Stage.MEASURE, len(anchors), len(anchors))
        return sums

    def _add(self, sums: _Sums, group: int, away: _Distances, anchors: NDArray[np.integer]) -> None:
        by_place = self._by_place(away, anchors)
        by_likeness = np.sort(away, axis=1)[:, 1:]  # without the photo itself, at 0
        count = min(NEIGHBOURS, by_likeness.shape[1])
        around, there = self._seen(away, anchors, self._around)
        found = (there & (around <= by_likeness[:, count - 1, None])).sum(axis=1)
        adjacent, beside = self._seen(away, anchors, self._beside)
        sums.anchors[group] += len(anchors)
        sums.by_likeness[group] += by_likeness.sum(axis=0, dtype=np.float64)
        sums.by_place[group] += by_place.sum(axis=0, dtype=np.float64)
        sums.found[group] += np.minimum(found, count).sum() / count
        sums.adjacent[group] += adjacent.sum(where=beside, dtype=np.float64), beside.sum()

    def _distances(self, anchors: NDArray[np.integer]) -> _Distances:
        away: _Distances = self._vectors[anchors] @ self._vectors.T
        away *= -2
        away += self._squares
        away += self._squares[anchors, None]
        away[away < self._alike] = 0
        away[np.arange(len(anchors)), anchors] = 0
        return np.sqrt(away, out=away)

    def _by_place(self, away: _Distances, anchors: NDArray[np.integer]) -> NDArray[np.floating]:
        """The distances in the order of those on the grid, of the same ones the least first.

        Squared distances on the grid are whole numbers: the fraction is the distance itself, at
        most a half, so that no rounding makes it another whole one.
        """
        top = 2 * float(away.max()) or 1.0
        keys: NDArray[np.floating] = np.square(self._x - self._x[anchors, None])
        keys += np.square(self._y - self._y[anchors, None])
        keys += away / np.float32(top)
        keys.sort(axis=1)
        keys = keys[:, 1:]  # without the photo itself, alone in its cell, at 0
        keys -= np.floor(keys)
        keys *= top
        return keys

    def _seen(
        self, away: _Distances, anchors: NDArray[np.integer], steps: NDArray[np.integer]
    ) -> tuple[_Distances, NDArray[np.bool_]]:
        """How far those are that stand `steps` on: (anchors, steps); and whether there is one."""
        photos = self._padded[self._spots[anchors, None] + steps]
        return np.take_along_axis(away, np.maximum(photos, 0), axis=1), photos != BLANK


def _norm_ratio(gain: _Curve, best: _Curve, p: int) -> float:
    """‖gain‖ ÷ ‖best‖, which only rounding lifts above 1; 1 where none is nearer than another."""
    norm = float((best**p).sum() ** (1 / p))
    return min(float((gain**p).sum() ** (1 / p)) / norm, 1.0) if norm > EQUAL else 1.0


def _error(sums: _Sums, share: float) -> Figures:
    """Half-widths at 95 %, from the figures without each group in turn (jackknife; Wolter 2007).

    A sample that is a good `share` of all photos leaves less to chance.
    """
    without = np.array([sums.figures(without=group).values() for group in range(GROUPS)])
    variance = (GROUPS - 1) * without.var(axis=0) * (1 - share)
    return Figures(*(STUDENT_95 * np.sqrt(variance)).tolist())
