"""The loupe is dark in light and dark: a photo is judged best on a dark neutral ground."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

GROUND = QColor(0x16, 0x17, 0x18)
BAR = QColor(0x20, 0x21, 0x23)
INK = QColor(0xE8, 0xE8, 0xEA)
QUIET_INK = QColor(0xA1, 0xA4, 0xAB)

_COLOURS = {
    QPalette.ColorRole.WindowText: INK,
    QPalette.ColorRole.Text: INK,
    QPalette.ColorRole.ButtonText: INK,
    QPalette.ColorRole.PlaceholderText: QUIET_INK,
}


def darken(widget: QWidget, *, ground: QColor) -> None:
    """Give `widget` and all that it holds by now light text on a dark ground.

    Each gets it of its own: under a style sheet a palette is not handed down.
    """
    widget.setAutoFillBackground(True)
    for one in (widget, *widget.findChildren(QWidget)):
        palette = one.palette()
        for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Button):
            palette.setColor(role, ground)
        for role, colour in _COLOURS.items():
            palette.setColor(role, colour)
        one.setPalette(palette)
