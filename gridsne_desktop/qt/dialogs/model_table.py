"""The models there are, as a table."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gridsne_desktop.embedding.catalogue import Role
from gridsne_desktop.embedding.models import Model, Source
from gridsne_desktop.embedding.shelf import Shelf
from gridsne_desktop.qt.dialogs.words import data_size

_Index = QModelIndex | QPersistentModelIndex
_HERE: Final = QModelIndex()
_HEADERS: Final = ("Model", "Where from", "Size", "Licence", "")
_SOURCES: Final = {
    Source.BUILT_IN: "built in",
    Source.DOWNLOAD: "to be downloaded",
    Source.OWN: "your own",
}


class Standing(Enum):
    """What can be done with a model."""

    HERE = "here"
    MISSING = "not here yet"
    BROKEN = "cannot be used"


@dataclass(frozen=True, slots=True)
class Row:
    """One model in the table.

    Attributes:
        name: What settings call it.
        title: Its name for the person.
        standing: What can be done with it.
        facts: Where from, size, licence; empty for what cannot be read.
        about: A sentence or two about it.
    """

    name: str
    title: str
    standing: Standing
    facts: tuple[str, str, str]
    about: str


def rows_of(shelf: Shelf) -> tuple[Row, ...]:
    """First what is here, then what could be, then what is broken."""
    here = [_row(model, Standing.HERE, model.size) for model in shelf.models.values()]
    missing = [
        _row(entry.model, Standing.MISSING, entry.file(Role.PHOTOS).size)
        for entry in shelf.missing.values()
    ]
    broken = [
        Row(name, name, Standing.BROKEN, ("your own", "", ""), f"{error.title} {error.detail}")
        for name, error in shelf.broken.items()
    ]
    return (*here, *missing, *broken)


def _row(model: Model, standing: Standing, size: int) -> Row:
    facts = (_SOURCES[model.source], data_size(size), model.licence)
    about = f"{model.dimensions:,} numbers a photo. From {model.origin.rstrip('.')}."
    return Row(model.name, model.title, standing, facts, about)


class ModelTable(QAbstractTableModel):
    """One row a model; the one in use says so."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._used = ""

    def show_rows(self, rows: tuple[Row, ...], *, used: str) -> None:
        """Show these, of which the one called `used` is in use."""
        self.beginResetModel()
        self._rows, self._used = rows, used
        self.endResetModel()

    def row_at(self, index: int) -> Row | None:
        """The row with that number, if there is one."""
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def number_of(self, name: str) -> int:
        """The number of the row of the model called `name`; −1: there is none."""
        return next((at for at, row in enumerate(self._rows) if row.name == name), -1)

    def rowCount(self, parent: _Index = _HERE) -> int:
        """How many models there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _HERE) -> int:
        """Title, three facts, standing."""
        return 0 if parent.isValid() else len(_HEADERS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        """The cell's text; its tooltip tells about the model."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.about
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        standing = "in use" if row.name == self._used else row.standing.value
        return (row.title, *row.facts, standing)[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _HEADERS[section]
        return super().headerData(section, orientation, role)
