"""What lies over the tiles: selected, current, under the pointer, the rubber band, the lasso."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen

from gridsne_desktop.qt.grid.tiles import Tile, inner_side

_SELECTED_WIDTH: Final = 3.0
_FOCUS_WIDTH: Final = 2.0
"""Widths in device-independent px, on large tiles."""
_WIDTH_SHARE: Final = 0.12
"""On small tiles a frame takes no more than this share of the side."""
_TINT_ALPHA: Final = 46
_BAND_ALPHA: Final = 40
_HOVER_ALPHA: Final = 26
_LASSO_WIDTH: Final = 1.5


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


def selected_tile(side: int, ratio: float, palette: QPalette) -> Tile:
    """The same as pixels, `side` device px (1 or more) in square, to be laid over many tiles."""
    return _framed(side, _thickness(side / ratio, ratio, _SELECTED_WIDTH), palette)


def stored_tile(side: int, ratio: float, palette: QPalette, *, shown: float) -> Tile:
    """The same over a tile of the store, `side` px with its gap, that is shown in `shown`.

    Nothing of the frame is lost where it is shown smaller, pixels left out.
    """
    inner = inner_side(side)
    seen = _thickness(shown * inner / side / ratio, ratio, _SELECTED_WIDTH)
    mark = np.zeros((side, side), np.uint32)
    thick = max(round(seen * side / shown), math.ceil(side / shown))
    mark[:inner, :inner] = _framed(inner, thick, palette)
    return mark


def _framed(side: int, thick: int, palette: QPalette) -> Tile:
    accent = palette.color(QPalette.ColorRole.Highlight)
    mark = np.full((side, side), _premultiplied(accent, _TINT_ALPHA), np.uint32)
    edge = np.uint32(accent.rgba())
    mark[:thick] = mark[-thick:] = edge
    mark[:, :thick] = mark[:, -thick:] = edge
    return mark


def _premultiplied(colour: QColor, alpha: int) -> np.uint32:
    """0xAARRGGBB as Qt's ARGB32_Premultiplied has it."""
    red, green, blue = (c * alpha // 255 for c in (colour.red(), colour.green(), colour.blue()))
    return np.uint32(alpha << 24 | red << 16 | green << 8 | blue)


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


def paint_lasso(painter: QPainter, line: Sequence[QPointF], palette: QPalette) -> None:
    """The lasso's line, closed as it would be if the hand let go now."""
    accent = palette.color(QPalette.ColorRole.Highlight)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_with_alpha(accent, _BAND_ALPHA))
    painter.drawPolygon(line, Qt.FillRule.WindingFill)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((accent, 3 * _LASSO_WIDTH), (QColor("white"), _LASSO_WIDTH)):
        painter.setPen(QPen(colour, width, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(line)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def frame_width(side: float, painter: QPainter, widest: float) -> float:
    """The width of a frame on a tile of `side`, in whole device px."""
    ratio = painter.device().devicePixelRatio()
    return _thickness(side, ratio, widest) / ratio


def _thickness(side: float, ratio: float, widest: float) -> int:
    """The same in device px."""
    return max(1, round(min(widest, side * _WIDTH_SHARE) * ratio))


def _with_alpha(colour: QColor, alpha: int) -> QColor:
    result = QColor(colour)
    result.setAlpha(alpha)
    return result
