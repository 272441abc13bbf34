"""A small drawing for each way: two sheets, an arrow, a chain, a bin."""

from functools import cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap

from gridsne_desktop.organize.steps import StepKind

_SIDE: Final = 16
_RATIO: Final = 3
"""Drawn this much larger, so that it is sharp on every screen."""
_WIDTH: Final = 1.3


def way_icon(way: StepKind, palette: QPalette) -> QIcon:
    """The drawing in the colour of quiet text, or of selected text; only on the GUI thread."""
    quiet, chosen = palette.placeholderText().color(), palette.highlightedText().color()
    return _icon(way, quiet.rgba(), chosen.rgba())


@cache
def _icon(way: StepKind, quiet: int, chosen: int) -> QIcon:
    icon = QIcon(_drawn(way, quiet))
    icon.addPixmap(_drawn(way, chosen), QIcon.Mode.Selected)
    return icon


def _drawn(way: StepKind, colour: int) -> QPixmap:
    pixmap = QPixmap(_SIDE * _RATIO, _SIDE * _RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_RATIO, _RATIO)
    pen = QPen(QColor.fromRgba(colour), _WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    _DRAWINGS.get(way, _arrow)(painter)
    painter.end()
    pixmap.setDevicePixelRatio(_RATIO)
    return pixmap


def _sheets(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(2, 2, 8.5, 8.5), 1.5, 1.5)
    painter.drawPolyline([QPointF(12.5, 5.5), QPointF(14, 5.5), QPointF(14, 14), QPointF(5.5, 14)])
    painter.drawLine(QPointF(5.5, 14), QPointF(5.5, 12.5))


def _arrow(painter: QPainter) -> None:
    painter.drawLine(QPointF(2, 8), QPointF(13.5, 8))
    painter.drawPolyline([QPointF(9.5, 4), QPointF(13.5, 8), QPointF(9.5, 12)])


def _chain(painter: QPainter) -> None:
    painter.drawRoundedRect(QRectF(1.5, 5.5, 7.5, 5), 2.5, 2.5)
    painter.drawRoundedRect(QRectF(7, 5.5, 7.5, 5), 2.5, 2.5)


def _bin(painter: QPainter) -> None:
    painter.drawLine(QPointF(2.5, 4), QPointF(13.5, 4))
    painter.drawLine(QPointF(6.5, 2), QPointF(9.5, 2))
    painter.drawPolyline([QPointF(4, 4), QPointF(4.6, 14), QPointF(11.4, 14), QPointF(12, 4)])
    for x in (6.8, 9.2):
        painter.drawLine(QPointF(x, 7), QPointF(x, 11.5))


_DRAWINGS: Final = {
    StepKind.COPY: _sheets,
    StepKind.MOVE: _arrow,
    StepKind.HARD_LINK: _chain,
    StepKind.SYMBOLIC_LINK: _chain,
    StepKind.TRASH: _bin,
}
