"""Who is on the wall, and where each one stands or is going."""

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.camera import Box
from gridsne_desktop.qt.grid.motion import Motion, Places2D
from gridsne_desktop.qt.grid.places import Board, Places, View, grid_box, map_box, on_map
from gridsne_desktop.qt.grid.tile_store import TileStore


class Cast:
    """The photos of a store that are shown, their cells, their points, and their way there."""

    def __init__(self, store: TileStore, *, aspect: float, grid: Grid | None = None) -> None:
        """All photos of `store` in the cells of `grid`, else in order."""
        self.store = store
        self.slots: NDArray[np.intp] = np.arange(len(store.photos), dtype=np.intp)
        self.photos: tuple[Photo, ...] = store.photos
        self.places = Places.of_grid(grid) if grid else Places.in_order(len(self), aspect=aspect)
        self.motion = Motion(self.places.on_grid())
        self.view = View.GRID
        self.kinds: NDArray[np.uint8] = np.zeros(len(self.photos), np.uint8)
        self._map: Places2D | None = None
        self._index_of: tuple[NDArray[np.intp], NDArray[np.intp]] | None = None
        self._looked_at: tuple[Places2D, Places] | None = None
        self._is_in_cells = False

    def __len__(self) -> int:
        return len(self.photos)

    @property
    def has_map(self) -> bool:
        """Whether there are points to show."""
        return self._map is not None

    @property
    def content(self) -> Box:
        """What the tiles cover in the end, in the world."""
        return map_box(len(self.photos)) if self.view is View.MAP else grid_box(self.places)

    @property
    def goal(self) -> Places2D:
        """float32 (n, 2): where the tiles belong in this view."""
        if self.view is View.MAP and self._map is not None:
            return self._map
        return self.places.on_grid()

    @property
    def board(self) -> Board | None:
        """Who is in which cell; None: tiles are elsewhere, or on their way."""
        if self.motion.is_moving:
            return None
        now = self.motion.places, self.places
        if self._looked_at is None or any(
            one is not other for one, other in zip(now, self._looked_at, strict=True)
        ):
            self._looked_at = now
            self._is_in_cells = np.array_equal(now[0], self.places.on_grid())
        return self.places.board if self._is_in_cells else None

    def keep(self, slots: NDArray[np.intp], *, aspect: float) -> NDArray[np.intp]:
        """Keep the photos of these slots, in this order; where each was before (−1: nowhere).

        They keep their cells, too, unless one was nowhere: the next grid moves them soon enough.
        """
        if np.array_equal(slots, self.slots):
            self._map, self.view = None, View.GRID
            return np.arange(len(slots))
        kept = self._index_of_slots()[slots]
        if (kept < 0).any():
            self.places = Places.in_order(len(slots), aspect=aspect)
            self.motion.jump(self.places.on_grid())
        else:
            self.places = self.places.of(kept)
            self.motion.keep(kept)
        self._take(self.store, slots, kept)
        self._map, self.view = None, View.GRID
        return kept

    def recast(
        self, store: TileStore, slots: NDArray[np.intp], grid: Grid, points: Points
    ) -> NDArray[np.intp]:
        """Show these photos from now on, `grid` and `points` are theirs; where each was before.

        Photos that were shown are found by their paths and are where they were; the others (−1)
        are where they belong.
        """
        formerly = slots if store is self.store else store.slots_in(self.store)[slots]
        kept = np.append(self._index_of_slots(), -1)[formerly]  # -1: the last
        self._take(store, slots, kept)
        self.set_points(points)
        self.set_grid(grid)
        self.motion.recast(kept, self.goal)
        return kept

    def _take(self, store: TileStore, slots: NDArray[np.intp], kept: NDArray[np.intp]) -> None:
        self.kinds = np.append(self.kinds, np.uint8(0))[kept]  # −1: the last
        self.store, self.slots = store, slots
        self.photos = store.photos_at(slots)

    def set_points(self, points: Points) -> None:
        """The photos' points on the map, one for each."""
        if points.shape != (len(self.photos), 2):
            raise ValueError(f"{len(self.photos)} photos cannot be at {points.shape} points")
        self._map = on_map(points)

    def set_grid(self, grid: Grid) -> None:
        """The photos' cells; the grid's photos are those kept, in the same order."""
        if len(grid.photos) != len(self.photos):
            raise ValueError(f"{len(self.photos)} photos cannot fill {len(grid.photos)} cells")
        self.places = Places.of_grid(grid)

    def set_kinds(self, kinds: NDArray[np.uint8]) -> None:
        """The photos' `Badge` bits, one for each."""
        if kinds.shape != (len(self.photos),):
            raise ValueError(f"{len(self.photos)} photos cannot have {kinds.shape} badges")
        self.kinds = kinds

    def indexes_of(self, slots: NDArray[np.intp]) -> NDArray[np.intp]:
        """The photos on the wall that have these slots: intp, ascending, all different."""
        found = self._index_of_slots()[slots]
        return np.unique(found[found >= 0])

    def _index_of_slots(self) -> NDArray[np.intp]:
        """Of each slot of the store the photo on the wall; -1: it is not on."""
        if self._index_of is None or self._index_of[0] is not self.slots:
            index_of = np.full(len(self.store.photos), -1, np.intp)
            index_of[self.slots] = np.arange(len(self.slots))
            self._index_of = self.slots, index_of
        return self._index_of[1]

    def nearest(self, x: float, y: float) -> int | None:
        """The photo whose tile is nearest to a place in the world."""
        if not self.photos:
            return None
        places = self.motion.places
        across, down = places[:, 0] + np.float32(0.5 - x), places[:, 1] + np.float32(0.5 - y)
        return int((across * across + down * down).argmin())
