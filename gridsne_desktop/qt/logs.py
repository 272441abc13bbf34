"""What goes wrong is written down, and shown to the person once."""

import logging
import logging.handlers
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from gridsne_desktop.qt.task import Bug

LOG_NAME = "gridsne-desktop.log"
_LOG_BYTES = 512 * 1024
_LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_log = logging.getLogger("gridsne_desktop")


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Write what the app logs into `folder`, or to stderr where that cannot be written."""
    try:
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / LOG_NAME, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(_LOG_FORMAT))
    _log.addHandler(handler)
    earlier = _log.level
    _log.setLevel(logging.INFO)
    try:
        yield
    finally:
        _log.removeHandler(handler)
        _log.setLevel(earlier)
        handler.close()


class BugReporter(QObject):
    """Catches every exception that nobody handles; logs all, tells the first.

    Signals:
        bug_found: A `Bug` to show, once in the life of the reporter.
    """

    bug_found = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = False

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Watch this process's threads, the way Python and Qt report them."""
        earlier, earlier_in_threads = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._on_exception, self._on_thread_exception
        try:
            yield
        finally:
            sys.excepthook, threading.excepthook = earlier, earlier_in_threads

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _log.critical("A bug", exc_info=(kind, error, trace))
        _forget_last()
        if not self._told:
            self._told = True
            details = "".join(traceback.format_exception(kind, error, trace))
            self.bug_found.emit(Bug("Something went wrong inside gridsne-desktop.", details))

    def _on_thread_exception(self, hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:
            self._on_exception(hook.exc_type, hook.exc_value, hook.exc_traceback)


def _forget_last() -> None:
    """Let go of the frames that Python keeps for a debugger, and of what is in them.

    A `QPainter` in one of them would stay at work on its widget: from the next paint on Qt warns,
    and crashes in the end.
    """
    for name in ("last_exc", "last_type", "last_value", "last_traceback"):
        if hasattr(sys, name):
            delattr(sys, name)
