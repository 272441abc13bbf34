"""Photos that have left the folders since they were looked at last, as the person wished."""

from collections.abc import Collection, Iterable
from pathlib import Path

from gridsne_desktop.photo import Photo


class Away:
    """Who is away. The last look at the disk does not know it, nor do the tiles of that look.

    Attributes:
        is_news: Whether the disk has to be looked at before anything is arranged anew.
    """

    def __init__(self) -> None:
        self.is_news = False
        self._paths: set[Path] = set()

    def take(self, paths: Collection[Path]) -> None:
        """Photos have left."""
        self._paths |= set(paths)

    def put_back(self, paths: Collection[Path]) -> None:
        """Photos are there again."""
        self._paths -= set(paths)

    def without(self, photos: Iterable[Photo]) -> tuple[Photo, ...]:
        """Those of `photos` that are not away."""
        if not self._paths:
            return tuple(photos)
        return tuple(photo for photo in photos if photo.path not in self._paths)

    def clear(self) -> None:
        """The disk was looked at."""
        self._paths.clear()
