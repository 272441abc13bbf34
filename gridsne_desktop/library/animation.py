"""Which photos move: noted as they are read, kept in the cache, else told by their headers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from gridsne_desktop.library.cache import Cache, Key
from gridsne_desktop.library.cache.key import Fingerprint, is_unchanged
from gridsne_desktop.library.decode import Pixels, decode, is_animated
from gridsne_desktop.library.formats import format_of_name
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run

ANIMATED: Final = b"animated"
"""The kind of its items in the cache."""
_MOVES: Final = b"\x01"
_STANDS: Final = b"\x00"


class Animations:
    """What is known of a few formats' photos; of all others, that they stand still.

    Any threads may call `decode`, one at a time `among`.
    """

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._noted: dict[Path, bool | None] = {}
        self._known: dict[Photo, bool | None] = {}

    def decode(self, path: Path) -> Pixels:
        """The photo's pixels; whether it moves is noted while the system has its bytes at hand.

        Raises:
            Unreadable: The photo cannot be read.
        """
        pixels = decode(path)
        if _may_move(path):
            self._noted[path] = is_animated(path)
        return pixels

    def among(self, photos: Sequence[Photo], *, run: Run) -> frozenset[Path]:
        """The paths of those `photos` that move.

        The header is read only of a photo that was neither read by `decode` nor cached.

        Raises:
            Cancelled: The run was cancelled.
        """
        movable = [photo for photo in photos if _may_move(photo.path)]
        self._learn([photo for photo in movable if photo not in self._known], run)
        self._known = {photo: self._known[photo] for photo in movable}
        return frozenset(photo.path for photo, moves in self._known.items() if moves)

    def _learn(self, photos: Sequence[Photo], run: Run) -> None:
        keys = self._keys(photos)
        cached = self._cache.items(keys.values(), ANIMATED) if self._cache is not None else {}
        for photo in photos:
            run.check()
            key, noted = keys.get(photo), self._noted.pop(photo.path, None)
            data = cached.get(key) if key is not None else None
            if data in (_MOVES, _STANDS):
                self._known[photo] = data == _MOVES
                continue
            self._known[photo] = noted if noted is not None else is_animated(photo.path)
            if key is not None:
                self._keep(photo, key)
        if self._cache is not None:
            self._cache.flush()

    def _keys(self, photos: Sequence[Photo]) -> dict[Photo, Key]:
        if self._cache is None:
            return {}
        keys = zip(photos, self._cache.keys_of(photos), strict=True)
        return {photo: key for photo, key in keys if key is not None}

    def _keep(self, photo: Photo, key: Key) -> None:
        moves = self._known[photo]
        seen = Fingerprint(key, photo.size, photo.mtime_ns)
        if self._cache is not None and moves is not None and is_unchanged(photo.path, seen):
            self._cache.keep(key, {ANIMATED: _MOVES if moves else _STANDS})


def _may_move(path: Path) -> bool:
    named = format_of_name(path)
    return named is not None and named.may_move
