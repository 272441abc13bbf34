"""Larger pixels of the few tiles that are shown large, read in the background."""

import os
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.library.decode import Pixels, decode
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import THUMBNAIL_SIDE, argb

_SIDES: Final = (64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096)
"""Sides that tiles are read at: never more than 1.5 times what is shown."""
_FROM_THUMBNAIL: Final = 192
"""Up to here the thumbnail will do; its shorter side is about 170 to 256 px."""
_MOST_WANTED: Final = 8192
"""Wishes kept, of the nearest tiles: a large screen full of the smallest."""
_AT_ONCE: Final = 16
"""Wishes fulfilled in one order: then it is looked up again what is nearest."""
_BYTES: Final = 32 * 2**20
"""What the pixels may take together, ..."""
_VIEWS: Final = 4
"""... or so many views full: whole photos of 3 : 2, 1.5 times as large as they are shown, take 3.4
of them where squares of their middle are shown."""
_WORKER_NICENESS: Final = 10


def side_for(shown: float) -> int:
    """The side to read for a tile of `shown` device px."""
    return next((side for side in _SIDES if side >= shown), _SIDES[-1])


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """Pixels read at `side`; `image` is a view of them, so they must live as long as it."""

    side: int
    pixels: NDArray[np.uint32]
    image: QImage


@dataclass(frozen=True, slots=True)
class _Wish:
    """Pixels at `side` for the tile at `place` in the world."""

    side: int
    place: tuple[float, float]


class Sharp:
    """Pixels by slot, the least recently shown forgotten first.

    The worker thread lives only while something is wanted, and begins with what is nearest to where
    the person looks. `collect` brings what it has read to
    the thread of the window.
    """

    def __init__(self, store: TileStore) -> None:
        self._store = store
        self._images: OrderedDict[int, _Entry] = OrderedDict()
        self._bytes = 0
        self._budget = _BYTES
        self._wanted: dict[int, _Wish] = {}
        self._next: list[int] = []
        self._focus = (0.0, 0.0)
        self._read: list[tuple[int, int, NDArray[np.uint32]]] = []
        self._unreadable: set[int] = set()
        self._remake: list[int] = []
        self._lock = threading.Lock()
        self._is_working = False
        self._is_over = False

    @property
    def is_busy(self) -> bool:
        """Whether something is being read, or was read and not collected."""
        return self._is_working or bool(self._read)

    def find(self, slot: int) -> QImage | None:
        """The best pixels there are, whole photo."""
        entry = self._images.get(slot)
        if entry is None:
            return None
        self._images.move_to_end(slot)
        return entry.image

    def could_be_better(self, slot: int, side: int) -> bool:
        """Whether the pixels at hand are fewer than those of `side`, and more can be had."""
        entry = self._images.get(slot)
        if entry is None:
            return self._store.has(slot)
        return entry.side < side and slot not in self._unreadable

    def want(self, tiles: dict[int, tuple[float, float]], side: int) -> None:
        """Read these slots at `side`; each with the place of its tile in the world."""
        if tiles:
            with self._lock:
                self._wanted.update((slot, _Wish(side, place)) for slot, place in tiles.items())
                self._next.clear()
                self._wake()

    def look_at(self, x: float, y: float) -> None:
        """What is nearest to this place of the world is read first."""
        self._focus = (x, y)

    def collect(self) -> list[int]:
        """Take over what was read; the slots it belongs to."""
        with self._lock:
            read, self._read = self._read, []
        for slot, side, pixels in read:
            self._forget(slot)
            self._images[slot] = _Entry(side, pixels, image_of(pixels))
            self._bytes += pixels.nbytes
        while self._bytes > self._budget and len(self._images) > 1:
            self._forget(next(iter(self._images)))
        return [slot for slot, _, _ in read]

    def allow(self, shown_bytes: int) -> None:
        """Keep at least what fills a view of this many bytes."""
        self._budget = max(_BYTES, _VIEWS * shown_bytes)

    def remake(self, slots: list[int]) -> None:
        """Make the store's tiles of these slots again, in this order."""
        with self._lock:
            self._remake = slots[::-1]
            self._wake()

    def forget_wishes(self) -> None:
        """What was wanted is out of sight."""
        with self._lock:
            self._wanted.clear()
            self._next.clear()

    def close(self) -> None:
        """Stop reading for good; the worker ends after the photo it is at."""
        with self._lock:
            self._is_over = True
            self._wanted.clear()
            self._remake.clear()

    def _wake(self) -> None:
        if not self._is_working and not self._is_over:
            self._is_working = True
            threading.Thread(target=self._work, name="sharp tiles", daemon=True).start()

    def _forget(self, slot: int) -> None:
        entry = self._images.pop(slot, None)
        if entry is not None:
            self._bytes -= entry.pixels.nbytes

    def _work(self) -> None:
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _WORKER_NICENESS)
        while True:
            if not self._next:
                self._order()
            with self._lock:
                wish = self._next_wish()
                if wish is None:
                    self._is_working = False
                    return
            slot, side = wish
            if side == 0:
                self._store.remake(slot)
                continue
            pixels = self._pixels(slot, side)
            if pixels is not None:
                with self._lock:
                    self._read.append((slot, side, argb(pixels)))

    def _next_wish(self) -> tuple[int, int] | None:
        if self._is_over:
            return None
        slot = self._next.pop() if self._next else next(iter(self._wanted), None)
        if slot is not None:
            return slot, self._wanted.pop(slot).side
        return (self._remake.pop(), 0) if self._remake else None

    def _order(self) -> None:
        """Find what is nearest to the focus; without the lock, which the window may want."""
        with self._lock:
            wanted = list(self._wanted.items())
        if not wanted:
            return
        places = np.array([wish.place for _, wish in wanted]) - self._focus
        nearest = np.square(places).sum(axis=1).argsort()
        slots = [wanted[i][0] for i in nearest.tolist()]
        with self._lock:
            for slot in slots[_MOST_WANTED:]:
                self._wanted.pop(slot, None)
            self._next = [slot for slot in slots[:_AT_ONCE] if slot in self._wanted][::-1]

    def _pixels(self, slot: int, side: int) -> Pixels | None:
        thumbnail = self._store.thumbnail(slot) if side <= _FROM_THUMBNAIL else None
        if thumbnail is None:
            try:
                return decode(self._store.photos[slot].path, least_side=side)
            except (Unreadable, OSError):
                self._unreadable.add(slot)
                thumbnail = self._store.thumbnail(slot)
        return None if thumbnail is None else _shrunk(thumbnail, side)


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """A QImage over the array's own memory; keep the array as long as the image."""
    height, width = pixels.shape
    return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)


def _shrunk(thumbnail: Pixels, side: int) -> Pixels:
    """The shorter side `side` px, or as much as there is."""
    height, width = thumbnail.shape[:2]
    scale = side / min(height, width)
    if side >= THUMBNAIL_SIDE or scale >= 1:
        return thumbnail
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(Image.fromarray(thumbnail).resize(size, Image.Resampling.BOX))
