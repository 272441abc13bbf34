"""One of a few ways, each with a line that explains it."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from gridsne_desktop.qt.dialogs import parts

_LINE_GAP = 1
_CHOICE_GAP = 7
_SMALLER = 0.92
"""Of the text around it: a line that explains steps back."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be chosen.

    Attributes:
        text: Its name, with its key.
        line: What it does.
    """

    text: str
    line: str


class _Line(QLabel):
    """Explains the button above it, and can be clicked in its place."""

    def __init__(self, text: str, button: QRadioButton, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._button = button
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _SMALLER)
        self.setFont(font)
        style = button.style()
        metric = QStyle.PixelMetric
        indent = style.pixelMetric(metric.PM_ExclusiveIndicatorWidth, None, button)
        indent += style.pixelMetric(metric.PM_RadioButtonLabelSpacing, None, button)
        self.setContentsMargins(indent, 0, 0, 0)
        parts.set_tone(self, quiet=True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what the line explains."""
        if event.button() is Qt.MouseButton.LeftButton and self._button.isEnabled():
            self._button.click()
            self._button.setFocus(Qt.FocusReason.MouseFocusReason)


class Choice(QWidget):
    """Radio buttons, a faint line under each; room for more under the one that is chosen.

    Signals:
        changed: Another is chosen.
    """

    changed = Signal()

    def __init__(self, offers: Mapping[str, Offer], parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QRadioButton] = {}
        self._lines: dict[str, _Line] = {}
        self._extras: dict[str, QWidget] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_LINE_GAP)
        for key, offer in offers.items():
            self._add(key, offer)
        next(iter(self._buttons.values())).setChecked(True)
        self._group.buttonToggled.connect(self._on_toggled)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def chosen(self) -> str:
        """The key of what is chosen."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def button(self, key: str) -> QRadioButton:
        """The button of one of them."""
        return self._buttons[key]

    def line(self, key: str) -> str:
        """What is said under one of them."""
        return self._lines[key].text()

    def choose(self, key: str) -> None:
        """Choose one."""
        self._buttons[key].setChecked(True)

    def explain(self, key: str, line: str) -> None:
        """Say something else under one of them."""
        self._lines[key].setText(line)
        self._buttons[key].setAccessibleDescription(line)

    def allow(self, key: str, *, is_allowed: bool) -> None:
        """Whether one of them can be chosen."""
        self._buttons[key].setEnabled(is_allowed)

    def put_under(self, key: str, widget: QWidget) -> None:
        """Show `widget` under one of them while it is chosen."""
        line = self._lines[key]
        indent = line.contentsMargins().left()
        widget.setContentsMargins(indent, _CHOICE_GAP - _LINE_GAP, 0, _LINE_GAP)
        self._column.insertWidget(self._column.indexOf(line) + 1, widget)
        self._extras[key] = widget
        widget.setVisible(self._buttons[key].isChecked())

    def _add(self, key: str, offer: Offer) -> None:
        button = QRadioButton(offer.text, self)
        line = _Line(offer.line, button, self)
        button.setAccessibleDescription(offer.line)
        self._buttons[key], self._lines[key] = button, line
        self._group.addButton(button)
        if self._column.count():
            self._column.addSpacing(_CHOICE_GAP)
        self._column.addWidget(button)
        self._column.addWidget(line)

    @Slot()
    def _on_toggled(self) -> None:
        for key, extra in self._extras.items():
            extra.setVisible(self._buttons[key].isChecked())
        if any(button.isChecked() for button in self._buttons.values()):
            self.changed.emit()
