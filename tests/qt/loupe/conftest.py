"""A loupe in a window, and photos to look at."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.loupe.loupe import Loupe

NewPhoto = Callable[..., Photo]


@pytest.fixture
def loupe(qtbot: QtBot, qapp: QApplication) -> Iterator[Loupe]:
    """An empty loupe, 600 × 460, of which the photo gets all but the caption."""
    widget = Loupe()  # not the bot's, who deletes it before its threads are waited for
    widget.resize(600, 460)
    widget.show()
    widget.setFocus()
    yield widget
    widget.shut_down()
    qtbot.waitUntil(lambda: not widget.is_busy)
    widget.close()
    widget.deleteLater()
    qapp.processEvents()


@pytest.fixture
def new_photo(tmp_path: Path) -> NewPhoto:
    """`new_photo("a.png", size=(640, 480), colour=(200, 30, 30))`: a plain photo on disk."""

    def make(
        name: str,
        *,
        size: tuple[int, int] = (640, 480),
        colour: tuple[int, int, int] = (200, 30, 30),
    ) -> Photo:
        path = tmp_path / name
        Image.new("RGB", size, colour).save(path)
        facts = path.stat()
        return Photo(path, facts.st_size, facts.st_mtime_ns)

    return make
