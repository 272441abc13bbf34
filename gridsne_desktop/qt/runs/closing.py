"""Closing the window while files are being worked on: wait, stop, or stay."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.runs.file_runs import FileRuns

_WIDTH = 480


class ClosingDialog(QDialog):
    """Shown with `open`; goes away by itself when all is done.

    Signals:
        may_close: Nothing is being done any more, and the person wanted to leave.
    """

    may_close = Signal()

    def __init__(self, runs: FileRuns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = runs
        self.setWindowTitle(self.tr("Files are being worked on"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._title = parts.title(self._doing(), self)
        about = self.tr(
            "The window closes as soon as it is done. Stopping leaves every file whole, at its old "
            "place or at its new one; File › Activity… goes on with it, or takes it back."
        )
        self.stop_button = QPushButton(self.tr("&Stop and close"), self)
        self.stay_button = QPushButton(self.tr("&Do not close"), self)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.stop_button, QDialogButtonBox.ButtonRole.DestructiveRole)
        buttons.addButton(self.stay_button, QDialogButtonBox.ButtonRole.RejectRole)
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self._on_stop)
        buttons.rejected.connect(self.reject)
        column = parts.new_layout(self)
        column.addWidget(self._title)
        column.addWidget(parts.sentence(about, self))
        column.addStretch(1)
        column.addWidget(buttons)
        self.resize(_WIDTH, self.sizeHint().height())
        runs.changed.connect(self._on_changed)
        runs.runner.changed.connect(self._on_changed)

    def _doing(self) -> str:
        work = self._runs.runner.work
        return f"{work.doing}…" if work is not None else self.tr("Waiting for the last file…")

    @Slot()
    def _on_stop(self) -> None:
        self.stop_button.setEnabled(False)
        self._title.setText(self.tr("Stopping…"))
        self._runs.cancel()

    @Slot()
    def _on_changed(self) -> None:
        if self._runs.is_busy:
            if self.stop_button.isEnabled():
                self._title.setText(self._doing())
            return
        self._runs.changed.disconnect(self._on_changed)
        self._runs.runner.changed.disconnect(self._on_changed)
        self.accept()
        self.may_close.emit()
