"""What lies over the tiles: selected, current, under the pointer, the rubber band."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPalette, QPen

_SELECTED_WIDTH: Final = 3.0
_FOCUS_WIDTH: Final = 2.0
"""Widths in device-independent px, on large tiles."""
_WIDTH_SHARE: Final = 0.12
"""On small tiles a frame takes no more than this share of the side."""
_TINT_ALPHA: Final = 46
_BAND_ALPHA: Final = 40
_HOVER_ALPHA: Final = 26
_CARD_PADDING: Final = 7.0
_CARD_RADIUS: Final = 6.0
_CARD_GAP: Final = 8.0
_CARD_WIDTH: Final = 340.0
_CARD_GROUND: Final = QColor(0x20, 0x21, 0x24, 235)
_CARD_TEXT: Final = QColor(0xF2, 0xF2, 0xF4)
_CARD_QUIET: Final = QColor(0xB4, 0xB6, 0xBC)


def paint_selected(painter: QPainter, tiles: Sequence[QRectF], palette: QPalette) -> None:
    """A frame in the system's accent inside each of the tiles, all of one size."""
    if not tiles:
        return
    accent = palette.color(QPalette.ColorRole.Highlight)
    width = frame_width(tiles[0].width(), painter, _SELECTED_WIDTH)
    inset = width / 2
    painter.setPen(QPen(accent, width, j=Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(_with_alpha(accent, _TINT_ALPHA))
    painter.drawRects([tile.adjusted(inset, inset, -inset, -inset) for tile in tiles])


def paint_current(
    painter: QPainter, tile: QRectF, *, palette: QPalette, ground: QColor, is_active: bool
) -> None:
    """A ring around the tile that has the keyboard; quieter where the wall has not."""
    text = palette.color(QPalette.ColorRole.WindowText)
    width = frame_width(tile.width(), painter, _FOCUS_WIDTH)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for out, colour in ((width / 2, ground), (width * 3 / 2, text)):
        ring = _with_alpha(colour, 255 if is_active else 110)
        painter.setPen(QPen(ring, width, j=Qt.PenJoinStyle.MiterJoin))
        painter.drawRect(tile.adjusted(-out, -out, out, out))


def paint_hovered(painter: QPainter, tile: QRectF) -> None:
    """A touch of light on the tile under the pointer."""
    painter.fillRect(tile, QColor(255, 255, 255, _HOVER_ALPHA))


def paint_band(painter: QPainter, band: QRectF, palette: QPalette) -> None:
    """The rubber band."""
    accent = palette.color(QPalette.ColorRole.Highlight)
    painter.setPen(QPen(accent, 1))
    painter.setBrush(_with_alpha(accent, _BAND_ALPHA))
    painter.drawRect(band.adjusted(0.5, 0.5, -0.5, -0.5))


def paint_card(painter: QPainter, lines: Sequence[str], *, tile: QRectF, view: QRectF) -> None:
    """A small card with a photo's name below its tile, above it at the view's lower edge.

    What `lines` has after the name comes below it, more quietly.
    """
    metrics = QFontMetricsF(painter.font())
    widest = min(_CARD_WIDTH, view.width() - 4 * _CARD_PADDING)
    shown = [metrics.elidedText(line, Qt.TextElideMode.ElideMiddle, widest) for line in lines]
    size = QSizeF(
        max(map(metrics.horizontalAdvance, shown)) + 2 * _CARD_PADDING,
        metrics.height() * len(shown) + _CARD_PADDING,
    )
    card = QRectF(card_place(size, tile=tile, view=view), size)
    path = QPainterPath()
    path.addRoundedRect(card, _CARD_RADIUS, _CARD_RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, _CARD_GROUND)
    line = QRectF(card.left(), card.top() + _CARD_PADDING / 2, card.width(), metrics.height())
    for index, text in enumerate(shown):
        painter.setPen(_CARD_QUIET if index else _CARD_TEXT)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, text)
        line.translate(0, metrics.height())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def card_place(size: QSizeF, *, tile: QRectF, view: QRectF) -> QPointF:
    """The card's top left corner: centred on the tile, inside the view."""
    x = tile.center().x() - size.width() / 2
    x = max(_CARD_GAP, min(x, view.right() - size.width() - _CARD_GAP))
    y = tile.bottom() + _CARD_GAP
    if y + size.height() > view.bottom() - _CARD_GAP:
        y = tile.top() - size.height() - _CARD_GAP
    y = max(_CARD_GAP, min(y, view.bottom() - size.height() - _CARD_GAP))
    return QPointF(round(x), round(y))


def frame_width(side: float, painter: QPainter, widest: float) -> float:
    """The width of a frame on a tile of `side`, in whole device px."""
    ratio = painter.device().devicePixelRatio()
    return max(1, round(min(widest, side * _WIDTH_SHARE) * ratio)) / ratio


def _with_alpha(colour: QColor, alpha: int) -> QColor:
    result = QColor(colour)
    result.setAlpha(alpha)
    return result
