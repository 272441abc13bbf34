"""Margins: groups of like photos as islands, lanes of blank cells between them."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from gridsne_desktop.layout.assign import EXACT_LIMIT, assign
from gridsne_desktop.layout.grid import Cells, grid_shape
from gridsne_desktop.layout.groups import Groups, likely_groups, merges_of, without_strays
from gridsne_desktop.layout.islands import LANE, Island, Islands, islands_of
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.layout.split import places
from gridsne_desktop.progress import Run

MOST_SPACE: Final = 1.3
"""Cells a photo at most: so photos get at most an eighth smaller than on a full wall."""

SHAPES: Final = 1.5
"""How much longer the edges of a wall may be than those of one that is exactly as wished."""


@dataclass(frozen=True, slots=True, eq=False)
class Parted:
    """A wall parted into groups; equal only to itself.

    Attributes:
        groups: int32 (n,): the group of each photo, numbered as their islands are read.
        islands: Where each group stands.
    """

    groups: Groups
    islands: Islands


def parted(
    near: KeptNeighbours,
    cells: Cells,
    *,
    columns: int,
    rows: int,
    aspect: float,
    wished: int | None,
    run: Run,
) -> Parted:
    """The groups on a wall without margins, and islands for them.

    Args:
        near: The neighbours and components of the photos, of which there are some.
        cells: int32 (n,), all different: where the photos stand.
        columns: Columns of that wall.
        rows: Rows of that wall.
        aspect: Wished width ÷ height of the new wall.
        wished: Its columns, whatever the aspect.
        run: Asked whether to go on.

    Raises:
        Cancelled: The run was cancelled.
    """
    merges = merges_of(near.components(run), cells, columns=columns, rows=rows, run=run)
    for groups in likely_groups(merges):
        run.check()
        if not _may_have_room(groups, aspect if wished is None else wished**2 / len(cells)):
            continue
        groups = without_strays(groups, near.get(run))
        found = islands_for(groups, cells, columns=columns, aspect=aspect, wished=wished)
        if found and found.columns * found.rows <= MOST_SPACE * len(cells):
            return _as_read(groups, found)
    return _unparted(len(cells), aspect, wished)


def islands_for(
    groups: Groups, cells: Cells, *, columns: int, aspect: float, wished: int | None = None
) -> Islands | None:
    """Islands for groups, from where their photos stand on a wall of so many columns.

    Returns:
        None where so few columns are wished that they cannot stand side by side.
    """
    sizes = np.bincount(groups)
    sums = [np.bincount(groups, weights=axis) for axis in places(cells, columns).T]
    middles = np.stack(sums, axis=1) / sizes[:, None]
    return islands_of(sizes, middles, aspect=aspect, columns=wished)


def on_islands(parts: Parted, cells: Cells, *, columns: int, run: Run) -> Cells:
    """int32 (n,): each group on its island, as it stood on a wall of `columns`.

    Raises:
        Cancelled: The run was cancelled.
    """
    stood = places(cells, columns).astype(np.float32)
    wall = parts.islands
    found = np.empty_like(cells)
    order = np.argsort(parts.groups, kind="stable")
    ends = np.cumsum(np.bincount(parts.groups))[:-1]
    for island, members in zip(wall.islands, np.split(order, ends), strict=True):
        found[members] = assign(
            stood[members],
            columns=wall.columns,
            rows=wall.rows,
            run=run.untold(),
            assigner="exact" if len(members) <= EXACT_LIMIT else "split",
            room=island.room(len(members), wall.columns),
        )
    return found


def _may_have_room(groups: Groups, aspect: float) -> bool:
    """Whether squares of the groups' sizes with their lanes fit; costs nothing beside a plan."""
    wall = MOST_SPACE * len(groups)
    around = math.sqrt(wall) * (math.sqrt(aspect) + math.sqrt(1 / aspect)) * SHAPES + 1
    return float(np.square(np.sqrt(np.bincount(groups)) + LANE).sum()) <= wall + LANE * around


def _unparted(n: int, aspect: float, wished: int | None) -> Parted:
    """All photos on one island, which is the wall."""
    columns, rows = grid_shape(n, columns=wished, aspect=aspect)
    wall = Islands(columns, rows, (Island(0, 0, columns, rows),))
    return Parted(np.zeros(n, dtype=np.int32), wall)


def _as_read(groups: Groups, wall: Islands) -> Parted:
    order = sorted(
        range(len(wall.islands)), key=lambda k: (wall.islands[k].top, wall.islands[k].left)
    )
    number = np.empty(len(order), dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    islands = tuple(wall.islands[k] for k in order)
    return Parted(number[groups], Islands(wall.columns, wall.rows, islands))
