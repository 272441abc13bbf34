"""A quiet bar over the photos: something was interrupted, and there are three ways on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

_TINT = 30
"""Of 255: the accent as a breath of colour; the text keeps its contrast."""


class InterruptedBar(QWidget):
    """Hidden until `ask`.

    Signals:
        resume_asked: Go on where it stopped.
        back_asked: Take back what was done of it.
        later_asked: Not now; it stays in the Activity panel.
    """

    resume_asked = Signal()
    back_asked = Signal()
    later_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        self.resume = self._button("Resume", "Go on where it stopped")
        self.back = self._button("Roll back", "Bring back every file that it touched")
        self.later = self._button("Later", "It stays in File › Activity…")
        for button, signal in (
            (self.resume, self.resume_asked),
            (self.back, self.back_asked),
            (self.later, self.later_asked),
        ):
            button.clicked.connect(signal)
            row.addWidget(button)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def ask(self, text: str) -> None:
        """Say what was interrupted, and offer the ways on."""
        self._text.setText(text)
        self.show()

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("slim", True)
        button.setToolTip(tip)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a tinted ground and a hair line under it."""
        del event
        painter = QPainter(self)
        tint = QColor(self.palette().highlight().color())
        tint.setAlpha(_TINT)
        painter.fillRect(self.rect(), tint)
        painter.setPen(self.palette().mid().color())
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
