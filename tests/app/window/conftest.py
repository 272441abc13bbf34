"""The window started as from a shell, with somebody at it."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import gridsne_desktop
from gridsne_desktop.__main__ import main
from gridsne_desktop.qt.desk import Desk
from gridsne_desktop.qt.main_window import MainWindow
from gridsne_desktop.qt.state import State
from tests.qt.conftest import few_photos, many_photos
from tests.qt.leftovers import nothing_left

__all__ = ["few_photos", "many_photos", "nothing_left"]

PATIENCE_MS = 60_000

W = TypeVar("W", bound=QWidget)


class Visit:
    """An open window, and the waiting that one does in front of it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None
        return self.window.desk

    @property
    def names(self) -> set[str]:
        """The files' names of the photos on the wall."""
        return {photo.path.name for photo in self.desk.workspace.wall.photos}

    def until(self, condition: Callable[[], bool], *, within_ms: int = PATIENCE_MS) -> None:
        self._qtbot.waitUntil(condition, timeout=within_ms)

    def opened(self, kind: type[W]) -> W:
        """The widget of a kind, mostly a dialog, once it is seen: dialogs come up in turns."""

        def seen() -> list[W]:
            every = QApplication.allWidgets()
            return [each for each in every if isinstance(each, kind) and each.isVisible()]

        self.until(lambda: bool(seen()))
        (one,) = seen()
        return one

    def until_state(self, state: State, *, within_ms: int = PATIENCE_MS) -> None:
        self.until(lambda: self.desk.session.state is state, within_ms=within_ms)


@pytest.fixture(autouse=True)
def no_bug(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test in which an exception came to nobody's hands: the app logs it and goes on."""
    yield
    bugs = [
        caplog.handler.format(record)
        for record in caplog.get_records("call")
        if record.levelno >= logging.ERROR and record.name.startswith(gridsne_desktop.__name__)
    ]
    assert not bugs, "\n".join(bugs)


Start = Callable[..., int]


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot) -> Start:
    """`start(visit, folder, ...)` types the words, calls `visit(Visit)`, closes; the exit code."""

    def run(do: Callable[[Visit], None], *words: Path | str) -> int:
        caught: list[BaseException] = []

        def be_there() -> None:
            windows = [w for w in qapp.topLevelWidgets() if isinstance(w, MainWindow)]
            visit = Visit(windows[0], qtbot)
            try:
                visit.until(lambda: visit.window.desk is not None)
                do(visit)
            except BaseException as error:  # noqa: BLE001 - raised again below
                caught.append(error)
            visit.window.close()

        QTimer.singleShot(0, be_there)
        code = main([str(word) for word in words])
        if caught:
            raise caught[0]
        return code

    return run
