"""Selected tiles on their way: their marks are painted with them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.grid import marks
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.crowd import Crowd
from gridsne_desktop.qt.grid.marked import Marked
from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import Sharp, image_of
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import Tile, inner_side
from gridsne_desktop.qt.grid.wall import Wall
from tests.qt.grid.conftest import filled_store, photos_named, shuffled_grid, slot_of

SIDE = 8
BLUE = QColor(48, 128, 192)


def mark(side: int, shown: float) -> Tile:
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Highlight, BLUE)
    return marks.stored_tile(side, 1.0, palette, shown=shown)


def scene_of(store: TileStore, places: NDArray[np.float32], selected: NDArray[np.bool_]) -> Scene:
    n = len(places)
    kinds = np.zeros(n, np.uint8)
    return Scene(
        store, Sharp(store), np.arange(n), places, None, False, kinds, 1.0, selected, mark=mark
    )


def test_the_mark_is_laid_over_each_selected_tile_of_very_many(qtbot: QtBot) -> None:
    del qtbot
    n = 5000  # one below the other they are more than Qt paints at once
    store = TileStore(photos_named(n))
    level = store.level(SIDE)
    level[:] = np.random.default_rng(1).integers(0, 1 << 24, level.shape, np.uint32) | 0xFF000000
    selected = np.arange(n) % 7 != 0
    scene = scene_of(store, np.zeros((n, 2), np.float32), selected)
    tiles, rows = Marked().tiles(scene, selected, mark(SIDE, SIDE))
    for index in (1, 2, 4001, n - 1):
        image = image_of(level[index].copy())
        painter = QPainter(image)
        painter.drawImage(0, 0, image_of(mark(SIDE, SIDE)))
        painter.end()
        wanted = np.frombuffer(image.constBits(), np.uint32).reshape(SIDE, SIDE)
        assert np.array_equal(tiles[rows[index]], wanted)


def test_marked_tiles_are_made_anew_only_when_something_of_them_changed(qtbot: QtBot) -> None:
    del qtbot
    store, marked = filled_store(3), Marked()
    selected = np.array([True, False, True])
    scene = scene_of(store, np.zeros((3, 2), np.float32), selected)
    first, _ = marked.tiles(scene, selected, mark(SIDE, SIDE))
    again, _ = marked.tiles(replace(scene, places=scene.places + 1), selected, mark(SIDE, SIDE))
    assert again is first
    store.put(2, np.zeros((40, 40, 3), np.uint8))
    changed, _ = marked.tiles(scene, selected, mark(SIDE, SIDE))
    assert np.array_equal(changed[0], first[0])
    assert not np.array_equal(changed[1], first[1])
    coarser, _ = marked.tiles(scene, selected, mark(SIDE // 2, SIDE))
    assert coarser.shape == (2, SIDE // 2, SIDE // 2)


@pytest.mark.parametrize("chosen", range(3))
def test_marked_photos_lie_over_the_others(qtbot: QtBot, chosen: int) -> None:
    del qtbot
    scene = scene_of(filled_store(3), np.zeros((3, 2), np.float32), np.arange(3) == chosen)
    plain, marked = (painted(scene, is_marked=is_marked) for is_marked in (False, True))
    middle = SIDE // 2
    assert slot_of(QColor(int(plain[middle, middle]))) == 2  # the last
    assert marked[0, 0] == BLUE.rgba()
    assert slot_of(untinted(int(marked[middle, middle]))) == chosen


@pytest.mark.parametrize("shown", [5.0, 6.5, 8.0, 12.0])
def test_no_side_of_a_frame_is_lost_where_pixels_are_left_out(qtbot: QtBot, shown: float) -> None:
    del qtbot
    frame = mark(SIDE, shown)
    taken = np.floor((np.arange(round(shown)) + 0.5) * SIDE / shown).astype(int)
    seen = frame[np.ix_(taken, taken)] == BLUE.rgba()
    inner = seen[taken < inner_side(SIDE)][:, taken < inner_side(SIDE)]
    assert inner[[0, -1]].all()
    assert inner[:, [0, -1]].all()


def painted(scene: Scene, *, is_marked: bool) -> NDArray[np.uint32]:
    """A view of one tile."""
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    everybody = np.arange(len(scene.places))
    camera = Camera(float(SIDE), 0, 0)
    Crowd().paint(painter, scene, everybody, Box(0, 0, 1, 1), camera, SIDE, is_marked=is_marked)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(SIDE, SIDE).copy()


def untinted(pixel: int) -> QColor:
    """What is under the mark's tint."""
    tint = marks.stored_tile(SIDE, 1.0, QPalette(), shown=SIDE)[SIDE // 2, SIDE // 2] >> 24
    left, blue = 1 - int(tint) / 255, QColor(BLUE)
    seen = QColor(pixel)
    channels = zip(
        (seen.red(), seen.green(), seen.blue()),
        (blue.red(), blue.green(), blue.blue()),
        strict=True,
    )
    return QColor(*(round((one - other * (1 - left)) / left) for one, other in channels))


def test_marks_come_off_before_better_pixels_do(
    qtbot: QtBot, settled: Callable[[Wall], None]
) -> None:
    """Else the tint would lie over tiles twice, until each is painted well."""
    wall = Wall()
    qtbot.addWidget(wall)
    wall.resize(360, 240)
    store = filled_store(200)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    wall.show_grid(grid, points)
    wall.show()
    settled(wall)
    wall.select_all()
    wall.set_view(View.MAP)
    qtbot.waitUntil(lambda: not wall.is_moving)
    flown, tints = blueness(wall), list[float]()

    def is_settled() -> bool:
        tints.append(blueness(wall))
        return wall.is_settled

    qtbot.waitUntil(is_settled)
    assert max(tints) <= max(flown, tints[-1]) * 1.01


def blueness(wall: Wall) -> float:
    """How blue the picture is."""
    image = wall.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    shape = image.height(), image.width(), 4
    bgra = np.frombuffer(image.constBits(), np.uint8).reshape(shape).astype(float)
    return float((bgra[..., 0] - bgra[..., 2]).clip(0).mean())
