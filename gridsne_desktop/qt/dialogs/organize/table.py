"""The rows of a preview: from where to where; the answer to each conflict is given here."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QActionGroup, QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QWidget

from gridsne_desktop.organize.steps import Conflict, Resolution
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.plan_rows import Row
from gridsne_desktop.qt.dialogs.plan_table import PHOTO, SIZE, STATE, PlanTable
from gridsne_desktop.qt.dialogs.thumbnails import Thumbnails

HEADINGS: Final = ("From", "To", "Size", "State")
_WIDTHS: Final = {PHOTO: 176, SIZE: 76, STATE: 214}
_NARROW: Final = {PHOTO: 152}
_NARROW_STATE: Final = (64, 144)
"""The least and the most: as wide as the states that are seen, so that names have the rest."""
"""Columns step back where there is no room for them; sizes are seen in the tree, too."""
_ROOMY: Final = 480


class OrganizeTable(PlanTable):
    """A table whose conflicts can be solved: by a click on their state, Return, or the menu.

    Signals:
        resolved: What is done about a photo whose name is taken: its `Path`, the `Resolution`.
        resolved_all: The `Resolution` for all of them.
        compare_asked: Both photos of a `Conflict` shall be looked at.
    """

    resolved = Signal(object, object)
    resolved_all = Signal(object)
    compare_asked = Signal(object)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(thumbnails=thumbnails, headings=HEADINGS, parent=parent)
        self._can_resolve = False
        self._is_narrow: bool | None = None

    @property
    def conflict(self) -> Conflict | None:
        """That of the row with the keyboard; None: it has none."""
        index = self.currentIndex()
        return self.plan_model.row(index.row()).conflict if index.isValid() else None

    def show_rows(
        self, rows: Sequence[Row], *, into: Path, from_: Path | None, can_resolve: bool
    ) -> None:
        """Show `rows`; whether conflicts can be solved now."""
        self._can_resolve = can_resolve
        before = self.currentIndex().row()
        self.plan_model.show_rows(rows, into=into, from_=from_)
        if 0 <= before < len(rows):
            self.setCurrentIndex(self.plan_model.index(before, 0))
        self._fit_state()

    def allow_answers(self, *, is_allowed: bool) -> None:
        """Whether conflicts can be solved now."""
        self._can_resolve = is_allowed

    def menu_of(self, conflict: Conflict) -> QMenu:
        """The answers to a conflict."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_answers(menu, conflict.resolution, partial(self.resolved.emit, conflict.photo))
        menu.addSeparator()
        menu.addAction(self.tr("&Compare…")).triggered.connect(partial(self._compare, conflict))
        everywhere = menu.addMenu(self.tr("&Apply to All"))
        add_answers(everywhere, None, self.resolved_all.emit)
        return menu

    def _compare(self, conflict: Conflict, _checked: bool = False) -> None:
        self.compare_asked.emit(conflict)

    def _answer(self, index: QModelIndex, at: QPoint) -> None:
        conflict = self.plan_model.row(index.row()).conflict
        if conflict is not None and self._can_resolve:
            self.menu_of(conflict).popup(self.viewport().mapToGlobal(at))

    def _fit_state(self) -> None:
        if self._is_narrow:
            least, most = _NARROW_STATE
            width = min(max(self.sizeHintForColumn(STATE), least), most)
            self.horizontalHeader().resizeSection(STATE, width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return asks for the answer; it never gets to the dialog's button from here."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif self.currentIndex().isValid():
            index = self.currentIndex().siblingAtColumn(STATE)
            self._answer(index, self.visualRect(index).bottomLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns are as wide as there is room."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < _ROOMY
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self.setColumnHidden(SIZE, is_narrow)
            for column, width in (_NARROW if is_narrow else _WIDTHS).items():
                self.horizontalHeader().resizeSection(column, width)
            self._fit_state()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a conflict's state asks for the answer."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.column() == STATE:
            self._answer(index, self.visualRect(index).bottomLeft())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The same by the menu's button or key."""
        index = self.indexAt(event.pos())
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
        if index.isValid():
            self._answer(index, event.pos())


def add_answers(
    menu: QMenu, chosen: Resolution | None, answer: Callable[[Resolution], object]
) -> None:
    """Add what can be done about a taken name; `chosen` is checked."""
    group = QActionGroup(menu)
    for resolution, (text, tip) in words.RESOLUTIONS.items():
        action = menu.addAction(text)
        action.setToolTip(tip)
        action.setCheckable(chosen is not None)
        action.setChecked(resolution is chosen)
        group.addAction(action)
        action.triggered.connect(partial(_told, answer, resolution))
    menu.setToolTipsVisible(True)


def _told(
    answer: Callable[[Resolution], object], resolution: Resolution, _checked: bool = False
) -> None:
    answer(resolution)
