"""Pinned photos: they keep their cells, the wall is turned and bent to them, the rest flows around.

What is turned and bent is the wall as it would be without pins, not the map: on the wall photos
are equally dense everywhere, and who is pinned where it stands anyway pulls at nobody.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.components import unit_rows
from gridsne_desktop.layout.cores import single_threaded_products
from gridsne_desktop.layout.grid import BLANK, Cells, Grid, Points
from gridsne_desktop.layout.groups import Groups
from gridsne_desktop.layout.neighbours import BLOCK_FLOATS, Vectors, blocks
from gridsne_desktop.layout.split import Places, places
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import CORNERS, Pin

Pins: TypeAlias = Mapping[int, Pin]
"""Photos' indexes and their pins; the earlier come first."""

NO_PINS: Final[Pins] = MappingProxyType({})

REACH: Final = 0.3
"""How far from a pinned photo the wall goes with it, as a share of its sides: at this distance
0.6 of the way. With less its likes stay behind, with more strangers come along (decision 0015)."""

SEAM: Final = 0.04
"""The width of the seam between what goes with one pinned photo and what with the next."""

LIKENESS: Final = 0.5
"""What likeness weighs beside the way on the wall where it is said how far photos are apart: with
less likes stay behind that stood elsewhere, with more the wall loses order (decision 0015)."""

WORTH_TURNING: Final = 0.02
"""How much nearer, in squared shares of the sides and for each pin, a turned wall must bring the
pinned photos to their cells: for less, pinning one photo would turn the whole wall over."""


@dataclass(frozen=True, slots=True, eq=False)
class Pinned:
    """Pinned photos in a grid of a certain shape; equal only to itself.

    Attributes:
        photos: intp (k,), all different.
        cells: int32 (k,), all different: row · columns + column of each.
    """

    photos: NDArray[np.intp]
    cells: Cells

    def __len__(self) -> int:
        return len(self.photos)

    def among(self, n: int) -> NDArray[np.bool_]:
        """Which of n photos are pinned: bool (n,)."""
        mask = np.zeros(n, dtype=np.bool_)
        mask[self.photos] = True
        return mask

    def __str__(self) -> str:
        """Spelled out, as the wish of what is remembered."""
        return " ".join(
            f"{photo}@{cell}" for photo, cell in zip(self.photos, self.cells, strict=True)
        )


NOBODY: Final = Pinned(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.int32))


def pins_among(pins: Sequence[Pin], photos: Sequence[Photo]) -> Pins:
    """The pins of those photos that are there, by their indexes."""
    if not pins:
        return NO_PINS
    wanted = {pin.path for pin in pins}
    index_of = {photo.path: i for i, photo in enumerate(photos) if photo.path in wanted}
    return {index_of[pin.path]: pin for pin in pins if pin.path in index_of}


def pinned_cells(pins: Pins, *, columns: int, rows: int) -> Pinned:
    """The cells of pinned photos in a grid of this shape, which must have room for all.

    A pin outside the grid goes to the nearest cell. Where two meet the earlier stays and the later
    takes the nearest free cell, of equally near ones the first as one reads the grid.
    """
    is_free = np.ones(columns * rows, dtype=np.bool_)
    cells = np.empty(len(pins), dtype=np.int32)
    for number, pin in enumerate(pins.values()):
        column, row = _within(pin.column, columns), _within(pin.row, rows)
        cell = row * columns + column
        if not is_free[cell]:
            free = np.flatnonzero(is_free).astype(np.int32)
            away = np.square(places(free, columns) - (column, row)).sum(axis=1)
            cell = int(free[away.argmin()])
        is_free[cell] = False
        cells[number] = cell
    return Pinned(np.array(list(pins), dtype=np.intp), cells)


def standing(pins: Sequence[Pin], grid: Grid) -> frozenset[Pin]:
    """Those of the pins whose photos are in the cells where they shall be."""
    there = pins_among(pins, grid.photos)
    pinned = pinned_cells(there, columns=grid.columns, rows=grid.rows)
    is_so = grid.cells[pinned.photos] == pinned.cells
    return frozenset(pin for pin, is_there in zip(there.values(), is_so, strict=True) if is_there)


