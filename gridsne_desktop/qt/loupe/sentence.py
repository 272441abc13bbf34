"""The sentence that stands where a photo cannot be shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from gridsne_desktop.qt.loupe.dark import GROUND, darken

_MARGIN = 40


def new_sentence(parent: QWidget) -> QLabel:
    """An empty label, dark, its text in the middle."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setMargin(_MARGIN)
    darken(label, ground=GROUND)
    return label
