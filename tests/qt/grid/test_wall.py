"""What a person sees on the wall: every photo, once, where it belongs."""

import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QObject, QPointF, QTimer
from PySide6.QtGui import QColor, QImage, QPalette
from pytestqt.qtbot import QtBot

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from tests.qt.grid.conftest import (
    colour_of,
    filled_store,
    middle_of,
    photos_named,
    plain_photo,
    shuffled_grid,
    slot_of,
)

SMOOTHING_STEPS = 3
"""Qt smooths a piece of a picture with its own rounding."""

Settled = Callable[[Wall], None]


def seen(wall: Wall) -> QImage:
    wall.hover(None)  # an earlier test may have left the pointer here, and its card hides tiles
    return wall.grab().toImage()


def pixels(image: QImage) -> NDArray[np.int16]:
    bits = np.frombuffer(image.constBits(), np.uint8)
    return bits.reshape(image.height(), image.bytesPerLine()).astype(np.int16)


def slots_seen(wall: Wall) -> list[int]:
    """The slot whose colour is in the middle of each photo's tile."""
    image = seen(wall)
    ratio = image.devicePixelRatio()
    middles = [wall.tile_rect(i).center() * ratio for i in range(len(wall.photos))]
    return [slot_of(image.pixelColor(m.toPoint())) for m in middles]


@pytest.mark.parametrize("n", [1, 2, 7, 400, 2500])
def test_every_photo_is_on_the_wall_once(wall: Wall, settled: Settled, n: int) -> None:
    wall.show_photos(filled_store(n))
    settled(wall)
    assert slots_seen(wall) == list(range(n))
    rects = [wall.tile_rect(i) for i in range(n)]
    assert len({(r.x(), r.y()) for r in rects}) == n
    assert all(QPointF(0, 0).x() <= r.left() and r.right() <= wall.width() for r in rects)


def test_an_empty_wall_is_nothing_but_ground(wall: Wall) -> None:
    wall.show_photos(TileStore(()))
    wall.select_all()
    wall.fit()
    wall.zoom_in()
    wall.actual_size()
    image = seen(wall)
    ground = wall.ground().rgb()
    assert all(image.pixel(x, y) == ground for x in range(0, 900, 90) for y in range(0, 640, 64))
    assert wall.current is None
    assert len(wall.selection) == 0


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


def test_photos_that_could_not_be_read_leave_and_the_others_keep_their_pixels(
    wall: Wall, settled: Settled
) -> None:
    store = TileStore(photos_named(20))
    kept = [i for i in range(20) if i % 3]
    for slot in kept:
        store.put(slot, plain_photo(slot))
    wall.show_photos(store)
    wall.keep_slots(np.array(kept))
    grid, points = shuffled_grid(store, slots=kept)
    wall.show_grid(grid, points)
    settled(wall)
    assert wall.photos == tuple(store.photos[i] for i in kept)
    assert slots_seen(wall) == kept


def test_photos_stand_in_given_cells_from_the_start_also_when_others_cannot_be_read(
    wall: Wall, settled: Settled
) -> None:
    store = filled_store(12)
    grid, _ = shuffled_grid(store)
    wall.show_photos(store, grid)
    assert not wall.is_moving
    cells = grid.cells.tolist()
    places = [wall.tile_rect(i).topLeft() for i in range(12)]
    assert len({(p.x(), p.y()) for p in places}) == 12
    order = sorted(range(12), key=lambda i: (places[i].y(), places[i].x()))
    assert [cells[i] for i in order] == sorted(cells)
    kept = [i for i in range(12) if i % 5]
    wall.keep_slots(np.array(kept))
    settled(wall)
    assert [wall.tile_rect(i).topLeft() for i in range(len(kept))] == [places[i] for i in kept]
    assert slots_seen(wall) == kept


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


def test_frames_are_empty_until_their_thumbnail_arrives(wall: Wall, qtbot: QtBot) -> None:
    wall.set_animated(True)
    store = TileStore(photos_named(6))
    wall.show_photos(store)
    empty = seen(wall).pixelColor(middle_of(wall, 4))
    assert empty != wall.ground()
    worker = threading.Thread(target=lambda: store.put(4, plain_photo(4)))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: slot_of(seen(wall).pixelColor(middle_of(wall, 4))) == 4)
    assert seen(wall).pixelColor(middle_of(wall, 3)) == empty


def test_a_zoomed_wall_shows_the_same_photos_in_the_same_places(
    wall: Wall, settled: Settled
) -> None:
    wall.show_photos(filled_store(400))
    wall.zoom_by(3, QPointF(450, 320))
    settled(wall)
    image = seen(wall)
    inside = [i for i in range(400) if wall.rect().contains(wall.tile_rect(i).toRect())]
    assert len(inside) > 20
    assert [slot_of(image.pixelColor(middle_of(wall, i))) for i in inside] == inside


@pytest.mark.parametrize("factor", [1.0, 2.5])
def test_after_panning_the_picture_is_what_a_fresh_one_would_be(
    wall: Wall, settled: Settled, factor: float
) -> None:
    wall.show_photos(filled_store(900))
    wall.zoom_by(2 * factor, QPointF(450, 320))
    settled(wall)
    for dx, dy in ((30, 0), (-7, 12), (0, -41), (5, 5)):
        wall.pan_by(dx, dy)
        wall.repaint()
    settled(wall)
    panned = seen(wall)
    wall.hide()
    wall.show()
    settled(wall)
    assert np.abs(pixels(seen(wall)) - pixels(panned)).max() <= SMOOTHING_STEPS


