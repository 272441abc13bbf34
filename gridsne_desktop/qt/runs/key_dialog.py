"""Asks what a number key shall do with photos."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QWidget,
)

from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.destination import FolderField
from gridsne_desktop.qt.runs.destinations import Destination

_WIDTH = 560


class KeyDialog(QDialog):
    """A folder, and whether photos are copied or moved there; shown with `open`.

    Args:
        key: 1 to 9.
        now: What the key does now; None: nothing yet.
        button: What agreeing is called; "Remember", or what is done at once.
        beside: Where Browse begins.

    Signals:
        chosen: The key and its `Destination`.
    """

    chosen = Signal(int, object)

    def __init__(
        self,
        key: int,
        now: Destination | None,
        *,
        button: str,
        beside: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self.setWindowTitle(self.tr("Key {key}").format(key=key))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._folder = FolderField(self.tr("&Into the folder"), self)
        self._folder.edited.connect(self._on_edited)
        self.copy = QRadioButton(self.tr("&Copy photos there"), self)
        self.move_there = QRadioButton(self.tr("&Move photos there"), self)
        is_move = now is not None and now.way is StepKind.MOVE
        (self.move_there if is_move else self.copy).setChecked(True)
        self._lay_out(button)
        self._folder.set_path(now.folder if now else beside)
        self._folder.line.selectAll()
        self._folder.setFocus()
        self.resize(_WIDTH, self.sizeHint().height())

    @property
    def folder(self) -> FolderField:
        """Where the folder is chosen."""
        return self._folder

    @property
    def ok_button(self) -> QPushButton:
        """Agrees."""
        return self._ok

    def _lay_out(self, button: str) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(2 * parts.SPACING)
        ways.addWidget(self.copy)
        ways.addWidget(self.move_there)
        ways.addStretch(1)
        about = parts.sentence(
            self.tr(
                "From then on the key does it at once with the selected photos; companions such "
                "as RAW files come along, nothing is overwritten, and Ctrl+Z takes it back. "
                "Photos › Destinations… changes it."
            ),
            self,
        )
        parts.set_tone(about, quiet=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._ok = QPushButton(button, self)
        self._ok.setDefault(True)
        buttons.addButton(self._ok, QDialogButtonBox.ButtonRole.ActionRole)
        self._ok.clicked.connect(self._on_ok)
        buttons.rejected.connect(self.reject)
        column = parts.new_layout(self)
        column.addWidget(parts.title(f"What should key {self._key} do?", self))
        column.addWidget(self._folder)
        column.addLayout(ways)
        column.addWidget(about)
        column.addStretch(1)
        column.addWidget(buttons)

    @Slot()
    def _on_edited(self) -> None:
        self._ok.setEnabled(self._folder.path is not None)

    @Slot()
    def _on_ok(self) -> None:
        folder = self._folder.path
        if folder is not None:
            way = StepKind.MOVE if self.move_there.isChecked() else StepKind.COPY
            self.accept()
            self.chosen.emit(self._key, Destination(folder, way))
