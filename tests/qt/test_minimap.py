"""The whole wall small in its corner: seen when it is of use, and a way to go about."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.minimap import Minimap
from gridsne_desktop.qt.workspace import Workspace
from tests.qt.grid.conftest import filled_store, photos_named, plain_photo, slot_of

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Workspace]:
    """A hundred photos, 10 × 10, photo i in cell i as one reads."""
    workspace = Workspace()
    qtbot.addWidget(workspace)
    workspace.set_animated(False)
    workspace.resize(700, 700)
    with qtbot.waitExposed(workspace):
        workspace.show()
    workspace.show_store(filled_store(100), aspect=1.0)
    yield workspace
    workspace.shut_down()
    workspace.close()


@pytest.fixture
def wall(place: Workspace) -> Wall:
    return place.wall


@pytest.fixture
def minimap(place: Workspace) -> Minimap:
    return place.minimap


def zoom_in(wall: Wall) -> None:
    wall.zoom_by(4, QPointF(0, 0))


def cell(minimap: Minimap, column: float, row: float) -> QPoint:
    """The middle of a cell of 10 × 10 in the minimap."""
    side = minimap.picture.width() / minimap.devicePixelRatioF() / 10
    inset = (minimap.width() - 10 * side) / 2
    return QPoint(round(inset + (column + 0.5) * side), round(inset + (row + 0.5) * side))


def centre(wall: Wall) -> int | None:
    return wall.photo_at(QPointF(wall.rect().center()))


def test_it_is_there_only_while_photos_are_out_of_sight(wall: Wall, minimap: Minimap) -> None:
    assert not minimap.isVisible()
    zoom_in(wall)
    assert minimap.isVisible()
    assert wall.rect().contains(minimap.geometry())
    wall.fit()
    assert not minimap.isVisible()


def test_it_fades_where_things_move(
    place: Workspace, wall: Wall, minimap: Minimap, qtbot: QtBot
) -> None:
    place.set_animated(True)
    zoom_in(wall)
    qtbot.waitUntil(lambda: minimap.isVisible() and not wall.is_moving)
    wall.fit()
    qtbot.waitUntil(lambda: not minimap.is_on)
    qtbot.waitUntil(lambda: not minimap.isVisible())


def test_it_stays_away_while_all_photos_fly_to_the_map_where_they_are_all_seen(
    place: Workspace, wall: Wall, minimap: Minimap, qtbot: QtBot
) -> None:
    columns = np.arange(100, dtype=np.float32).reshape(100, 1) / 100
    wall.move_points(np.hstack([columns, columns]))
    place.set_animated(True)
    seen: list[bool] = []
    wall.looked.connect(lambda: seen.append(minimap.isVisible()))
    for view in (View.MAP, View.GRID):
        wall.set_view(view)
        qtbot.waitUntil(lambda: wall.is_settled)
    assert seen
    assert not any(seen)


def test_it_can_be_switched_off(wall: Wall, minimap: Minimap) -> None:
    zoom_in(wall)
    minimap.set_wanted(False)
    assert not minimap.isVisible()
    minimap.set_wanted(True)
    assert minimap.isVisible()


def test_its_picture_shows_every_photo_in_its_place(
    wall: Wall, minimap: Minimap, qtbot: QtBot
) -> None:
    zoom_in(wall)
    qtbot.waitUntil(lambda: not minimap.picture.isNull())
    side = minimap.picture.width() / 10
    middles = [(i, (i % 10 + 0.48) * side, (i // 10 + 0.48) * side) for i in range(100)]
    assert all(slot_of(minimap.picture.pixelColor(int(x), int(y))) == i for i, x, y in middles)


def test_its_picture_follows_tiles_that_arrive(
    place: Workspace, wall: Wall, minimap: Minimap, qtbot: QtBot
) -> None:
    store = TileStore(photos_named(100))
    place.show_store(store, aspect=1.0)
    zoom_in(wall)
    qtbot.waitUntil(lambda: not minimap.picture.isNull())
    store.put(99, plain_photo(99))

    def is_seen() -> bool:
        last = minimap.picture.size() - QSize(8, 8)
        return slot_of(minimap.picture.pixelColor(last.width(), last.height())) == 99

    qtbot.waitUntil(is_seen)


def test_a_press_goes_there_and_a_drag_goes_along(
    wall: Wall, minimap: Minimap, qtbot: QtBot
) -> None:
    zoom_in(wall)
    qtbot.waitUntil(lambda: not minimap.picture.isNull())
    with qtbot.waitSignal(minimap.leaving):
        QTest.mousePress(minimap, LEFT, NONE, cell(minimap, 5, 5))
    assert centre(wall) == 55
    to = QPointF(cell(minimap, 6, 7))
    event = QMouseEvent(
        QEvent.Type.MouseMove, to, minimap.mapToGlobal(to), Qt.MouseButton.NoButton, LEFT, NONE
    )
    QApplication.sendEvent(minimap, event)
    assert centre(wall) == 76
    QTest.mouseRelease(minimap, LEFT, NONE, to.toPoint())
    assert len(wall.selection) == 0


def test_its_frame_is_what_is_being_looked_at(wall: Wall, minimap: Minimap, qtbot: QtBot) -> None:
    zoom_in(wall)
    qtbot.waitUntil(lambda: not minimap.picture.isNull())
    QTest.mouseClick(minimap, LEFT, NONE, cell(minimap, 5, 5))
    image = minimap.grab().toImage()
    seen, dimmed = (image.pixelColor(cell(minimap, *at)) for at in ((5, 5), (0, 0)))
    assert slot_of(seen) == 55
    original = minimap.picture.pixelColor(4, 4)
    assert dimmed.lightness() < original.lightness() or original.lightness() < 20


def test_many_photos_make_a_picture_no_larger_than_asked_for(wall: Wall) -> None:
    wall.show_photos(TileStore(photos_named(3000)), aspect=1.0)
    assert wall.overview.picture(QSize(50, 50)).size() == QSize(50, 50)


def test_on_the_map_it_shows_the_map(wall: Wall) -> None:
    store = filled_store(4)
    wall.show_photos(store, aspect=1.0)
    overview = wall.overview
    assert overview.is_like(wall.overview)
    wall.move_points(np.array([[0, 0], [1, 0], [0, 1], [1, 1]], np.float32))
    wall.set_view(View.MAP)
    assert not overview.is_like(wall.overview)
    picture = wall.overview.picture(QSize(120, 120))
    assert slot_of(picture.pixelColor(8, 8)) == 0
    assert slot_of(picture.pixelColor(111, 111)) == 3
