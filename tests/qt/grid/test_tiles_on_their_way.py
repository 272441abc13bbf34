"""Tiles on their way: to their cells, to the map, and back."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.grid.wall import Wall
from tests.qt.grid.conftest import (
    filled_store,
    middle_of,
    shuffled_grid,
    slots_seen,
)

Settled = Callable[[Wall], None]


def test_other_photos_come_onto_the_wall_in_their_cells_while_those_that_stay_set_off(
    wall: Wall, settled: Settled
) -> None:
    before, store = filled_store(9), filled_store(12)
    wall.show_photos(before)
    wall.show_grid(*shuffled_grid(before))
    settled(wall)
    wall.select(np.array([0, 2]))
    stood = [wall._cast.motion.places[i].tolist() for i in range(9)]
    slots = [11, *range(1, 9)]  # photo 0 leaves, photo 11 comes
    grid, points = shuffled_grid(store, slots=slots)
    wall.recast(store, np.array(slots), grid, points)
    places = wall._cast.motion.places
    assert places[1:].tolist() == stood[1:]
    assert places[0].tolist() == list(divmod(int(grid.cells[0]), grid.columns))[::-1]
    assert wall.selection.tolist() == [2]
    wall.select_none()
    wall.show_grid(grid, points)
    settled(wall)
    assert slots_seen(wall) == slots
    assert wall._cast.motion.places[:, 0].astype(int).tolist() == (
        (grid.cells % grid.columns).tolist()
    )


def test_who_looks_at_the_map_stays_there_when_other_photos_come(
    wall: Wall, settled: Settled
) -> None:
    before, store = filled_store(6), filled_store(8)
    wall.show_photos(before)
    wall.show_grid(*shuffled_grid(before))
    wall.set_view(View.MAP)
    settled(wall)
    grid, points = shuffled_grid(store)
    wall.recast(store, np.arange(8), grid, points)
    wall.show_grid(grid, points)
    settled(wall)
    assert wall.view is View.MAP
    assert len(wall.photos) == 8


def test_the_map_shows_every_photo_at_its_point(wall: Wall, settled: Settled) -> None:
    store = filled_store(4)
    grid, _ = shuffled_grid(store)
    points = np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float32)
    wall.show_photos(store)
    wall.show_grid(grid, points)
    wall.set_view(View.MAP)
    settled(wall)
    assert slots_seen(wall) == [0, 1, 2, 3]
    middles = [middle_of(wall, i) for i in range(4)]
    assert middles[0].x() == middles[2].x() < middles[1].x() == middles[3].x()
    assert middles[0].y() == middles[1].y() < middles[2].y() == middles[3].y()


def test_without_points_there_is_no_map(wall: Wall) -> None:
    wall.show_photos(filled_store(3))
    wall.set_view(View.MAP)
    assert wall.view is View.GRID
    assert not wall.has_map


def test_live_points_move_only_who_looks_at_the_map(wall: Wall) -> None:
    store = filled_store(9)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    before = wall.tile_rect(5)
    wall.move_points(points)
    assert (wall.view, wall.tile_rect(5)) == (View.GRID, before)
    wall.set_view(View.MAP)
    there = wall.tile_rect(5)
    wall.move_points(points[::-1].copy())
    assert wall.tile_rect(5) != there
    wall.show_grid(grid, points)
    assert wall.view is View.MAP


def test_a_grid_on_its_way_moves_the_tiles_to_its_cells(wall: Wall, settled: Settled) -> None:
    wall.set_animated(True)
    store = filled_store(60)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    wall.move_grid(grid, points)
    assert wall.is_moving
    settled(wall)
    assert slots_seen(wall) == list(range(60))


def test_live_points_move_the_tiles_without_animation_too(wall: Wall, settled: Settled) -> None:
    wall.show_photos(filled_store(9))
    rng = np.random.default_rng(3)
    wall.move_points(rng.random((9, 2), np.float32))
    wall.set_view(View.MAP)
    for _ in range(3):
        wall.move_points(rng.random((9, 2), np.float32))
        settled(wall)
        uppermost = [wall.photo_at(wall.tile_rect(i).center()) for i in range(9)]
        assert slots_seen(wall) == uppermost


def test_a_morph_interrupted_in_flight_still_ends_in_the_cells(
    wall: Wall, settled: Settled, qtbot: QtBot
) -> None:
    wall.set_animated(True)
    store = filled_store(60)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    wall.move_points(points)
    wall.set_view(View.MAP)
    for live in (points[::-1].copy(), points, points[::-1].copy()):
        wall.move_points(live)
        before = wall.tile_rect(5)
        qtbot.waitUntil(lambda before=before: wall.tile_rect(5) != before)  # type: ignore[misc]
    wall.show_grid(grid, points)
    qtbot.waitUntil(lambda: wall.is_moving)
    wall.set_view(View.MAP)
    wall.zoom_by(2, QPointF(300, 300))
    wall.set_view(View.GRID)
    wall.fit()
    settled(wall)
    assert not wall.is_moving
    assert slots_seen(wall) == list(range(60))


def test_without_animation_tiles_are_there_at_once(wall: Wall) -> None:
    store = filled_store(30)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    wall.show_grid(grid, points)
    assert not wall.is_moving
    wall.set_view(View.MAP)
    wall.zoom_in()
    assert not wall.is_moving


def test_stopping_animation_in_flight_brings_all_to_their_goal(
    wall: Wall, settled: Settled, qtbot: QtBot
) -> None:
    wall.set_animated(True)
    store = filled_store(30)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    wall.show_grid(grid, points)
    qtbot.waitUntil(lambda: wall.is_moving)
    wall.set_animated(False)
    assert not wall.is_moving
    settled(wall)
    assert slots_seen(wall) == list(range(30))


@pytest.mark.parametrize("n", [1, 2, 30, 400])
def test_tiles_fly_to_exactly_their_cells(wall: Wall, settled: Settled, n: int) -> None:
    store = filled_store(n)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    wall.show_grid(grid, points)
    settled(wall)
    assert slots_seen(wall) == list(range(n))
    sides = {wall.tile_rect(i).size().toTuple() for i in range(n)}
    assert len(sides) == 1
    scale, first = wall.camera.scale, wall.tile_rect(int(grid.order()[0]))
    for i in range(n):
        row, column = divmod(int(grid.cells[i]), grid.columns)
        rect = wall.tile_rect(i)
        assert rect.x() - first.x() == pytest.approx(column * scale, abs=1)
        assert rect.y() - first.y() == pytest.approx(row * scale, abs=1)
