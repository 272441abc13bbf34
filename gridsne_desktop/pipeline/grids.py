"""From layouts to grids and arrangements, and back."""

import numpy as np

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import BLANK, Grid
from gridsne_desktop.layout.homes import are_mostly_known, indexes_in
from gridsne_desktop.layout.standing import NO_GROUP, Layout
from gridsne_desktop.photo import Photo
from gridsne_desktop.settings import DEFAULT_BLANKS, ArrangeSettings


def grid_of(photos: tuple[Photo, ...], layout: Layout) -> Grid:
    """The grid of `layout`, whose photo i is photos[i]."""
    return Grid(photos=photos, columns=layout.columns, rows=layout.rows, cells=layout.cells)


def layout_shown(arrangement: Arrangement) -> Layout:
    """The layout that an arrangement was made of."""
    grid = arrangement.grid
    return Layout(arrangement.points, grid.cells, grid.columns, grid.rows, arrangement.groups)


def blanks_of(settings: ArrangeSettings, layout: Layout) -> str:
    """Where blanks stand; a layout that was stopped before it had margins has none."""
    has_margins = settings.blanks == "margins" and (
        layout.groups is not None or not len(layout.cells)
    )
    return settings.blanks if has_margins or settings.blanks != "margins" else DEFAULT_BLANKS


def layout_before(photos: tuple[Photo, ...], keep: Arrangement) -> Layout | None:
    """Where the photos were, found by their paths; None: most of them were nowhere."""
    if not are_mostly_known(photos, keep.grid.photos):
        return None
    was = indexes_in(keep, photos)
    cells = np.where(was == BLANK, BLANK, keep.grid.cells[was]).astype(np.int32)
    groups = keep.groups
    if groups is not None:
        groups = np.where(was == BLANK, NO_GROUP, groups[was]).astype(np.int32)
    return Layout(keep.points[was], cells, keep.grid.columns, keep.grid.rows, groups)
