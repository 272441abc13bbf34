"""The thumbnails of a store as JPEG: in memory as far as there is room, else where they lie."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from gridsne_desktop.photo import Photo

Again: TypeAlias = Callable[[Photo], bytes | None]
"""Reads a photo's thumbnail once more, on any thread; None: it is nowhere else."""

ROOM: Final = 48 * 2**20
"""Bytes: thumbnails of about 4,000 photos. Those of 100,000 would take 1.2 GB."""


class Thumbnails:
    """One slot a photo. Any thread may call any method.

    Of those that can be had again the least recently used are let go; the others stay, however
    much room they take.
    """

    def __init__(
        self, photos: tuple[Photo, ...], again: Again | None = None, *, room: int = ROOM
    ) -> None:
        """Nothing is known yet of `photos`."""
        self._photos, self._again, self._room = photos, again, room
        self._has = np.zeros(len(photos), bool)
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._only: dict[int, bytes] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    @property
    def bytes_kept(self) -> int:
        """What the JPEGs in memory take."""
        with self._lock:
            return self._bytes + sum(map(len, self._only.values()))

    def has(self, slot: int) -> bool:
        """Whether the photo's thumbnail has arrived."""
        return bool(self._has[slot])

    def put(self, slot: int, data: bytes) -> None:
        """Keep a thumbnail."""
        with self._lock:
            self._only.pop(slot, None)
            self._bytes += len(data) - len(self._kept.pop(slot, b""))
            self._kept[slot] = data
            self._has[slot] = True
        self._make_room()

    def get(self, slot: int) -> bytes | None:
        """The thumbnail; None: it has not arrived, or is lost where it lay."""
        with self._lock:
            data = self._kept.get(slot) or self._only.get(slot)
            if slot in self._kept:
                self._kept.move_to_end(slot)
        if data is None and self._has[slot] and self._again is not None:
            data = self._again(self._photos[slot])
            if data is not None:
                self.put(slot, data)
        return data

    def know(self, slot: int) -> None:
        """The thumbnail has arrived, and is where it can be had again."""
        self._has[slot] = True

    def peek(self, slot: int) -> bytes | None:
        """The thumbnail if it is in memory."""
        with self._lock:
            return self._kept.get(slot) or self._only.get(slot)

    def _make_room(self) -> None:
        """Let the oldest go; asking whether it can be had again may take long, so without lock."""
        if self._again is None:
            return
        while True:
            with self._lock:
                if self._bytes <= self._room or len(self._kept) < 2:
                    return
                slot, data = self._kept.popitem(last=False)
                self._bytes -= len(data)
                self._only[slot] = data  # until it is known to lie elsewhere
            if self._again(self._photos[slot]) is not None:
                with self._lock:
                    if self._only.get(slot) is data:
                        del self._only[slot]
