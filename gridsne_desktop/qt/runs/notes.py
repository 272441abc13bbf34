"""The note of runs in its two places: in the bar, and over the photos that are shown large."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot

from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.runs.note import RunNote
from gridsne_desktop.qt.workspace import Workspace

_SECONDS: Final = 6
"""As long as a note lies over a large photo; the bar's own stays."""
_ABOVE_STRIP: Final = 132
"""Pixels from the lower edge: above the filmstrip."""


class Notes(QObject):
    """Says the same in both; where photos are shown large there is no bar.

    Signals:
        cancel_asked: The person wants the runs to stop.
    """

    cancel_asked = Signal()

    def __init__(self, in_bar: RunNote, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.in_bar, self.over = in_bar, RunNote(workspace, floats=True)
        self._rest = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._rest.timeout.connect(self.over.hide)
        self._all = (self.in_bar, self.over)
        for note in self._all:
            note.cancel_asked.connect(self.cancel_asked)
        workspace.installEventFilter(self)
        workspace.loupe_toggled.connect(self._on_loupe_toggled)

    @property
    def text(self) -> str:
        """What is said; empty: nothing."""
        return "" if self.in_bar.isHidden() else self.in_bar.text

    def show_work(self, text: str) -> None:
        """Say what is being done."""
        for note in self._all:
            note.show_work(text)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        self.in_bar.show_progress(progress)
        if self._workspace.has_loupe:
            self.over.show_progress(progress)
            self._place()

    def show_stopping(self) -> None:
        """Show that Cancel was understood."""
        for note in self._all:
            note.show_stopping()

    def say(self, text: str, *links: tuple[str, Callable[[], None]]) -> None:
        """Say a result, with at most two links and what they do."""
        for note in self._all:
            note.say(text, *links)
        self.over.setVisible(self._workspace.has_loupe)
        self._place()
        if self._workspace.has_loupe:
            self._rest.start()

    def forget(self) -> None:
        """Say nothing any more."""
        for note in self._all:
            note.forget()

    def shut_down(self) -> None:
        """Wait for nothing any more."""
        self._rest.stop()

    @Slot(bool)
    def _on_loupe_toggled(self, is_open: bool) -> None:
        if not is_open:
            self.over.hide()

    def _place(self) -> None:
        """In the middle, above the filmstrip."""
        space, note = self._workspace.size(), self.over
        width = min(note.sizeHint().width(), space.width() - 32)
        note.resize(width, note.sizeHint().height())
        note.move((space.width() - width) // 2, space.height() - note.height() - _ABOVE_STRIP)
        note.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the workspace's size."""
        if event.type() == QEvent.Type.Resize and not self.over.isHidden():
            self._place()
        return super().eventFilter(watched, event)
