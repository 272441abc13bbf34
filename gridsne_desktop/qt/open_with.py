"""Open With: the system's default program for a photo, others that it knows, any other one."""

import locale
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeDatabase, QObject, QProcess, QUrl, Signal, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.applications import Application, applications
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.choosers import new_chooser

MOST_AT_ONCE = 100
"""Photos given to a program at a time; a command line has an end."""


class OpenWith(QObject):
    """A menu of programs for some photos; looks for them on a thread of its own.

    Signals:
        failed: A `GridsneError`: a program could not be started.
    """

    failed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._paths: tuple[Path, ...] = ()
        self.menu = QMenu("Open &With", window)
        self._default = self.menu.addAction("&Default Program")
        self._end = self.menu.addSeparator()
        self._other = self.menu.addAction("&Other…")
        self._found: list[QAction] = []
        self._default.triggered.connect(self._open_default)
        self._other.triggered.connect(self._ask_other)
        self._looks = Newest(at_once=1, parent=self)
        self._looks.arrived.connect(self._on_looked)
        self._looks.failed.connect(self.failed)

    def show_for(self, paths: Sequence[Path]) -> None:
        """Offer programs for `paths`, by the type of the first; those that are found follow."""
        self._paths = tuple(paths[:MOST_AT_ONCE])
        self._on_looked(())
        if sys.platform == "linux" and self._paths:
            path = self._paths[0]
            self._looks.ask(lambda run: _programs_for(path, run))

    @Slot(object)
    def _on_looked(self, programs: tuple[Application, ...]) -> None:
        for action in self._found:
            self.menu.removeAction(action)
            action.deleteLater()
        self._found = []
        for program in programs:
            action = QAction(program.name.replace("&", "&&"), self)
            action.setData(program)
            action.triggered.connect(self._on_chosen)
            self.menu.insertAction(self._end, action)
            self._found.append(action)

    @Slot()
    def _on_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and isinstance(action.data(), Application):
            program = action.data()
            self._start(program.words(self._paths), program.name)

    @Slot()
    def _open_default(self) -> None:
        for path in self._paths[:1]:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                self.failed.emit(
                    GridsneError(
                        f"No program is set up for {path.name}.",
                        "Choose one with Open With, Other.",
                    )
                )

    @Slot()
    def _ask_other(self) -> None:
        """Let the person choose a program; Windows has a dialog of its own for that."""
        if sys.platform == "win32":
            for path in self._paths[:1]:
                words = ["rundll32.exe", "shell32.dll,OpenAs_RunDLL", str(path)]
                self._start(words, "Open With")
            return
        folder = "/Applications" if sys.platform == "darwin" else "/usr/bin"
        chooser = new_chooser(self._window, "Open With", folder)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self._on_other)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    @Slot(str)
    def _on_other(self, program: str) -> None:
        words = [program]
        if sys.platform == "darwin":
            words = ["/usr/bin/open", "-a", program]
        self._start([*words, *map(str, self._paths)], Path(program).name)

    def _start(self, words: Sequence[str], name: str) -> None:
        started = QProcess.startDetached(words[0], list(words[1:]))
        # The stubs say bool, the call gives (bool, process id).
        if not (started[0] if isinstance(started, tuple) else started):
            self.failed.emit(
                GridsneError(f"{name} could not be started.", "Choose another program.")
            )


def _programs_for(path: Path, run: Run) -> tuple[Application, ...]:
    """The programs that the desktop has for this type of file (on a worker thread)."""
    run.check()
    kind = QMimeDatabase().mimeTypeForFile(str(path), QMimeDatabase.MatchMode.MatchExtension)
    language = (locale.getlocale()[0] or "").partition(".")[0]
    types = [kind.name(), *kind.allAncestors()]
    wanted = [name for name in types if name != "application/octet-stream"]
    return applications(wanted, environment=os.environ, language=language)
