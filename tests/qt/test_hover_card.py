"""The card beside the photo that the pointer rests on."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QCursor, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.library.decode import decode
from gridsne_desktop.library.facts import Facts
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.hover_card import HoverCard, card_lines, card_place
from gridsne_desktop.qt.workspace import Workspace

NONE = Qt.KeyboardModifier.NoModifier
NO_BUTTON = Qt.MouseButton.NoButton
PATH = Path("/nowhere/a.jpg").absolute()


@pytest.fixture
def place(qtbot: QtBot, few_photos: Path) -> Iterator[Workspace]:
    """Nine photos that lie on the disk."""
    workspace = Workspace()
    qtbot.addWidget(workspace)
    workspace.set_animated(False)
    workspace.resize(700, 700)
    with qtbot.waitExposed(workspace):
        workspace.show()
    paths = sorted(path for path in few_photos.iterdir() if path.suffix == ".jpg")
    photos = tuple(Photo(p, p.stat().st_size, p.stat().st_mtime_ns) for p in paths)
    store = TileStore(photos)
    for slot, photo in enumerate(photos):
        store.put(slot, decode(photo.path))
    workspace.show_store(store, aspect=1.0)
    yield workspace
    workspace.shut_down()
    workspace.close()


def point_at(place: Workspace, index: int) -> None:
    """Move the pointer on a photo."""
    at = QPointF(place.wall.tile_rect(index).center())
    everywhere = place.wall.mapToGlobal(at)
    QCursor.setPos(everywhere.toPoint())
    event = QMouseEvent(QEvent.Type.MouseMove, at, everywhere, NO_BUTTON, NO_BUTTON, NONE)
    QApplication.sendEvent(place.wall, event)


def test_a_pointer_that_rests_is_told_about_the_photo(place: Workspace, qtbot: QtBot) -> None:
    point_at(place, 4)
    assert not place.card.isVisible()
    qtbot.waitUntil(place.card.isVisible)
    photo = place.wall.photos[4]
    assert place.card.lines[0] == photo.path.name
    qtbot.waitUntil(lambda: any(" px · " in line for line in place.card.lines))
    pointer = place.wall.mapFromGlobal(QCursor.pos())
    assert not place.card.geometry().contains(pointer)
    assert place.wall.rect().contains(place.card.geometry())
    image = place.card.grab().toImage()
    assert image.pixelColor(image.rect().center()) is not None
    point_at(place, 5)
    assert not place.card.isVisible()


def wheel(place: Workspace) -> None:
    at = QPointF(300, 300)
    turned, everywhere = QPoint(0, 120), place.wall.mapToGlobal(at)
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, everywhere, QPoint(), turned, NO_BUTTON, NONE, phase, False)
    QApplication.sendEvent(place.wall, event)


def test_the_wheel_a_key_a_press_and_leaving_put_the_card_away(
    place: Workspace, qtbot: QtBot
) -> None:
    for act in (
        wheel,
        lambda at: QTest.keyClick(at.wall, Qt.Key.Key_Right),
        lambda at: QTest.mouseClick(at.wall, Qt.MouseButton.LeftButton, NONE, QPoint(350, 350)),
        lambda at: QApplication.sendEvent(at.wall, QEvent(QEvent.Type.Leave)),
    ):
        point_at(place, 3)
        point_at(place, 4)
        qtbot.waitUntil(place.card.isVisible)
        act(place)
        assert not place.card.isVisible()


def test_the_card_goes_when_other_photos_are_shown(place: Workspace, qtbot: QtBot) -> None:
    point_at(place, 4)
    qtbot.waitUntil(place.card.isVisible)
    place.show_store(TileStore(()), aspect=1.0)
    assert not place.card.isVisible()


def test_whoever_wants_no_card_gets_none(place: Workspace, qtbot: QtBot) -> None:
    point_at(place, 4)
    qtbot.waitUntil(place.card.isVisible)
    place.card.set_wanted(False)
    assert not place.card.isVisible()
    point_at(place, 3)
    qtbot.wait(700)
    assert not place.card.isVisible()


def test_it_tells_name_date_size_camera_and_what_else_is_known() -> None:
    photo = Photo(PATH, 4_200_000, 0)
    taken = datetime(2021, 5, 3, 14, 2)  # noqa: DTZ001
    assert card_lines(photo, Facts((4000, 3000), taken, "Canon EOS 5D"), ("Pinned",)) == (
        "a.jpg",
        "Taken 3 May 2021, 14:02",
        "4,000 × 3,000 px · 4.2 MB",
        "Canon EOS 5D",
        "Pinned",
    )


def test_without_a_date_of_its_own_a_photo_has_its_files() -> None:
    lines = card_lines(Photo(PATH, 1000, 86_400 * 365 * 10**9), None, ())
    assert lines[1].startswith("File of 1 Jan 1971, ")
    assert lines[2] == "1 kB"


def test_a_name_cannot_break_the_line() -> None:
    photo = Photo(PATH.with_name("two\nlines.jpg"), 1, 1)
    assert all(line.isprintable() for line in card_lines(photo, Facts(camera="x\ny"), ()))


sides = st.floats(1, 3000)


@given(sides, sides, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_the_card_is_in_the_window_and_never_under_the_pointer(
    width: float, height: float, x: float, y: float, across: float, down: float
) -> None:
    view, size = QRectF(0, 0, 900, 640), QSizeF(300, 90)
    pointer = QPointF(900 * x, 640 * y)
    tile = QRectF(pointer.x() - width * across, pointer.y() - height * down, width, height)
    card = QRectF(card_place(size, tile=tile, pointer=pointer, view=view), size)
    assert view.contains(card)
    assert not card.contains(pointer)


def test_it_lies_below_its_tile_where_there_is_room() -> None:
    tile = QRectF(300, 200, 100, 100)
    corner = card_place(
        QSizeF(200, 80), tile=tile, pointer=tile.center(), view=QRectF(0, 0, 900, 640)
    )
    assert corner == QPointF(250, 308)


def test_a_card_is_not_the_walls_business(place: Workspace) -> None:
    assert isinstance(place.card, HoverCard)
    assert place.card.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
