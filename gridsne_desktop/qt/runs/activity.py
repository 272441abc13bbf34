"""Activity: everything that was done to files, to be looked at, undone, done again, resumed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.record import read_record
from gridsne_desktop.organize.runs import PastRun, RunState, runs
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.runs import past_words
from gridsne_desktop.qt.runs.activity_model import (
    STATE,
    WHAT,
    WHEN,
    FileRow,
    FilesModel,
    RunsModel,
    file_rows,
)
from gridsne_desktop.qt.runs.file_runs import FileRuns

_SIZE: Final = (860, 620)
_WHEN_WIDTH, _STATE_WIDTH, _PATH_WIDTH = 150, 220, 310
_ROW_PADDING: Final = 12
_ABOUT = (
    "Everything that was copied, moved, linked or put into the Trash from here, the newest first. "
    "Undo brings back every file that was not touched since; nothing is overwritten."
)
_NOTHING = "Nothing was done to files yet."


class ActivityDialog(QDialog):
    """Past runs above, the files of the chosen one below; the window can be used meanwhile.

    Args:
        file_runs: What undoes, does again and resumes.
        journals: Where the journals are.
        open_folder: Opens a folder in the file manager.
    """

    def __init__(
        self,
        file_runs: FileRuns,
        *,
        journals: Path,
        open_folder: Callable[[Path], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._file_runs, self._journals = file_runs, journals
        self._open_folder = open_folder
        self._runs, self._files = RunsModel(), FilesModel()
        self._reader = Newest(at_once=1, parent=self)
        self._reader.arrived.connect(self._on_read)
        self._reader.failed.connect(self._on_refused)
        self._detailer = Newest(at_once=1, parent=self)
        self._detailer.arrived.connect(self._on_detailed)
        self._detailer.failed.connect(self._on_refused)
        self.setWindowTitle(self.tr("Activity"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lay_out()
        self.resize(*_SIZE)
        file_runs.changed.connect(self.look)
        self.look()

    @property
    def table(self) -> QTableView:
        """The runs."""
        return self._table

    @property
    def files(self) -> QTableView:
        """The files of the chosen run."""
        return self._details

    @property
    def chosen(self) -> PastRun | None:
        """The run that the buttons are for."""
        index = self._table.currentIndex()
        return self._runs.run(index.row()) if index.isValid() else None

    @property
    def buttons(self) -> dict[str, QPushButton]:
        """The buttons by what they do: undo, redo, resume, open."""
        return self._buttons

    @property
    def is_busy(self) -> bool:
        """Whether something is being read."""
        return self._reader.is_busy or self._detailer.is_busy

    @Slot()
    def look(self) -> None:
        """Read what was done, on a thread."""
        journals = self._journals
        self._reader.ask(lambda run: _read(journals, run))

    def _lay_out(self) -> None:
        self._said = parts.sentence(self.tr(_ABOUT), self)
        parts.set_tone(self._said, quiet=True)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        columns = {WHEN: _WHEN_WIDTH, STATE: _STATE_WIDTH}
        self._table = _table(self._runs, columns, wide=WHAT, parent=halves)
        self._table.setAccessibleName(self.tr("What was done"))
        self._table.selectionModel().currentRowChanged.connect(self._on_chosen)
        columns = {0: _PATH_WIDTH, 2: _STATE_WIDTH}
        self._details = _table(self._files, columns, wide=1, parent=halves)
        self._details.setAccessibleName(self.tr("Its files"))
        halves.setChildrenCollapsible(False)
        halves.setHandleWidth(parts.SPACING)
        column = parts.new_layout(self)
        column.addWidget(parts.title(self.tr("Activity"), self))
        column.addWidget(self._said)
        column.addWidget(halves, stretch=1)
        column.addWidget(self._new_buttons())

    def _new_buttons(self) -> QDialogButtonBox:
        box = parts.close_buttons(self)
        self._buttons: dict[str, QPushButton] = {}
        for name, text, slot in (
            ("undo", "&Undo", self._on_undo),
            ("redo", "&Redo", self._on_redo),
            ("resume", "Re&sume", self._on_resume),
            ("open", "&Open folder", self._on_open),
        ):
            button = QPushButton(self.tr(text), self)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            box.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
            self._buttons[name] = button
        self._show_able()
        return box

    @Slot(object)
    def _on_read(self, past: tuple[PastRun, ...]) -> None:
        chosen = self.chosen
        self._runs.show_runs(past, today=datetime.now().astimezone().date(), palette=self.palette())
        self._said.setText(self.tr(_ABOUT if past else _NOTHING))
        row = self._runs.row_of(chosen.run) if chosen else None
        if past:
            self._table.selectRow(row or 0)
        else:
            self._files.show_rows(())
        self._show_able()

    @Slot(object)
    def _on_refused(self, error: GridsneError) -> None:
        parts.set_tone(self._said, bad=True)
        self._said.setText(str(error))

    @Slot(QModelIndex, QModelIndex)
    def _on_chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_able()
        if index.isValid():
            path = self._runs.run(index.row()).path
            self._detailer.ask(lambda run: _detailed(path, run))

    @Slot(object)
    def _on_detailed(self, rows: tuple[FileRow, ...]) -> None:
        self._files.show_rows(rows)

    def _show_able(self) -> None:
        past = self.chosen
        is_free = past is not None and past.state is not RunState.UNDER_WAY
        able = {
            "undo": is_free and past is not None and past.standing > 0,
            "redo": is_free and past is not None and past.undone_by is not None,
            "resume": past is not None and past.state in (RunState.STOPPED, RunState.UNFINISHED),
            "open": past is not None,
        }
        for name, button in self._buttons.items():
            button.setEnabled(able[name])

    @Slot()
    def _on_undo(self) -> None:
        if (past := self.chosen) is not None:
            self._file_runs.undo_past(past.path, past_words.name(past), again=False)

    @Slot()
    def _on_redo(self) -> None:
        past = self.chosen
        if past is not None and past.undone_by is not None:
            journal = past.path.with_stem(past.undone_by)
            self._file_runs.undo_past(journal, past_words.name(past), again=True)

    @Slot()
    def _on_resume(self) -> None:
        if (past := self.chosen) is not None:
            journal = past.path.with_stem(past.open or past.run)
            self._file_runs.resume(journal, past_words.name(past))

    @Slot()
    def _on_open(self) -> None:
        if (past := self.chosen) is not None:
            self._open_folder(past.into)

    def done(self, result: int) -> None:
        """Read nothing any more."""
        self._reader.drop()
        self._detailer.drop()
        super().done(result)


class _WholeRows(QStyledItemDelegate):
    """Rows are chosen, so no single cell is marked."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus


