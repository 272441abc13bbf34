"""The first page: drop a folder, open one, try the sample photos, or go back to a recent one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

RECENT_SHOWN = 5
_WIDTH = 620
_RADIUS = 16.0
_MARK = 72


class StartPage(QScrollArea):
    """A large calm place to drop a folder on; scrolls in a window too small for it.

    Signals:
        open_asked: The person wants to choose a folder.
        samples_asked: The person wants to try the sample photos.
        recent_chosen: The `Path` of a recent folder.
    """

    open_asked = Signal()
    samples_asked = Signal()
    recent_chosen = Signal(object)

    def __init__(self, mark: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._area = _DropArea(mark, self)
        self._area.open.clicked.connect(self.open_asked)
        self._area.samples.clicked.connect(self.samples_asked)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        self._heading = _faint("Recent folders", self)
        self._heading.setContentsMargins(12, 0, 0, 4)
        self._heading.hide()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(self._built())

    def show_recent(self, folders: Sequence[Path]) -> None:
        """List `folders`, the newest first; what is more than fits is left out."""
        while (item := self._recent.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for folder in folders[:RECENT_SHOWN]:
            row = _RecentRow(folder, self)
            row.clicked.connect(self._on_row_clicked)
            self._recent.addWidget(row)
        self._heading.setVisible(bool(folders))

    @Slot(bool)
    def set_busy(self, busy: bool) -> None:
        """Rest the sample photos' button while a job runs, for instance their making."""
        self._area.samples.setEnabled(not busy)

    def _built(self) -> QWidget:
        privacy = _faint("Nothing leaves this computer. Your photos are never changed.", self)
        privacy.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QWidget(self)
        column.setMaximumWidth(_WIDTH)
        column.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        inside = QVBoxLayout(column)
        inside.setSpacing(0)
        inside.addWidget(self._area)
        inside.addSpacing(24)
        inside.addWidget(self._heading)
        inside.addLayout(self._recent)
        inside.addSpacing(20)
        inside.addWidget(privacy)
        page = QWidget(self)
        outside = QVBoxLayout(page)
        outside.setContentsMargins(32, 32, 32, 28)
        outside.addStretch(1)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(column, 100)
        across.addStretch(1)
        outside.addLayout(across)
        outside.addStretch(1)
        return page

    def _on_row_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, _RecentRow):
            self.recent_chosen.emit(row.folder)


class _DropArea(QWidget):
    def __init__(self, mark: QIcon, parent: QWidget) -> None:
        super().__init__(parent)
        picture = QLabel(self)
        picture.setPixmap(mark.pixmap(QSize(_MARK, _MARK), self.devicePixelRatioF()))
        title = QLabel("Drop a folder of photos here", self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.8)
        title.setFont(font)
        subtitle = _faint("All of them at once, similar ones side by side.", self)
        self.open = QPushButton("&Open folder…", self)
        self.open.setDefault(True)
        self.samples = QPushButton("&Try it with sample photos", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        for button in (self.open, self.samples):
            button.setMinimumHeight(36)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 44, 32, 44)
        for widget, after in ((picture, 22), (title, 6), (subtitle, 26)):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            layout.addSpacing(after)
        layout.addLayout(buttons)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self.palette().mid().color(), 1.6, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(self.palette().base())
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)


class _RecentRow(QAbstractButton):
    """A folder's name, and faintly where it is."""

    def __init__(self, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.folder = folder
        self.setText(folder.name or str(folder))
        self.setToolTip(str(folder))
        self.setAccessibleName(f"Open {folder}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, metrics = self.palette(), self.fontMetrics()
        if self.underMouse() or self.hasFocus():
            painter.setPen(palette.highlight().color() if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.base())
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inside = self.rect().adjusted(12, 0, -12, 0)
        half = int(inside.width() * 0.5)
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, half)
        painter.setPen(palette.text().color())
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, flags | Qt.AlignmentFlag.AlignLeft, name)
        rest = inside.width() - metrics.horizontalAdvance(name) - 24
        place = metrics.elidedText(str(self.folder.parent), Qt.TextElideMode.ElideMiddle, rest)
        painter.setPen(palette.placeholderText().color())
        painter.drawText(inside, flags | Qt.AlignmentFlag.AlignRight, place)


def _faint(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    return label
