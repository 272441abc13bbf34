"""Show a photo in the system's file manager."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices

_SERVICE = "org.freedesktop.FileManager1"
_TIMEOUT_MS = 1500
"""A file manager that has to start first may take a second to answer."""


class Revealer(QObject):
    """Opens file managers; every call returns at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asked: dict[QDBusPendingCallWatcher, Path] = {}

    def show_in_folder(self, path: Path) -> None:
        """Open the file manager with `path` selected, or else its folder."""
        if sys.platform == "win32":
            subprocess.Popen(f'explorer /select,"{path}"')  # noqa: S603 - explorer's own quoting
        elif sys.platform == "darwin":
            subprocess.Popen(["/usr/bin/open", "-R", str(path)])  # noqa: S603 - a path, no shell
        else:
            self._ask_file_manager(path)

    def open_folder(self, folder: Path) -> None:
        """Open `folder` itself."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _ask_file_manager(self, path: Path) -> None:
        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            self.open_folder(path.parent)
            return
        ask = QDBusMessage.createMethodCall(
            _SERVICE, "/org/freedesktop/FileManager1", _SERVICE, "ShowItems"
        )
        ask.setArguments([[QUrl.fromLocalFile(str(path)).toString(_ENCODED)], ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(ask, _TIMEOUT_MS), self)
        self._asked[watcher] = path
        watcher.finished.connect(self._on_answered)

    @Slot(QDBusPendingCallWatcher)
    def _on_answered(self, watcher: QDBusPendingCallWatcher) -> None:
        path = self._asked.pop(watcher)
        if watcher.isError():
            self.open_folder(path.parent)
        watcher.deleteLater()


_ENCODED = QUrl.ComponentFormattingOption.FullyEncoded
