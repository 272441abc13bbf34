"""Which photos were left out, and why each."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QWidget,
)

from gridsne_desktop.photo import Problem
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.words import counted, on_one_line

_SIZE = (760, 460)
_NAME_WIDTH = 260
_HEADINGS = ("Photo", "Why it was left out")
_AnyIndex = QModelIndex | QPersistentModelIndex


class ProblemsModel(QAbstractTableModel):
    """A row for each problem: the file's name (its whole path as tool tip), the reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self._problems = tuple(problems)

    def problem(self, row: int) -> Problem:
        """The problem of row `row`."""
        return self._problems[row]

    def rowCount(self, parent: _AnyIndex | None = None) -> int:
        """As many as there are problems."""
        return 0 if parent is not None and parent.isValid() else len(self._problems)

    def columnCount(self, parent: _AnyIndex | None = None) -> int:
        """Name and reason."""
        return 0 if parent is not None and parent.isValid() else len(_HEADINGS)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell and its tool tip."""
        if not index.isValid():
            return None
        problem = self._problems[index.row()]
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


class _Found(QSortFilterProxyModel):
    """The problems whose path or reason holds the words that were typed."""

    def __init__(self, source: ProblemsModel) -> None:
        super().__init__()
        self._source = source
        self._words: tuple[str, ...] = ()
        self.setSourceModel(source)

    def look_for(self, text: str) -> None:
        """Show only the problems that hold every word of `text`."""
        self._words = tuple(text.casefold().split())
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: _AnyIndex) -> bool:  # noqa: ARG002 - a flat table
        """Whether every word is found in this row."""
        problem = self._source.problem(row)
        text = f"{problem.path} {problem.reason}".casefold()
        return all(word in text for word in self._words)


class ProblemsDialog(QDialog):
    """A searchable table of problems; `show_in_folder` shows a path in the file manager."""

    def __init__(
        self,
        problems: Sequence[Problem],
        *,
        show_in_folder: Callable[[Path], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._show_in_folder = show_in_folder
        self._model = ProblemsModel(problems)
        self._found = _Found(self._model)
        self.setWindowTitle(self.tr("Photos left out"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = parts.new_layout(self)
        were = "was" if len(problems) == 1 else "were"
        column.addWidget(parts.title(f"{counted(len(problems), 'photo')} {were} left out", self))
        self._search = self._new_search()
        column.addWidget(self._search)
        self._table = self._new_table()
        column.addWidget(self._table, stretch=1)
        column.addWidget(self._new_buttons())
        self.resize(*_SIZE)
        self._search.setFocus()

    def _new_search(self) -> QLineEdit:
        search = QLineEdit(self)
        search.setPlaceholderText(self.tr("Search names and reasons"))
        search.setAccessibleName(self.tr("Search"))
        search.setClearButtonEnabled(True)
        parts.roomy(search)
        search.textChanged.connect(self._found.look_for)
        return search

    def _new_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self._found)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSortingEnabled(True)
        table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        table.setAccessibleName(self.tr("Photos left out"))
        parts.calm(table)
        header = table.horizontalHeader()
        header.resizeSection(0, _NAME_WIDTH)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._on_menu)
        table.doubleClicked.connect(self._on_show)
        table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        return table

    def _new_buttons(self) -> QDialogButtonBox:
        buttons = parts.close_buttons(self)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self._copy = buttons.addButton(self.tr("&Copy all as text"), role)
        self._show = buttons.addButton(self.tr("&Show in file manager"), role)
        for button in buttons.findChildren(QPushButton):
            button.setAutoDefault(False)  # Return in the search must not press one
        self._show.setEnabled(False)
        self._copy.clicked.connect(self._on_copy)
        self._show.clicked.connect(self._on_show)
        return buttons

    def _chosen(self) -> list[Problem]:
        rows = self._table.selectionModel().selectedRows()
        return [self._model.problem(self._found.mapToSource(index).row()) for index in rows]

    def _shown(self) -> list[Problem]:
        rows = range(self._found.rowCount())
        indexes = (self._found.mapToSource(self._found.index(row, 0)) for row in rows)
        return [self._model.problem(index.row()) for index in indexes]

    @property
    def search(self) -> QLineEdit:
        """Where words are typed."""
        return self._search

    @property
    def table(self) -> QTableView:
        """The problems that are found."""
        return self._table

    @Slot()
    def _on_selection_changed(self) -> None:
        self._show.setEnabled(len(self._chosen()) == 1)

    @Slot()
    def _on_show(self) -> None:
        for problem in self._chosen()[:1]:
            self._show_in_folder(problem.path)

    @Slot()
    def _on_copy(self) -> None:
        parts.copy_text("\n".join(f"{p.path}\t{p.reason}" for p in self._shown()))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        if not self._chosen():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("&Show in file manager"), self._on_show)
        menu.addAction(self.tr("&Copy path"), QKeySequence.StandardKey.Copy, self._on_copy_paths)
        menu.popup(self._table.viewport().mapToGlobal(place))

    @Slot()
    def _on_copy_paths(self) -> None:
        parts.copy_text("\n".join(str(problem.path) for problem in self._chosen()))
