"""Very many tiles on their way, of which a few pixels each are painted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.grid.blit import blit, dots, scatter
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.places import Places
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import Sharp
from gridsne_desktop.qt.grid.swarm import Swarm
from gridsne_desktop.qt.grid.tile_store import TileStore
from tests.qt.grid.conftest import filled_store, slot_of

ACCENT = 0xFF3080C0


@given(st.integers(1, 6), st.permutations(range(20)))
def test_tiles_that_are_scattered_are_those_that_are_copied(side: int, cells: list[int]) -> None:
    level = np.arange(20 * side * side, dtype=np.uint32).reshape(20, side, side)
    corners = np.array([divmod(cell, 4) for cell in cells], np.int32) * side
    slots = np.arange(20)
    one, other = np.zeros((2, 5 * side, 5 * side), np.uint32)
    blit(level, slots, corners, one)
    scatter(dots(level, slots, pixels=side), corners, other)
    assert np.array_equal(one, other)


@pytest.mark.parametrize("scale", [1.0, 2.0, 2.6, 4.3])
def test_in_a_swarm_every_photo_is_where_it_is(qtbot: QtBot, scale: float) -> None:
    del qtbot
    n = 60
    store = filled_store(n)
    places = Places(np.random.default_rng(3).permutation(n).astype(np.int32), 10).on_grid() * 2
    scene = _scene(store, places)
    size, box = QSize(round(20 * scale), round(12 * scale)), Box(0, 0, 20, 12)
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    Swarm().paint(painter, scene, np.arange(n), box, Camera(scale, 0, 0), QColor("white"))
    painter.end()
    middles = np.floor((places + 0.5) * scale).astype(int).tolist()
    assert [slot_of(image.pixelColor(x, y)) for x, y in middles] == list(range(n))


def test_of_a_tile_few_pixels_are_taken_evenly() -> None:
    level = np.arange(2 * 6 * 6, dtype=np.uint32).reshape(2, 6, 6)
    taken = dots(level, np.array([1, 0]), pixels=2)
    assert np.array_equal(taken[..., 0], level[1][np.ix_([1, 4], [1, 4])])
    assert np.array_equal(taken[..., 1], level[0][np.ix_([1, 4], [1, 4])])


def test_in_a_swarm_selected_photos_are_framed(qtbot: QtBot) -> None:
    del qtbot
    store = filled_store(4)
    places = np.array([[0, 0], [2, 0], [4, 0], [6, 0]], np.float32)
    scene = _scene(store, places, selected=np.array([False, True, False, True]))
    image = QImage(24, 3, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    box, camera = Box(0, 0, 8, 1), Camera(3.0, 0, 0)
    Swarm().paint(painter, scene, np.arange(4), box, camera, QColor("white"))
    painter.end()
    corners = [image.pixel(6 * i, 0) == ACCENT for i in range(4)]
    assert corners == [False, True, False, True]


def test_selected_photos_lie_over_the_others(qtbot: QtBot) -> None:
    del qtbot
    store, places = filled_store(3), np.zeros((3, 2), np.float32)
    for chosen in range(3):
        scene = _scene(store, places, selected=np.arange(3) == chosen)
        assert painted(Swarm(), scene)[0, 0] == ACCENT
        assert slot_of(QColor(int(painted(Swarm(), scene)[1, 1]))) == chosen


def test_a_swarm_shows_what_changed_since_it_was_painted_last(qtbot: QtBot) -> None:
    del qtbot
    store, places = filled_store(3), np.array([[0, 0], [1, 0], [2, 0]], np.float32)
    swarm, scene = Swarm(), _scene(store, places)
    before = painted(swarm, scene)
    store.put(1, np.zeros((40, 40, 3), np.uint8))
    after = painted(swarm, scene)
    assert (after[:, 3:6] == 0xFF000000).all()
    assert np.array_equal(after[:, :3], before[:, :3])
    assert np.array_equal(after[:, 6:], before[:, 6:])
    others = replace(scene, slots=np.array([2, 1, 0]))
    assert np.array_equal(painted(swarm, others)[:, :3], before[:, 6:9])
    chosen = replace(scene, selected=np.array([True, False, False]))
    assert painted(swarm, chosen)[0, 0] == ACCENT
    assert np.array_equal(painted(swarm, scene), after)


def _scene(
    store: TileStore, places: NDArray[np.float32], selected: NDArray[np.bool_] | None = None
) -> Scene:
    n = len(places)
    kinds = np.zeros(n, np.uint8)
    return Scene(
        store, Sharp(store), np.arange(n), places, None, False, kinds, 1.0, selected, ACCENT
    )


def painted(swarm: Swarm, scene: Scene) -> NDArray[np.uint32]:
    """A view of nine by three pixels, three of them a tile."""
    image = QImage(9, 3, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    n = len(scene.places)
    swarm.paint(painter, scene, np.arange(n), Box(0, 0, 3, 1), Camera(3.0, 0, 0), QColor("white"))
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).reshape(3, 9).copy()
