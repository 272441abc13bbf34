"""Runs the newest of many requests: whoever steps quickly waits for one photo, not for all."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from gridsne_desktop.progress import Run
from gridsne_desktop.qt.task import Task

_under_way: set[Task] = set()
"""A thread's owner may be gone before its thread; dropping a running thread ends the process."""


class Newest(QObject):
    """Runs the job asked for last; what earlier ones still deliver is dropped.

    A job that runs cannot be interrupted in the middle of a photo, so up to `at_once` run
    beside each other; of those waiting only the newest is kept.

    Signals:
        arrived: What the newest job returned.
        failed: A `GridsneError` that the newest job raised.
    """

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(self, *, at_once: int, parent: QObject) -> None:
        super().__init__(parent)
        self._at_once = at_once
        self._running: list[Task] = []
        self._waiting: Callable[[Run], object] | None = None
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.shut_down)

    @property
    def is_busy(self) -> bool:
        """Whether a job runs, wanted or not."""
        return bool(self._running)

    @property
    def is_awaited(self) -> bool:
        """Whether something will still arrive."""
        return self._waiting is not None or any(not task.is_cancelled for task in self._running)

    def ask(self, job: Callable[[Run], object]) -> None:
        """Run `job` and forget all earlier ones."""
        self.drop()
        self._waiting = job
        self._start()

    def drop(self) -> None:
        """Forget all jobs: nothing arrives any more."""
        self._waiting = None
        for task in self._running:
            task.cancel()

    @Slot()
    def shut_down(self) -> None:
        """Forget all jobs and wait for their threads, at most the time one photo takes."""
        self.drop()
        for task in self._running:
            task.wait()

    def _start(self) -> None:
        if self._waiting is None or len(self._running) >= self._at_once:
            return
        task = Task(self._waiting)
        self._waiting = None
        self._running.append(task)
        _under_way.add(task)
        task.succeeded.connect(self.arrived)
        task.failed.connect(self.failed)
        task.ended.connect(self._on_ended)
        task.ended.connect(_forget_ended)
        task.start()

    @Slot()
    def _on_ended(self) -> None:
        self._running = [task for task in self._running if not task.isFinished()]
        self._start()


def _forget_ended() -> None:
    for task in [task for task in _under_way if task.isFinished()]:
        _under_way.discard(task)
        task.deleteLater()
