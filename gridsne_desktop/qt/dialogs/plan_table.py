"""The preview of a plan: which photo gets which name, with its thumbnail."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.plan_rows import Row
from gridsne_desktop.qt.dialogs.thumbnails import THUMBNAIL, Thumbnails
from gridsne_desktop.qt.dialogs.words import data_size, on_one_line

_ROW_HEIGHT = 40
_NAME_WIDTH = 220
_SIZE_WIDTH = 96

COPIES: Final = ("Photo", "Name of the copy", "Size", "State")
PHOTO, NAME, SIZE, STATE = range(4)
_COMES_ALONG: Final = "        ↳ "
"""Before the name of a companion: it stands where names beside thumbnails begin."""

_AnyIndex = QModelIndex | QPersistentModelIndex


class PlanModel(QAbstractTableModel):
    """The rows of a preview; shows the thumbnails that were made, makes none."""

    def __init__(self, thumbnails: Thumbnails, headings: Sequence[str] = COPIES) -> None:
        super().__init__()
        self._thumbnails, self._headings = thumbnails, headings
        self._rows: Sequence[Row] = ()
        self._into = self._from = Path()

    def show_rows(self, rows: Sequence[Row], *, into: Path, from_: Path | None = None) -> None:
        """Show `rows`; targets are told relative to `into`, sources to `from_` or by name."""
        self.beginResetModel()
        self._rows, self._into, self._from = rows, into, from_ or Path()
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Row `number`."""
        return self._rows[number]

    def photos(self, numbers: Iterable[int]) -> list[Photo]:
        """The photos of some rows, companions left out."""
        photos = (self._rows[number].photo for number in numbers)
        return [photo for photo in photos if photo is not None]

    def rowCount(self, parent: _AnyIndex | None = None) -> int:
        """As many as there are rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _AnyIndex | None = None) -> int:
        """Photo, name, size, state."""
        return 0 if parent is not None and parent.isValid() else len(self._headings)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, tool tip, thumbnail or alignment."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            tips = (str(row.source), str(row.target or ""), "", row.state)
            return on_one_line(tips[index.column()])
        if role == Qt.ItemDataRole.DecorationRole and index.column() == PHOTO and row.photo:
            return self._thumbnails.pixmap(row.photo)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == STATE and row.needs_look:
            return parts.bad_colour()
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == SIZE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.tr(self._headings[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SIZE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, row: Row, column: int) -> str:
        if column == PHOTO:
            name = on_one_line(_below(row.source, self._from, otherwise=row.source.name))
            return name if row.belongs_to is None else _COMES_ALONG + row.source.name
        if column == NAME:
            if row.target is None:
                return "–"
            if row.target == row.source:
                return "Trash"
            return on_one_line(_below(row.target, self._into, otherwise=str(row.target)))
        if column == SIZE:
            return "" if row.size is None else data_size(row.size)
        return row.state


class PlanTable(QTableView):
    """The preview as a table; has thumbnails made only for the rows that are seen."""

    def __init__(
        self,
        *,
        thumbnails: Thumbnails,
        headings: Sequence[str] = COPIES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._plan_model = PlanModel(thumbnails, headings)
        self.setModel(self._plan_model)
        thumbnails.serve(self, self._seen_photos)
        self._plan_model.modelReset.connect(thumbnails.look)
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setAccessibleName(self.tr("What will be done"))
        self._set_up_headers()

    @property
    def plan_model(self) -> PlanModel:
        """What the table shows."""
        return self._plan_model

    def show_nothing(self) -> None:
        """Show no plan."""
        self._plan_model.show_rows((), into=Path())

    def _set_up_headers(self) -> None:
        parts.calm(self)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        columns.resizeSection(PHOTO, _NAME_WIDTH)
        columns.resizeSection(SIZE, _SIZE_WIDTH)
        columns.resizeSection(STATE, _NAME_WIDTH)

    def _seen_photos(self) -> list[Photo]:
        first = self.rowAt(0)
        if first < 0:
            return []
        last = self.rowAt(self.viewport().height() - 1)
        end = (last if last >= 0 else self._plan_model.rowCount() - 1) + 1
        return self._plan_model.photos(range(first, end))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be seen now."""
        super().resizeEvent(event)
        self._thumbnails.look()


def _below(path: Path, folder: Path, *, otherwise: str) -> str:
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else otherwise
