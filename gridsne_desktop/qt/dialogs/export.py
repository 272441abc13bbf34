"""Export: what the picture of a grid looks like, and where it goes."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QWidget,
)

from gridsne_desktop.export.picture import ExportSettings
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.groups import Groups
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.destination import FileField
from gridsne_desktop.qt.dialogs.export_form import ExportForm
from gridsne_desktop.qt.dialogs.export_preview import ExportPreview
from gridsne_desktop.settings import DEFAULT_BLANKS

PROPOSED_NAME = "grid.png"
_SIZE = (820, 480)


class ExportDialog(QDialog):
    """Chooses how a grid becomes a picture; writes nothing: whoever opened it does, on `accepted`.

    Args:
        grid: As it is on the screen.
        settings: What is proposed.
        parent: The window.
        blanks: Where blank cells stand.
        groups: int32 (n,): which photos stand together; None where the grid shows no groups.
        sort: What the grid is sorted by.
        thumbnail: A photo's thumbnail for the preview, called on the GUI thread. None: it is on
            its way, ask again; a null image: there is none.
        target: The file that is proposed; None: "grid.png" in the person's home.
    """

    def __init__(
        self,
        grid: Grid,
        settings: ExportSettings,
        parent: QWidget | None = None,
        *,
        blanks: str = DEFAULT_BLANKS,
        groups: Groups | None = None,
        sort: str = SIMILARITY,
        thumbnail: Callable[[Photo], QImage | None] | None = None,
        target: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export picture"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._form = ExportForm(grid, settings, self, blanks=blanks, groups=groups)
        self._preview = ExportPreview(grid, thumbnail=thumbnail, parent=self)
        self._size = parts.sentence("", self)
        order = "" if sort == SIMILARITY else self.tr("Sorted by {0}, row by row.").format(sort)
        self._order = parts.sentence(order, self)
        self._order.setVisible(bool(order))
        self._file = FileField(
            self.tr("&Save as"), self, ending=".png", kind=self.tr("PNG picture")
        )
        self._lay_out()
        self._file.set_path(target or Path.home() / PROPOSED_NAME)
        self._form.changed.connect(self._on_changed)
        self._file.edited.connect(self._on_changed)
        self._on_changed()
        self.resize(*_SIZE)
        self._form.setFocus()

    @property
    def form(self) -> ExportForm:
        """Where the settings are chosen."""
        return self._form

    @property
    def file(self) -> FileField:
        """Where the target is chosen."""
        return self._file

    @property
    def preview(self) -> ExportPreview:
        """What the picture will look like."""
        return self._preview

    @property
    def export_button(self) -> QPushButton:
        """Accepts, where the picture can be made."""
        return self._save

    @property
    def said(self) -> str:
        """How large the picture gets, or why it cannot be made."""
        return self._size.text()

    def settings(self) -> ExportSettings:
        """How the picture shall be drawn."""
        return self._form.settings()

    def target(self) -> Path:
        """The file to write.

        Raises:
            RuntimeError: No whole path is given; the dialog cannot be accepted then.
        """
        path = self._file.path
        if path is None:
            raise RuntimeError("there is no target")
        return path

    def aspect(self) -> float | None:
        """The wished width ÷ height of the grid; None: as it is on the screen."""
        return self._form.aspect()

    def _lay_out(self) -> None:
        left = parts.new_column()
        left.addWidget(self._form)
        left.addWidget(self._order)
        left.addWidget(self._size)
        left.addStretch(1)
        sides = QHBoxLayout()
        sides.setSpacing(parts.MARGIN)
        sides.addLayout(left)
        sides.addWidget(self._preview, stretch=1)
        column = parts.new_layout(self)
        column.addLayout(sides, stretch=1)
        column.addWidget(self._file)
        column.addWidget(self._new_buttons())

    def _new_buttons(self) -> QDialogButtonBox:
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Cancel, self)
        self._save = buttons.addButton(self.tr("&Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._save.setDefault(True)
        buttons.accepted.connect(self._on_save)
        buttons.rejected.connect(self.reject)
        return buttons

    @Slot()
    def _on_changed(self) -> None:
        grid = self._form.grid()
        if grid is not None:  # else the preview waits as it is
            self._preview.show_settings(self.settings(), grid)
        text, is_possible = self._form.size_text()
        self._size.setText(text)
        parts.set_tone(self._size, quiet=is_possible, bad=not is_possible)
        self._save.setEnabled(is_possible and self._file.path is not None)

    @Slot()
    def _on_save(self) -> None:
        target = self.target()
        if target.exists() and not self._file.is_agreed:
            self._ask_to_replace(target)
        else:
            self.accept()

    def _ask_to_replace(self, target: Path) -> None:
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("Replace the picture?"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("{0} exists already.").format(target.name))
        box.setInformativeText(self.tr("The picture that is there now would be lost."))
        box.addButton(QMessageBox.StandardButton.Cancel)
        replace = box.addButton(self.tr("&Replace"), QMessageBox.ButtonRole.AcceptRole)
        replace.clicked.connect(self.accept)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
