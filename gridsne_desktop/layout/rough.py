"""A grid in another shape at once: its true size, its photos only roughly in their places."""

import numpy as np

from gridsne_desktop.layout.grid import Grid, grid_shape
from gridsne_desktop.layout.groups import Groups
from gridsne_desktop.layout.margins import islands_for
from gridsne_desktop.layout.room import room_of


def rough_grid(grid: Grid, *, aspect: float, blanks: str, groups: Groups | None) -> Grid:
    """The photos of `grid` in a grid of another shape, as one reads them, group by group.

    It has the columns, rows and blanks of a `standing.layout_of` that keeps the groups.

    Args:
        grid: The grid as it is.
        aspect: Wished width ÷ height.
        blanks: Where blank cells stand.
        groups: int32 (n,): which photos stand together; None where the grid shows no groups.
    """
    n = len(grid.photos)
    cells = np.empty(n, dtype=np.int32)
    order = grid.order()
    if blanks == "margins" and groups is not None and n:
        wall = islands_for(groups, grid.cells, columns=grid.columns, aspect=aspect)
        if wall is not None:
            by_group = order[np.argsort(groups[order], kind="stable")]
            ends = np.cumsum(np.bincount(groups))[:-1]
            for island, members in zip(wall.islands, np.split(by_group, ends), strict=True):
                cells[members] = island.room(len(members), wall.columns)
            return Grid(photos=grid.photos, columns=wall.columns, rows=wall.rows, cells=cells)
    columns, rows = grid_shape(n, aspect=aspect)
    cells[order] = room_of(n, columns, rows, blanks)
    return Grid(photos=grid.photos, columns=columns, rows=rows, cells=cells)
