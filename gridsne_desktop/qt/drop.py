"""Dropping folders and photos on the window, wherever it stands."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QWidget

from gridsne_desktop.qt.dialogs.words import on_one_line
from gridsne_desktop.qt.handing_out import is_ours

_MARGIN = 18
_RADIUS = 16.0
_LINE = 2.5
_DASHES = (5.0, 3.5)
"""Of the frame, in widths of its line."""
_VEIL = 205
_LARGER = 1.8
_INDENT = 40
_PLAIN = QPalette.ColorRole.WindowText


def local_paths(mime: QMimeData) -> list[Path]:
    """The files and folders of this computer in what is dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def sentence(paths: list[Path]) -> str:
    """What dropping `paths` will do; why nothing, where there are none."""
    if not paths:
        return "Only folders and photos on this computer can be opened"
    first = f"Drop to open “{on_one_line(paths[0].name or str(paths[0]))}”"
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1:,} more"


class DropTarget(QObject):
    """Makes a window take drops and shows over it what they will do.

    Signals:
        dropped: `list[Path]`, at least one.
    """

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._overlay = DropOverlay(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the drag events of the window itself."""
        if isinstance(event, (QDragEnterEvent, QDragMoveEvent)):
            return self._take(event)
        if event.type() is QEvent.Type.DragLeave:
            self._overlay.hide()
            return True
        if isinstance(event, QDropEvent):
            return self._drop(event)
        return super().eventFilter(watched, event)

    def _take(self, event: QDragEnterEvent | QDragMoveEvent) -> bool:
        mime = event.mimeData()
        if is_ours(mime):
            event.ignore()
            return True
        paths = local_paths(mime)
        _accept(event, Qt.DropAction.CopyAction if paths else Qt.DropAction.IgnoreAction)
        if event.type() is QEvent.Type.DragEnter:
            self._overlay.show_over(self._window, sentence(paths), is_refusal=not paths)
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._overlay.hide()
        mime = event.mimeData()
        paths = [] if is_ours(mime) else local_paths(mime)
        if paths:
            _accept(event, Qt.DropAction.CopyAction)
            self.dropped.emit(paths)
        else:
            event.ignore()
        return True


class DropOverlay(QWidget):
    """A veil over the window with the sentence in its middle; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self._is_refusal = "", False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def show_over(self, window: QWidget, text: str, *, is_refusal: bool = False) -> None:
        """Cover `window` and say `text`; a refusal looks less inviting."""
        self._text, self._is_refusal = text, is_refusal
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil, a dashed frame and the sentence."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        veil = QColor(palette.window().color())
        veil.setAlpha(_VEIL)
        painter.fillRect(self.rect(), veil)
        colour = palette.mid() if self._is_refusal else palette.highlight()
        pen = QPen(colour.color(), _LINE, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        inner = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(inner, _RADIUS, _RADIUS)
        self._paint_sentence(painter, inner)

    def _paint_sentence(self, painter: QPainter, inner: QRectF) -> None:
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = inner.adjusted(_INDENT, 0, -_INDENT, 0)
        text = painter.boundingRect(room, flags, self._text)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().base())
        card = text.adjusted(-_INDENT, -_INDENT / 2, _INDENT, _INDENT / 2)
        painter.drawRoundedRect(card, _RADIUS, _RADIUS)
        role = QPalette.ColorRole.PlaceholderText if self._is_refusal else _PLAIN
        painter.setPen(self.palette().color(role))
        painter.drawText(room, flags, self._text)


def _accept(event: QDropEvent, action: Qt.DropAction) -> None:
    """Never as a move: after one the file manager might delete what was dragged."""
    event.setDropAction(action)
    event.accept()
