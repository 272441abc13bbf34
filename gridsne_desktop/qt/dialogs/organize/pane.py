"""The right side: the folders that will be made, and under them the rows of one of them."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from gridsne_desktop.organize.steps import Conflict
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.organize.conflicts import ConflictBar
from gridsne_desktop.qt.dialogs.organize.preview import Shown
from gridsne_desktop.qt.dialogs.organize.table import OrganizeTable
from gridsne_desktop.qt.dialogs.organize.tree import FolderTree
from gridsne_desktop.qt.dialogs.thumbnails import Thumbnails

_SHARES = (2, 3)
"""Of the height: the tree's, the table's."""


class PreviewPane(QWidget):
    """Tree, table, what is filtered, and the bar of conflicts.

    Signals:
        compare_asked: Both photos of a `Conflict` shall be looked at.
    """

    compare_asked = Signal(object)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown: Shown | None = None
        self._into = Path()
        self._from: Path | None = None
        self._can_resolve = False
        sides = QSplitter(Qt.Orientation.Vertical, self)
        self.tree = FolderTree(thumbnails, sides)
        below = QWidget(sides)
        self.conflicts = ConflictBar(below)
        self._heading = QLabel(below)
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self.looks_only = QCheckBox(self.tr("Only what &needs a look"), below)
        self.table = OrganizeTable(thumbnails, below)
        self._lay_out(sides, below)
        self.tree.chosen.connect(self._show_rows)
        self.looks_only.toggled.connect(self._show_rows)
        self.conflicts.compare_asked.connect(self._on_compare)
        self.table.compare_asked.connect(self.compare_asked)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show no plan."""
        self._shown = None
        self.tree.show_nothing()
        self.table.show_nothing()
        self.conflicts.show_count(0)
        self.looks_only.setEnabled(False)

    def show_plan(
        self, shown: Shown, *, into: Path, from_: Path | None, are_named: bool, can_resolve: bool
    ) -> None:
        """Show folders and rows.

        Args:
            shown: The rows and the folders.
            into: The plan's folder.
            from_: The folder that the photos come from; None: names are enough.
            are_named: Whether folders of groups may get other names.
            can_resolve: Whether conflicts can be solved.
        """
        self._shown, self._into, self._from = shown, into, from_
        self._can_resolve = can_resolve
        self.conflicts.show_count(len(shown.conflicts) if can_resolve else 0)
        self._count_looks(shown)
        self.tree.show_folders(shown.root, into=into, are_named=are_named)
        self._show_rows()

    def allow_answers(self, *, is_allowed: bool) -> None:
        """Whether conflicts can be solved and groups named now."""
        self.conflicts.setEnabled(is_allowed)
        self.table.allow_answers(is_allowed=is_allowed and self._can_resolve)
        self.tree.allow_names(is_allowed=is_allowed)

    def _lay_out(self, sides: QSplitter, below: QWidget) -> None:
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(parts.SPACING)
        for number, share in enumerate(_SHARES):
            sides.setStretchFactor(number, share)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(sides)
        head = QHBoxLayout()
        head.addWidget(self._heading, stretch=1)
        head.addWidget(self.looks_only)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.conflicts)
        column.addLayout(head)
        column.addWidget(self.table, stretch=1)

    def _count_looks(self, shown: Shown) -> None:
        count = len(shown.looks)
        self.looks_only.setEnabled(count > 0)
        self.looks_only.setText(
            self.tr("Only what &needs a look ({0})").format(f"{count:,}")
            if count
            else self.tr("Nothing &needs a look")
        )
        if not count:
            self.looks_only.setChecked(False)

    @Slot()
    def _show_rows(self) -> None:
        folder = self.tree.folder
        if self._shown is None or folder is None:
            return
        rows = self._shown.rows_in(folder, looks_only=self.looks_only.isChecked())
        self._heading.setText(" / ".join((self._into.name, *folder.names)))
        self.table.show_rows(
            rows,
            into=self._into.joinpath(*folder.names),
            from_=self._from,
            can_resolve=self._can_resolve,
        )

    @Slot()
    def _on_compare(self) -> None:
        """The conflict of the chosen row, else the first."""
        conflict: Conflict | None = self.table.conflict
        if conflict is None and self._shown is not None and self._shown.conflicts:
            conflict = self._shown.conflicts[0]
        if conflict is not None:
            self.compare_asked.emit(conflict)
