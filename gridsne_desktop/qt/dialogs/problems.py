"""Which photos were left out, and why each."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gridsne_desktop.photo import Problem
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.problem_rows import ProblemsModel
from gridsne_desktop.qt.dialogs.words import counted

_SIZE: Final = (760, 480)
_NAME_WIDTH: Final = 260
_OPEN_AT_MOST: Final = 10
"""Where there are no more problems, nobody need open their groups."""


class ProblemsDialog(QDialog):
    """A searchable tree of problems; `show_in_folder` shows a path in the file manager.

    `heading` says what happened; empty: how many photos were left out.
    """

    def __init__(
        self,
        problems: Sequence[Problem],
        *,
        show_in_folder: Callable[[Path], None],
        heading: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._heading = heading
        self._show_in_folder = show_in_folder
        self._model = ProblemsModel(problems)
        self._count = len(problems)
        self.setWindowTitle(self.tr("Photos left out"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = parts.new_layout(self)
        self._add_sentences(column)
        self._search = self._new_search()
        column.addWidget(self._search)
        self._tree = self._new_tree()
        column.addWidget(self._tree, stretch=1)
        column.addWidget(self._new_buttons())
        self.resize(*_SIZE)
        self._open_groups(is_search=False)
        self._search.setFocus()

    @property
    def search(self) -> QLineEdit:
        """Where words are typed."""
        return self._search

    @property
    def tree(self) -> QTreeView:
        """The problems that are found, by their reasons."""
        return self._tree

    def _add_sentences(self, column: QVBoxLayout) -> None:
        """How many there are, and how the person gets what is missing, to be copied."""
        were = "was" if self._count == 1 else "were"
        heading = self._heading or f"{counted(self._count, 'photo')} {were} left out"
        column.addWidget(parts.title(heading, self))
        for group in self._model.groups:
            if group.advice:
                column.addWidget(parts.sentence(group.advice, self))

    def _new_search(self) -> QLineEdit:
        search = QLineEdit(self)
        search.setPlaceholderText(self.tr("Search names and reasons"))
        search.setAccessibleName(self.tr("Search"))
        search.setClearButtonEnabled(True)
        parts.roomy(search)
        search.textChanged.connect(self._on_searched)
        return search

    def _new_tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setModel(self._model)
        tree.setUniformRowHeights(True)  # else every row is measured
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setAccessibleName(self.tr("Photos left out"))
        parts.calm_tree(tree)
        tree.header().resizeSection(0, _NAME_WIDTH)
        tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        tree.customContextMenuRequested.connect(self._on_menu)
        tree.doubleClicked.connect(self._on_double_clicked)
        tree.selectionModel().selectionChanged.connect(self._on_selection_changed)
        return tree

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

    def _open_groups(self, *, is_search: bool) -> None:
        groups = range(self._model.rowCount())
        for row in groups:
            self._tree.setFirstColumnSpanned(row, QModelIndex(), True)
        if is_search or len(groups) == 1 or self._count <= _OPEN_AT_MOST:
            self._tree.expandAll()

    def _chosen(self) -> list[Problem]:
        """The selected problems, those of selected groups among them, each once."""
        rows = self._tree.selectionModel().selectedRows()
        chosen = (problem for row in rows for problem in self._model.problems_at(row))
        return list(dict.fromkeys(chosen))

    def _found(self) -> list[Problem]:
        return [problem for group in self._model.groups for problem in group.problems]

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        self._model.look_for(text)
        self._open_groups(is_search=bool(text.split()))
        self._on_selection_changed()

    @Slot()
    def _on_selection_changed(self) -> None:
        self._show.setEnabled(len(self._chosen()) == 1)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        if index.parent().isValid():  # a group opens or closes
            self._on_show()

    @Slot()
    def _on_show(self) -> None:
        for problem in self._chosen()[:1]:
            self._show_in_folder(problem.path)

    @Slot()
    def _on_copy(self) -> None:
        parts.copy_text("\n".join(f"{p.path}\t{p.reason}" for p in self._found()))

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = menu.addAction(self.tr("&Show in file manager"), self._on_show)
        show.setEnabled(len(chosen) == 1)
        copy = self.tr("&Copy path") if len(chosen) == 1 else self.tr("&Copy paths")
        menu.addAction(copy, QKeySequence.StandardKey.Copy, self._on_copy_paths)
        menu.popup(self._tree.viewport().mapToGlobal(place))

    @Slot()
    def _on_copy_paths(self) -> None:
        parts.copy_text("\n".join(str(problem.path) for problem in self._chosen()))
