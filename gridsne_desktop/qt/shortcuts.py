"""The list of all keys, made from the actions themselves."""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

ON_THE_WALL: Final = {
    "Walk from photo to photo": "Arrows",
    "First, last photo": "Home, End",
    "Select more": "Shift+Arrows",
    "Select with a rubber band": "Shift+Drag",
    "Select with a lasso": "Alt+Drag",
    "Open large": "Return, double-click",
    "Large: neighbour on the grid": "Arrows",
    "Large: next, previous in order": "Space, Backspace",
    "Large: filmstrip, facts": "F, I",
    "Back from the large photo": "Esc",
    "Zoom at the pointer": "Wheel",
    "Zoom to the photo and back": "Double-tap",
    "Move about": "Drag, two fingers",
    "Back, forward": "Mouse buttons 4, 5",
    "Copy or move to a folder": "1 – 9",
    "Give photos to other programs": "Drag selected ones",
    "Larger tiles in the list": "Ctrl+Wheel",
}

_WALL = "On the Wall"
_COLUMNS = (("File", "Edit", "Photos"), ("View", "Arrange"), ("Help", _WALL))


class ShortcutsDialog(QDialog):
    """Every key in three columns; shown with `open`."""

    def __init__(
        self, groups: Mapping[str, Iterable[QAction]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard Shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tables = {title: _keys(actions) for title, actions in groups.items()}
        tables[_WALL] = ON_THE_WALL
        columns = QHBoxLayout()
        columns.setSpacing(40)
        for titles in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(8)
            for title in titles:
                self._add_table(column, title, tables[title])
            column.addStretch(1)
            columns.addLayout(column)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(18)
        layout.addLayout(columns)
        layout.addWidget(buttons)

    def _add_table(self, column: QVBoxLayout, title: str, keys: Mapping[str, str]) -> None:
        heading = QLabel(title, self)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        column.addWidget(heading)
        table = QGridLayout()
        table.setHorizontalSpacing(24)
        table.setVerticalSpacing(5)
        for row, (what, key) in enumerate(keys.items()):
            table.addWidget(QLabel(what, self), row, 0)
            label = QLabel(key, self)
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
            table.addWidget(label, row, 1, Qt.AlignmentFlag.AlignRight)
        column.addLayout(table)
        column.addSpacing(14)


def _keys(actions: Iterable[QAction]) -> dict[str, str]:
    return {
        action.iconText().replace("&", "").removesuffix("…"): QKeySequence.listToString(
            action.shortcuts(), QKeySequence.SequenceFormat.NativeText
        ).replace("; ", ", ")
        for action in actions
        if action.shortcuts()
    }
