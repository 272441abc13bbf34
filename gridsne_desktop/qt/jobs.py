"""One long job at a time: a new wish cancels the one that runs and takes its place."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.qt.task import Task


@dataclass(frozen=True, slots=True)
class Wish:
    """What a job is for.

    Attributes:
        before: What was open before it.
        name: As the step will be called; empty: by the settings that changed.
        opens: Whether it opens something else.
        may_settle: Whether a grid on its way is kept when the job is cancelled.
        reads_all: Whether no photo waits to be read when it is done.
        rescans: Whether it looks at the disk, whatever was known.
        keeps: Whether who is on the wall stays in place.
        is_step: Whether what it makes can be undone for itself.
    """

    before: tuple[Path, ...] = ()
    name: str = ""
    opens: bool = False
    may_settle: bool = False
    reads_all: bool = False
    rescans: bool = False
    keeps: bool = False
    is_step: bool = True


class Jobs(QObject):
    """Runs what is wanted last; what nobody waits for any more is not told.

    Signals:
        progressed: A `Progress` of the running job.
        succeeded: What the job returned.
        cancelled: The job was cancelled, and nothing else is wanted.
        failed: A `GridsneError` of the job.
        idle: No job runs any more after `close`.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    cancelled = Signal()
    failed = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wish = Wish()
        """Of the job that runs, or ran last."""
        self._task: Task | None = None
        self._next: Callable[[], None] | None = None
        self._is_closing = False

    @property
    def is_closing(self) -> bool:
        """Whether `close` was called."""
        return self._is_closing

    @property
    def is_idle(self) -> bool:
        """Whether no job runs."""
        return self._task is None

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits for what the running job makes."""
        return self._next is None and not self._is_closing

    def want(self, start: Callable[[], None]) -> None:
        """Call `start`, which may `run` a job, as soon as no job runs."""
        if self._is_closing:
            return
        if self._task is None:
            start()
        else:
            self._next = start
            self._task.cancel()

    def want_next(self, start: Callable[[], None]) -> None:
        """Call `start` when the job that has just told its outcome is over."""
        self._next = start

    def run(self, job: Callable[[Run], object], wish: Wish) -> None:
        """Run a job; none may run by now. One that opens photos steps back later, by itself."""
        self.wish = wish
        task = Task(job, self, is_urgent=wish.opens and wish.reads_all)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self.succeeded)
        task.cancelled.connect(self._on_cancelled)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)
        self._task = task
        task.start()

    def cancel(self) -> None:
        """Stop the running job."""
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Stop for good; `idle` follows, at once or when the job's thread is over."""
        self._is_closing = True
        self._next = None
        if self._task is None:
            self.idle.emit()
        else:
            self._task.cancel()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self.is_wanted:
            self.progressed.emit(progress)

    @Slot()
    def _on_cancelled(self) -> None:
        if self.is_wanted:
            self.cancelled.emit()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        if self.is_wanted:
            self.failed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        ended, self._task = self._task, None
        if ended is not None:
            ended.deleteLater()
        if self._is_closing:
            self.idle.emit()
        elif self._next is not None:
            start, self._next = self._next, None
            start()
