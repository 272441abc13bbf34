"""Photos for other programs: on the clipboard, or dragged out of the window. Only ever copies."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QPoint, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QImage, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QWidget

OURS: Final = "application/x-gridsne-desktop-photos"
"""Marks what this very process hands out: dropped on its own window it means nothing."""
_GNOME: Final = "x-special/gnome-copied-files"
"""What GNOME's file manager pastes: a verb, then URLs."""

STACKED: Final = 3
"""Photos that are seen in the pile under the pointer."""
_EDGE: Final = 88
_STEP: Final = 10
_FRAME: Final = 3
_COUNT: Final = 24
_HOT_SPOT: Final = QPoint(_EDGE // 2, _EDGE // 2)


def mime_of(paths: Sequence[Path]) -> QMimeData:
    """The files as URLs, and their paths as text, a line each."""
    mime = QMimeData()
    urls = [QUrl.fromLocalFile(str(path)) for path in paths]
    mime.setUrls(urls)
    mime.setText("\n".join(str(path) for path in paths))
    told = [url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls]
    mime.setData(_GNOME, "\n".join(["copy", *told]).encode())
    mime.setData(OURS, _process())
    return mime


def is_ours(mime: QMimeData) -> bool:
    """Whether this very process has handed it out."""
    return bytes(mime.data(OURS).data()) == _process()


def new_drag(source: QWidget, paths: Sequence[Path], thumbnails: Sequence[QImage]) -> QDrag:
    """A drag of `paths` that shows a pile of the first `STACKED` thumbnails."""
    drag = QDrag(source)
    drag.setMimeData(mime_of(paths))
    drag.setPixmap(_pile(thumbnails, len(paths), source))
    drag.setHotSpot(_HOT_SPOT)
    return drag


def _process() -> bytes:
    return str(os.getpid()).encode()


def _pile(thumbnails: Sequence[QImage], count: int, source: QWidget) -> QPixmap:
    """The thumbnails on one another, the first on top, and how many photos there are."""
    ratio = source.devicePixelRatioF()
    side = _EDGE + _STEP * (STACKED - 1)
    pixmap = QPixmap(QSize(side, side) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
    )
    for place in reversed(range(min(STACKED, len(thumbnails)))):
        tile = QRectF(place * _STEP, place * _STEP, _EDGE, _EDGE)
        _paint_tile(painter, tile, thumbnails[place])
    if count > 1:
        _paint_count(painter, count, source.palette())
    painter.end()
    return pixmap


def _paint_tile(painter: QPainter, tile: QRectF, image: QImage) -> None:
    painter.fillRect(tile, Qt.GlobalColor.white)
    painter.setPen(QPen(QColor(0, 0, 0, 60), 1))
    painter.drawRect(tile.adjusted(0.5, 0.5, -0.5, -0.5))
    inner = tile.adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME)
    side = min(image.width(), image.height())
    middle = QRectF((image.width() - side) / 2, (image.height() - side) / 2, side, side)
    painter.drawImage(inner, image, middle)


def _paint_count(painter: QPainter, count: int, palette: QPalette) -> None:
    text = f"{count:,}"
    width = max(_COUNT, painter.fontMetrics().horizontalAdvance(text) + _COUNT // 2)
    pill = QRectF(_EDGE - width - _FRAME * 2, _FRAME * 2, width, _COUNT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.highlight())
    painter.drawRoundedRect(pill, _COUNT / 2, _COUNT / 2)
    painter.setPen(palette.highlightedText().color())
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
