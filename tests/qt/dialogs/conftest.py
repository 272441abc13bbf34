"""Photos on disk in a grid, and what dialogs are given."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt import background

COLUMNS, ROWS = 4, 3


@pytest.fixture
def photo_folder(tmp_path: Path) -> Path:
    """Twelve plain photos of different colours."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(COLUMNS * ROWS):
        colour = (20 * number, 100, 250 - 20 * number)
        Image.new("RGB", (60, 40), colour).save(folder / f"photo{number:02}.png")
    return folder


@pytest.fixture
def grid(photo_folder: Path) -> Grid:
    """The twelve on a grid, last photo first."""
    paths = sorted(photo_folder.iterdir())
    photos = tuple(Photo(p, p.stat().st_size, p.stat().st_mtime_ns) for p in paths)
    cells = np.arange(len(photos) - 1, -1, -1, dtype=np.int32)
    return Grid(photos=photos, columns=COLUMNS, rows=ROWS, cells=cells)


@pytest.fixture
def opened() -> list[Path]:
    """What the file manager was asked to open; `opened.append` is the asking."""
    return []


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    return tmp_path / "journals"


@pytest.fixture(autouse=True)
def no_task_left(qtbot: QtBot, qapp: QApplication) -> Iterator[None]:
    """Whatever a dialog started has ended with the test."""
    yield
    qtbot.waitUntil(lambda: not background.are_running())
    qapp.processEvents()


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every path below `folder` with its size and time: equal means untouched."""
    found = {str(path.relative_to(folder)): path.stat() for path in folder.rglob("*")}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


Opener = Callable[[Path], None]
