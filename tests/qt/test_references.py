"""PySide6 6.12.0 loses a reference to None per call on Python 3.11 and aborts in the end."""

import sys

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

CALLS = 1000
TOLERANCE = 200
"""References that the machinery around the calls takes or drops for reasons of its own."""


class Painted(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_of_qt_do_not_use_up_none(qtbot: QtBot, qapp: QApplication) -> None:
    widget = Painted()
    qtbot.addWidget(widget)
    widget.show()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        qapp.processEvents()
        widget.repaint()
    assert sys.getrefcount(None) > before - TOLERANCE
