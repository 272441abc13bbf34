"""Does one run after the other on a thread; whoever wishes quickly is not refused."""

from collections import deque
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.qt.runs.work import Result, Work
from gridsne_desktop.qt.task import Task

_Waiting: TypeAlias = deque[Work]


class Runner(QObject):
    """A queue of runs.

    Signals (all emitted on the GUI thread):
        toggled: It begins to do something, or has done all.
        changed: Something else is being done, or more or less waits.
        planned: The `Work` under way and the steps that it does from now on.
        progressed: A `Progress` of the run under way.
        ended: The `Work` and its `Result`.
        failed: A `GridsneError`: a run has ended by a bug.
    """

    toggled = Signal()
    changed = Signal()
    planned = Signal(object, object)
    progressed = Signal(object)
    ended = Signal(object, object)
    failed = Signal(object)
    _resulted = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: _Waiting = deque()
        self._task: Task | None = None
        self._work: Work | None = None
        self._resulted.connect(self._on_resulted)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or waits."""
        return self._task is not None or bool(self._waiting)

    @property
    def work(self) -> Work | None:
        """What is being done."""
        return self._work

    @property
    def waiting(self) -> int:
        """How many runs wait for their turn."""
        return len(self._waiting)

    def want(self, work: Work) -> None:
        """Do this after all that was wished before."""
        self._waiting.append(work)
        if self._task is None:
            self._start()
            self.toggled.emit()
        self.changed.emit()

    def cancel(self) -> None:
        """Stop the run under way at its next safe place, and forget those that wait."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()
        self.changed.emit()

    def _start(self) -> None:
        if not self._waiting:
            return
        work = self._work = self._waiting.popleft()
        self._task = Task(partial(self._do, work), self)
        self._task.progressed.connect(self._on_progressed)
        self._task.failed.connect(self.failed)
        self._task.ended.connect(self._on_ended)
        self._task.start()

    def _do(self, work: Work, run: Run) -> None:
        """On the worker thread. A result is told also of what was cancelled: it was done."""
        try:
            result = work.do(run, lambda steps: self.planned.emit(work, steps))
        except Cancelled:
            result = Result(was_cancelled=True)
        except GridsneError as error:
            result = Result(error=error)
        self._resulted.emit(work, result)

    @Slot(object, object)
    def _on_resulted(self, work: Work, result: Result) -> None:
        self.ended.emit(work, result)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._task is not None and not self._task.is_cancelled:
            self.progressed.emit(progress)

    @Slot()
    def _on_ended(self) -> None:
        ended, self._task, self._work = self._task, None, None
        if ended is not None:
            ended.deleteLater()
        self._start()
        if self._task is None:
            self.toggled.emit()
        self.changed.emit()
