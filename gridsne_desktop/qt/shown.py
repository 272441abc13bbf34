"""Who is on the wall: photos as they are read, or a grid that stays until the next one is there."""

from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.follower import Follower, Slots
from gridsne_desktop.qt.grid.thumbnails import Again
from gridsne_desktop.qt.grid.tile_store import TileStore


class Shown(QObject):
    """What the wall shows; has one follower, that of the job that runs or ran last.

    Signals (all emitted on the GUI thread):
        store_replaced: The `TileStore` of the photos that will be read now, and the `Grid` of where
            they stand until they are arranged, or None: in order.
        photos_embedded: int64 (n,): the slots of the photos that stay; points follow this order.
        points_moved: `Points` of those photos while t-SNE runs.
        grid_moved: The `Grid` of those photos on its way, and their `Points` by now; or None, and
            the grid is of all photos of the store.
        cast_changed: From now on other photos are shown: a `TileStore`, slots in it as of
            `photos_embedded`, and the `Grid` and the `Points` at which the new ones appear.
    """

    store_replaced = Signal(object, object)
    photos_embedded = Signal(object)
    points_moved = Signal(object)
    grid_moved = Signal(object, object)
    cast_changed = Signal(object, object, object, object)

    def __init__(
        self,
        is_wanted: Callable[[], bool],
        parent: QObject | None = None,
        *,
        again: Again | None = None,
    ) -> None:
        """Pass on what followers tell while `is_wanted`; stores find thumbnails by `again`."""
        super().__init__(parent)
        self._again = again
        self.store = TileStore(())
        self.slots: Slots | None = None
        self.follower: Follower | None = None
        self._is_wanted = is_wanted
        self._photos: tuple[Photo, ...] = ()
        self._waits = False
        self._next: tuple[TileStore, Slots] | None = None
        self._draft: TileStore | None = None

    @property
    def has_found(self) -> bool:
        """Whether the scan of the followed job is over."""
        return self.follower is not None and self.follower.has_found

    @property
    def has_embedded(self) -> bool:
        """Whether all photos of the followed job are read."""
        return self.follower is not None and self.follower.has_embedded

    def follow(self, *, anew: bool, waits: bool) -> Follower:
        """A follower for the next job; `anew` and `waits` as `Follower` takes them."""
        if self.follower is not None:
            self.follower.deleteLater()
        self._waits, self._next = waits, None
        draft = None if self._draft is self.store else self._draft
        follower = Follower(
            self.store,
            self.slots,
            anew=anew,
            waits=waits,
            draft=draft,
            again=self._again,
            parent=self,
        )
        follower.store_made.connect(self._on_store_made)
        follower.store_ready.connect(self._on_store_ready)
        follower.slots_kept.connect(self._on_slots_kept)
        follower.moved.connect(self._on_moved)
        follower.grid_found.connect(self._on_grid_found)
        self.follower = follower
        return follower

    def present(self, arrangement: Arrangement) -> None:
        """Have exactly the photos of `arrangement` on the wall; all are in a store shown here."""
        self._enter(arrangement.grid, arrangement.points)
        photos = arrangement.grid.photos
        if photos != self._photos:
            slots = np.array([self.store.slot_of(photo) for photo in photos], dtype=np.int64)
            self._change(self.store, slots, arrangement.grid, arrangement.points)

    def has_all(self, photos: Iterable[Photo]) -> bool:
        """Whether the store has a tile for each of them."""
        return all(self.store.slot_of(photo) is not None for photo in photos)

    def stay(self) -> None:
        """The wall keeps what it shows; nothing else is on its way any more."""
        self._next = None

    def _enter(self, grid: Grid, points: Points) -> None:
        """Let those on who have waited for a grid."""
        if self._next is not None:
            (store, slots), self._next = self._next, None
            self._change(store, slots, grid, points)

    def _change(self, store: TileStore, slots: Slots, grid: Grid, points: Points) -> None:
        self._take(store, slots)
        self.cast_changed.emit(store, slots, grid, points)

    def _take(self, store: TileStore, slots: Slots | None) -> None:
        self.store, self.slots = store, slots
        self._photos = store.photos if slots is None else store.photos_at(slots)

    @Slot(object)
    def _on_store_made(self, store: TileStore) -> None:
        """Keep its tiles even if nobody waits for this job: the next one will not make them."""
        self._draft = store

    @Slot(object, object)
    def _on_store_ready(self, store: TileStore, grid: Grid | None) -> None:
        if self._is_wanted():
            self._waits = False
            self._take(store, None)
            self.store_replaced.emit(store, grid)

    @Slot(object, object)
    def _on_slots_kept(self, store: TileStore, slots: Slots) -> None:
        if not self._is_wanted():
            return
        if self._waits:
            self._next = (store, slots)
        else:
            self._take(store, slots)
            self.photos_embedded.emit(slots)

    @Slot(object)
    def _on_moved(self, points: Points) -> None:
        if self._is_wanted() and self._next is None:
            self.points_moved.emit(points)

    @Slot(object, object)
    def _on_grid_found(self, grid: Grid, points: Points | None) -> None:
        if self._is_wanted():
            if points is not None:
                self._enter(grid, points)
            self.grid_moved.emit(grid, points)