def here(grid: Grid, paths: Collection[Path]) -> tuple[Pin, ...]:
    """Pins for those photos of the grid where they stand; in a corner, of that corner.

    In the order of the grid's photos.
    """
    corners = {
        (column % grid.columns, row % grid.rows): (column, row)
        for column, row in reversed(list(CORNERS.values()))  # of one row's, the upper ones
    }
    cells = zip(grid.photos, grid.cells.tolist(), strict=True)
    stands = {p.path: (c % grid.columns, c // grid.columns) for p, c in cells if p.path in paths}
    return tuple(Pin(path, *corners.get(place, place)) for path, place in stands.items())


def room_with(pinned: Pinned, room: Cells) -> Cells:
    """`room`, int32 (n,) ascending, with the pinned cells in it: for each its last others go."""
    others = np.setdiff1d(room, pinned.cells)
    return np.union1d(others[: len(room) - len(pinned)], pinned.cells).astype(np.int32)


def assign_around(
    vectors: Vectors,
    points: Points,
    pinned: Pinned,
    *,
    room: Cells,
    columns: int,
    rows: int,
    run: Run,
    assigner: str | None = None,
) -> Cells:
    """As `assign`, but pinned photos have their cells, and their likes come with them.

    Args:
        vectors: float32 (n, d), finite: what is alike.
        points: float32 (n, 2) in [0, 1]².
        pinned: Some of the n photos.
        room: int32 (n,): the cells to give out, all different, ascending; pinned cells that are
            not among them take the place of the last.
        columns: Columns of the grid.
        rows: Rows of the grid.
        run: Told how far it is, and asked whether to go on.
        assigner: A key of `ASSIGNERS`.

    Returns:
        int32 (n,), all different.

    Raises:
        Cancelled: The run was cancelled.
    """
    cells = assign(points, columns=columns, rows=rows, run=run, assigner=assigner, room=room)
    if not len(pinned):
        return cells
    others = np.setdiff1d(room_with(pinned, room), pinned.cells).astype(np.int32)
    is_free = ~pinned.among(len(points))
    wishes = bent(vectors, cells, pinned, columns=columns, rows=rows, run=run)[is_free]
    cells[pinned.photos] = pinned.cells
    cells[is_free] = assign(
        wishes, columns=columns, rows=rows, run=run, assigner=assigner, room=others
    )
    return cells


def bent(
    vectors: Vectors, cells: Cells, pinned: Pinned, *, columns: int, rows: int, run: Run
) -> Points:
    """The wall, turned so that pinned photos are as near to their cells as can be, then bent.

    Each pinned photo takes along what is around it and like it, the farther away the less; between
    several the nearest decides, with a soft seam (after Shepard 1968). Who would leave the wall is
    folded back.

    Args:
        vectors: float32 (n, d), finite.
        cells: int32 (n,): where the photos would stand without pins.
        pinned: Some of the n photos, at least one.
        columns: Columns of the grid.
        rows: Rows of the grid.
        run: Asked whether to go on.

    Returns:
        float32 (n, 2) in [0, 1]², x right, y down.

    Raises:
        Cancelled: The run was cancelled.
    """
    sides = columns, rows
    goals = (places(pinned.cells, columns) + 0.5) / sides
    wall = _turned((places(cells, columns) + 0.5) / sides, pinned.photos, goals)
    with single_threaded_products():  # so that the same photos give the same bytes
        moved = wall + _taken_along(vectors, wall, pinned.photos, goals, run)
    return np.asarray(1 - np.abs(1 - np.abs(moved)), dtype=np.float32)


def at_home(homes: Cells, pinned: Pinned) -> Cells:
    """The cells that photos have, pinned ones at theirs; who stood there is without a cell."""
    found = np.where(np.isin(homes, pinned.cells), BLANK, homes).astype(np.int32)
    found[pinned.photos] = pinned.cells
    return found


def put(pinned: Pinned, cells: Cells, groups: Groups) -> tuple[Cells, Groups]:
    """Pinned photos in their cells on a wall of groups, and whose group each photo has then.

    Who stood in such a cell takes the place of the pinned photo, and the two trade groups; a
    pinned cell between islands takes the photo out of its island.

    Args:
        pinned: Some of the n photos.
        cells: int32 (n,), all different.
        groups: int32 (n,).
    """
    cells, groups = cells.copy(), groups.copy()
    for photo, cell in zip(pinned.photos, pinned.cells, strict=True):
        for other in np.flatnonzero((cells == cell) & (np.arange(len(cells)) != photo)):
            cells[other] = cells[photo]
            groups[[photo, other]] = groups[[other, photo]]
        cells[photo] = cell
    return cells, groups


def _within(place: int, length: int) -> int:
    return min(max(place + length if place < 0 else place, 0), length - 1)


def _turned(wall: Places, photos: NDArray[np.intp], goals: Places) -> Places:
    """The one of the square's eight symmetries that brings the photos nearest to their goals."""
    walls = [
        np.where((mirrored_x, mirrored_y), 1 - swapped, swapped)
        for swapped in (wall, wall[:, ::-1])
        for mirrored_x in (False, True)
        for mirrored_y in (False, True)
    ]
    misses = np.array([np.square(turned[photos] - goals).sum(axis=1).mean() for turned in walls])
    best = int(misses.argmin())
    return walls[best] if misses[0] - misses[best] > WORTH_TURNING else walls[0]


def _taken_along(
    vectors: Vectors, wall: Places, photos: NDArray[np.intp], goals: Places, run: Run
) -> Places:
    """How far each photo is taken: float64 (n, 2)."""
    unit, ways = unit_rows(vectors), goals - wall[photos]
    nearest = np.full(len(wall), np.inf)
    taken, weights = np.zeros_like(wall), np.zeros(len(wall))
    for some in blocks(len(photos), max(1, BLOCK_FLOATS // len(wall))):
        run.check()
        apart = _apart(unit, wall, photos[some])
        nearer = np.minimum(nearest, apart.min(axis=1))
        fading = np.exp((nearer - nearest) / (2 * SEAM**2))
        weight = np.exp((nearer[:, None] - apart) / (2 * SEAM**2))
        taken = taken * fading[:, None] + weight @ ways[some]
        weights = weights * fading + weight.sum(axis=1)
        nearest = nearer
    share = np.exp(-np.square(nearest / REACH**2) / 2) / weights
    return np.asarray(taken * share[:, None])


def _apart(unit: Vectors, wall: Places, photos: NDArray[np.intp]) -> NDArray[np.float64]:
    """How far all photos are from some, squared, as shares of the wall's sides: float64 (n, k).

    On the wall, and by likeness: the m-th most like one is as far as if all before it stood around
    it in a disc.
    """
    n, own = len(unit), np.arange(len(photos))
    order = np.argsort(-(unit @ unit[photos].T), axis=0, kind="stable")
    unlike = np.empty(order.shape)
    np.put_along_axis(unlike, order, np.arange(n)[:, None] / (np.pi * n), axis=0)
    unlike[photos, own] = 0.0
    away = np.square(wall[:, None] - wall[photos]).sum(axis=2)
    return np.asarray(LIKENESS * unlike + (1 - LIKENESS) * away)
