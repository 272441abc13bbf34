"""The slider arranges the photos by their colours, and the window remembers it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from gridsne_desktop.embedding import embedder
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit


def slider(at: Visit) -> QSlider:
    return at.window.bar.colour.findChildren(QSlider)[0]


def colour_in_force(at: Visit) -> float | None:
    arrangement = at.desk.session.arrangement
    idle = at.desk.session.state is State.ARRANGED
    return arrangement.colour if arrangement and idle else None


def test_the_slider_arranges_anew_without_reading_and_is_remembered(
    start: Start, few_photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert at.window.bar.colour.isVisible()
        first = at.desk.session.arrangement
        monkeypatch.setattr(embedder, "decode_photo", forbidden)
        slider(at).setFocus()
        QTest.keyClick(slider(at), Qt.Key.Key_PageUp)
        at.until(lambda: colour_in_force(at) == 0.25)
        assert slider(at).hasFocus()
        QTest.keyClick(slider(at), Qt.Key.Key_End)
        at.until(lambda: colour_in_force(at) == 1.0)
        QTest.keyClick(slider(at), Qt.Key.Key_Home)
        at.until(lambda: colour_in_force(at) == 0.0)
        again = at.desk.session.arrangement
        assert first is not None
        assert again is not None
        assert again.grid.cells.tolist() == first.grid.cells.tolist()
        QTest.keyClick(slider(at), Qt.Key.Key_End)
        at.until(lambda: colour_in_force(at) == 1.0)

    assert start(visit, few_photos) == 0

    def visit_again(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert colour_in_force(at) == 1.0
        assert slider(at).value() == 100

    assert start(visit_again, few_photos) == 0


def test_where_there_are_no_photos_there_is_no_slider(start: Start, tmp_path: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.NO_PHOTOS)
        assert not at.window.bar.colour.isVisible()

    assert start(visit, tmp_path) == 0
