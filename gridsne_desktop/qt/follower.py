"""The bridge from the pipeline's threads to the window."""

import threading
import time
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.layout.homes import are_mostly_known, standing
from gridsne_desktop.library.cache.squares import Squares
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.thumbnails import Again
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.task import step_back

Slots: TypeAlias = NDArray[np.int64]
"""int64 (n,): for each arranged photo its place in the `TileStore`."""

SECONDS_BETWEEN_GRIDS: Final = 0.8
"""The tiles walk from one to the next; told more often, they would never arrive."""

MOVES_PER_SECOND: Final = 30
"""The wall eases between moves, so that more would only cost."""


class Follower(QObject):
    """Watches one job (a `Watcher` that `TakesThumbnails` and more); made on the GUI thread.

    The workers call it.

    Photos that the wall shows already are not announced again, so that arranging the same
    photos anew moves them from where they are.

    Signals:
        store_made: The `TileStore` of the photos found, if it is a new one.
        store_ready: The store is to be shown now, with the `Grid` of where its photos stand
            until they are arranged, or None.
        slots_kept: The store, and `Slots` of the photos that stay.
        moved: `Points`, at most 30 times a second.
        grid_found: A `Grid` on its way and the `Points` by now, about once a second; while photos
            are read, now and then one of all photos found, and None.
    """

    store_made = Signal(object)
    store_ready = Signal(object, object)
    slots_kept = Signal(object, object)
    moved = Signal(object)
    grid_found = Signal(object, object)

    def __init__(
        self,
        store: TileStore,
        slots: Slots | None,
        *,
        anew: bool,
        waits: bool = False,
        draft: TileStore | None = None,
        again: Again | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Follow a job.

        Args:
            store: What the wall shows.
            slots: Which photos of it; None: all, not arranged yet.
            anew: The store is announced even if its photos are the same.
            waits: The wall shows a grid that may stay until the next one is there; so no store is
                announced, unless most of its photos are new.
            draft: The store of an earlier job that was never shown; its tiles are taken over.
            again: Finds thumbnails that a new store had to let go.
            parent: Owns the follower.
        """
        super().__init__(parent)
        self._store = store
        self._slots = slots
        self._anew, self._waits, self._draft = anew, waits, draft
        self._again = again
        self._keep: Arrangement | None = None
        self._has_grid = waits  # of the photos found, or of most of them
        self._found = threading.Event()
        self._embedded = threading.Event()
        self._recalled = threading.Event()
        self._next_move = 0.0
        self._next_grid = 0.0

    @property
    def has_found(self) -> bool:
        """Whether the scan is over."""
        return self._found.is_set()

    @property
    def has_embedded(self) -> bool:
        """Whether all photos of the job are read."""
        return self._embedded.is_set()

    @property
    def has_recalled(self) -> bool:
        """Whether photos come from their files by now, or all are there."""
        return self._recalled.is_set()

    def expect(self, keep: Arrangement | None) -> None:
        """From the start the photos stand as in `keep`; called before `photos_found`."""
        self._keep = keep

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        """Make a store for the photos, with the tiles that are known already."""
        self._found.set()
        before = self._store
        is_same = photos == before.photos
        if is_same and not self._anew:
            return
        self._slots = None
        if not is_same:
            self._store = self._made(photos)
            self.store_made.emit(self._store)
        if not (self._waits and are_mostly_known(photos, before.photos)):
            grid = standing(photos, self._keep) if self._keep is not None else None
            self._has_grid = grid is not None
            self.store_ready.emit(self._store, grid)

    def _made(self, photos: tuple[Photo, ...]) -> TileStore:
        draft = self._draft
        is_same = draft is not None and draft.photos == photos
        store = draft if draft is not None and is_same else TileStore(photos, self._again)
        store.set_fit(self._store.is_fit)
        for known in (self._store, draft):
            if known is not None and known is not store:
                store.adopt(known)
        store.slots_in(self._store)  # the wall will ask
        return store

    def photo_read(self, index: int, pixels: Pixels) -> None:
        """Hand the pixels to the store; the wall looks there by itself."""
        self._store.put(index, pixels)

    def preview_read(self, index: int, pixels: Pixels) -> None:
        """Show the preview until the photo itself is read."""
        self._store.put_preview(index, pixels)

    def thumbnail_read(self, index: int, jpeg: bytes) -> None:
        """Hand a thumbnail from the cache to the store."""
        self._store.put_jpeg(index, jpeg)

    @property
    def wants_squares(self) -> bool:
        """Whether tiles are cut out of the photos' middle, as squares are."""
        return not self._store.is_fit

    def squares_read(self, indices: NDArray[np.intp], squares: Squares) -> None:
        """Hand squares from the cache to the store."""
        self._store.put_squares(indices, squares)

    def known_shown(self) -> None:
        """What takes long begins: from here on the job's thread steps back."""
        self._recalled.set()
        step_back()

    def photos_embedded(self, photos: tuple[Photo, ...]) -> None:
        """Tell which slots stay, if that is news."""
        self._embedded.set()
        slot_of = {photo: slot for slot, photo in enumerate(self._store.photos)}
        slots = np.array([slot_of[photo] for photo in photos], dtype=np.int64)
        if self._slots is None or not np.array_equal(slots, self._slots):
            self._slots = slots
            self.slots_kept.emit(self._store, slots)

    @property
    def wants_sketches(self) -> bool:
        """Whether the wall shows the photos in no order yet."""
        return self._slots is None and not self._has_grid

    def photos_sketched(self, grid: Grid) -> None:
        """Tell how the photos stand that are read by now."""
        self.grid_found.emit(grid, None)

    def points_moved(self, points: Points) -> None:
        """Tell where the photos are by now, unless that was told just before."""
        now = time.perf_counter()
        if now >= self._next_move:
            self._next_move = now + 1 / MOVES_PER_SECOND
            self.moved.emit(points)

    def grid_moved(self, grid: Grid, points: Points) -> None:
        """Tell how the grid is by now, unless the tiles are still on their way to one."""
        now = time.perf_counter()
        if now >= self._next_grid:
            self._next_grid = now + SECONDS_BETWEEN_GRIDS
            self.grid_found.emit(grid, points)
