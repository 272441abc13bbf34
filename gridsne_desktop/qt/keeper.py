"""The cache as the window needs it: looked after on threads, its notes told once."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop import paths as app_paths
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.library.cache import Cache, Info
from gridsne_desktop.library.cache.limit import read_limit, write_limit
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.task import Task


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of the person's photos.

    Attributes:
        cache: What the cache holds.
        grids: How many last grids there are.
    """

    cache: Info
    grids: int


class Keeper(QObject):
    """Owns the window's cache and its last grids; whatever may wait for the disk runs in a `Task`.

    Signals (all emitted on the GUI thread):
        counted: The `Held` that `count` or `clear` asked for.
        failed: A `GridsneError` to show.
        closed: The cache is written and its file let go.
    """

    counted = Signal(object)
    failed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """The cache in the person's folder; its file is opened by whoever needs it first."""
        super().__init__(parent)
        self.limit = read_limit(app_paths.config_folder())
        self.cache = Cache(app_paths.cache_folder(), limit=self.limit)
        self.last_grids = LastGrids(app_paths.last_grids_folder())
        self._told: set[str] = set()
        self._is_closing = False
        self.is_closed = False

    def new_notes(self) -> tuple[str, ...]:
        """The cache's notes that were not asked for before."""
        notes = tuple(note for note in self.cache.notes if note not in self._told)
        self._told.update(notes)
        return notes

    def count(self) -> None:
        """Look how much the cache holds; `counted` follows."""
        self._start(lambda _run: self._held())

    def clear(self) -> None:
        """Forget all that was kept; `counted` follows."""

        def job(run: Run) -> Held:
            del run
            self.last_grids.clear()
            if not self.cache.clear():
                raise GridsneError(
                    "The cache could not be cleared.",
                    f"{' '.join(self.cache.notes)} Close the other program and try again.",
                )
            return self._held()

        self._start(job)

    def change_limit(self, limit: int) -> None:
        """From now on, and in later starts, keep at most `limit` bytes."""

        def job(run: Run) -> Held:
            del run
            write_limit(app_paths.config_folder(), limit)
            self.limit = limit
            self.cache.change_limit(limit)
            return self._held()

        self._start(job)

    @Slot()
    def close(self) -> None:
        """Write what waits and let the file go; `closed` follows."""
        self._is_closing = True
        task = Task(lambda _run: self.cache.close(), self)
        task.ended.connect(self._on_closed)
        task.start()

    @Slot()
    def _on_closed(self) -> None:
        self.is_closed = True
        self.closed.emit()

    def _held(self) -> Held:
        return Held(self.cache.info(), len(self.last_grids))

    def _start(self, job: Callable[[Run], Held]) -> None:
        if self._is_closing:
            return
        task = Task(job, self, is_urgent=True)
        task.succeeded.connect(self.counted)
        task.failed.connect(self.failed)
        task.ended.connect(task.deleteLater)
        task.start()
