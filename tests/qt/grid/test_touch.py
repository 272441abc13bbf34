"""What hands do beyond clicks: lassos, gliding, two fingers, double taps, with real events."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QInputDevice,
    QMouseEvent,
    QNativeGestureEvent,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from tests.qt.grid.conftest import filled_store, middle_of, photos_named, shuffled_grid

Key, Button, Phase = Qt.Key, Qt.MouseButton, Qt.ScrollPhase
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
AROUND_44 = (33, 35, 55, 53)
"""Their middles are the corners of a square around photo 44 of 10 × 10."""


@pytest.fixture
def grid_wall(wall: Wall) -> Wall:
    """A hundred photos, 10 × 10, photo i in cell i as one reads."""
    wall.resize(700, 700)
    wall.show_photos(filled_store(100))
    return wall


def move(wall: Wall, to: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    place = QPointF(to)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        wall.mapToGlobal(place),
        Button.NoButton,
        Button.LeftButton,
        modifiers,
    )
    QApplication.sendEvent(wall, event)


def draw(
    wall: Wall, points: Sequence[QPoint], modifiers: Qt.KeyboardModifier, *, let_go: bool = True
) -> None:
    QTest.mousePress(wall, Button.LeftButton, modifiers, points[0])
    for point in points[1:]:
        move(wall, point, modifiers)
    if let_go:
        QTest.mouseRelease(wall, Button.LeftButton, modifiers, points[-1])


def around_44(wall: Wall) -> list[QPoint]:
    """A line just around the middles of the nine photos with 44 in their middle."""
    half = wall.tile_rect(0).width() / 2 - 3
    ways = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    corners = zip(AROUND_44, ways, strict=True)
    return [middle_of(wall, i) + QPoint(round(x * half), round(y * half)) for i, (x, y) in corners]


def selected(wall: Wall) -> list[int]:
    return [int(i) for i in wall.selection]


NINE = [33, 34, 35, 43, 44, 45, 53, 54, 55]


def test_a_drag_with_alt_selects_the_photos_whose_middles_it_encloses(grid_wall: Wall) -> None:
    draw(grid_wall, around_44(grid_wall), ALT)
    assert selected(grid_wall) == NINE


def test_a_lasso_through_a_photos_edge_leaves_it_out(grid_wall: Wall) -> None:
    middle, reach = middle_of(grid_wall, 44), round(grid_wall.camera.scale * 0.9)
    circle = [
        middle + QPoint(round(reach * math.cos(a)), round(reach * math.sin(a)))
        for a in np.linspace(0, 2 * math.pi, 40)
    ]
    draw(grid_wall, circle, ALT)
    assert selected(grid_wall) == [44]


@pytest.mark.parametrize("adding", [CTRL, SHIFT])
def test_a_lasso_with_ctrl_or_shift_adds(grid_wall: Wall, adding: Qt.KeyboardModifier) -> None:
    grid_wall.set_current(0)
    draw(grid_wall, around_44(grid_wall), ALT | adding)
    assert selected(grid_wall) == [0, *NINE]


def test_while_lasso_is_switched_on_every_drag_draws_one(grid_wall: Wall) -> None:
    grid_wall.set_lasso(True)
    assert grid_wall.cursor().shape() == Qt.CursorShape.CrossCursor
    draw(grid_wall, around_44(grid_wall), NONE)
    assert selected(grid_wall) == NINE
    grid_wall.set_lasso(False)
    assert grid_wall.cursor().shape() == Qt.CursorShape.ArrowCursor
    grid_wall.select_none()  # a drag of selected photos takes them out of the window
    camera = grid_wall.camera
    draw(grid_wall, around_44(grid_wall), NONE)
    assert grid_wall.camera != camera
    assert selected(grid_wall) == []


def test_the_lasso_is_seen_while_it_is_drawn(
    grid_wall: Wall, settled: Callable[[Wall], None]
) -> None:
    line = [QPoint(3, 3), QPoint(9, 3), QPoint(9, 9)]
    settled(grid_wall)
    plain = grid_wall.grab().toImage()
    draw(grid_wall, line, ALT, let_go=False)
    assert grid_wall.grab().toImage() != plain
    QTest.mouseRelease(grid_wall, Button.LeftButton, ALT, line[-1])
    assert grid_wall.grab().toImage() == plain


@pytest.mark.parametrize("modifiers", [ALT, SHIFT])
def test_esc_takes_a_lasso_or_a_band_back(grid_wall: Wall, modifiers: Qt.KeyboardModifier) -> None:
    grid_wall.set_current(7)
    draw(grid_wall, around_44(grid_wall), modifiers, let_go=False)
    assert selected(grid_wall) != [7]
    QTest.keyClick(grid_wall, Key.Key_Escape)
    assert selected(grid_wall) == [7]
    move(grid_wall, QPoint(600, 600), modifiers)
    assert selected(grid_wall) == [7]


def test_a_hand_that_lets_go_while_it_moves_leaves_the_wall_gliding(
    grid_wall: Wall, qtbot: QtBot
) -> None:
    grid_wall.zoom_by(4, QPointF(350, 350))
    grid_wall.set_animated(True)
    draw(grid_wall, [QPoint(300 + 12 * i, 300) for i in range(8)], NONE)
    at_first = grid_wall.camera.x
    qtbot.waitUntil(lambda: grid_wall.camera.x < at_first)
    qtbot.waitUntil(lambda: grid_wall.is_settled, timeout=10_000)
    resting = grid_wall.camera
    qtbot.wait(50)
    assert grid_wall.camera == resting


def test_a_press_stops_the_glide(grid_wall: Wall, qtbot: QtBot) -> None:
    grid_wall.zoom_by(4, QPointF(350, 350))
    grid_wall.set_animated(True)
    draw(grid_wall, [QPoint(300 + 12 * i, 300) for i in range(8)], NONE)
    at_first = grid_wall.camera.x
    qtbot.waitUntil(lambda: grid_wall.camera.x < at_first)
    QTest.mousePress(grid_wall, Button.LeftButton, NONE, QPoint(350, 350))
    stopped = grid_wall.camera
    qtbot.wait(50)
    assert grid_wall.camera == stopped
    QTest.mouseRelease(grid_wall, Button.LeftButton, NONE, QPoint(350, 350))


def test_nothing_glides_where_things_do_not_move_by_themselves(
    grid_wall: Wall, qtbot: QtBot
) -> None:
    grid_wall.zoom_by(4, QPointF(350, 350))
    draw(grid_wall, [QPoint(300 + 12 * i, 300) for i in range(8)], NONE)
    resting = grid_wall.camera
    qtbot.wait(50)
    assert grid_wall.camera == resting


def scroll(
    wall: Wall,
    pixels: QPoint,
    *,
    phase: Qt.ScrollPhase = Phase.ScrollUpdate,
    modifiers: Qt.KeyboardModifier = NONE,
    device: QPointingDevice | None = None,
) -> None:
    at = QPointF(300, 300)
    event = QWheelEvent(
        at,
        QPointF(wall.mapToGlobal(at)),
        pixels,
        pixels * 8,
        Button.NoButton,
        modifiers,
        phase,
        False,
        Qt.MouseEventSource.MouseEventNotSynthesized,
        device or QPointingDevice.primaryPointingDevice(),
    )
    QApplication.sendEvent(wall, event)


def trackpad() -> QPointingDevice:
    return QPointingDevice(
        "trackpad",
        77,
        QInputDevice.DeviceType.TouchPad,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.PixelScroll,
        2,
        3,
    )


def test_two_fingers_that_scroll_move_the_wall_pixel_by_pixel(grid_wall: Wall) -> None:
    grid_wall.zoom_by(4, QPointF(350, 350))
    scale, before = grid_wall.camera.scale, grid_wall.tile_rect(44).topLeft()
    scroll(grid_wall, QPoint(13, -7))
    assert grid_wall.tile_rect(44).topLeft() - before == QPointF(13, -7)
    scroll(grid_wall, QPoint(-13, 7), phase=Phase.NoScrollPhase, device=trackpad())
    assert grid_wall.tile_rect(44).topLeft() == before
    assert grid_wall.camera.scale == scale


def test_with_ctrl_two_fingers_zoom(grid_wall: Wall) -> None:
    scale = grid_wall.camera.scale
    scroll(grid_wall, QPoint(0, 40), modifiers=CTRL)
    assert grid_wall.camera.scale > scale


def test_a_notched_wheel_zooms_even_where_the_system_tells_pixels(grid_wall: Wall) -> None:
    scale = grid_wall.camera.scale
    scroll(grid_wall, QPoint(0, 15), phase=Phase.NoScrollPhase)
    assert grid_wall.camera.scale > scale


def test_fingers_that_lift_while_they_scroll_leave_the_wall_gliding(
    grid_wall: Wall, qtbot: QtBot
) -> None:
    grid_wall.zoom_by(4, QPointF(350, 350))
    grid_wall.set_animated(True)
    for _ in range(5):
        scroll(grid_wall, QPoint(20, 0))
    scroll(grid_wall, QPoint(), phase=Phase.ScrollEnd)
    lifted = grid_wall.camera.x
    qtbot.waitUntil(lambda: grid_wall.camera.x < lifted)
    qtbot.waitUntil(lambda: grid_wall.is_settled, timeout=10_000)


def smart_zoom(wall: Wall, at: QPoint) -> None:
    event = QNativeGestureEvent(
        Qt.NativeGestureType.SmartZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(at),
        QPointF(at),
        QPointF(wall.mapToGlobal(at)),
        1.0,
        QPointF(),
    )
    QApplication.sendEvent(wall, event)


@pytest.mark.parametrize("is_zoomed", [False, True])
def test_a_double_tap_of_two_fingers_zooms_to_the_photo_and_back(
    grid_wall: Wall, is_zoomed: bool
) -> None:
    if is_zoomed:
        grid_wall.zoom_by(2, QPointF(350, 350))
    before = grid_wall.camera
    smart_zoom(grid_wall, middle_of(grid_wall, 44))
    assert grid_wall.photo_at(QPointF(350, 350)) == 44
    assert grid_wall.tile_rect(44).width() > 600
    smart_zoom(grid_wall, QPoint(350, 350))
    assert grid_wall.camera == before


def test_a_finger_that_taps_twice_zooms_instead_of_opening(grid_wall: Wall, qtbot: QtBot) -> None:
    at = QPointF(middle_of(grid_wall, 44))
    finger = QPointingDevice(
        "screen",
        78,
        QInputDevice.DeviceType.TouchScreen,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        1,
        1,
    )
    event = QMouseEvent(
        QEvent.Type.MouseButtonDblClick,
        at,
        grid_wall.mapToGlobal(at),
        Button.LeftButton,
        Button.LeftButton,
        NONE,
        finger,
    )
    with qtbot.assertNotEmitted(grid_wall.photo_activated):
        QApplication.sendEvent(grid_wall, event)
    assert grid_wall.tile_rect(44).width() > 600


def test_the_selection_stays_with_its_photos_when_they_are_arranged_anew(wall: Wall) -> None:
    store = filled_store(30)
    wall.show_photos(store)
    wall.select(np.array([3, 17, 20]))
    chosen = {wall.photos[i].path for i in wall.selection}
    wall.show_grid(*shuffled_grid(store))
    assert {wall.photos[i].path for i in wall.selection} == chosen
    slots = list(range(29, -1, -1))
    wall.recast(store, np.array(slots), *shuffled_grid(store, slots=slots))
    assert {wall.photos[i].path for i in wall.selection} == chosen
    anew = TileStore(tuple(Photo(p.path, p.size, 2) for p in reversed(store.photos[5:])))
    wall.set_current(int(wall.selection[0]))
    wall.select(np.array([i for i, p in enumerate(wall.photos) if p.path in chosen]))
    current = wall.photos[wall.current or 0].path
    wall.show_photos(anew)
    assert {wall.photos[i].path for i in wall.selection} == chosen - {store.photos[3].path}
    assert wall.current is None or wall.photos[wall.current].path == current


def test_the_selected_photos_are_counted_and_weighed(wall: Wall) -> None:
    photos = tuple(Photo(p.path, 10**i, 1) for i, p in enumerate(photos_named(6)))
    wall.show_photos(TileStore(photos))
    assert wall.selected == (0, 0)
    wall.select(np.array([0, 2, 5]))
    assert wall.selected == (3, 100_101)
    wall.invert_selection()
    assert wall.selected == (3, 11_010)


def test_a_thousand_selected_photos_look_as_few_do(wall: Wall) -> None:
    """The quick way to mark many is the same picture as the exact way to mark few."""
    wall.resize(700, 700)
    wall.show_photos(filled_store(1600))
    wall.select_all()
    accent = wall.palette().highlight().color()
    image = wall.grab().toImage()
    for index in (0, 777, 1599):
        tile = wall.tile_rect(index).toRect()
        for corner in (tile.topLeft(), tile.topRight(), tile.bottomLeft(), tile.bottomRight()):
            assert image.pixelColor(corner) == accent
    wall.select(np.arange(900))
    few = wall.grab().toImage()
    for index in (0, 777):
        middle = middle_of(wall, index)
        one, other = few.pixelColor(middle), image.pixelColor(middle)
        channels = zip(one.getRgb(), other.getRgb(), strict=True)  # type: ignore[call-overload]
        assert all(abs(a - b) <= 2 for a, b in channels)


def test_buttons_that_are_not_the_walls_are_left_to_the_window(grid_wall: Wall) -> None:
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
        at = QPointF(350, 350)
        back = Button.BackButton
        event = QMouseEvent(kind, at, grid_wall.mapToGlobal(at), back, back, NONE)
        QApplication.sendEvent(grid_wall, event)
        assert not event.isAccepted()
