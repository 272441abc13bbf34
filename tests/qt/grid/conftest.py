"""Walls to look at and touch: every photo has a colour of its own, so that pixels tell which."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid, Points, grid_shape
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall

WALL_SIZE = (900, 640)
SHADES = 14
"""Values a channel can have: 14³ = 2,744 colours far enough apart to survive JPEG."""
STEP = 18


def photos_named(n: int) -> tuple[Photo, ...]:
    return tuple(Photo(Path(f"/nowhere/photo {i}.jpg").absolute(), 1, 1) for i in range(n))


def colour_of(slot: int) -> tuple[int, int, int]:
    red, green, blue = slot % SHADES, slot // SHADES % SHADES, slot // SHADES**2
    return 10 + red * STEP, 10 + green * STEP, 10 + blue * STEP


def plain_photo(slot: int, *, width: int = 24, height: int = 16) -> Pixels:
    return np.full((height, width, 3), colour_of(slot), np.uint8)


def filled_store(n: int) -> TileStore:
    store = TileStore(photos_named(n))
    for slot in range(n):
        store.put(slot, plain_photo(slot))
    return store


def slot_of(colour: QColor) -> int:
    """The slot whose colour this nearly is."""
    channels = colour.red(), colour.green(), colour.blue()
    shades = [round((channel - 10) / STEP) for channel in channels]
    return int(shades[0] + shades[1] * SHADES + shades[2] * SHADES**2)


def shuffled_grid(store: TileStore, *, slots: list[int] | None = None) -> tuple[Grid, Points]:
    photos = store.photos if slots is None else tuple(store.photos[i] for i in slots)
    n = len(photos)
    columns, rows = grid_shape(n)
    rng = np.random.default_rng(7)
    cells = rng.permutation(n).astype(np.int32)
    points = rng.random((n, 2), np.float32)
    return Grid(photos=photos, columns=columns, rows=rows, cells=cells), points


def middle_of(wall: Wall, index: int) -> QPoint:
    return wall.tile_rect(index).center().toPoint()


@pytest.fixture
def wall(qtbot: QtBot) -> Iterator[Wall]:
    """An empty wall in a window, without animation."""
    wall = Wall()
    qtbot.addWidget(wall)
    wall.set_animated(False)
    wall.resize(*WALL_SIZE)
    with qtbot.waitExposed(wall):
        wall.show()
    yield wall
    wall.close()


@pytest.fixture
def settled(qtbot: QtBot) -> Callable[[Wall], None]:
    """Waits until a wall shows all it can."""

    def wait(wall: Wall) -> None:
        qtbot.waitUntil(lambda: wall.is_settled, timeout=10_000)

    return wait


def seen(wall: Wall) -> QImage:
    wall.hover(None)  # an earlier test may have left the pointer here, and its card hides tiles
    return wall.grab().toImage()


def slots_seen(wall: Wall) -> list[int]:
    """The slot whose colour is in the middle of each photo's tile."""
    image = seen(wall)
    ratio = image.devicePixelRatio()
    middles = [wall.tile_rect(i).center() * ratio for i in range(len(wall.photos))]
    return [slot_of(image.pixelColor(m.toPoint())) for m in middles]
