"""What went wrong, and what the person can do."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.task import Bug

_WIDTH = 460
_BUG_SIZE = (640, 380)
_BUG_SENTENCE = (
    "Your photos are untouched. Please report this with the details below; what you were doing "
    "may work if you try it again."
)


class ErrorDialog(QDialog):
    """One error: its title, its detail; of a bug, the traceback and "Copy details"."""

    def __init__(self, error: GridsneError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._error = error
        self.setWindowTitle(self.tr("That did not work"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = parts.new_layout(self)
        column.addWidget(parts.title(error.title, self))
        buttons = parts.close_buttons(self)
        if isinstance(error, Bug):
            column.addWidget(parts.sentence(self.tr(_BUG_SENTENCE), self))
            column.addWidget(self._traceback(), stretch=1)
            copy = buttons.addButton(
                self.tr("Copy &details"), QDialogButtonBox.ButtonRole.ActionRole
            )
            copy.clicked.connect(self._on_copy)
            self.resize(*_BUG_SIZE)
        else:
            if error.detail:
                column.addWidget(parts.sentence(error.detail, self))
            column.addStretch(1)
        column.addWidget(buttons)
        if not isinstance(error, Bug):
            self.resize(_WIDTH, column.heightForWidth(_WIDTH))
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _traceback(self) -> QPlainTextEdit:
        text = QPlainTextEdit(self._error.detail, self)
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        text.setAccessibleName(self.tr("Details"))
        return text

    @Slot()
    def _on_copy(self) -> None:
        parts.copy_text(f"{self._error.title}\n\n{self._error.detail}")
