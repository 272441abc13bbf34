"""Tasks that may outlive the widget that started them, and the newest of many requests."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from gridsne_desktop.progress import Run
from gridsne_desktop.qt.task import Task

_under_way: set[Task] = set()
"""A thread's owner may be gone before its thread; dropping a running thread ends the process."""


def start(task: Task) -> None:
    """Start `task` and keep it until it ended; it must have no parent.

    When the application quits, the task is cancelled and waited for until its next safe place.
    """
    application = QCoreApplication.instance()
    if application is not None and not _under_way:
        application.aboutToQuit.connect(_stop_all)
    _under_way.add(task)
    task.ended.connect(_forget_ended)
    task.start()


def are_running() -> bool:
    """Whether a task started here has not ended yet."""
    return bool(_under_way)


class Newest(QObject):
    """Runs the job asked for last: whoever asks quickly waits for one job, not for all.

    A job that runs may be far from its next safe place, so up to `at_once` run beside each
    other; of those waiting only the newest is kept; what a forgotten one delivers is dropped.

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
        self._start_waiting()

    def drop(self) -> None:
        """Forget all jobs: nothing arrives any more."""
        self._waiting = None
        for task in self._running:
            task.cancel()

    def shut_down(self) -> None:
        """Forget all jobs and wait for their threads, until their next safe place."""
        self.drop()
        for task in self._running:
            task.wait()

    def _start_waiting(self) -> None:
        if self._waiting is None or len(self._running) >= self._at_once:
            return
        task = Task(self._waiting, is_urgent=True)
        self._waiting = None
        self._running.append(task)
        task.succeeded.connect(self.arrived)
        task.failed.connect(self.failed)
        task.ended.connect(self._on_ended)
        start(task)

    @Slot()
    def _on_ended(self) -> None:
        self._running = [task for task in self._running if not task.has_ended]
        self._start_waiting()


def _forget_ended() -> None:
    # Not those that are merely finished: deleted before their outcome, they would never tell it.
    for task in [task for task in _under_way if task.has_ended]:
        _under_way.discard(task)
        task.deleteLater()
        application = QCoreApplication.instance()
        if application is not None and not _under_way:
            application.aboutToQuit.disconnect(_stop_all)


def _stop_all() -> None:
    for task in _under_way:
        task.cancel()
    for task in _under_way:
        task.wait()
