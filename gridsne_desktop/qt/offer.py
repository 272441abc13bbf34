"""What has happened in the open folders, in a few words, with the way to place it."""

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gridsne_desktop.library.changes import Changes
from gridsne_desktop.qt.slim import ElidedLabel
from gridsne_desktop.qt.words import changes_in_words, changes_link

_RADIUS = 8.0
_LEAST_TEXT = 56
_TINT = 30
"""Of 255: the accent as a breath of colour; the text keeps its contrast."""


class Offer(QWidget):
    """A calm line that comes and goes by itself; it waits while a job runs.

    Signals:
        taken: The person wants the photos placed.
    """

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._has_news = False
        self._waits = False
        self._text = ElidedLabel(self)
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._text.setMinimumWidth(_LEAST_TEXT)
        self._take = self._link("")
        self._dismiss = self._link("×")
        self._dismiss.setToolTip("Not now")
        self._dismiss.setAccessibleName("Not now")
        self._take.clicked.connect(self.taken)
        self._dismiss.clicked.connect(self._on_dismissed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 3, 6, 3)
        layout.setSpacing(8)
        for widget in (self._text, self._take, self._dismiss):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    @Slot(object)
    def show_changes(self, changes: Changes) -> None:
        """Offer to place `changes`; empty ones: there is nothing to offer."""
        self._has_news = bool(changes)
        if changes:
            words = changes_in_words(changes)
            self._text.setText(words)
            self._text.setToolTip(words)
            self._take.setText(changes_link(changes))
            self._take.setAccessibleDescription(words)
            self._take.setToolTip(
                "Show the folder as it is now; the other photos stay where they are"
            )
        self._appear()

    def set_waiting(self, waits: bool) -> None:
        """Wait while something more important is told."""
        self._waits = waits
        self._appear()

    def _appear(self) -> None:
        self.setVisible(self._has_news and not self._waits)

    @Slot()
    def _on_dismissed(self) -> None:
        self._has_news = False
        self._appear()

    def _link(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("link", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a tinted pill behind the words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tint = QColor(self.palette().highlight().color())
        tint.setAlpha(_TINT)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
