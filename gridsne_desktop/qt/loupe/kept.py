"""Decoded photos kept for the next look, within a limit of memory. No Qt."""

from collections import OrderedDict
from typing import Final, TypeAlias

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.loupe.levels import Levels

Decoded: TypeAlias = Levels | Unreadable
"""A photo's pixels, or the sentence why there are none."""

KEPT_BYTES: Final = 256 * 2**20
"""A dozen photos of 12 megapixels at the size of a window."""


class KeptLevels:
    """What was decoded last; who was not looked at for longest goes first. One thread only."""

    def __init__(self, *, limit: int = KEPT_BYTES) -> None:
        """Keep at most `limit` bytes."""
        self.limit: Final = limit
        self._decoded: OrderedDict[Photo, Decoded] = OrderedDict()
        self._bytes = 0

    @property
    def bytes_taken(self) -> int:
        """Memory of all that is kept."""
        return self._bytes

    def __contains__(self, photo: Photo) -> bool:
        return photo in self._decoded

    def get(self, photo: Photo) -> Decoded | None:
        """What is kept of `photo`, which counts as a look; None: nothing."""
        found = self._decoded.get(photo)
        if found is not None:
            self._decoded.move_to_end(photo)
        return found

    def put(self, photo: Photo, decoded: Decoded) -> None:
        """Keep `decoded` and let go of others as far as needed; too large alone is not kept."""
        self._drop(photo)
        if _bytes(decoded) > self.limit:
            return
        self._decoded[photo] = decoded
        self._bytes += _bytes(decoded)
        while self._bytes > self.limit:
            self._drop(next(iter(self._decoded)))

    def clear(self) -> None:
        """Let go of everything."""
        self._decoded.clear()
        self._bytes = 0

    def _drop(self, photo: Photo) -> None:
        dropped = self._decoded.pop(photo, None)
        if dropped is not None:
            self._bytes -= _bytes(dropped)


def _bytes(decoded: Decoded) -> int:
    return decoded.bytes_taken if isinstance(decoded, Levels) else 0
