"""Export: what the picture of a grid looks like, where it goes, and the writing of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QWidget,
)

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.export.png import ExportSettings, export_png
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.destination import FileField
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.dialogs.export_form import ExportForm
from gridsne_desktop.qt.dialogs.export_preview import ExportPreview
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.dialogs.work_line import Tone, WorkLine
from gridsne_desktop.qt.task import Bug, Task
from gridsne_desktop.qt.words import STAGES, progress_detail

Regrid = Callable[[float, Run], Grid]
"""The same photos in a grid of another wished aspect; called on a worker thread."""


@dataclass(frozen=True, slots=True)
class Export:
    """A picture that was written.

    Attributes:
        target: The file.
        settings: How it was drawn.
        problems: Photos that could not be drawn, and why.
    """

    target: Path
    settings: ExportSettings
    problems: tuple[Problem, ...]


class ExportDialog(QDialog):
    """Chooses how a grid becomes a picture, writes it, and says how that went.

    Args:
        grid: As it is on the screen.
        settings: What is proposed.
        regrid: Makes the grid for another shape.
        thumbnail: A photo's thumbnail for the preview, called on the GUI thread.
        show_in_folder: Shows a path in the file manager.
        target: The file that is proposed.

    Signals:
        exported: An `Export`, after the picture was written.
    """

    exported = Signal(object)

    def __init__(
        self,
        grid: Grid,
        settings: ExportSettings,
        *,
        regrid: Regrid,
        thumbnail: Callable[[Photo], QImage | None],
        show_in_folder: Callable[[Path], None],
        target: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._regrid = regrid
        self._show_in_folder = show_in_folder
        self._writing: Task | None = None
        self._export: Export | None = None
        self.setWindowTitle(self.tr("Export picture"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._form = ExportForm(grid, settings, self)
        self._preview = ExportPreview(grid, thumbnail=thumbnail, parent=self)
        self._file = FileField(self.tr("&Save as"), self)
        self._work = WorkLine(self)
        self._lay_out()
        self._form.changed.connect(self._on_changed)
        self._file.edited.connect(self._on_changed)
        self._file.set_path(target)
        self._on_changed()
        self._form.setFocus()

    @property
    def is_busy(self) -> bool:
        """Whether a picture is being written."""
        return self._writing is not None

    def settings(self) -> ExportSettings:
        """How the picture will be drawn."""
        return self._form.settings()

    def target(self) -> Path | None:
        """The file that will be written; None where no whole path is given."""
        return self._file.path

    def aspect(self) -> float | None:
        """The wished width ÷ height of the grid; None: as it is on the screen."""
        return self._form.aspect()

    def _lay_out(self) -> None:
        column = parts.new_layout(self)
        sides = QHBoxLayout()
        sides.setSpacing(2 * parts.SPACING)
        sides.addWidget(self._form)
        sides.addWidget(self._preview, stretch=1)
        column.addLayout(sides, stretch=1)
        column.addWidget(self._file)
        column.addWidget(self._work)
        column.addWidget(self._new_buttons())

    def _new_buttons(self) -> QDialogButtonBox:
        role = QDialogButtonBox.ButtonRole.ActionRole
        buttons = parts.close_buttons(self)
        self._close = buttons.button(QDialogButtonBox.StandardButton.Close)
        self._show = QPushButton(self.tr("Open &folder"), self)
        self._save = QPushButton(self.tr("&Export"), self)
        buttons.addButton(self._show, role)
        buttons.addButton(self._save, role)
        self._save.setDefault(True)
        self._show.clicked.connect(self._on_show)
        self._save.clicked.connect(self._on_save)
        self._show.hide()
        return buttons

    @Slot()
    def _on_changed(self) -> None:
        columns, rows = self._form.shape()
        self._preview.show_settings(self.settings(), columns=columns, rows=rows)
        self._export = None
        if self._writing is None:
            self._work.say(self._form.size_text())
        self._show_state()

    def _show_state(self) -> None:
        is_writing = self._writing is not None
        self._form.setEnabled(not is_writing)
        self._file.setEnabled(not is_writing)
        self._save.setEnabled(not is_writing and self.target() is not None)
        self._show.setVisible(self._export is not None)
        self._close.setEnabled(True)
        self._close.setText(self.tr("Cancel") if is_writing else self.tr("Close"))

    @Slot()
    def _on_save(self) -> None:
        target = self.target()
        if target is None or self._writing is not None:
            return
        if target.exists() and not self._file.is_agreed:
            self._ask_to_replace(target)
        else:
            self._write(target)

    def _ask_to_replace(self, target: Path) -> None:
        box = QMessageBox(
            QMessageBox.Icon.NoIcon,
            self.tr("Replace the file?"),
            self.tr("{0} exists already.").format(target.name),
            QMessageBox.StandardButton.Cancel,
            self,
        )
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(self.tr("Replacing it overwrites the picture that is there now."))
        replace = box.addButton(self.tr("&Replace"), QMessageBox.ButtonRole.AcceptRole)
        replace.clicked.connect(self._on_replacing_agreed)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @Slot()
    def _on_replacing_agreed(self) -> None:
        self._file.agree()
        self._on_save()

    def _write(self, target: Path) -> None:
        settings, aspect = self.settings(), self.aspect()
        grid, regrid = self._grid, self._regrid

        def job(run: Run) -> Export:
            wished = grid if aspect is None else regrid(aspect, run)
            problems = export_png(wished, target, settings=settings, run=run)
            return Export(target, settings, problems)

        task = Task(job)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_written)
        task.cancelled.connect(self._on_stopped)
        task.failed.connect(self._on_failed)
        self._writing = task
        self._work.show_work(self.tr("Preparing…"))
        self._show_state()
        self._close.setFocus()
        background.start(task)

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._writing is None or self._writing.is_cancelled:
            return
        text = f"{STAGES[progress.stage]}  ·  {progress_detail(progress)}"
        self._work.show_work(text, done=progress.done, total=progress.total)

    @Slot(object)
    def _on_written(self, export: Export) -> None:
        self._writing, self._export = None, export
        text = self.tr("Saved {0}.").format(export.target.name)
        if export.problems:
            left_out = counted(len(export.problems), "photo")
            text += f" {left_out} could not be drawn: {export.problems[0].reason}"
        self._work.say(text, tone=Tone.BAD if export.problems else Tone.PLAIN)
        self._show_state()
        self._show.setFocus()
        self.exported.emit(export)

    @Slot()
    def _on_stopped(self) -> None:
        self._writing = None
        self._work.say(self.tr("Stopped. Nothing was written."), tone=Tone.PLAIN)
        self._show_state()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._writing = None
        if isinstance(error, Bug):
            self._work.say(error.title, tone=Tone.BAD)
            ErrorDialog(error, self).open()
        else:
            self._work.say(str(error), tone=Tone.BAD)
        self._show_state()

    @Slot()
    def _on_show(self) -> None:
        if self._export is not None:
            self._show_in_folder(self._export.target)

    def reject(self) -> None:
        """Stop writing and stay to say so; else close."""
        if self._writing is None:
            super().reject()
            return
        self._work.show_work(self.tr("Stopping…"))
        self._close.setEnabled(False)
        self._writing.cancel()
