"""What hands and keys do on the wall, with real events in the tiles' own places."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.grid.wall import Wall
from tests.qt.grid.conftest import filled_store, middle_of, shuffled_grid

Key, Button = Qt.Key, Qt.MouseButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
COLUMNS = 10


@pytest.fixture
def grid_wall(wall: Wall) -> Wall:
    """A hundred photos, 10 × 10, photo i in cell i as one reads."""
    wall.resize(700, 700)
    wall.show_photos(filled_store(100))
    assert wall.neighbour(0, 0, 1) == COLUMNS
    return wall


def click(wall: Wall, index: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(wall, Button.LeftButton, modifiers, middle_of(wall, index))


def drag(
    wall: Wall,
    start: QPoint,
    end: QPoint,
    *,
    button: Qt.MouseButton = Button.LeftButton,
    modifiers: Qt.KeyboardModifier = NONE,
) -> None:
    QTest.mousePress(wall, button, modifiers, start)
    for step in range(1, 9):
        place = QPointF(start + (end - start) * step / 8)
        glide = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            wall.mapToGlobal(place),
            Button.NoButton,
            button,
            modifiers,
        )
        QApplication.sendEvent(wall, glide)
    QTest.mouseRelease(wall, button, modifiers, end)


def turn_wheel(wall: Wall, at: QPoint, eighths: int) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(wall.mapToGlobal(at)),
        QPoint(),
        QPoint(0, eighths),
        Button.NoButton,
        NONE,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(wall, event)


def selected(wall: Wall) -> list[int]:
    return [int(i) for i in wall.selection]


def test_a_click_selects_one_photo_and_makes_it_current(grid_wall: Wall, qtbot: QtBot) -> None:
    with qtbot.waitSignals([grid_wall.selection_changed, grid_wall.current_changed]):
        click(grid_wall, 42)
    assert selected(grid_wall) == [42]
    assert grid_wall.current == 42
    click(grid_wall, 7)
    assert selected(grid_wall) == [7]


def test_ctrl_click_adds_and_takes_away(grid_wall: Wall) -> None:
    click(grid_wall, 3)
    click(grid_wall, 50, CTRL)
    assert selected(grid_wall) == [3, 50]
    click(grid_wall, 3, CTRL)
    assert selected(grid_wall) == [50]


def test_shift_click_selects_the_range_in_the_order_of_the_grid(grid_wall: Wall) -> None:
    click(grid_wall, 18)
    click(grid_wall, 22, SHIFT)
    assert selected(grid_wall) == [18, 19, 20, 21, 22]
    click(grid_wall, 16, SHIFT)
    assert selected(grid_wall) == [16, 17, 18]


def test_a_range_follows_the_cells_not_the_folder(wall: Wall) -> None:
    store = filled_store(30)
    grid, points = shuffled_grid(store)
    wall.show_photos(store)
    wall.show_grid(grid, points)
    order = grid.order().tolist()
    click(wall, order[4])
    click(wall, order[11], SHIFT)
    assert selected(wall) == sorted(order[4:12])


def test_a_click_on_the_ground_selects_nothing(grid_wall: Wall) -> None:
    click(grid_wall, 5)
    QTest.mouseClick(grid_wall, Button.LeftButton, NONE, QPoint(2, 2))
    assert selected(grid_wall) == []


def test_double_click_opens_the_photo(grid_wall: Wall, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid_wall.photo_activated) as opened:
        QTest.mouseDClick(grid_wall, Button.LeftButton, NONE, middle_of(grid_wall, 33))
    assert opened.args == [33]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Space])
def test_keys_open_the_current_photo(grid_wall: Wall, qtbot: QtBot, key: Qt.Key) -> None:
    grid_wall.set_current(12)
    with qtbot.waitSignal(grid_wall.photo_activated) as opened:
        QTest.keyClick(grid_wall, key)
    assert opened.args == [12]


def test_a_drag_over_photos_moves_the_wall_and_selects_nothing(grid_wall: Wall) -> None:
    grid_wall.zoom_by(3, QPointF(350, 350))
    under = grid_wall.photo_at(QPointF(300, 300))
    assert under is not None
    before = grid_wall.tile_rect(under)
    drag(grid_wall, QPoint(300, 300), QPoint(380, 340))
    assert grid_wall.tile_rect(under).topLeft() - before.topLeft() == QPointF(80, 40)
    assert selected(grid_wall) == []


def test_a_drag_of_a_selected_photo_takes_the_selection_out_and_moves_nothing(
    grid_wall: Wall, qtbot: QtBot
) -> None:
    click(grid_wall, 34)
    click(grid_wall, 45, CTRL)
    before = grid_wall.tile_rect(0)
    with qtbot.waitSignal(grid_wall.drag_wanted):
        drag(grid_wall, middle_of(grid_wall, 34), middle_of(grid_wall, 36))
    assert (selected(grid_wall), grid_wall.current) == ([34, 45], 34)
    assert grid_wall.tile_rect(0) == before
    with qtbot.assertNotEmitted(grid_wall.drag_wanted):
        drag(grid_wall, middle_of(grid_wall, 50), middle_of(grid_wall, 52))


def test_escape_selects_nothing(grid_wall: Wall) -> None:
    click(grid_wall, 5)
    QTest.keyClick(grid_wall, Key.Key_Escape)
    assert selected(grid_wall) == []


def test_some_photos_are_brought_into_view_together(grid_wall: Wall) -> None:
    together = np.array([0, 1, 11])
    grid_wall.bring_into_view(together)
    assert grid_wall.camera.scale > grid_wall.scale_limits()[0]
    for index in together:
        assert grid_wall.rect().contains(grid_wall.tile_rect(int(index)).toRect())
    grid_wall.bring_into_view(np.array([0, 99]))
    assert grid_wall.rect().contains(grid_wall.tile_rect(90).toRect())


def test_the_middle_button_moves_the_wall(grid_wall: Wall) -> None:
    before = grid_wall.tile_rect(0)
    drag(grid_wall, QPoint(1, 1), QPoint(61, 31), button=Button.MiddleButton)
    assert grid_wall.tile_rect(0).topLeft() - before.topLeft() == QPointF(60, 30)


def test_space_and_drag_moves_the_wall_and_opens_nothing(grid_wall: Wall, qtbot: QtBot) -> None:
    grid_wall.set_current(12)
    before = grid_wall.tile_rect(0)
    with qtbot.assertNotEmitted(grid_wall.photo_activated):
        QTest.keyPress(grid_wall, Key.Key_Space)
        assert grid_wall.cursor().shape() == Qt.CursorShape.OpenHandCursor
        drag(grid_wall, QPoint(1, 1), QPoint(41, 21))
        QTest.keyRelease(grid_wall, Key.Key_Space)
    assert grid_wall.tile_rect(0).topLeft() - before.topLeft() == QPointF(40, 20)
    assert grid_wall.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert selected(grid_wall) == [12]


def test_a_drag_from_the_ground_selects_what_the_band_touches(grid_wall: Wall) -> None:
    drag(grid_wall, QPoint(1, 1), middle_of(grid_wall, 12))
    assert selected(grid_wall) == [0, 1, 2, 10, 11, 12]
    drag(grid_wall, QPoint(1, 1), middle_of(grid_wall, 1))
    assert selected(grid_wall) == [0, 1]


def test_a_drag_with_shift_draws_a_band_on_photos_and_adds(grid_wall: Wall) -> None:
    click(grid_wall, 99)
    drag(grid_wall, middle_of(grid_wall, 34), middle_of(grid_wall, 45), modifiers=SHIFT)
    assert selected(grid_wall) == [34, 35, 44, 45, 99]


@pytest.mark.parametrize("eighths", [120, -120, 15, 480])
def test_the_wheel_zooms_and_the_point_under_the_cursor_stays(
    grid_wall: Wall, eighths: int
) -> None:
    at = QPoint(210, 480)
    scale, place = grid_wall.camera.scale, grid_wall.camera.to_world(210, 480)
    turn_wheel(grid_wall, at, eighths)
    assert (grid_wall.camera.scale > scale) == (eighths > 0)
    assert grid_wall.camera.to_world(210, 480) == pytest.approx(place)


def test_while_the_zoom_eases_the_point_stays_too(grid_wall: Wall, qtbot: QtBot) -> None:
    grid_wall.set_animated(True)
    place, scale = grid_wall.camera.to_world(210, 480), grid_wall.camera.scale
    for _ in range(3):
        turn_wheel(grid_wall, QPoint(210, 480), 120)
    seen = []

    def arrived() -> bool:
        seen.append(grid_wall.camera)
        return not grid_wall.is_moving

    qtbot.waitUntil(arrived)
    assert grid_wall.camera.scale == pytest.approx(scale * 1.25**3)
    assert all(camera.to_world(210, 480) == pytest.approx(place, abs=1e-3) for camera in seen)


def test_the_zoom_ends_at_its_limits(grid_wall: Wall) -> None:
    low, high = grid_wall.scale_limits()
    turn_wheel(grid_wall, QPoint(300, 300), -120 * 100)
    assert grid_wall.camera.scale == low
    turn_wheel(grid_wall, QPoint(300, 300), 120 * 100)
    assert grid_wall.camera.scale == high


def test_two_fingers_on_a_trackpad_zoom_at_their_place(grid_wall: Wall) -> None:
    place, scale = grid_wall.camera.to_world(200, 250), grid_wall.camera.scale
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(200, 250),
        QPointF(200, 250),
        QPointF(grid_wall.mapToGlobal(QPoint(200, 250))),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(grid_wall, event)
    assert grid_wall.camera.scale == pytest.approx(scale * 1.5)
    assert grid_wall.camera.to_world(200, 250) == pytest.approx(place)


@pytest.mark.parametrize(
    ("key", "to"),
    [
        (Key.Key_Right, 45),
        (Key.Key_Left, 43),
        (Key.Key_Up, 34),
        (Key.Key_Down, 54),
        (Key.Key_Home, 0),
        (Key.Key_End, 99),
        (Key.Key_PageDown, 94),
        (Key.Key_PageUp, 4),
    ],
)
def test_keys_walk_on_the_grid(grid_wall: Wall, key: Qt.Key, to: int) -> None:
    grid_wall.set_current(44)
    QTest.keyClick(grid_wall, key)
    assert grid_wall.current == to
    assert selected(grid_wall) == [to]


def test_the_first_key_goes_to_the_first_photo(grid_wall: Wall) -> None:
    QTest.keyClick(grid_wall, Key.Key_Right)
    assert grid_wall.current == 0


def test_keys_stop_at_the_edge(grid_wall: Wall) -> None:
    grid_wall.set_current(9)
    QTest.keyClick(grid_wall, Key.Key_Right)
    assert grid_wall.current == 9


def test_shift_and_arrows_extend_and_shrink_the_selection(grid_wall: Wall) -> None:
    grid_wall.set_current(44)
    QTest.keyClick(grid_wall, Key.Key_Right, SHIFT)
    QTest.keyClick(grid_wall, Key.Key_Right, SHIFT)
    assert selected(grid_wall) == [44, 45, 46]
    QTest.keyClick(grid_wall, Key.Key_Left, SHIFT)
    assert selected(grid_wall) == [44, 45]
    QTest.keyClick(grid_wall, Key.Key_End, SHIFT)
    assert selected(grid_wall) == list(range(44, 100))


def test_ctrl_walks_without_selecting_and_ctrl_space_selects(grid_wall: Wall) -> None:
    grid_wall.set_current(44)
    QTest.keyClick(grid_wall, Key.Key_Right, CTRL)
    QTest.keyClick(grid_wall, Key.Key_Right, CTRL)
    assert (selected(grid_wall), grid_wall.current) == ([44], 46)
    QTest.keyClick(grid_wall, Key.Key_Space, CTRL)
    assert selected(grid_wall) == [44, 46]


def test_the_current_photo_is_brought_into_view(grid_wall: Wall) -> None:
    grid_wall.zoom_by(5, QPointF(0, 0))
    grid_wall.set_current(0)
    for _ in range(9):
        QTest.keyClick(grid_wall, Key.Key_Right)
        assert grid_wall.current is not None
        tile = grid_wall.tile_rect(grid_wall.current).toRect()
        assert grid_wall.rect().contains(tile)


def test_hovering_tells_which_photo(grid_wall: Wall, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid_wall.photo_hovered) as hovered:
        QTest.mouseMove(grid_wall, middle_of(grid_wall, 27))
    assert hovered.args == [27]
    plain = grid_wall.grab().toImage()
    QApplication.sendEvent(grid_wall, QEvent(QEvent.Type.Leave))
    assert grid_wall.hovered is None
    assert grid_wall.grab().toImage() != plain


def test_the_menu_selects_the_photo_it_is_for(grid_wall: Wall, qtbot: QtBot) -> None:
    click(grid_wall, 3)
    at = middle_of(grid_wall, 61)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, grid_wall.mapToGlobal(at), NONE)
    with qtbot.waitSignal(grid_wall.menu_requested) as wanted:
        QApplication.sendEvent(grid_wall, event)
    assert wanted.args == [61, grid_wall.mapToGlobal(at)]
    assert selected(grid_wall) == [61]


def test_a_menu_on_a_selected_photo_keeps_the_selection(grid_wall: Wall) -> None:
    click(grid_wall, 3)
    click(grid_wall, 5, SHIFT)
    at = middle_of(grid_wall, 4)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, grid_wall.mapToGlobal(at), NONE)
    QApplication.sendEvent(grid_wall, event)
    assert selected(grid_wall) == [3, 4, 5]
    assert grid_wall.current == 4


def test_the_menu_key_asks_for_the_current_photo(grid_wall: Wall, qtbot: QtBot) -> None:
    grid_wall.set_current(8)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint(), NONE)
    with qtbot.waitSignal(grid_wall.menu_requested) as wanted:
        QApplication.sendEvent(grid_wall, event)
    assert wanted.args == [8, grid_wall.mapToGlobal(middle_of(grid_wall, 8))]


def test_all_none_and_invert(grid_wall: Wall) -> None:
    grid_wall.select_all()
    assert selected(grid_wall) == list(range(100))
    grid_wall.select_none()
    assert selected(grid_wall) == []
    click(grid_wall, 0)
    grid_wall.invert_selection()
    assert selected(grid_wall) == list(range(1, 100))


def test_selected_photos_have_a_frame_in_the_accent_colour(grid_wall: Wall) -> None:
    grid_wall.select_all()
    image = grid_wall.grab().toImage()
    accent = grid_wall.palette().highlight().color()
    edges = [grid_wall.tile_rect(i).topLeft().toPoint() for i in range(100)]
    assert all(image.pixelColor(edge) == accent for edge in edges)


def test_a_screen_reader_hears_the_name_and_the_place(grid_wall: Wall) -> None:
    assert grid_wall.accessibleName() == "Photo wall"
    grid_wall.set_current(23)
    said = grid_wall.accessibleDescription()
    assert said == "photo 23.jpg, row 3 of 10, column 4 of 10"
