"""New photos among those that have their cells: near their likes, and few others move."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells, Points
from gridsne_desktop.layout.lanes import Lanes
from gridsne_desktop.layout.neighbours import Neighbours, Vectors
from gridsne_desktop.layout.pins import NOBODY, Pinned, at_home
from gridsne_desktop.layout.refinement.kernels import Kernel, gaussian, rings
from gridsne_desktop.layout.refinement.likeness import Likeness, likeness
from gridsne_desktop.layout.refinement.looks import COUNTED, Blocks, Step, polish
from gridsne_desktop.layout.refinement.near import Near
from gridsne_desktop.layout.refinement.refine import refine
from gridsne_desktop.layout.refinement.stay import Stay
from gridsne_desktop.progress import Run, Stage

LEAVING, PER_CELL = 1.5, 0.2
"""What leaving a cell costs, and each cell of the way; a photo's own worth is about 24. So 50
photos move 8 % of 2,000, half of them by two king's moves at most (decision 0013)."""

LEAVING_AFTER, PER_CELL_AFTER = 0.7, 0.2
"""The same in the refinement that follows."""

LEAVING_POLISHED, PER_CELL_POLISHED = 0.03, 0.03
"""The same in the last polish, in distances of vectors: without it a grid of 2,000 that was
polished loses 0.022 of DPQ16 with 50 new photos, with it 0.008 (0 to 0.3 and 0.02 to 0.1 tried)."""

STEPS = 1024
"""Parts of a unit of worth that the assignment tells apart."""

TRIED = 24
"""Best cells of each photo that are looked at."""

TAKEN_IN = 64
"""Photos that are looked at for each free cell: those to whom it is the least loss."""

FREE_AT_LEAST, FREE_FOR_EACH = 64, 3
"""Free cells that are looked at where there are margins: so many, and so many a new photo."""

LEAST_WORTH = 1e-3
"""Of the kernel; below, a cell is not worth looking at."""

SWEEPS = 12

BESIDE = 10
"""Neighbours amid which a new photo's point is."""


def place(
    homes: Cells,
    neighbours: Neighbours,
    *,
    columns: int,
    rows: int,
    run: Run,
    seed: int = 0,
    pinned: Pinned = NOBODY,
    lanes: Lanes | None = None,
    polished: Vectors | None = None,
) -> Cells:
    """Cells for all photos: new ones near their likes, the others where they were if they can be.

    One assignment with a cost of moving, in which only cells near a photo's likes and the free
    cells count (Karp 1980's sparse problem, by SciPy); then refinement that knows the same cost.

    Args:
        homes: int32 (n,): the cells the photos have, all different, `BLANK` for the new ones.
        neighbours: Of all photos.
        columns: Columns of the grid.
        rows: Rows of the grid, with room for all photos.
        run: Told how far it is, and asked whether to go on.
        seed: Of all randomness.
        pinned: The photos whose cells are given, whatever their homes; who stood there is placed
            as if it were new.
        lanes: Which cells stay blank so that groups stay apart; no photo is put there.
        polished: float32 (n, d): the photos' vectors, for a grid that was polished by them.

    Returns:
        int32 (n,), all different. Other free cells may stay anywhere.

    Raises:
        Cancelled: The run was cancelled.
        ValueError: There is no room for all photos.
    """
    n = len(homes)
    closed = np.zeros(columns * rows, dtype=bool) if lanes is None else lanes.closed
    if n > columns * rows - np.count_nonzero(closed):
        raise ValueError(f"{n} photos do not fit a grid of {columns} × {rows}")
    run.report(Stage.ASSIGN, 0, n)
    homes = at_home(homes, pinned)
    if not (homes == BLANK).any():
        return homes
    likes, fixed = likeness(neighbours, count=COUNTED), pinned.among(n)
    cells = _assigned(homes, likes, fixed, closed, columns=columns, rows=rows)
    run.report(Stage.ASSIGN, n, n)
    habit = Stay(homes, leaving=LEAVING_AFTER, per_cell=PER_CELL_AFTER)
    steps: tuple[Step, ...] = (
        Blocks((Near(likes, rings()), habit), side=16, share=0.5, sweeps=SWEEPS),
    )
    if polished is not None:
        last = Stay(homes, leaving=LEAVING_POLISHED, per_cell=PER_CELL_POLISHED)
        steps += polish(neighbours, polished, habit=last)
    return refine(
        cells,
        steps,
        columns=columns,
        rows=rows,
        run=run,
        seed=seed,
        pinned=fixed,
        groups=None if lanes is None else lanes.group_at[cells],
    )


