"""Fields for numbers whose menu does not hold up the press that opens it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

_Step = QAbstractSpinBox.StepEnabledFlag


class NumberBox(QSpinBox):
    """A QSpinBox with such a menu."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with the number."""
        _pop_up(self, self.stepEnabled(), event)


class DecimalBox(QDoubleSpinBox):
    """A QDoubleSpinBox with such a menu; also for whole numbers of more than 31 bits."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show what can be done with the number."""
        _pop_up(self, self.stepEnabled(), event)


def _pop_up(box: QAbstractSpinBox, steps: _Step, event: QContextMenuEvent) -> None:
    """The menu of QAbstractSpinBox, which waits for it in an event loop of its own.

    Whoever opens it there gets no further until it is closed.
    """
    menu = box.lineEdit().createStandardContextMenu()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.addSeparator()
    up = menu.addAction(box.tr("&Step up"), box.stepUp)
    up.setEnabled(bool(steps & _Step.StepUpEnabled))
    down = menu.addAction(box.tr("Step &down"), box.stepDown)
    down.setEnabled(bool(steps & _Step.StepDownEnabled))
    menu.popup(event.globalPos())
    event.accept()
