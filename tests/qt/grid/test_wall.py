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
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from tests.qt.grid.conftest import (
    colour_of,
    filled_store,
    middle_of,
    photos_named,
    plain_photo,
    seen,
    shuffled_grid,
    slot_of,
    slots_seen,
)

SMOOTHING_STEPS = 3
"""Qt smooths a piece of a picture with its own rounding."""

Settled = Callable[[Wall], None]


def pixels(image: QImage) -> NDArray[np.int16]:
    bits = np.frombuffer(image.constBits(), np.uint8)
    return bits.reshape(image.height(), image.bytesPerLine()).astype(np.int16)


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


def test_no_photos_are_an_empty_wall(wall: Wall) -> None:
    wall.show_photos(filled_store(9))
    wall.set_current(3)
    wall.show_photos(TileStore(()))
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
