"""What stands below a photo in the list: its name, and when it was taken."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette

from gridsne_desktop.qt.dialogs.words import on_one_line

_SPACE = 5


def caption_height(metrics: QFontMetrics) -> int:
    """Of the two lines, in px."""
    return _SPACE + 2 * metrics.height()


def paint_caption(painter: QPainter, tile: QRectF, name: str, date: str, palette: QPalette) -> None:
    """Write `name` and, more quietly, `date` below `tile`."""
    metrics = painter.fontMetrics()
    line = QRectF(tile.left(), tile.bottom() + _SPACE, tile.width(), metrics.height())
    shown = metrics.elidedText(on_one_line(name), Qt.TextElideMode.ElideMiddle, int(line.width()))
    painter.setPen(palette.color(QPalette.ColorRole.WindowText))
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
    painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
    painter.drawText(line.translated(0, metrics.height()), Qt.AlignmentFlag.AlignCenter, date)
