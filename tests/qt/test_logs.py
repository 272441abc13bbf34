"""Bugs are written down each time and shown once."""

import logging
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import gridsne_desktop
from gridsne_desktop.qt.logs import LOG_NAME, BugReporter, logging_to
from gridsne_desktop.qt.task import Bug


def provoke(text: str) -> None:
    sys.excepthook(ZeroDivisionError, ZeroDivisionError(text), None)


def test_a_bug_is_logged_each_time_and_told_once(tmp_path: Path) -> None:
    reporter = BugReporter()
    told: list[Bug] = []
    reporter.bug_found.connect(told.append)
    with logging_to(tmp_path), reporter.watching():
        provoke("first")
        provoke("second")
    log = (tmp_path / LOG_NAME).read_text(encoding="utf-8")
    assert log.count("ZeroDivisionError") == 2
    assert len(told) == 1
    assert "ZeroDivisionError: first" in told[0].detail


def test_a_bug_on_a_thread_is_told_on_the_gui_thread(qtbot: QtBot, tmp_path: Path) -> None:
    reporter = BugReporter()
    with (
        logging_to(tmp_path),
        reporter.watching(),
        qtbot.waitSignal(reporter.bug_found, timeout=10_000) as found,
    ):
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
    assert "ZeroDivisionError" in found.args[0].detail


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    with logging_to(tmp_path / "nowhere"):
        assert not (tmp_path / "nowhere").exists()


def test_a_widget_that_failed_to_paint_once_is_painted_again(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What pytest catches of the log keeps its frames.
    monkeypatch.setattr(logging.getLogger(gridsne_desktop.__name__), "propagate", False)

    class Fails(QWidget):
        begun: list[bool]

        def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
            del event
            painter = QPainter(self)  # lives as long as anybody keeps this frame
            self.begun.append(painter.isActive())
            if len(self.begun) == 1:
                raise ZeroDivisionError("while painting")

    reporter, widget = BugReporter(), Fails()
    widget.begun = []
    qtbot.addWidget(widget)
    with (
        logging_to(tmp_path),
        reporter.watching(),
        qtbot.waitSignal(reporter.bug_found, timeout=10_000),
    ):
        widget.show()
    widget.update()
    qtbot.waitUntil(lambda: len(widget.begun) > 1)
    assert all(widget.begun)
