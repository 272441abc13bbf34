"""Who follows a folder on its way to a grid, and what they may wish to see of it."""

from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.library.cache.squares import Squares
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo


class Watcher(Protocol):
    """Who follows a folder on its way to a grid; every method is called on worker threads.

    What a watcher does never changes the result.
    """

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        """The scan is over: these photos will be read."""

    def photo_read(self, index: int, pixels: Pixels) -> None:
        """Photo `index` of `photos_found` was decoded now, or its thumbnail, if that is cached.

        Not called for photos whose vector the pipeline knows from an earlier `arrange`.
        """

    def photos_embedded(self, photos: tuple[Photo, ...]) -> None:
        """All photos are read; the unreadable are gone. Points and cells are in this order."""

    def points_moved(self, points: Points) -> None:
        """Where the photos of `photos_embedded` are by now; the array is the watcher's own."""


@runtime_checkable
class TakesPreviews(Protocol):
    """A watcher that wants to see something of many photos before they are read."""

    def preview_read(self, index: int, pixels: Pixels) -> None:
        """Photo `index` of `photos_found` will be read; this is what its camera embedded in it."""


@runtime_checkable
class TakesThumbnails(Protocol):
    """A watcher that rather takes the JPEG of a cached thumbnail than its pixels."""

    def thumbnail_read(self, index: int, jpeg: bytes) -> None:
        """Photo `index` of `photos_found` is cached; called instead of `photo_read`."""


@runtime_checkable
class TakesSquares(Protocol):
    """A watcher to whom small squares of cached photos will do, many at once."""

    @property
    def wants_squares(self) -> bool:
        """Whether they will do this time; asked once, after `photos_found`."""

    def squares_read(self, indices: NDArray[np.intp], squares: Squares) -> None:
        """These photos of `photos_found` are cached; instead of `thumbnail_read`.

        If their vectors are not, `photo_read` follows.
        """


@runtime_checkable
class TakesTurns(Protocol):
    """A watcher that wants to know when the quick part is over."""

    def known_shown(self) -> None:
        """All is shown that was known; the other photos are read now. On the job's own thread."""


@runtime_checkable
class TakesGrids(Protocol):
    """A watcher that wants to see each grid on the way: a sketch, then better and better ones."""

    def grid_moved(self, grid: Grid, points: Points) -> None:
        """The photos of `photos_embedded` stand so by now; `points` are the map as far as known."""


@runtime_checkable
class TakesSketches(Protocol):
    """A watcher that wants to see the photos in order while they are still being read."""

    @property
    def wants_sketches(self) -> bool:
        """Whether it has nothing better to show; asked once, after `photos_found`."""

    def photos_sketched(self, grid: Grid) -> None:
        """The photos of `photos_found`: those read by now in a rough order, the others after them.

        Called now and then until `photos_embedded`, on a thread of its own.
        """


class Unwatched:
    """A watcher that does not look."""

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        """Ignore the photos."""

    def photo_read(self, index: int, pixels: Pixels) -> None:
        """Ignore the pixels."""

    def photos_embedded(self, photos: tuple[Photo, ...]) -> None:
        """Ignore the photos."""

    def points_moved(self, points: Points) -> None:
        """Ignore the points."""
