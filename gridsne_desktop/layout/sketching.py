"""Sketches: rough grids for the eye alone, each near what was shown before it."""

import itertools
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.components import chosen
from gridsne_desktop.layout.cores import single_threaded_products
from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.neighbours import Vectors, blocks, smallest, squared_distances
from gridsne_desktop.layout.pins import NOBODY, Pinned, assign_around
from gridsne_desktop.layout.reduce import plane_of
from gridsne_desktop.layout.refinement.looks import SKETCHED, SKETCHED_AGAIN, sketch
from gridsne_desktop.layout.refinement.refine import refine
from gridsne_desktop.layout.split import Places, places
from gridsne_desktop.progress import Run

MOST_GROWTH = 3
"""Photos for each one that was sketched before, up to which an order grows; beyond, the few say
too little of the many, and the order is found anew."""

BESIDE = 3
"""Sketched photos amid which a new one comes: those nearest by their vectors."""

LANDMARKS = 4_096
"""Sketched photos that a new one is compared with, at most: 100,000 take half a second."""

BLOCK = 1_024
"""New photos compared at a time: distances of 16 MiB."""

_Widths: TypeAlias = tuple[tuple[float, int], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a person sees before a sketch; equal only to itself.

    Attributes:
        places: float64 (n, 2): column and row of each photo.
        is_sketched: bool (n,): who has this place from a sketch; the others wait to be read.
    """

    places: Places
    is_sketched: NDArray[np.bool_]


def sketched_cells(
    components: Vectors,
    *,
    columns: int,
    rows: int,
    run: Run,
    seed: int = 0,
    shown: Shown | None = None,
    pinned: Pinned = NOBODY,
    room: Cells | None = None,
) -> Cells:
    """A rough order of the photos: no map, no neighbours, and calm beside what is `shown`.

    Who was sketched before goes on from there, stretched over the larger room, and new photos
    come amid those most like them. Where too few were, the two widest components are laid over
    the room, mirrored so that photos move least.

    Args:
        components: float32 (n, d), principal components, the widest first; n ≥ 1.
        columns: Columns of the grid.
        rows: Rows of the grid.
        run: Asked whether to go on.
        seed: Of all randomness.
        shown: Where the photos are now; None: nowhere.
        pinned: The photos whose cells are given.
        room: int32 (n,), ascending: the cells to give out; None: the first n.

    Returns:
        int32 (n,): the cells of the room and those of pinned photos, given out.

    Raises:
        Cancelled: The run was cancelled.
    """
    wishes, widths = _wishes(components, shown, columns, run)
    cells = assign_around(
        components,
        wishes,
        pinned,
        room=np.arange(len(components), dtype=np.int32) if room is None else room,
        columns=columns,
        rows=rows,
        run=run,
        assigner="split",
    )
    return refine(
        cells,
        sketch(components, columns, rows, widths=widths),
        columns=columns,
        rows=rows,
        run=run,
        seed=seed,
        pinned=pinned.among(len(components)),
    )


def least_moving(points: Places, shown: Places, *, extent: tuple[float, float]) -> Places:
    """`points` laid over a room, mirrored along each axis or not: what moves photos least.

    Principal components have no sign of their own, so that no mirror image is a worse order.

    Args:
        points: float64 (n, 2), finite, at least one.
        shown: float64 (n, 2): column and row where the photos are now.
        extent: The last column and the last row of the room.

    Returns:
        float64 (n, 2): columns and rows, fractions too.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    laid = (points - low) / np.where(high > low, high - low, 1) * extent
    ways = [
        np.where(mirrored, np.array(extent) - laid, laid)
        for mirrored in itertools.product((False, True), repeat=2)
    ]
    return min(ways, key=lambda way: float(np.hypot(*(way - shown).T).mean()))


def _wishes(
    components: Vectors, shown: Shown | None, columns: int, run: Run
) -> tuple[Vectors, _Widths]:
    """Where photos want to stand, and how wide refinement has to look from there."""
    n = len(components)
    if shown is None:
        return plane_of(components).astype(np.float32), SKETCHED
    if np.count_nonzero(shown.is_sketched) * MOST_GROWTH >= n:
        return _amid(components, shown, run).astype(np.float32), SKETCHED_AGAIN
    extent = (min(columns, n) - 1.0, float((n - 1) // columns))
    found = least_moving(plane_of(components), shown.places, extent=extent)
    return found.astype(np.float32), SKETCHED


def _amid(components: Vectors, shown: Shown, run: Run) -> Places:
    """The places of the sketched photos, and of the others amid those most like them."""
    found = shown.places.copy()
    marks, new = np.flatnonzero(shown.is_sketched), np.flatnonzero(~shown.is_sketched)
    if len(marks) > LANDMARKS:
        marks = marks[chosen(len(marks), LANDMARKS)]
    there = components[marks]
    squares = np.einsum("ij,ij->i", there, there)
    with single_threaded_products():
        for rows in blocks(len(new), BLOCK):
            run.check()
            away = squared_distances(components[new[rows]], there, squares)
            near, _ = smallest(away, min(BESIDE, len(marks)))
            found[new[rows]] = shown.places[marks[near]].mean(axis=1)
    return found


def as_shown(cells: Cells, columns: int, is_sketched: NDArray[np.bool_]) -> Shown:
    """What a person sees of photos in `cells`."""
    return Shown(places(cells, columns), is_sketched)
