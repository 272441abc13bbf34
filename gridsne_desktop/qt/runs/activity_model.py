"""The rows of the Activity panel: past runs, and the files of one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette

from gridsne_desktop.organize.lineage import balance, undos_of
from gridsne_desktop.organize.record import Record
from gridsne_desktop.organize.runs import PastRun
from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs.words import on_one_line
from gridsne_desktop.qt.runs import past_words
from gridsne_desktop.qt.runs.way_icons import way_icon

WHEN, WHAT, STATE = range(3)
_RUN_HEADINGS: Final = ("When", "What", "State")
_FILE_HEADINGS: Final = ("From", "To", "State")
_AnyIndex = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class _Table(QAbstractTableModel):
    """Rows of texts under headings."""

    headings: tuple[str, ...] = ()

    def columnCount(self, parent: _AnyIndex | None = None) -> int:
        """As many as there are headings."""
        return 0 if parent is not None and parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> object:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return self.tr(self.headings[section])
        return None


class RunsModel(_Table):
    """Past runs, the newest first."""

    headings = _RUN_HEADINGS

    def __init__(self) -> None:
        super().__init__()
        self._runs: Sequence[PastRun] = ()
        self._today = date.min
        self._palette = QPalette()

    def show_runs(self, runs: Sequence[PastRun], *, today: date, palette: QPalette) -> None:
        """Show these; `palette` is for the icons."""
        self.beginResetModel()
        self._runs, self._today, self._palette = tuple(runs), today, palette
        self.endResetModel()

    def run(self, row: int) -> PastRun:
        """The run of a row."""
        return self._runs[row]

    def row_of(self, run: str) -> int | None:
        """The row of the run that is called `run`."""
        return next((row for row, past in enumerate(self._runs) if past.run == run), None)

    def rowCount(self, parent: _AnyIndex | None = None) -> int:
        """As many as there are runs."""
        return 0 if parent is not None and parent.isValid() else len(self._runs)

    def data(self, index: _AnyIndex, role: int = _Role.DisplayRole) -> object:
        """A cell's text, tool tip or icon."""
        if not index.isValid():
            return None
        past = self._runs[index.row()]
        if role == _Role.DisplayRole:
            return self._text(past, index.column())
        if role == _Role.ToolTipRole:
            return on_one_line(str(past.into)) if index.column() == WHAT else None
        if role == _Role.DecorationRole and index.column() == WHAT:
            return way_icon(past.way, self._palette)
        return None

    def _text(self, past: PastRun, column: int) -> str:
        if column == WHEN:
            return past_words.when(past.begun, today=self._today)
        return on_one_line(past_words.what(past)) if column == WHAT else past_words.state(past)


@dataclass(frozen=True, slots=True)
class FileRow:
    """What became of one file.

    Attributes:
        source: Absolute path before.
        target: Absolute path after; None: the Trash.
        state: What became of it.
    """

    source: Path
    target: Path | None
    state: str


def file_rows(record: Record, run: Run) -> tuple[FileRow, ...]:
    """The files of a run, what could not be done first; on a worker thread.

    Raises:
        OSError: A journal cannot be read.
        Cancelled: The run was cancelled.
    """
    back = balance(record, undos_of(record)).back
    rows: list[tuple[bool, FileRow]] = []
    for number in sorted(record.steps):
        run.check()
        step = record.steps[number]
        is_left = number in record.failed
        if is_left:
            state = record.failed[number]
        elif number in back:
            state = "Undone"
        else:
            state = "Done" if number in record.done else "Not come to"
        target = None if step.kind is StepKind.TRASH else step.target
        rows.append((not is_left, FileRow(step.source, target, state)))
    return tuple(row for _order, row in sorted(rows, key=lambda told: told[0]))


class FilesModel(_Table):
    """The files of one run."""

    headings = _FILE_HEADINGS

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[FileRow] = ()

    def show_rows(self, rows: Sequence[FileRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex | None = None) -> int:
        """As many as there are files."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _AnyIndex, role: int = _Role.DisplayRole) -> object:
        """A cell's text; the whole path as its tool tip."""
        if not index.isValid() or role not in (_Role.DisplayRole, _Role.ToolTipRole):
            return None
        row = self._rows[index.row()]
        target = "Trash" if row.target is None else str(row.target)
        return on_one_line((str(row.source), target, row.state)[index.column()])
