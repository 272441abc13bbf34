"""Small quiet widgets: a thin progress line, a text that shortens itself, a two-way switch."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation, Signal, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QWidget,
)

from gridsne_desktop.qt.dialogs.words import on_one_line

LINE_HEIGHT = 3
_SWEEP_MS = 1400
_SWEEP_WIDTH = 0.28
_RADIUS = 6.0


class ProgressLine(QProgressBar):
    """A progress bar three pixels high; a piece of it wanders while the total is unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(LINE_HEIGHT)
        self.setTextVisible(False)
        self._sweep = QVariantAnimation(self)
        self._sweep.setStartValue(0.0)
        self._sweep.setEndValue(1.0)
        self._sweep.setDuration(_SWEEP_MS)
        self._sweep.setLoopCount(-1)
        self._sweep.valueChanged.connect(self._on_swept)

    def show_share(self, done: int, total: int) -> None:
        """Show `done` of `total`; 0 as total: not known yet."""
        # QProgressBar counts in 32 bits; bytes may not fit.
        self.setRange(0, 1000 if total else 0)
        self.setValue(1000 * done // total if total else 0)
        self._sweep_if_needed()

    def _sweep_if_needed(self) -> None:
        wanted = self.isVisible() and self.maximum() == 0
        running = self._sweep.state() is QVariantAnimation.State.Running
        if wanted and not running:
            self._sweep.start()
        elif running and not wanted:
            self._sweep.stop()

    @Slot()
    def _on_swept(self) -> None:
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Wander only while somebody sees it."""
        super().showEvent(event)
        self._sweep_if_needed()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while hidden."""
        super().hideEvent(event)
        self._sweep_if_needed()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line: the done part in the accent colour."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().mid())
        width = float(self.width())
        if self.maximum() == 0:
            piece = width * _SWEEP_WIDTH
            left = float(self._sweep.currentValue() or 0.0) * (width + piece) - piece
        else:
            left, piece = 0.0, width * self.value() / self.maximum()
        painter.fillRect(QRectF(left, 0, piece, self.height()), self.palette().highlight())


class ElidedLabel(QLabel):
    """A label that shortens its text in the middle where room is short; never pushes others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text as far as it fits, on one line."""
        del event
        painter = QPainter(self)
        one_line = on_one_line(self.text())
        metrics = self.fontMetrics()
        text = metrics.elidedText(one_line, Qt.TextElideMode.ElideMiddle, self.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), self.alignment(), text)


class ViewSwitch(QWidget):
    """Words side by side of which one is chosen.

    Signals:
        chosen: The index of the word that the person chose.
    """

    chosen = Signal(int)

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        for index, word in enumerate(words):
            button = _Segment(word, self)
            self._group.addButton(button, index)
            layout.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self.chosen)

    def show_chosen(self, index: int) -> None:
        """Mark word `index` as the chosen one."""
        self._group.button(index).setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the trough that the words lie in."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        trough = QColor(self.palette().mid().color())
        trough.setAlpha(150)
        painter.setBrush(trough)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS + 2, _RADIUS + 2)


class _Segment(QAbstractButton):
    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(word)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 26, metrics.height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        inside = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(palette.highlight().color() if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(palette.base() if self.isChecked() else Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.hasFocus():
            painter.drawRoundedRect(inside, _RADIUS, _RADIUS)
        faint = palette.placeholderText().color()
        painter.setPen(palette.text().color() if self.isChecked() else faint)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
