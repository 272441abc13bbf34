"""The parts that all dialogs are made of, so that they look and behave alike."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

MARGIN = 20
SPACING = 12
TITLE_SCALE = 1.25
"""A dialog's sentence in its first line, against the text around it."""

_FIELD_PADDING = 14
"""Over the height of a letter: fields are as high as the buttons beside them."""

_ROW_PADDING = 10
"""Over the height of a letter, in a tree's rows."""

_LINE_STYLE = """
    QLineEdit { border: 1px solid palette(mid); border-radius: 6px; padding: 0 6px;
        background: palette(base); }
    QLineEdit:focus { border: 1px solid palette(highlight); }
"""

_TABLE_STYLE = """
    QTableView, QTreeView { border: 1px solid palette(mid); border-radius: 6px;
        background: palette(base); }
    QTableView::item { padding: 0 8px; border: none; }
    QTreeView::item { padding: 0 8px 0 2px; border: none; }
    QTableView::item:selected, QTreeView::item:selected { background: palette(highlight);
        color: palette(highlighted-text); }
    QHeaderView { background: transparent; border: none; }
    QHeaderView::section { padding: 6px 8px; border: none; border-bottom: 1px solid palette(mid);
        background: transparent; color: palette(placeholder-text); }
"""

_HALF_LIGHT = 128
_BAD_ON_LIGHT = QColor(0xB3, 0x26, 0x1E)
_BAD_ON_DARK = QColor(0xFF, 0x8A, 0x80)
"""Contrast above 6 : 1 on the window's ground."""


def new_layout(dialog: QDialog) -> QVBoxLayout:
    """The column in which a dialog's parts lie, with room around it."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
    column.setSpacing(SPACING)
    return column


def title(text: str, parent: QWidget) -> QLabel:
    """The one sentence that a dialog says first."""
    label = sentence(text, parent)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * TITLE_SCALE)
    font.setBold(True)
    label.setFont(font)
    return label


def sentence(text: str, parent: QWidget) -> QLabel:
    """Plain text that wraps and can be selected; never read as markup."""
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def close_buttons(dialog: QDialog) -> QDialogButtonBox:
    """A row with Close, to which a dialog adds its own."""
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    return buttons


def copy_text(text: str) -> None:
    """Put `text` on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def set_tone(label: QLabel, *, quiet: bool = False, bad: bool = False) -> None:
    """Let a label step back, or say that something does not work; neither: plain."""
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.BrightText, bad_colour())
    label.setPalette(palette)
    role = QPalette.ColorRole.PlaceholderText if quiet else QPalette.ColorRole.WindowText
    label.setForegroundRole(QPalette.ColorRole.BrightText if bad else role)


def bad_colour() -> QColor:
    """The colour of text that says what does not work."""
    is_dark = QGuiApplication.palette().window().color().lightness() < _HALF_LIGHT
    return _BAD_ON_DARK if is_dark else _BAD_ON_LIGHT


def new_column() -> QVBoxLayout:
    """A column inside a dialog."""
    column = QVBoxLayout()
    column.setSpacing(SPACING)
    return column


def roomy(field: QWidget) -> None:
    """Make a field as high as a button; a line to write in gets an edge that is seen."""
    if isinstance(field, QLineEdit):
        field.setStyleSheet(_LINE_STYLE)
    field.setMinimumHeight(field.fontMetrics().height() + _FIELD_PADDING)


def calm(table: QTableView) -> None:
    """A table without lines between its cells; its header steps back; Tab leaves it."""
    table.setStyleSheet(_TABLE_STYLE)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    _calm_header(table.horizontalHeader())


def calm_tree(tree: QTreeView) -> None:
    """A tree that looks like such a table."""
    tree.setStyleSheet(_TABLE_STYLE)
    tree.setItemDelegate(_RoomyRows(tree))  # a style sheet's heights are not heeded in trees
    _calm_header(tree.header())


class _RoomyRows(QStyledItemDelegate):
    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), option.fontMetrics.height() + _ROW_PADDING)


def _calm_header(header: QHeaderView) -> None:
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
