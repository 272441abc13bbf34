"""What is painted in a hurry shows the same photos at the same places as what is painted well."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.camera import Box
from gridsne_desktop.qt.grid.cast import Cast
from gridsne_desktop.qt.grid.places import Board, Places, View, tiles_in, tiles_on
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from tests.qt.grid.conftest import (
    filled_store,
    photos_named,
    plain_photo,
    shuffled_grid,
    slot_of,
)

Settled = Callable[[Wall], None]
MIDDLE = QPointF(450, 320)
ENLARGED = 1.04
CONTRAST = 255


def slots_seen(wall: Wall) -> list[int]:
    """The slot whose colour is in the middle of each tile that is whole in view."""
    wall.hover(None)
    image = wall.grab().toImage()
    ratio = image.devicePixelRatio()
    rects = [wall.tile_rect(i) for i in range(len(wall.photos))]
    return [
        slot_of(image.pixelColor((rect.center() * ratio).toPoint())) if is_in else slot
        for slot, (rect, is_in) in enumerate(
            (rect, wall.rect().toRectF().contains(rect)) for rect in rects
        )
    ]


def arranged(wall: Wall, n: int) -> None:
    store = filled_store(n)
    wall.show_photos(store)
    wall.show_grid(*shuffled_grid(store))


@pytest.mark.parametrize("n", [1, 30, 700])
@pytest.mark.parametrize("factor", [0.6, 1.2, 2.2, 5.0, 20.0])
def test_every_photo_is_in_its_place_at_once_after_a_zoom(
    wall: Wall, settled: Settled, n: int, factor: float
) -> None:
    arranged(wall, n)
    settled(wall)
    wall.zoom_at_once(factor, MIDDLE)
    assert slots_seen(wall) == list(range(n))  # not settled yet
    settled(wall)
    assert slots_seen(wall) == list(range(n))


def test_a_long_zoom_out_and_in_ends_where_it_should(wall: Wall, settled: Settled) -> None:
    arranged(wall, 400)
    settled(wall)
    for factor in [1 / ENLARGED] * 12 + [ENLARGED] * 80:
        wall.zoom_at_once(factor, MIDDLE)
        wall.grab()
    assert slots_seen(wall) == list(range(400))


def test_a_photo_that_arrives_between_two_zooms_is_on_the_wall(
    wall: Wall, settled: Settled
) -> None:
    arranged(wall, 400)
    settled(wall)
    wall.zoom_at_once(1.3, MIDDLE)
    settled(wall)
    index = wall.photo_at(MIDDLE)
    assert index is not None
    store = filled_store(400)
    wall.show_photos(store)
    wall.zoom_at_once(1.3, MIDDLE)
    wall.grab()
    index = wall.photo_at(MIDDLE)
    assert index is not None
    store.put(index, plain_photo(777))
    wall.zoom_at_once(4, MIDDLE)
    settled(wall)
    assert slots_seen(wall)[index] == 777


def test_after_the_map_the_pages_of_the_grid_are_still_right(wall: Wall, settled: Settled) -> None:
    arranged(wall, 400)
    settled(wall)
    for view in (View.MAP, View.GRID):
        wall.set_view(view)
        wall.zoom_at_once(1.1, MIDDLE)
        wall.grab()
    assert slots_seen(wall) == list(range(400))


@st.composite
def boards(draw: st.DrawFn) -> tuple[Places, Box]:
    columns, rows = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    cells = draw(st.lists(st.integers(0, columns * rows - 1), unique=True, min_size=1))
    number = st.floats(-3, 12, allow_nan=False, width=32)
    side = st.floats(0, 12, allow_nan=False, width=32)
    box = Box(draw(number), draw(number), draw(side), draw(side))
    return Places(np.array(cells, np.int32), columns), box


@given(boards())
def test_looking_up_cells_finds_the_same_photos_as_looking_at_all(
    drawn: tuple[Places, Box],
) -> None:
    places, box = drawn
    assert sorted(tiles_on(places.board, box)) == tiles_in(places.on_grid(), box).tolist()


def test_a_cast_has_a_board_only_while_its_tiles_rest_in_their_cells() -> None:
    store = filled_store(6)
    grid, points = shuffled_grid(store)
    cast = Cast(store, aspect=1)
    boards = [cast.board]
    cast.set_grid(grid)
    boards.append(cast.board)
    cast.motion.fly(cast.goal, now=0.0)
    for now in (0.1, 9.0):
        cast.motion.advance(now)
        boards.append(cast.board)
    cast.set_points(points)
    cast.view = View.MAP
    cast.motion.jump(cast.goal)
    boards.append(cast.board)
    assert [board is not None for board in boards] == [True, False, False, True, False]
    assert boards[3] is not None
    assert photos_on(boards[3], grid) == grid.photos


def photos_on(board: Board, grid: Grid) -> tuple[Photo, ...]:
    """The photos in their own order, each looked up in its cell."""
    return tuple(grid.photos[board.ravel()[cell]] for cell in grid.cells)


def test_where_tiles_land_none_is_coarser_than_on_its_way(wall: Wall, qtbot: QtBot) -> None:
    n, stripes = 400, np.tile(np.repeat([0, CONTRAST], 4), 8).astype(np.uint8)
    store = TileStore(photos_named(n))
    for slot in range(n):
        store.put(slot, np.broadcast_to(stripes[None, :, None], (64, 64, 3)).copy())
    wall.show_photos(store)
    wall.show_grid(*shuffled_grid(store))
    wall.set_view(View.MAP)
    qtbot.waitUntil(lambda: wall.is_settled)
    wall.set_animated(True)
    wall.set_view(View.GRID)
    qtbot.waitUntil(lambda: wall.is_moving)
    wall.set_animated(False)  # there at once
    contrasts = contrasts_seen(wall)
    assert min(contrasts) > 0.8 * max(contrasts)
    assert max(contrasts) > CONTRAST / 4


def contrasts_seen(wall: Wall) -> list[float]:
    """How far apart light and dark are in the row in the middle of each tile."""
    image = wall.grab().toImage()
    rects = [wall.tile_rect(i).toRect() for i in range(len(wall.photos))]
    return [
        float(np.std([image.pixelColor(x, rect.center().y()).value() for x in across]))
        for rect in rects
        for across in [range(rect.left(), rect.right())]
    ]
