"""The thumbnails of a folder's photos, in the sizes that a wall paints."""

import threading
from typing import Final
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.library.cache.squares import SQUARE_SIDE, Squares
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.thumbnails import Again, Thumbnails
from gridsne_desktop.qt.grid.tiles import (
    LEVELS,
    LEVELS_OF_MANY,
    THUMBNAIL_SIDE,
    decode_small,
    decode_thumbnail,
    empty_tile,
    encode,
    inner_side,
    make_tile,
    quick_tiles,
    thumbnail_of,
    tiles_of_squares,
)

_LARGEST_LEVEL_UP_TO: Final = 4096
"""Photos up to which the 64 px level is kept: 64 MiB. Beyond, it is made when it is looked at."""
_MANY: Final = 20_000
"""Beyond so many photos tiles are smaller (100,000 photos take 306 MB instead of 544), and so are
thumbnails that are nowhere but here: half of `THUMBNAIL_SIDE` (400 MB instead of 1.2 GB)."""


class TileStore:
    """One slot a photo: slot i belongs to photos[i]. Any thread may call any method.

    A slot keeps small square tiles ready to be painted (uint32 arrays, all photos of a level in
    one) and the thumbnail as JPEG, which of many photos may be read again when it is wanted.
    10,000 photos take about 55 MB of tiles and 120 MB of JPEG.
    """

    def __init__(self, photos: tuple[Photo, ...], again: Again | None = None) -> None:
        """An empty store; `again` finds thumbnails that had to make room."""
        self.photos: Final = photos
        n = len(photos)
        self.file_sizes: Final = np.fromiter((photo.size for photo in photos), np.int64, n)
        """int64 (n,): bytes of the photos' files; summed up here, 100,000 take no time."""
        self._levels = {side: _empty_level(n, side) for side in _sides_for(n)}
        self._thumbnails = Thumbnails(photos, again)
        self._can_forget = again is not None
        halves = 1 if n <= _MANY or self._can_forget else 2
        self._thumbnail_side = THUMBNAIL_SIDE // halves
        self._arrivals: list[int] = []
        self._coarse: set[int] = set()
        self._fit = False
        self._filled = 0
        self._slot_of_id: dict[int, int] | None = None
        self._slot_of: dict[Photo, int] | None = None
        self._slots_in: tuple[ref[TileStore], NDArray[np.intp]] | None = None
        self._lock = threading.Lock()

    def photos_at(self, slots: NDArray[np.int64]) -> tuple[Photo, ...]:
        """The photos in these slots, in that order; the very tuple of all where it is all."""
        n = len(self.photos)
        if len(slots) == n and np.array_equal(slots, np.arange(n)):
            return self.photos
        return tuple(map(self.photos.__getitem__, slots.tolist()))  # 100,000 in 5 ms

    @property
    def filled(self) -> int:
        """How many photos have their thumbnail."""
        return self._filled

    @property
    def version(self) -> int:
        """Grows with every tile that changes."""
        return len(self._arrivals)

    @property
    def sides(self) -> tuple[int, ...]:
        """The sides of the tiles kept ready, ascending, in px."""
        return tuple(self._levels)

    @property
    def is_fit(self) -> bool:
        """Whether new tiles show whole photos instead of filled squares."""
        return self._fit

    def put(self, slot: int, pixels: Pixels) -> None:
        """Keep a decoded photo of any size in all the small sizes."""
        thumbnail = thumbnail_of(pixels, side=self._thumbnail_side)
        data = encode(thumbnail)
        self._keep(slot, data, self._tiles(thumbnail))

    def put_preview(self, slot: int, pixels: Pixels) -> None:
        """Show something of a photo that is still to come; what is there already stays.

        Only the tiles are made: the slot does not count as filled, and has no thumbnail.
        """
        tiles = self._tiles(pixels) if self._fit else quick_tiles(pixels, self.sides)
        with self._lock:
            if not self._thumbnails.has(slot):
                self._paint(slot, tiles)

    def put_jpeg(self, slot: int, data: bytes) -> None:
        """Keep a thumbnail that is a JPEG already, its longer side at most `THUMBNAIL_SIDE` px."""
        if self._thumbnail_side < THUMBNAIL_SIDE:
            self.put(slot, decode_thumbnail(data))
        else:
            self._keep(slot, data, self._tiles(decode_small(data, side=self.sides[-1])))

    def put_squares(self, slots: NDArray[np.intp], squares: Squares) -> None:
        """Keep tiles of many photos whose thumbnails lie where they can be had again.

        Those who are there already stay. Tiles that should be better are `coarse` until then.
        """
        levels = {side: tiles_of_squares(squares, side=side) for side in self.sides}
        with self._lock:
            new = [row for row, slot in enumerate(slots.tolist()) if not self._thumbnails.has(slot)]
            fresh = slots[new]
            for side, tiles in levels.items():
                self._levels[side][fresh] = tiles[new]
            for slot in fresh.tolist():
                self._thumbnails.know(slot)
            self._filled += len(fresh)
            if self._fit or inner_side(self.sides[-1]) > SQUARE_SIDE:
                self._coarse.update(fresh.tolist())
            self._arrivals += fresh.tolist()

    def take_coarse(self) -> set[int]:
        """The slots to `remake` when there is time; they are whoever's that asks."""
        with self._lock:
            coarse, self._coarse = self._coarse, set()
        return coarse

    def adopt(self, other: "TileStore") -> None:
        """Take over the tiles of the photos that `other` knows, too."""
        theirs = {photo: slot for slot, photo in enumerate(other.photos)}
        pairs = [(i, theirs[photo]) for i, photo in enumerate(self.photos) if photo in theirs]
        same_tiles = self.sides == other.sides and self._fit == other.is_fit
        for mine, their in pairs:
            if self.has(mine) or not other.has(their):
                continue
            if same_tiles:
                tiles = {side: other.level(side)[their] for side in self.sides}
                data = other.jpeg(their, is_here=self._can_forget)
            else:
                data = other.jpeg(their)
                tiles = {} if data is None else self._tiles(decode_thumbnail(data))
            if tiles:
                self._keep(mine, data, tiles)

    def slot_of(self, photo: Photo) -> int | None:
        """The slot of a photo; None: it has none. 100,000 of these very objects take 10 ms once.

        The first equal one from elsewhere has all looked at, in ten times as long.
        """
        if self._slot_of_id is None:
            ids = map(id, self.photos)
            self._slot_of_id = dict(zip(ids, range(len(self.photos)), strict=True))
        slot = self._slot_of_id.get(id(photo))
        if slot is not None:
            return slot
        if self._slot_of is None:
            self._slot_of = {each: slot for slot, each in enumerate(self.photos)}
        return self._slot_of.get(photo)

    def slots_in(self, other: "TileStore") -> NDArray[np.intp]:
        """Of each photo the slot in `other` that has its path: intp (n,); -1: none has.

        It takes 0.2 s for 100,000 photos: a worker asks first, then the answer for this `other` is
        known.
        """
        known = self._slots_in
        if known is None or known[0]() is not other:
            theirs = {photo.path: slot for slot, photo in enumerate(other.photos)}
            found = np.array([theirs.get(photo.path, -1) for photo in self.photos], np.intp)
            known = self._slots_in = ref(other), found
        return known[1]

    def has(self, slot: int) -> bool:
        """Whether the photo's thumbnail has arrived."""
        return self._thumbnails.has(slot)

    def thumbnail(self, slot: int, *, is_here: bool = False) -> Pixels | None:
        """uint8 (h, w, 3), longer side at most 256 px, the whole photo; else as `jpeg`."""
        data = self.jpeg(slot, is_here=is_here)
        return None if data is None else decode_thumbnail(data)

    def jpeg(self, slot: int, *, is_here: bool = False) -> bytes | None:
        """The thumbnail as JPEG; None: not there yet, or lost where it lay.

        With `is_here` it is not looked for elsewhere.
        """
        return self._thumbnails.peek(slot) if is_here else self._thumbnails.get(slot)

    def level(self, side: int) -> NDArray[np.uint32]:
        """uint32 (n, side, side): the tiles of all slots; look, do not write."""
        return self._levels[side]

    def changed_since(self, version: int) -> NDArray[np.intp]:
        """The slots whose tiles changed after `version`, in that order."""
        with self._lock:
            return np.array(self._arrivals[version:], np.intp)

    def set_fit(self, fit: bool) -> None:
        """Make tiles from now on of whole photos, or of filled squares; see `remake`."""
        self._fit = fit

    def remake(self, slot: int) -> None:
        """Make the tiles of one slot again from its thumbnail."""
        data = self._thumbnails.get(slot)
        if data is not None:
            self._keep(slot, data, self._tiles(decode_thumbnail(data)))

    def _tiles(self, thumbnail: Pixels) -> dict[int, NDArray[np.uint32]]:
        return {side: make_tile(thumbnail, side=side, fit=self._fit) for side in self.sides}

    def _keep(self, slot: int, data: bytes | None, tiles: dict[int, NDArray[np.uint32]]) -> None:
        """Keep the tiles of a slot, and its thumbnail; None: that lies where it can be had."""
        with self._lock:
            self._filled += not self._thumbnails.has(slot)
            self._thumbnails.know(slot)
            self._paint(slot, tiles)
        if data is not None:
            self._thumbnails.put(slot, data)

    def _paint(self, slot: int, tiles: dict[int, NDArray[np.uint32]]) -> None:
        """Keep the tiles of a slot; the lock is held."""
        for side, tile in tiles.items():
            self._levels[side][slot] = tile
        self._arrivals.append(slot)


def _sides_for(n: int) -> tuple[int, ...]:
    if n > _MANY:
        return LEVELS_OF_MANY
    return LEVELS if n <= _LARGEST_LEVEL_UP_TO else LEVELS[:-1]


def _empty_level(n: int, side: int) -> NDArray[np.uint32]:
    level = np.empty((n, side, side), np.uint32)
    level[:] = empty_tile(side)
    return level
