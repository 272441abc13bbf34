"""A button that shows a colour and lets the person choose another."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QColorDialog, QPushButton, QWidget

_EDGE = 16


class ColourButton(QPushButton):
    """Shows a colour as a swatch with its name.

    Signals:
        colour_changed: The person chose another.
    """

    colour_changed = Signal()

    def __init__(self, colour: QColor, parent: QWidget) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)
        self._show_colour()

    @property
    def colour(self) -> QColor:
        """The colour."""
        return self._colour

    @Slot(QColor)
    def set_colour(self, colour: QColor) -> None:
        """Take `colour`, as if the person had chosen it."""
        if colour.isValid() and colour != self._colour:
            self._colour = colour
            self._show_colour()
            self.colour_changed.emit()

    def _show_colour(self) -> None:
        ratio = self.devicePixelRatioF()
        swatch = QPixmap(round(_EDGE * ratio), round(_EDGE * ratio))
        swatch.setDevicePixelRatio(ratio)
        swatch.fill(self._colour)
        painter = QPainter(swatch)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(0, 0, _EDGE - 1, _EDGE - 1)
        painter.end()
        self.setIcon(QIcon(swatch))
        self.setText(self._colour.name().upper())

    @Slot()
    def _on_clicked(self) -> None:
        dialog = QColorDialog(self._colour, self)
        dialog.setWindowTitle(self.tr("Background"))
        dialog.colorSelected.connect(self.set_colour)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
