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
    QPen,
)
from PySide6.QtWidgets import QWidget

_MARGIN = 14
_RADIUS = 14.0


def local_paths(mime: QMimeData) -> list[Path]:
    """The files and folders of this computer in what is dragged."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def sentence(paths: list[Path]) -> str:
    """What dropping `paths` will do."""
    if len(paths) == 1:
        return f"Drop to arrange “{paths[0].name or paths[0]}”"
    return f"Drop to arrange these {len(paths)} folders and photos"


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
        paths = local_paths(event.mimeData())
        if not paths:
            event.ignore()
            return True
        _copy_only(event)
        if event.type() is QEvent.Type.DragEnter:
            self._overlay.show_over(self._window, sentence(paths))
        return True

    def _drop(self, event: QDropEvent) -> bool:
        self._overlay.hide()
        paths = local_paths(event.mimeData())
        if paths:
            _copy_only(event)
            self.dropped.emit(paths)
        return True


class DropOverlay(QWidget):
    """A veil over the window with the sentence in its middle; the mouse goes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_over(self, window: QWidget, text: str) -> None:
        """Cover `window` and say `text`."""
        self._text = text
        self.setGeometry(window.rect())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the veil, an inner frame in the accent colour and the sentence."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self.palette().window().color())
        veil.setAlpha(225)
        painter.fillRect(self.rect(), veil)
        painter.setPen(QPen(self.palette().highlight().color(), 2.5))
        inner = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(inner, _RADIUS, _RADIUS)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.8)
        painter.setFont(font)
        painter.setPen(self.palette().windowText().color())
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner.adjusted(40, 0, -40, 0), flags, self._text)


def _copy_only(event: QDropEvent) -> None:
    """Accept as a copy: after a move the file manager might delete what was dragged."""
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
