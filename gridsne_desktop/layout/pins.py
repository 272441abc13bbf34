"""Pinned photos: they keep their cells, the map is turned and bent to them, the rest flows around.

The map itself stays as it was made; only what the assignment gets of it is turned and bent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import BLANK, Cells, Points
from gridsne_desktop.layout.split import Places, places
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import Pin

Pins: TypeAlias = Mapping[int, Pin]
"""Photos' indexes and their pins; the earlier come first."""

NO_PINS: Final[Pins] = MappingProxyType({})

REACH: Final = 0.1
"""How far from a pinned photo the map goes with it, as a share of the map's extent: the width of
a Gaussian. With less its likes stay behind, with more strangers come along (0.03 to 0.25 tried on
865 photos)."""

BLEND: Final = 0.04
"""The width of the seam between what goes with one pinned photo and what with the next."""

WORTH_TURNING: Final = 0.02
"""How much nearer, in squared shares of the extent and for each pin, a turned map must bring the
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
    index_of = {photo.path: index for index, photo in enumerate(photos)}
    return {index_of[pin.path]: pin for pin in pins if pin.path in index_of}


def pinned_cells(pins: Pins, *, columns: int, rows: int) -> Pinned:
    """The cells of pinned photos in a grid of this shape, which must have room for all.

    A pin outside the grid goes to the nearest cell. Where two meet the earlier stays and the later
    takes the nearest free cell, of equally near ones the first as one reads the grid.
    """
    everywhere = places(np.arange(columns * rows, dtype=np.int32), columns)
    is_free = np.ones(columns * rows, dtype=np.bool_)
    cells = np.empty(len(pins), dtype=np.int32)
    for number, pin in enumerate(pins.values()):
        column, row = _within(pin.column, columns), _within(pin.row, rows)
        cell = row * columns + column
        if not is_free[cell]:
            away = np.square(everywhere - (column, row)).sum(axis=1)
            cell = int(np.where(is_free, away, np.inf).argmin())
        is_free[cell] = False
        cells[number] = cell
    return Pinned(np.array(list(pins), dtype=np.intp), cells)


def room_with(pinned: Pinned, room: Cells) -> Cells:
    """`room`, int32 (n,) ascending, with the pinned cells in it: for each its last others go."""
    others = np.setdiff1d(room, pinned.cells)
    return np.union1d(others[: len(room) - len(pinned)], pinned.cells).astype(np.int32)


def assign_around(
    points: Points,
    pinned: Pinned,
    *,
    room: Cells,
    columns: int,
    rows: int,
    run: Run,
    assigner: str | None = None,
) -> Cells:
    """As `assign`, but pinned photos have their cells, and their likes on the map come with them.

    Args:
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
    others = np.setdiff1d(room_with(pinned, room), pinned.cells).astype(np.int32)
    is_free = ~pinned.among(len(points))
    wishes = bent(points, pinned, columns=columns, rows=rows, run=run) if len(pinned) else points
    cells = np.empty(len(points), dtype=np.int32)
    cells[pinned.photos] = pinned.cells
    cells[is_free] = assign(
        wishes[is_free], columns=columns, rows=rows, run=run, assigner=assigner, room=others
    )
    return cells


def bent(points: Points, pinned: Pinned, *, columns: int, rows: int, run: Run) -> Points:
    """The map, turned so that pinned photos are as near to their cells as can be, then bent.

    Each pinned photo draws along what is around it, the farther away the less, by a Gaussian of
    the width `REACH`; between several the nearest decides, with a soft seam (after Shepard 1968).
    As with `assign`, the map's extent lies over the grid's, each axis on its own.

    Args:
        points: float32 (n, 2), finite.
        pinned: Some of the n photos, at least one.
        columns: Columns of the grid.
        rows: Rows of the grid.
        run: Asked whether to go on.

    Returns:
        float32 (n, 2): 0 to 1 over the grid's extent; pinned photos are at their cells, or amid
        them where several are one point.

    Raises:
        Cancelled: The run was cancelled.
    """
    goals = (places(pinned.cells, columns) + 0.5) / (columns, rows)
    turned = _turned(_stretched(points), pinned.photos, goals)
    return np.asarray(turned + _draught(turned, pinned.photos, goals, run), dtype=np.float32)


def at_home(homes: Cells, pinned: Pinned) -> Cells:
    """The cells that photos have, pinned ones at theirs; who stood there is without a cell."""
    found = np.where(np.isin(homes, pinned.cells), BLANK, homes).astype(np.int32)
    found[pinned.photos] = pinned.cells
    return found


def _within(place: int, length: int) -> int:
    return min(max(place + length if place < 0 else place, 0), length - 1)


def _stretched(points: Points) -> Places:
    """The map with its extent over the unit square; an axis without extent in the middle."""
    low, high = points.min(axis=0).astype(np.float64), points.max(axis=0).astype(np.float64)
    extent = high - low
    return np.asarray(np.where(extent > 0, (points - low) / np.where(extent > 0, extent, 1), 0.5))


def _turned(map_: Places, photos: NDArray[np.intp], goals: Places) -> Places:
    """The one of the square's eight symmetries that brings the photos nearest to their goals."""
    maps = [
        np.where((mirrored_x, mirrored_y), 1 - swapped, swapped)
        for swapped in (map_, map_[:, ::-1])
        for mirrored_x in (False, True)
        for mirrored_y in (False, True)
    ]
    misses = np.array([np.square(turned[photos] - goals).sum(axis=1).mean() for turned in maps])
    best = int(misses.argmin())
    return maps[best] if misses[0] - misses[best] > WORTH_TURNING else maps[0]


def _draught(map_: Places, photos: NDArray[np.intp], goals: Places, run: Run) -> Places:
    """How far each point of the map is drawn: float64 (n, 2)."""
    sources = map_[photos]
    nearest = np.full(len(map_), np.inf)
    for source in sources:
        np.minimum(nearest, np.square(map_ - source).sum(axis=1), out=nearest)
    drawn, weights = np.zeros_like(map_), np.zeros(len(map_))
    for source, goal in zip(sources, goals, strict=True):
        run.check()
        farther = np.square(map_ - source).sum(axis=1) - nearest
        weight = np.exp(-farther / (2 * BLEND**2))
        drawn += weight[:, None] * (goal - source)
        weights += weight
    share = np.exp(-nearest / (2 * REACH**2)) / weights
    return np.asarray(drawn * share[:, None])
