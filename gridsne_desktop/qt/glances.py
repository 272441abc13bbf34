"""Thumbnails for the window's own thread, which never waits for the cache."""

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import inner_side

_Fetched = tuple[TileStore, dict[int, bool]]
"""Whose slots these are, and whether each one's thumbnail was found."""


class Glances(QObject):
    """What is in memory at once; what lies in the cache is fetched there by a thread.

    Signals:
        arrived: Thumbnails that were asked for can be had now.
    """

    arrived = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._store = TileStore(())
        self._wanted: dict[int, None] = {}
        self._lost: set[int] = set()
        self._fetcher = Newest(at_once=1, parent=self)
        self._fetcher.arrived.connect(self._on_fetched)

    def look_at(self, store: TileStore) -> None:
        """Take thumbnails from `store` from now on."""
        self._fetcher.drop()
        self._store = store
        self._wanted.clear()
        self._lost.clear()

    def thumbnail(self, slot: int) -> QImage | None:
        """The whole photo, small; None: it is on its way; a null image: there is none."""
        pixels = self._store.thumbnail(slot, is_here=True)
        if pixels is not None:
            return _image(pixels)
        if slot in self._lost:
            return QImage()
        if self._store.has(slot) and slot not in self._wanted:
            self._wanted[slot] = None
            self._fetch()
        return None

    def stand_in(self, slot: int) -> QImage:
        """The photo's largest tile, until its thumbnail comes."""
        side = self._store.sides[-1]
        inner = inner_side(side)
        tile = np.ascontiguousarray(self._store.level(side)[slot, :inner, :inner])
        image = QImage(
            tile.data, inner, inner, 4 * inner, QImage.Format.Format_ARGB32_Premultiplied
        )
        return image.copy()  # the array goes

    def shut_down(self) -> None:
        """Stop the thread and wait for it."""
        self._fetcher.shut_down()

    def _fetch(self) -> None:
        store, slots = self._store, tuple(self._wanted)

        def job(run: Run) -> _Fetched:
            found = {}
            for slot in slots:
                run.check()
                found[slot] = store.jpeg(slot) is not None
            return store, found

        self._fetcher.ask(job)

    @Slot(object)
    def _on_fetched(self, fetched: _Fetched) -> None:
        store, found = fetched
        if store is not self._store:
            return
        for slot, is_found in found.items():
            self._wanted.pop(slot, None)
            if not is_found:
                self._lost.add(slot)
        self.arrived.emit()


def _image(pixels: Pixels) -> QImage:
    pixels = np.ascontiguousarray(pixels)
    height, width, channels = pixels.shape
    made = QImage(pixels.data, width, height, channels * width, QImage.Format.Format_RGB888)
    return made.copy()  # the array goes; the picture must own its pixels
