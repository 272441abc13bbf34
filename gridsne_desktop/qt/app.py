"""Start and end of the window's process."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from gridsne_desktop import __version__, paths
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import warm_up
from gridsne_desktop.qt.heaps import share_heaps
from gridsne_desktop.qt.logs import BugReporter, logging_to
from gridsne_desktop.qt.main_window import MainWindow
from gridsne_desktop.qt.paint_thread import paint_alone
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.task import Task
from gridsne_desktop.qt.theme import Theme

DESKTOP_FILE = "io.github.gridsne.desktop"
_ICON = "icons/gridsne-desktop.png"
_SETTINGS_NAME = "gridsne-desktop.ini"
_LOOK_MS = 50
"""Between two looks whether the photos of a known folder are there."""

SWITCH_INTERVAL = 0.0001
"""Seconds; at Python's 5 ms a busy worker of pure Python drops the window to 13 frames a second."""

_NEVER = 1_000_000
"""Collections of the younger objects between two of all."""


def run(paths_to_open: Sequence[Path]) -> int:
    """Open the window, with `paths_to_open` in it; the exit code once it is closed."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    share_heaps()
    application = new_application()
    paint_alone()
    reporter = BugReporter()
    with _young_garbage_only(), logging_to(paths.data_folder()), reporter.watching():
        store = SettingsStore(paths.config_folder() / _SETTINGS_NAME)
        window = MainWindow(store, Theme(application), application.windowIcon())
        reporter.bug_found.connect(window.show_error)
        window.closed.connect(application.quit)
        window.open_paths(paths_to_open)
        window.show()
        starter = Starter(window)
        QTimer.singleShot(0, starter.begin)  # after the first paint
        code = application.exec()
        window.deleteLater()
        # The window must be gone before the application, which Python ends in no certain order.
        application.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return code


@contextmanager
def _young_garbage_only() -> Iterator[None]:
    """Have Python look for cycles among what is new, never among all there is.

    All there is grows with the photos, and no thread goes on while it is looked through: 50 ms with
    5,000 photos. What the app lets go of after long goes without: its objects form no cycles.
    """
    youngest, younger, all_ = gc.get_threshold()
    gc.set_threshold(youngest, younger, _NEVER)
    try:
        yield
    finally:
        gc.set_threshold(youngest, younger, all_)


def new_application() -> QApplication:
    """The process's one QApplication, with the app's name and looks."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
        # Python sees Ctrl+C only between its own instructions, of which a resting window has none.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    application.setApplicationName(paths.APP_NAME)
    application.setApplicationVersion(__version__)
    application.setDesktopFileName(DESKTOP_FILE)
    application.setStyle("Fusion")
    application.setWindowIcon(QIcon(str(paths.resource(_ICON))))
    application.setQuitOnLastWindowClosed(False)
    return application


class Starter(QObject):
    """Imports the rest of the app on a thread, in two helpings, once the window is painted.

    A folder that is being opened comes before the second: whatever holds Python's lock for two
    seconds would hold up its first photos. What it needs itself it imports itself.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._waiting = QTimer(self, interval=_LOOK_MS)
        self._waiting.timeout.connect(self._load_second_after_photos)

    @Slot()
    def begin(self) -> None:
        """Import what the window needs, then let it become ready, then import the rest."""
        self._window.refresh_recent()
        self._load(warm_up.load_first, self._on_first_loaded)

    @Slot()
    def _on_first_loaded(self) -> None:
        self._window.become_ready()
        self._waiting.start()

    @Slot()
    def _load_second_after_photos(self) -> None:
        if self._window.is_closing:
            self._waiting.stop()
        elif not self._window.waits_for_photos:
            self._waiting.stop()
            self._load(warm_up.load_second, None)

    def _load(self, load: Callable[[Run], None], on_loaded: Callable[[], None] | None) -> None:
        task = Task(load, self._window)
        if on_loaded is not None:
            task.succeeded.connect(on_loaded)
        task.failed.connect(self._window.show_error)
        task.ended.connect(task.deleteLater)
        task.start()
