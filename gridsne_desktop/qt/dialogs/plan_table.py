"""The preview of a plan: which photo gets which name, with its thumbnail."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from gridsne_desktop.organize.execute import Outcome
from gridsne_desktop.organize.plan import Plan
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.plan_rows import Row, rows_after, rows_before
from gridsne_desktop.qt.dialogs.words import data_size, on_one_line

THUMBNAIL = 32
"""Logical pixels of a thumbnail's longer side."""

_ROW_HEIGHT = 40
_NAME_WIDTH = 220
_SIZE_WIDTH = 96
_MAX_THUMBNAILS = 2000
"""Kept at most: 8 MB at two device pixels a pixel, and 60 screens of rows."""

_SLICE_SECONDS = 0.006
_AGAIN_MS = 50
"""Thumbnails on their way are looked for so often."""
"""Thumbnails are made in slices this long, so that scrolling stays smooth."""

_HEADINGS = ("Photo", "Name of the copy", "Size", "State")
PHOTO, NAME, SIZE, STATE = range(4)
_AnyIndex = QModelIndex | QPersistentModelIndex


class PlanModel(QAbstractTableModel):
    """The rows of a preview; holds the thumbnails that were made, makes none."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Row] = ()
        self._into = Path()
        self._thumbnails: OrderedDict[Photo, QPixmap] = OrderedDict()

    def show_rows(self, rows: Sequence[Row], *, into: Path) -> None:
        """Show `rows`; the names of copies are told relative to `into`."""
        self.beginResetModel()
        self._rows, self._into = tuple(rows), into
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Row `number`."""
        return self._rows[number]

    def lacks_thumbnail(self, number: int) -> bool:
        """Whether the photo of row `number` has no thumbnail yet."""
        photo = self._rows[number].photo
        return photo is not None and photo not in self._thumbnails

    def put_thumbnail(self, number: int, pixmap: QPixmap) -> None:
        """Keep the thumbnail of row `number`'s photo; a null one says there is none."""
        photo = self._rows[number].photo
        if photo is None:
            return
        self._thumbnails[photo] = pixmap
        if len(self._thumbnails) > _MAX_THUMBNAILS:
            self._thumbnails.popitem(last=False)
        place = self.index(number, PHOTO)
        self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: _AnyIndex | None = None) -> int:
        """As many as there are rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _AnyIndex | None = None) -> int:
        """Photo, name, size, state."""
        return 0 if parent is not None and parent.isValid() else len(_HEADINGS)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, tool tip, thumbnail or alignment."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(row)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            tips = (str(row.source), str(row.target or ""), "", row.state)
            return on_one_line(tips[index.column()])
        if role == Qt.ItemDataRole.DecorationRole and index.column() == PHOTO and row.photo:
            return self._thumbnails.get(row.photo)
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
            return self.tr(_HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == SIZE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _texts(self, row: Row) -> tuple[str, str, str, str]:
        target = "–"
        if row.target is not None:
            target = on_one_line(str(row.target.relative_to(self._into)))
        size = "" if row.size is None else data_size(row.size)
        return on_one_line(row.source.name), target, size, row.state


class PlanTable(QTableView):
    """The preview as a table; makes thumbnails only for the rows that are seen."""

    def __init__(
        self, *, thumbnail: Callable[[Photo], QImage | None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnail = thumbnail
        self._plan_model = PlanModel()
        self._slices = QTimer(self, interval=0)
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._slices.start)
        self._slices.timeout.connect(self._make_thumbnails)
        self.setModel(self._plan_model)
        self._plan_model.modelReset.connect(self._slices.start)
        self.verticalScrollBar().valueChanged.connect(self._slices.start)
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setAccessibleName(self.tr("What will be copied"))
        self._set_up_headers()

    @property
    def plan_model(self) -> PlanModel:
        """What the table shows."""
        return self._plan_model

    def show_nothing(self) -> None:
        """Show no plan."""
        self._plan_model.show_rows((), into=Path())

    def show_plan(self, plan: Plan) -> None:
        """Show what would be done."""
        self._plan_model.show_rows(rows_before(plan), into=plan.into)

    def show_outcome(self, plan: Plan, outcome: Outcome) -> None:
        """Show what was done."""
        self._plan_model.show_rows(rows_after(outcome), into=plan.into)

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

    def _seen_rows(self) -> range:
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self._plan_model.rowCount() - 1) + 1)

    @Slot()
    def _make_thumbnails(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        is_waiting = False
        for number in self._seen_rows():
            if self._plan_model.lacks_thumbnail(number):
                if time.perf_counter() > end:
                    return
                is_waiting |= not self._make_thumbnail(number)
        self._slices.stop()
        if is_waiting:
            self._again.start()

    def _make_thumbnail(self, number: int) -> bool:
        """Whether the row has its thumbnail now, or never will."""
        photo = self._plan_model.row(number).photo
        image = self._thumbnail(photo) if photo is not None else QImage()
        if image is None:
            return False
        if image.isNull():
            self._plan_model.put_thumbnail(number, QPixmap())
            return True
        ratio = self.devicePixelRatioF()
        edge = round(THUMBNAIL * ratio)
        small = image.scaled(
            edge,
            edge,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        self._plan_model.put_thumbnail(number, QPixmap.fromImage(small))
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be seen now."""
        super().resizeEvent(event)
        self._slices.start()
