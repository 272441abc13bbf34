"""The badges in the tiles' corners: white on a dark pill, so that they suit every photo."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from gridsne_desktop.qt.badges import Badge

LEAST_SIDE: Final = 64
"""Device-independent px: on smaller tiles badges would hide the photo."""

_SHARE: Final = 0.17
"""A badge's height, of its photo's longer side, between the next two (device-independent px)."""
_LOWEST: Final = 13.0
_HIGHEST: Final = 20.0
_INSET: Final = 0.04
_LEAST_INSET: Final = 4.0
"""From the photo's edge; more than the frame of a selected tile is wide."""
_LETTERS: Final = "RAW+"
_TEXT_SHARE: Final = 0.66
_PADDING_SHARE: Final = 0.36
_PEN_SHARE: Final = 0.085
_PIN: Final = (
    (0.19, -0.34), (0.19, -0.25), (0.12, -0.22), (0.14, -0.03),
    (0.25, 0.04), (0.25, 0.11), (0.04, 0.11), (0.02, 0.37),
)  # fmt: skip
"""The right half of a pin's outline, from the head to the point, as shares of the badge."""
_PIN_TILT: Final = 35.0
_GROUND: Final = QColor(0x16, 0x17, 0x1A, 176)
_EDGE: Final = QColor(255, 255, 255, 64)
_INK: Final = QColor(255, 255, 255, 240)
_FAINT: Final = QColor(255, 255, 255, 160)
_IMAGES_KEPT: Final = 128


def paint_badge(painter: QPainter, kind: int, photo: QRect, *, ratio: float) -> None:
    """Paint the badges `kind` into the lower left corner of `photo`, a pin into the upper right.

    Args:
        painter: In device px, without a transformation.
        kind: `Badge` bits, at least one.
        photo: In device px.
        ratio: Device px per device-independent px.
    """
    side = max(photo.width(), photo.height()) / ratio
    height = round(min(max(side * _SHARE, _LOWEST), _HIGHEST) * ratio)
    inset = round(max(side * _INSET, _LEAST_INSET) * ratio)
    left, top = photo.left() + inset, photo.top() + inset
    right, bottom = (photo.left() + photo.width(), photo.top() + photo.height())
    if kind & Badge.PIN:
        painter.drawImage(right - inset - height, top, _image(Badge.PIN, height))
    if kind & ~Badge.PIN:
        painter.drawImage(left, bottom - inset - height, _image(kind & ~Badge.PIN, height))


@lru_cache(_IMAGES_KEPT)
def _image(kind: int, height: int) -> QImage:
    """The badges side by side, `height` device px high."""
    gap = max(1, round(height / 8))
    badges = [badge for badge in Badge if badge & kind]
    widths = [_width(badge, height) for badge in badges]
    whole = sum(widths) + gap * (len(widths) - 1)
    image = QImage(whole, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left = 0
    for badge, width in zip(badges, widths, strict=True):
        _paint_one(painter, badge, QRectF(left, 0, width, height))
        left += width + gap
    painter.end()
    return image


def _paint_one(painter: QPainter, badge: Badge, rect: QRectF) -> None:
    painter.setPen(QPen(_EDGE, 1))
    painter.setBrush(_GROUND)
    radius = rect.height() / 2 - 0.5
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    match badge:
        case Badge.ANIMATION:
            _paint_triangle(painter, rect)
        case Badge.LIVE:
            _paint_rings(painter, rect)
        case Badge.PIN:
            _paint_pin(painter, rect)
        case _:
            painter.setFont(_font(rect.height()))
            painter.setPen(_INK)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, _LETTERS)


def _paint_triangle(painter: QPainter, rect: QRectF) -> None:
    """What every player has on its button."""
    middle, size = rect.center(), rect.height() * 0.25
    points = ((-0.75 * size, -size), (-0.75 * size, size), (1.05 * size, 0.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_INK)
    painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in points]))


def _paint_rings(painter: QPainter, rect: QRectF) -> None:
    """A dot in two rings, as phones mark such photos."""
    middle, height = rect.center(), rect.height()
    pen = QPen(_INK, max(1.0, height * _PEN_SHARE))
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, height * 0.19, height * 0.19)
    pen.setColor(_FAINT)
    painter.setPen(pen)
    painter.drawEllipse(middle, height * 0.34, height * 0.34)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_INK)
    painter.drawEllipse(middle, height * 0.07, height * 0.07)


def _paint_pin(painter: QPainter, rect: QRectF) -> None:
    """A drawing pin from the side, stuck in from the upper right."""
    painter.save()
    painter.translate(rect.center())
    painter.rotate(_PIN_TILT)
    painter.scale(rect.height(), rect.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_INK)
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in (*_PIN, *_mirrored(_PIN))]))
    painter.restore()


def _mirrored(half: tuple[tuple[float, float], ...]) -> Iterator[tuple[float, float]]:
    """The left half of an outline, from the bottom up, for its right half."""
    return ((-x, y) for x, y in reversed(half))


def _width(badge: Badge, height: int) -> int:
    """A disc, or a pill as long as its letters."""
    if badge is not Badge.RAW:
        return height
    letters = QFontMetricsF(_font(height)).horizontalAdvance(_LETTERS)
    return round(letters + 2 * height * _PADDING_SHARE)


def _font(height: float) -> QFont:
    font = QFont()
    font.setPixelSize(max(1, round(height * _TEXT_SHARE)))
    font.setWeight(QFont.Weight.DemiBold)
    return font
