"""The models there are: used, downloaded, added, removed, checked."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)

from gridsne_desktop.embedding.adding import ENDING, Added
from gridsne_desktop.embedding.shelf import shelf
from gridsne_desktop.embedding.upkeep import Fetch
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.choosers import new_chooser
from gridsne_desktop.qt.dialogs import model_jobs, parts
from gridsne_desktop.qt.dialogs.model_table import ModelTable, Row, Standing, rows_of
from gridsne_desktop.qt.dialogs.work_line import Tone, WorkLine
from gridsne_desktop.qt.task import Task
from gridsne_desktop.qt.words import progress_detail

_SIZE = (760, 440)


class ModelsDialog(QDialog):
    """One table of models, and what can be done with the one that is selected.

    Signals:
        chosen: The name of a model that is to be used from now on.
    """

    chosen = Signal(str)

    def __init__(
        self,
        used: str,
        parent: QWidget | None = None,
        *,
        cache: Cache | None = None,
        fetch: Fetch | None = None,
    ) -> None:
        """`used` is the model in use; `fetch` downloads, None: as the command line does."""
        super().__init__(parent)
        self.setWindowTitle("Models")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.resize(*_SIZE)
        self._used, self._cache = used, cache
        self._fetch = fetch or model_jobs.fetch
        self._task: Task | None = None
        self._closes = False
        self._doing = ""
        self._table = ModelTable(self)
        self._view = QTableView(self)
        self._work = WorkLine(self)
        self._use = self._button("&Use", self._choose)
        self._download = self._button("&Download", self._start_download)
        self._check = self._button("&Check", self._start_check)
        self._remove = self._button("&Remove…", self._ask_remove)
        self._add = self._button("&Add an ONNX File…", self._ask_file)
        self._cancel = self._button("Ca&ncel", self._stop)
        self._lay_out()
        self._refresh(select=used)

    @property
    def is_busy(self) -> bool:
        """Whether work is under way."""
        return self._task is not None

    @property
    def says(self) -> str:
        """The sentence under the table."""
        return self._work.text

    def select(self, name: str) -> None:
        """Select the model called `name`."""
        self._view.selectRow(self._table.number_of(name))

    def add(self, path: Path) -> None:
        """Take in a person's own model."""
        self._start(f"Trying {path.name}…", lambda _run: model_jobs.add(path), self._on_added)

    def reject(self) -> None:
        """Close, as soon as what is under way has stopped."""
        if self._task is None:
            super().reject()
        else:
            self._closes = True
            self._stop()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take ONNX files."""
        if self._task is None and _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take in the first ONNX file."""
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            self.add(path)

    def _button(self, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        view = self._view
        view.setModel(self._table)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.setAccessibleName("Models")
        parts.calm(view)
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.selectionModel().selectionChanged.connect(self._on_selected)
        view.doubleClicked.connect(self._choose)
        row = QHBoxLayout()
        for button in (self._use, self._download, self._check, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._add)
        buttons = parts.close_buttons(self)
        buttons.addButton(self._cancel, QDialogButtonBox.ButtonRole.ActionRole)
        column = parts.new_layout(self)
        column.addWidget(parts.title("What turns photos into vectors", self))
        column.addWidget(view, 1)
        column.addLayout(row)
        column.addWidget(self._work)
        column.addWidget(buttons)

    def _refresh(self, *, select: str) -> None:
        self._table.show_rows(rows_of(shelf()), used=self._used)
        self._view.selectRow(max(0, self._table.number_of(select)))
        self._enable()

    @property
    def _row(self) -> Row | None:
        return self._table.row_at(self._view.currentIndex().row())

    def _enable(self) -> None:
        row, free = self._row, self._task is None
        here = row is not None and row.standing is Standing.HERE
        self._use.setEnabled(free and here and row is not None and row.name != self._used)
        self._download.setEnabled(free and row is not None and row.standing is Standing.MISSING)
        self._check.setEnabled(free and here)
        built_in = row is not None and row.facts[0] == "built in"
        removable = row is not None and row.standing is not Standing.MISSING and not built_in
        self._remove.setEnabled(free and removable)
        self._add.setEnabled(free)
        self._cancel.setVisible(not free)

    @Slot()
    def _on_selected(self) -> None:
        self._enable()
        if self._row is not None and self._task is None:
            self._work.say(self._row.about)

    @Slot()
    def _choose(self) -> None:
        row = self._row
        if row is None or not self._use.isEnabled():
            return
        self._used = row.name
        self._refresh(select=row.name)
        self._work.say(f"{row.title} is used from now on.")
        self.chosen.emit(row.name)

    @Slot()
    def _start_download(self) -> None:
        row, fetch = self._row, self._fetch
        if row is not None:
            self._start(
                f"Downloading {row.title}…",
                lambda run: model_jobs.download(row.name, fetch=fetch, run=run),
                lambda _: self._tell(f"{row.title} is here.", select=row.name),
            )

    @Slot()
    def _start_check(self) -> None:
        row, cache = self._row, self._cache
        if row is not None:
            self._start(
                f"Checking {row.title}…",
                lambda run: model_jobs.check(row.name, cache=cache, run=run),
                lambda told: self._tell(str(told), select=row.name),
            )

    @Slot()
    def _ask_remove(self) -> None:
        row = self._row
        if row is None:
            return
        box = QMessageBox(self)
        box.setWindowTitle("Remove the model?")
        box.setText(f"Remove {row.title}?")
        box.setInformativeText(
            "Its file is deleted from the folder of gridsne-desktop. Your photos, and a file of "
            "yours that it was copied from, stay as they are."
        )
        box.addButton(QMessageBox.StandardButton.Cancel)
        remove = box.addButton("&Remove", QMessageBox.ButtonRole.AcceptRole)
        remove.clicked.connect(self._start_remove)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @Slot()
    def _start_remove(self) -> None:
        row = self._row
        if row is not None:
            self._start(
                f"Removing {row.title}…",
                lambda _run: model_jobs.remove(row.name),
                lambda _: self._tell(f"{row.title} is removed.", select=row.name),
            )

    @Slot()
    def _ask_file(self) -> None:
        dialog = new_chooser(self, "Add an ONNX File", "", f"ONNX models (*{ENDING})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        self.add(Path(path))

    def _on_added(self, result: object) -> None:
        if isinstance(result, Added):
            how = (
                f"prepared as {result.settings.name} says"
                if result.settings is not None
                else "prepared as is usual for ImageNet; a JSON file beside it could say otherwise"
            )
            title = result.model.title
            self._tell(f"{title} is here; photos are {how}.", select=result.model.name)

    def _tell(self, text: str, *, select: str) -> None:
        self._refresh(select=select)
        self._work.say(text, tone=Tone.PLAIN)

    def _start(
        self, doing: str, job: Callable[[Run], object], then: Callable[[object], None]
    ) -> None:
        task = Task(job)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(then)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.ended.connect(self._on_ended)
        self._task, self._doing = task, doing
        self._work.show_work(doing)
        self._enable()
        background.start(task)

    @Slot()
    def _stop(self) -> None:
        if self._task is not None:
            self._work.show_work("Stopping…")
            self._task.cancel()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        detail = progress_detail(progress)
        text = f"{self._doing} {detail}".strip()
        self._work.show_work(text, done=progress.done, total=progress.total)

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        row = self._row
        self._refresh(select=row.name if row is not None else self._used)
        self._work.say(f"{error.title} {error.detail}", tone=Tone.BAD)

    @Slot()
    def _on_cancelled(self) -> None:
        self._work.say("Stopped. A download goes on from here the next time.")

    @Slot()
    def _on_ended(self) -> None:
        self._task = None
        self._enable()
        if self._closes:
            super().reject()


def _dropped(event: QDropEvent) -> Path | None:
    """The first ONNX file of a drop."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return next((path for path in paths if path.suffix.lower() == ENDING), None)
