"""Lanes: the cells that stay blank when photos come to a wall that has margins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.layout.groups import Groups


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """A wall with margins to which photos come, and whose each of its cells is; equal to itself.

    Attributes:
        homes: int32 (n,): the cells photos have on it, `BLANK` for those that are new.
        columns: Columns of the wall.
        rows: Rows of the wall.
        group_at: int32 (rows · columns,): the group of the photo nearest to each cell.
        closed: bool (rows · columns,): blank cells beside a cell of another group.
    """

    homes: Cells
    columns: int
    rows: int
    group_at: Groups
    closed: NDArray[np.bool_]


def lanes_of(homes: Cells, groups: Groups, *, columns: int, rows: int) -> Lanes:
    """The wall with rows and columns added all around, so that islands can grow outwards.

    Two cells side by side that are not closed are of one group, so that whoever takes them
    keeps the groups apart.

    Args:
        homes: int32 (n,): the cells photos have, `BLANK` for those that are new; not all of them.
        groups: int32 (n,): their groups; what new ones have does not count.
        columns: Columns of the wall.
        rows: Rows of the wall.
    """
    ring = 1
    while True:
        lanes = _ringed(homes, groups, columns, rows, ring)
        if np.count_nonzero(~lanes.closed) >= len(homes):
            return lanes
        ring += 1


def trimmed(cells: Cells, columns: int) -> tuple[Cells, int, int]:
    """Cells, columns and rows of a wall of `columns` without what is blank at its outside."""
    down, across = np.divmod(cells, columns)
    down, across = down - down.min(), across - across.min()
    narrower = int(across.max()) + 1
    return (down * narrower + across).astype(np.int32), narrower, int(down.max()) + 1


def _ringed(homes: Cells, groups: Groups, columns: int, rows: int, ring: int) -> Lanes:
    """The wall with `ring` more cells at each side."""
    from scipy.ndimage import distance_transform_edt

    old = homes != BLANK
    shape = (rows + 2 * ring, columns + 2 * ring)
    down, across = np.divmod(homes, columns)
    homes = np.where(old, (down + ring) * shape[1] + across + ring, BLANK).astype(np.int32)
    is_blank, group_at = np.ones(shape, dtype=bool), np.zeros(shape, dtype=np.int32)
    is_blank.flat[homes[old]] = False
    group_at.flat[homes[old]] = groups[old]
    nearest = distance_transform_edt(is_blank, return_distances=False, return_indices=True)
    group_at = group_at[tuple(nearest)]
    closed = is_blank & _beside_another(group_at)
    return Lanes(homes, shape[1], shape[0], group_at.ravel(), closed.ravel())


def _beside_another(groups: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which cells have a neighbour of another group: bool (rows, columns)."""
    found = np.zeros(groups.shape, dtype=bool)
    across, down = groups[:, 1:] != groups[:, :-1], groups[1:] != groups[:-1]
    found[:, 1:] |= across
    found[:, :-1] |= across
    found[1:] |= down
    found[:-1] |= down
    return found
