"""Lanes: the cells that stay blank when photos come to a wall that has margins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.layout.groups import Groups


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """Whose every cell of a wall is; equal only to itself.

    Attributes:
        rows: Rows of the wall.
        group_at: int32 (cells,): the group of the photo nearest to each cell.
        closed: bool (cells,): blank cells beside a cell of another group.
    """

    rows: int
    group_at: NDArray[np.int32]
    closed: NDArray[np.bool_]


def lanes_of(homes: Cells, groups: Groups, *, columns: int, rows: int) -> Lanes:
    """The lanes of a wall on which all photos find room; rows are added below if need be.

    Two cells side by side that are not closed are of one group, so that whoever takes them
    keeps the groups apart.

    Args:
        homes: int32 (n,): the cells photos have, `BLANK` for those that are new; not all of them.
        groups: int32 (n,): their groups; what new ones have does not count.
        columns: Columns of the wall.
        rows: Rows of the wall.
    """
    while True:
        lanes = _lanes(homes, groups, columns, rows)
        if np.count_nonzero(~lanes.closed) >= len(homes):
            return lanes
        rows += 1


def _lanes(homes: Cells, groups: Groups, columns: int, rows: int) -> Lanes:
    from scipy.ndimage import distance_transform_edt

    old = homes != BLANK
    is_blank = np.ones(columns * rows, dtype=bool)
    is_blank[homes[old]] = False
    group_at = np.zeros(columns * rows, dtype=np.int32)
    group_at[homes[old]] = groups[old]
    wall = is_blank.reshape(rows, columns)
    down, across = distance_transform_edt(wall, return_distances=False, return_indices=True)
    nearest = group_at.reshape(rows, columns)[down, across]
    closed = wall & _beside_another(nearest)
    return Lanes(rows, nearest.ravel(), closed.ravel())


def _beside_another(groups: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which cells have a neighbour of another group: bool (rows, columns)."""
    found = np.zeros(groups.shape, dtype=bool)
    across, down = groups[:, 1:] != groups[:, :-1], groups[1:] != groups[:-1]
    found[:, 1:] |= across
    found[:, :-1] |= across
    found[1:] |= down
    found[:-1] |= down
    return found
