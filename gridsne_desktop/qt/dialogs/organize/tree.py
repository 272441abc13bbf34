"""The folder tree that a plan will make, with a few thumbnails in each row."""

from pathlib import Path

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPalette, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.organize.preview import Folder
from gridsne_desktop.qt.dialogs.organize.tree_model import FolderModel
from gridsne_desktop.qt.dialogs.thumbnails import THUMBNAIL, Thumbnails

_PADDING = 6
_GAP = 4
_ROW_HEIGHT = THUMBNAIL + 2 * _GAP
_LEAST_TEXT = 150
"""Thumbnails step back before the text gets narrower than this."""

_FEW = 300
"""More folders than this are opened by the person, not all at once."""

_SHARE_OF_TEXT = 0.72
"""How much of the selected row's text colour its facts have."""


class FolderTree(QTreeView):
    """Shows the folders of a preview.

    Signals:
        chosen: Another `Folder` is looked at.
        named: A folder of a group shall be called otherwise: its name, the new one.
    """

    chosen = Signal(object)
    named = Signal(str, str)

    def __init__(self, thumbnails: Thumbnails, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._folders = FolderModel()
        self._folders.named.connect(self.named)
        self.setModel(self._folders)
        parts.calm_tree(self)
        self.setItemDelegate(_FolderRows(thumbnails, self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.allow_names(is_allowed=True)
        self.setAccessibleName(self.tr("Folders that will be made"))
        thumbnails.serve(self, self._seen_photos)
        self._folders.modelReset.connect(thumbnails.look)
        self.expanded.connect(thumbnails.look)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    @property
    def folder_model(self) -> FolderModel:
        """What the tree shows."""
        return self._folders

    @property
    def folder(self) -> Folder | None:
        """The folder that is looked at; None: there is none."""
        index = self.currentIndex()
        return self._folders.folder(index) if index.isValid() else None

    def show_nothing(self) -> None:
        """Show no folders."""
        self._folders.show(None, name="", are_named=False)

    def show_folders(self, root: Folder, *, into: Path, are_named: bool) -> None:
        """Show the folders of a plan; the folder that was looked at stays the one, if it can."""
        before = self.folder
        self._folders.show(root, name=into.name or str(into), are_named=are_named)
        if self._folders.size <= _FEW:
            self.expandAll()
        else:
            self.expandToDepth(0)
        index = self._folders.index_of(before.names if before else ())
        if not index.isValid():
            index = self._folders.index(0, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def allow_names(self, *, is_allowed: bool) -> None:
        """Whether folders of groups can get other names now."""
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            trigger.EditKeyPressed | trigger.DoubleClicked if is_allowed else trigger.NoEditTriggers
        )

    def look_at(self, names: tuple[str, ...]) -> None:
        """Look at the folder with these names."""
        self.setCurrentIndex(self._folders.index_of(names))

    def _seen_photos(self) -> list[Photo]:
        seen: list[Photo] = []
        index, height = self.indexAt(self.viewport().rect().topLeft()), self.viewport().height()
        while index.isValid() and self.visualRect(index).top() < height:
            seen += self._folders.folder(index).samples
            index = self.indexBelow(index)
        return seen

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._folders.folder(index))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return never gets to the dialog's button from here: who looks does not mean to begin."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be seen now."""
        super().resizeEvent(event)
        self._thumbnails.look()


class _FolderRows(QStyledItemDelegate):
    """Paints a folder's name, under it how much comes in, beside them a few of its photos."""

    def __init__(self, thumbnails: Thumbnails, tree: FolderTree) -> None:
        super().__init__(tree)
        self._thumbnails, self._tree = thumbnails, tree

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """High enough for thumbnails and for two lines."""
        del index
        return QSize(_LEAST_TEXT, max(_ROW_HEIGHT, 2 * option.fontMetrics.height() + 2 * _GAP))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        folder = self._tree.folder_model.folder(index)
        room = option.rect.adjusted(_PADDING, 0, -_PADDING, 0)
        room.setRight(self._paint_photos(painter, folder, room) - _PADDING)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._paint_text(painter, option, text, words.folder_facts(folder), room, is_chosen)

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Where the name stands, as high as a line to write in."""
        del index
        editor.setGeometry(option.rect.adjusted(0, _GAP, -_PADDING, -_GAP))

    def _paint_photos(self, painter: QPainter, folder: Folder, room: QRect) -> int:
        """From right to left, as many as there is room for; where they begin."""
        right = room.right()
        pixmaps = [self._thumbnails.pixmap(photo) for photo in folder.samples]
        shown = [pixmap for pixmap in pixmaps if pixmap is not None and not pixmap.isNull()]
        fitting = max(0, (room.width() - _LEAST_TEXT) // (THUMBNAIL + _GAP))
        for pixmap in reversed(shown[:fitting]):
            place = QRectF(
                right - THUMBNAIL, room.center().y() - THUMBNAIL / 2, THUMBNAIL, THUMBNAIL
            )
            _paint_filling(painter, pixmap, place)
            right -= THUMBNAIL + _GAP
        return right

    def _paint_text(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        name: str,
        facts: str,
        room: QRect,
        is_chosen: bool,
    ) -> None:
        role, palette = QPalette.ColorRole, option.palette
        plain = palette.color(role.HighlightedText if is_chosen else role.Text)
        faint = _faded(plain) if is_chosen else palette.color(role.PlaceholderText)
        metrics: QFontMetrics = option.fontMetrics
        top = room.center().y() - metrics.height()
        painter.save()
        painter.setFont(option.font)
        for line, colour, where in ((name, plain, top), (facts, faint, top + metrics.height())):
            painter.setPen(colour)
            shown = metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, room.width())
            painter.drawText(QPointF(room.left(), where + metrics.ascent()), shown)
        painter.restore()


def _paint_filling(painter: QPainter, pixmap: QPixmap, place: QRectF) -> None:
    """The middle square of a thumbnail, so that all are of one size."""
    size = pixmap.size()
    side = min(size.width(), size.height())
    source = QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(place, pixmap, source)
    painter.restore()


def _faded(colour: QColor) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(_SHARE_OF_TEXT)
    return faded