def _table(
    model: RunsModel | FilesModel, widths: dict[int, int], *, wide: int, parent: QWidget
) -> QTableView:
    table = QTableView(parent)
    table.setModel(model)
    parts.calm(table)
    table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    table.setItemDelegate(_WholeRows(table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    table.setWordWrap(False)
    rows = table.verticalHeader()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(table.fontMetrics().height() + _ROW_PADDING)
    columns = table.horizontalHeader()
    for column, width in widths.items():
        columns.resizeSection(column, width)
    columns.setSectionResizeMode(wide, QHeaderView.ResizeMode.Stretch)
    return table


def _read(journals: Path, run: Run) -> tuple[PastRun, ...]:
    """All past runs (on a worker thread).

    Raises:
        GridsneError: They cannot be read.
    """
    run.check()
    try:
        return tuple(runs(journals))
    except OSError as error:
        raise _unreadable(journals, error) from error


def _detailed(path: Path, run: Run) -> tuple[FileRow, ...]:
    """The files of one run (on a worker thread).

    Raises:
        GridsneError: Its journal cannot be read.
    """
    try:
        record = read_record(path)
        return file_rows(record, run) if record is not None else ()
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> GridsneError:
    return GridsneError(
        f"What was done cannot be read: {error.strerror or error}.", f"It is kept in {path}."
    )
