"""The histogram of the large photo, drawn."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from gridsne_desktop.library.histogram import VALUES, Histogram
from gridsne_desktop.qt.loupe.dark import GROUND

_HEIGHT = 110
_LUMINANCE = QColor(0x6A, 0x6C, 0x70)
_CHANNELS = {
    "red": QColor(0xE0, 0x5A, 0x50),
    "green": QColor(0x62, 0xB8, 0x5E),
    "blue": QColor(0x5C, 0x8E, 0xF0),
}
_INNER = slice(1, VALUES - 1)


class HistogramView(QWidget):
    """Luminance as a grey hill, red, green and blue as lines before it; dark at the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._histogram: Histogram | None = None
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName(self.tr("Histogram"))

    @property
    def histogram(self) -> Histogram | None:
        """What is drawn."""
        return self._histogram

    def show_histogram(self, histogram: Histogram | None) -> None:
        """Draw `histogram`; None: nothing."""
        self._histogram = histogram
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the hill and the lines."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), GROUND)
        if self._histogram is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, top = QRectF(self.rect()).adjusted(1, 4, -1, -1), _top(self._histogram)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_LUMINANCE)
        line = _line(self._histogram.luminance, top, box)
        painter.drawPolygon(QPolygonF([box.bottomLeft(), *line, box.bottomRight()]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for channel, colour in _CHANNELS.items():
            painter.setPen(colour)
            painter.drawPolyline(QPolygonF(_line(getattr(self._histogram, channel), top, box)))


def _top(histogram: Histogram) -> float:
    """The count that reaches the top: pure black and white may be cut off, hills are not."""
    curves = (histogram.luminance, histogram.red, histogram.green, histogram.blue)
    inner = max(int(curve[_INNER].max()) for curve in curves)
    return float(inner or max(int(curve.max()) for curve in curves) or 1)


def _line(counts: NDArray[np.int64], top: float, box: QRectF) -> list[QPointF]:
    heights = np.minimum(np.sqrt(counts / top), 1.0) * box.height()  # roots: small counts show, too
    xs = np.linspace(box.left(), box.right(), VALUES)
    return [
        QPointF(x, box.bottom() - h) for x, h in zip(xs.tolist(), heights.tolist(), strict=True)
    ]