def test_large_tiles_are_as_sharp_as_the_photo_on_disk(
    wall: Wall, settled: Settled, tmp_path: Path
) -> None:
    stripes = np.zeros((1200, 1200, 3), np.uint8)
    stripes[:, ::8] = stripes[:, 1::8] = stripes[:, 2::8] = stripes[:, 3::8] = 255
    Image.fromarray(stripes).save(tmp_path / "stripes.png")
    store = TileStore((Photo(tmp_path / "stripes.png", 1, 1),))
    store.put(0, stripes)
    wall.show_photos(store)
    wall.zoom_to(1200, QPointF(0, 0))
    settled(wall)
    row = np.array([seen(wall).pixelColor(x, 320).value() for x in range(300, 600)])
    assert row.max() > 220
    assert row.min() < 35


def test_a_photo_that_has_gone_from_the_disk_keeps_its_thumbnail(
    wall: Wall, settled: Settled
) -> None:
    wall.show_photos(filled_store(1))
    wall.zoom_to(1500, QPointF(10, 10))
    settled(wall)
    assert slot_of(seen(wall).pixelColor(450, 320)) == 0


def test_whole_photos_can_be_shown_instead_of_squares(wall: Wall, settled: Settled) -> None:
    store = TileStore(photos_named(400))
    for slot in range(400):
        store.put(slot, plain_photo(slot, width=30, height=10))
    wall.show_photos(store)
    wall.set_tile_fit(True)
    settled(wall)
    for zoom in (1, 6):
        wall.zoom_by(zoom, QPointF(450, 320))
        settled(wall)
        i = wall.photo_at(QPointF(450, 320))
        assert i is not None
        tile, image = wall.tile_rect(i), seen(wall)
        above = tile.center() - QPointF(0, tile.height() * 0.4)
        assert slot_of(image.pixelColor(tile.center().toPoint())) == i
        assert image.pixelColor(above.toPoint()) == wall.ground()
    wall.set_tile_fit(False)
    settled(wall)
    assert slot_of(seen(wall).pixelColor(above.toPoint())) == i


def test_a_fitted_wall_stays_fitted_when_the_window_changes(wall: Wall, settled: Settled) -> None:
    wall.show_photos(filled_store(100))
    wall.resize(500, 700)
    settled(wall)
    assert slots_seen(wall) == list(range(100))
    wall.zoom_by(4, QPointF(10, 10))
    scale = wall.camera.scale
    wall.resize(900, 640)
    assert wall.camera.scale == scale


def test_a_hundred_percent_is_256_px_a_tile(wall: Wall) -> None:
    wall.show_photos(filled_store(100))
    wall.actual_size()
    assert wall.camera.scale == 256
    wall.fit()
    assert wall.camera.scale < 256


def test_the_ground_is_light_or_dark_as_the_window(wall: Wall, settled: Settled) -> None:
    wall.show_photos(filled_store(4))
    for window, ground in (("#fafafa", "#f6f6f7"), ("#202020", "#1b1c1e")):
        palette = wall.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(window))
        wall.setPalette(palette)
        settled(wall)
        assert seen(wall).pixelColor(2, 2) == QColor(ground)
        assert slots_seen(wall) == [0, 1, 2, 3]


def test_closing_leaves_no_thread_and_no_timer(wall: Wall, qtbot: QtBot) -> None:
    wall.set_animated(True)
    wall.show_photos(filled_store(400))
    wall.zoom_by(8, QPointF(450, 320))
    wall.repaint()
    wall.close()
    timers = [t for t in wall.findChildren(QObject) if isinstance(t, QTimer)]
    assert timers
    assert not any(timer.isActive() for timer in timers)
    qtbot.waitUntil(lambda: "sharp tiles" not in [t.name for t in threading.enumerate()])


def test_clearing_shows_an_empty_wall(wall: Wall) -> None:
    wall.show_photos(filled_store(9))
    wall.set_current(3)
    wall.clear()
    assert wall.photos == ()
    assert wall.current is None
    assert seen(wall).pixelColor(450, 320) == wall.ground()


def test_colours_of_slots_can_be_told_apart() -> None:
    assert [slot_of(QColor(*colour_of(slot))) for slot in range(2500)] == list(range(2500))


def test_photos_that_stay_keep_their_cells_until_the_next_grid(
    wall: Wall, settled: Settled
) -> None:
    store = filled_store(20)
    grid, _ = shuffled_grid(store)
    wall.show_photos(store)
    wall.move_grid(grid, None)
    settled(wall)
    assert not wall.has_map
    kept = [i for i in range(20) if i % 3]
    columns_before = [int(grid.cells[i]) % grid.columns for i in kept]
    wall.keep_slots(np.array(kept))
    settled(wall)
    assert slots_seen(wall) == kept
    scale = wall.camera.scale
    left = min(wall.tile_rect(i).x() for i in range(len(kept)))
    seen_in = [round((wall.tile_rect(i).x() - left) / scale) for i in range(len(kept))]
    assert seen_in == columns_before


def test_photos_wait_in_the_shape_their_grid_will_have(wall: Wall, settled: Settled) -> None:
    wall.show_photos(filled_store(16), aspect=1.0)
    settled(wall)
    assert len({wall.tile_rect(i).x() for i in range(16)}) == 4
