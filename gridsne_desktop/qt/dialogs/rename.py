"""Rename: one photo gets another name; what is wrong with a name is said under it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.library.companions import tail_of
from gridsne_desktop.organize.rename import followers, plan_rename, rename
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.words import on_one_line
from gridsne_desktop.qt.task import Task

_WIDTH = 460


class RenameDialog(QDialog):
    """Renames a photo and its companions, without their endings; shown with `open`.

    Args:
        files: Absolute paths: the photo, then its companions.

    Signals:
        renamed: The old paths and the new ones, `Mapping[Path, Path]`, once that is done.
    """

    renamed = Signal(object)

    def __init__(self, files: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._files = tuple(files)
        self._task: Task | None = None
        photo = self._files[0]
        tail = tail_of(photo)
        self.setWindowTitle(self.tr("Rename"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._name = QLineEdit(photo.name.removesuffix(tail), self)
        self._name.setAccessibleName(self.tr("New name"))
        parts.roomy(self._name)
        self._name.selectAll()
        self._name.textEdited.connect(self._on_edited)
        self._followers: Sequence[Path] = self._files[1:]
        self._said = parts.sentence(self._about_companions(), self)
        parts.set_tone(self._said, quiet=True)
        self._lay_out(tail)
        self.resize(_WIDTH, self.sizeHint().height())
        files = self._files
        self._looking = Task(lambda _: followers(files), is_urgent=True)
        self._looking.succeeded.connect(self._on_followers)
        background.start(self._looking)

    @property
    def name(self) -> QLineEdit:
        """Where the new name is typed, without the ending."""
        return self._name

    @property
    def said(self) -> str:
        """What is wrong with the name, else which other files are renamed, too."""
        return self._said.text()

    @property
    def rename_button(self) -> QPushButton:
        """Does it."""
        return self._rename

    def _lay_out(self, tail: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self._name, stretch=1)
        row.addWidget(QLabel(tail, self))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._rename = QPushButton(self.tr("&Rename"), self)
        self._rename.setDefault(True)
        buttons.addButton(self._rename, QDialogButtonBox.ButtonRole.ActionRole)
        self._rename.clicked.connect(self._on_rename)
        buttons.rejected.connect(self.reject)
        column = parts.new_layout(self)
        title = self.tr("A new name for {name}").format(name=on_one_line(self._files[0].name))
        column.addWidget(parts.title(title, self))
        column.addLayout(row)
        column.addWidget(self._said)
        column.addStretch(1)
        column.addWidget(buttons)

    def _about_companions(self) -> str:
        names = ", ".join(on_one_line(path.name) for path in self._followers)
        return self.tr("{names} will be renamed with it.").format(names=names) if names else ""

    @Slot(object)
    def _on_followers(self, found: Sequence[Path]) -> None:
        is_told = self._said.text() == self._about_companions()
        self._followers = found
        if is_told:  # else it says what is wrong
            self._said.setText(self._about_companions())

    @Slot()
    def _on_edited(self) -> None:
        parts.set_tone(self._said, quiet=True)
        self._said.setText(self._about_companions())

    @Slot()
    def _on_rename(self) -> None:
        if self._task is not None:
            return
        files, stem = self._files, self._name.text()
        self._task = Task(lambda run: _renamed(files, stem, run), is_urgent=True)
        self._task.succeeded.connect(self._on_renamed)
        self._task.failed.connect(self._on_failed)
        self._rename.setEnabled(False)
        background.start(self._task)

    @Slot(object)
    def _on_renamed(self, names: Mapping[Path, Path]) -> None:
        self._task = None
        if any(before != after for before, after in names.items()):
            self.renamed.emit(names)
        self.accept()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._task = None
        parts.set_tone(self._said, bad=True)
        self._said.setText(str(error))
        self._rename.setEnabled(True)
        self._name.setFocus()


def _renamed(files: Sequence[Path], stem: str, run: Run) -> Mapping[Path, Path]:
    """Plan and do it (on a worker thread)."""
    run.check()
    names = plan_rename(files, stem)
    rename(names)
    return names