def _assigned(
    homes: Cells,
    likes: Likeness,
    fixed: NDArray[np.bool_],
    closed: NDArray[np.bool_],
    *,
    columns: int,
    rows: int,
) -> Cells:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    shape = (len(homes), columns * rows)
    free = np.setdiff1d(np.flatnonzero(~closed), homes)
    pairs = _wishes(homes, likes, columns=columns, rows=rows)
    pairs = pairs.among(~(fixed[pairs.photos] | np.isin(pairs.cells, homes[fixed])))
    pairs = pairs.among(~closed[pairs.cells])
    if closed.any():
        free = _wanted(free, pairs, homes)
    habit = Stay(homes, leaving=LEAVING, per_cell=PER_CELL)
    looked_at = _looked_at(pairs, homes, fixed, free, habit, columns=columns)
    # Whole numbers, for with fractions SciPy's solver may go round for ever; a 0 would be no edge.
    weights = np.rint((looked_at.worth.max() - looked_at.worth) * STEPS) + 1
    graph = csr_matrix((weights, (looked_at.photos, looked_at.cells)), shape=shape)
    photos, cells = min_weight_full_bipartite_matching(graph)
    found = np.empty(len(homes), dtype=np.int32)
    found[photos] = cells
    return found


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Photos and cells, and what each pair is worth; no pair twice."""

    photos: NDArray[np.int64]
    cells: NDArray[np.int64]
    worth: NDArray[np.float64]

    def among(self, kept: NDArray[np.bool_]) -> "_Pairs":
        return _Pairs(self.photos[kept], self.cells[kept], self.worth[kept])

    def once(self, width: int) -> "_Pairs":
        """Each pair with the sum of its worths."""
        keys, place = np.unique(self.photos * width + self.cells, return_inverse=True)
        return _Pairs(
            keys // width, keys % width, np.bincount(place, self.worth).astype(np.float64)
        )

    def and_(self, other: "_Pairs") -> "_Pairs":
        return _Pairs(
            np.concatenate([self.photos, other.photos]),
            np.concatenate([self.cells, other.cells]),
            np.concatenate([self.worth, other.worth]),
        )


def _wishes(homes: Cells, likes: Likeness, *, columns: int, rows: int) -> _Pairs:
    """Each photo with the cells around its likes that have a place, and how worthy they are."""
    kernel = gaussian(1.0)
    owners, others = likes.owners(), likes.others
    placed = homes[others] != BLANK
    owners, there = owners[placed], homes[others[placed]]
    weights = likes.weights[placed].astype(np.float64)
    found = []
    for down, across, worth in _offsets(kernel):
        y, x = there // columns + down, there % columns + across
        inside = (y >= 0) & (y < rows) & (x >= 0) & (x < columns)
        cells = (y * columns + x)[inside].astype(np.int64)
        found.append(_Pairs(owners[inside].astype(np.int64), cells, weights[inside] * worth))
    joined = _Pairs(
        np.concatenate([pairs.photos for pairs in found]),
        np.concatenate([pairs.cells for pairs in found]),
        np.concatenate([pairs.worth for pairs in found]),
    )
    return joined.once(columns * rows)


def _offsets(kernel: Kernel) -> list[tuple[int, int, float]]:
    reach = range(2 - len(kernel), len(kernel) - 1)
    pairs = (
        (down, across, float(kernel[abs(down), abs(across)])) for down in reach for across in reach
    )
    return [pair for pair in pairs if pair[2] > LEAST_WORTH]


def _wanted(free: NDArray[np.int64], wishes: _Pairs, homes: Cells) -> NDArray[np.int64]:
    """Of many free cells those that new photos want most, a few for each of them; ascending."""
    new = homes == BLANK
    by_new = wishes.among(new[wishes.photos])
    cells = max(int(free.max()), int(wishes.cells.max(initial=0))) + 1
    worth = np.bincount(by_new.cells, weights=by_new.worth, minlength=cells)
    count = FREE_AT_LEAST + FREE_FOR_EACH * int(np.count_nonzero(new))
    return np.sort(free[np.argsort(-worth[free], kind="stable")[:count]])


def _looked_at(
    wishes: _Pairs,
    homes: Cells,
    fixed: NDArray[np.bool_],
    free: NDArray[np.int64],
    habit: Stay,
    *,
    columns: int,
) -> _Pairs:
    """The pairs the assignment may choose from; among them is one for every photo.

    Of those that are fixed it is the only one, and the only one with their cells.
    """
    worth = wishes.worth - habit.cost(wishes.photos, wishes.cells, columns)
    netto = _Pairs(wishes.photos, wishes.cells, worth)
    is_home = homes[netto.photos] == netto.cells
    at_home = np.zeros(len(homes))
    at_home[netto.photos[is_home]] = netto.worth[is_home]
    best = netto.among(_rank(netto) < TRIED)
    new = np.flatnonzero(homes == BLANK)
    old = np.flatnonzero(homes != BLANK)
    sure = _Pairs(
        np.concatenate([old, new]),
        np.concatenate([homes[old].astype(np.int64), free[: len(new)]]),
        np.concatenate([at_home[old], np.zeros(len(new))]),
    )
    taken = _taken_in(netto, old[~fixed[old]], at_home, free, habit, columns)
    pairs = best.and_(sure).and_(taken)
    keys = pairs.photos * (int(pairs.cells.max()) + 1) + pairs.cells
    order = np.lexsort((-pairs.worth, keys))
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.diff(keys[order]) > 0
    chosen = order[first]
    return _Pairs(pairs.photos[chosen], pairs.cells[chosen], pairs.worth[chosen])


def _rank(pairs: _Pairs) -> NDArray[np.int64]:
    """The place of each pair among those of its photo, the worthiest first."""
    order = np.lexsort((-pairs.worth, pairs.photos))
    photos = pairs.photos[order]
    starts = np.searchsorted(photos, photos)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - starts
    return rank


def _taken_in(
    netto: _Pairs,
    old: NDArray[np.int64],
    at_home: NDArray[np.float64],
    free: NDArray[np.int64],
    habit: Stay,
    columns: int,
) -> _Pairs:
    """For each free cell the photos that lose least if they go there."""
    found = []
    for cell in free:
        there = np.zeros(len(at_home))
        here = netto.cells == cell
        there[netto.photos[here]] = netto.worth[here] + habit.cost(
            netto.photos[here], netto.cells[here], columns
        )
        worth = there[old] - habit.cost(old, np.full(len(old), cell), columns)
        count = min(TAKEN_IN, len(old))
        least = np.argpartition(at_home[old] - worth, count - 1)[:count] if count else old[:0]
        found.append(_Pairs(old[least], np.full(count, cell, dtype=np.int64), worth[least]))
    nobody = np.empty(0, dtype=np.int64)
    joined = _Pairs(nobody, nobody, np.empty(0))
    for pairs in found:
        joined = joined.and_(pairs)
    return joined


def points_beside(points: Points, is_new: NDArray[np.bool_], neighbours: Neighbours) -> Points:
    """The points, those of new photos amid the nearest that are not new.

    Args:
        points: float32 (n, 2); what new photos have does not count.
        is_new: bool (n,).
        neighbours: Of all photos.

    Returns:
        float32 (n, 2) in [0, 1]²; the middle for a new photo with only new neighbours.
    """
    found = np.array(points, dtype=np.float32)
    for photo in np.flatnonzero(is_new):
        near = neighbours.indexes[photo]
        known = near[~is_new[near]][:BESIDE]
        found[photo] = points[known].mean(axis=0) if len(known) else 0.5
    return found
