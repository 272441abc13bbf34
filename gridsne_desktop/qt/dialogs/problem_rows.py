"""Problems as rows of a tree: their reasons, and below each the photos."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from gridsne_desktop.library.reasons import Group, grouped
from gridsne_desktop.photo import Problem
from gridsne_desktop.qt.dialogs.words import on_one_line

AnyIndex = QModelIndex | QPersistentModelIndex

_HEADINGS: Final = ("Photo", "Why it was left out")
_OF_A_GROUP: Final = 0
"""The id of a group's index; that of a problem's is its group's row and one."""


class ProblemsModel(QAbstractItemModel):
    """A row for each group (its count and reason), below it one for each problem of it.

    A problem's row has the file's name (its whole path as tool tip) and its exact reason.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = tuple(problems)
        self._haystacks: tuple[str, ...] = ()
        self._groups = grouped(self._problems)

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups, of the problems that are found."""
        return self._groups

    def look_for(self, text: str) -> None:
        """Show only the problems whose path or reason holds every word of `text`."""
        words = text.casefold().split()
        if not self._haystacks:
            lines = (f"{problem.path} {problem.reason}" for problem in self._problems)
            self._haystacks = tuple(line.casefold() for line in lines)
        found = zip(self._problems, self._haystacks, strict=True)
        self.beginResetModel()
        self._groups = grouped(p for p, hay in found if all(word in hay for word in words))
        self.endResetModel()

    def problems_at(self, index: AnyIndex) -> tuple[Problem, ...]:
        """The problem of a row; of a group's row all of its problems."""
        if not index.isValid():
            return ()
        if index.internalId() == _OF_A_GROUP:
            return self._groups[index.row()].problems
        return (self._problem(index),)

    def index(self, row: int, column: int, parent: AnyIndex | None = None) -> QModelIndex:
        """The index of a group (no parent) or of a problem (its group as parent)."""
        if not self.hasIndex(row, column, parent or QModelIndex()):
            return QModelIndex()
        if parent is None or not parent.isValid():
            return self.createIndex(row, column, _OF_A_GROUP)
        return self.createIndex(row, column, parent.row() + 1)

    def parent(self, index: AnyIndex) -> QModelIndex:  # type: ignore[override]
        """The group of a problem."""
        if not index.isValid() or index.internalId() == _OF_A_GROUP:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, _OF_A_GROUP)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """The groups, or the problems of one."""
        if parent is None or not parent.isValid():
            return len(self._groups)
        if parent.column() or parent.internalId() != _OF_A_GROUP:
            return 0
        return len(self._groups[parent.row()].problems)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """Name and reason."""
        del parent
        return len(_HEADINGS)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, its tool tip and its font."""
        if not index.isValid():
            return None
        if index.internalId() == _OF_A_GROUP:
            return self._group_data(index, role)
        problem = self._problem(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return on_one_line(problem.path.name) if index.column() == 0 else problem.reason
        if role == Qt.ItemDataRole.ToolTipRole:
            return on_one_line(str(problem.path)) if index.column() == 0 else problem.reason
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The headings."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.tr(_HEADINGS[section])
        return None

    def _group_data(self, index: AnyIndex, role: int) -> object:
        group = self._groups[index.row()]
        if index.column():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return group.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return group.advice or group.title
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def _problem(self, index: AnyIndex) -> Problem:
        return self._groups[index.internalId() - 1].problems[index.row()]
