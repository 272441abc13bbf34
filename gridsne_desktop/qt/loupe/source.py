"""Where large photos come from: kept from before, decoded ahead, or decoded now."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.errors import GridsneError, Unreadable
from gridsne_desktop.library.decode import decode
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.loupe.frame import fit_scale
from gridsne_desktop.qt.loupe.kept import Decoded, KeptLevels
from gridsne_desktop.qt.loupe.levels import Levels, made_ready, new_levels
from gridsne_desktop.qt.task import Task

DECODES_AT_ONCE = 2
"""One that nobody waits for any more and cannot be interrupted, and the one that is wanted."""

Window = tuple[int, int]
"""Width and height in device pixels: what a kept photo must be large enough for."""


@dataclass(frozen=True, slots=True, eq=False)
class _Result:
    photo: Photo
    decoded: Decoded


class PhotoSource(QObject):
    """Delivers the photo asked for last, and decodes ahead what is likely to be asked for next.

    Signals:
        arrived: The photo's `Levels`, or `Unreadable`; at once where it is kept.
        failed: A `GridsneError`: a bug.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, kept: KeptLevels, parent: QObject) -> None:
        super().__init__(parent)
        self._kept = kept
        self._window: Window = (1, 1)
        self._room = kept.limit
        self._wanted: Photo | None = None
        self._queue: list[Photo] = []
        self._ahead: tuple[Photo, Task] | None = None
        self._decoder = Newest(at_once=DECODES_AT_ONCE, parent=self)
        self._decoder.arrived.connect(self._on_decoded)
        self._decoder.failed.connect(self._on_failed)

    @property
    def is_awaited(self) -> bool:
        """Whether the photo asked for is still to arrive."""
        return self._wanted is not None

    @property
    def is_busy(self) -> bool:
        """Whether a thread works, be it for a photo that may never be looked at."""
        return self._decoder.is_busy or self._ahead is not None or bool(self._queue)

    def ask(self, photo: Photo, *, window: Window) -> None:
        """Deliver `photo`, at least large enough to fit into `window`."""
        self._window, self._room, self._queue = window, self._kept.limit, []
        self._decoder.drop()
        kept = self._large_enough(photo)
        self._wanted = None if kept is not None else photo
        if kept is not None:
            self.arrived.emit(kept)
        elif self._ahead is None or self._ahead[0] != photo:
            self._decode(photo)

    def ask_detail(self, photo: Photo) -> None:
        """Deliver `photo` in full."""
        if self._wanted is None:
            self._wanted = photo
            self._decode(photo)

    def prepare(self, photos: Sequence[Photo]) -> None:
        """Decode `photos` ahead, likeliest first, as far as all of them can be kept."""
        self._queue = list(photos)
        self._prepare_next()

    def drop(self) -> None:
        """Deliver nothing and decode nothing ahead any more."""
        self._wanted, self._queue = None, []
        self._decoder.drop()
        if self._ahead is not None:
            self._ahead[1].cancel()

    def shut_down(self) -> None:
        """Stop the threads and wait for them: at most the time one photo takes."""
        self.drop()
        self._decoder.shut_down()
        if self._ahead is not None:
            self._ahead[1].wait()

    def _large_enough(self, photo: Photo) -> Decoded | None:
        """What is kept of `photo`; None where that is nothing, or made for a smaller window."""
        kept = self._kept.get(photo)
        if isinstance(kept, Levels):
            scale = fit_scale(kept.width, kept.height, self._window)
            return kept if kept.has_detail(scale) else None
        return kept

    def _decode(self, photo: Photo) -> None:
        window = self._window
        self._decoder.ask(lambda run: _Result(photo, _decoded(photo, window, run)))

    def _prepare_next(self) -> None:
        if self._ahead is not None:
            return
        self._queue = [photo for photo in self._queue if self._large_enough(photo) is None]
        if not self._queue:
            return
        photo, window = self._queue.pop(0), self._window
        task = Task(lambda run: _Result(photo, _decoded(photo, window, run)))
        task.succeeded.connect(self._on_prepared)
        task.ended.connect(self._on_ahead_ended)
        self._ahead = photo, task
        background.start(task)

    def _keep(self, result: _Result) -> None:
        decoded = result.decoded
        if isinstance(decoded, Levels):
            scale = fit_scale(decoded.width, decoded.height, self._window)
            decoded = decoded.without_detail(scale)
            self._room -= decoded.bytes_taken
            if self._room < 2 * decoded.bytes_taken:  # the one that is seen has its place, too
                self._queue = []  # else those decoded ahead would push each other out again
        self._kept.put(result.photo, decoded)

    @Slot(object)
    def _on_decoded(self, result: _Result) -> None:
        self._wanted = None
        self._keep(result)
        self.arrived.emit(result.decoded)

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._wanted = None
        self.failed.emit(error)

    @Slot(object)
    def _on_prepared(self, result: _Result) -> None:
        self._keep(result)
        if result.photo == self._wanted and not self._decoder.is_awaited:
            self._wanted = None
            self.arrived.emit(result.decoded)

    @Slot()
    def _on_ahead_ended(self) -> None:
        photo = self._ahead[0] if self._ahead is not None else None
        self._ahead = None
        if photo is not None and photo == self._wanted and not self._decoder.is_awaited:
            self._decode(photo)  # it was cancelled, and is wanted again
        self._prepare_next()


def _decoded(photo: Photo, window: Window, run: Run) -> Decoded:
    """The photo's levels, ready for `window`, or why there are none (on a worker thread)."""
    run.check()
    try:
        pixels = decode(photo.path, least_side=None)
    except Unreadable as reason:
        return reason
    run.check()
    levels = new_levels(pixels)
    run.check()
    return made_ready(levels, window)
