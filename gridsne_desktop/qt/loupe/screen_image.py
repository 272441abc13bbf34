"""Pixels as Qt paints them, without copying."""

from PySide6.QtGui import QImage

from gridsne_desktop.qt.loupe.levels import Screen


def as_image(screen: Screen) -> QImage:
    """A QImage over the array's own memory, which it keeps alive."""
    height, width, _ = screen.shape
    return QImage(screen.data, width, height, 4 * width, QImage.Format.Format_RGB32)
