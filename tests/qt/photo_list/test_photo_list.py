"""The hand on the list: clicks, rubber bands, and photos that are dragged out."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.photo_list.flow import Flow
from gridsne_desktop.qt.photo_list.photo_list import PhotoList
from gridsne_desktop.qt.workspace import Workspace
from tests.qt.grid.conftest import filled_store

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def place(qtbot: QtBot) -> Iterator[Workspace]:
    """A hundred photos in a list of four columns, photo i at place i."""
    workspace = Workspace()
    qtbot.addWidget(workspace)
    workspace.set_animated(False)
    workspace.resize(820, 640)
    with qtbot.waitExposed(workspace):
        workspace.show()
    workspace.show_store(filled_store(100), aspect=1.0)
    workspace.show_list(True)
    assert workspace.photo_list.flow.columns == 4
    yield workspace
    workspace.shut_down()
    workspace.close()


@pytest.fixture
def photos(place: Workspace) -> PhotoList:
    return place.photo_list


def chosen(place: Workspace) -> list[int]:
    found: list[int] = place.wall.selection.tolist()
    return found


def middle(photos: PhotoList, index: int) -> QPoint:
    return photos.tile_rect(index).center().toPoint()


def beside(photos: PhotoList, index: int) -> QPoint:
    """On the ground, left of a photo."""
    corner = photos.tile_rect(index).topLeft().toPoint()
    return corner - QPoint(6, 6)


def drag(photos: PhotoList, *way: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
    """Press at the first point and go along the others, without letting go."""
    view = photos.viewport()
    QTest.mousePress(view, LEFT, modifiers, way[0])
    for point in way[1:]:
        at = QPointF(point)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            at,
            view.mapToGlobal(at),
            Qt.MouseButton.NoButton,
            LEFT,
            modifiers,
        )
        QApplication.sendEvent(view, event)


def let_go(photos: PhotoList, at: QPoint) -> None:
    QTest.mouseRelease(photos.viewport(), LEFT, NONE, at)


def test_a_rubber_band_from_the_ground_selects_what_it_touches(
    place: Workspace, photos: PhotoList
) -> None:
    end = middle(photos, 5)
    drag(photos, beside(photos, 0), middle(photos, 0), end)
    assert chosen(place) == [0, 1, 4, 5]
    drawn = photos.viewport().grab().toImage()
    let_go(photos, end)
    assert chosen(place) == [0, 1, 4, 5]
    assert photos.viewport().grab().toImage() != drawn


def test_it_takes_back_what_it_no_longer_touches(place: Workspace, photos: PhotoList) -> None:
    drag(photos, beside(photos, 0), middle(photos, 5), middle(photos, 0))
    assert chosen(place) == [0]
    let_go(photos, middle(photos, 0))


@pytest.mark.parametrize("modifier", [CTRL, SHIFT])
def test_with_ctrl_or_shift_it_adds(
    place: Workspace, photos: PhotoList, modifier: Qt.KeyboardModifier
) -> None:
    QTest.mouseClick(photos.viewport(), LEFT, NONE, middle(photos, 7))
    drag(photos, beside(photos, 0), middle(photos, 0), modifiers=modifier)
    let_go(photos, middle(photos, 0))
    assert chosen(place) == [0, 7]


def test_escape_takes_the_band_back_and_then_selects_nothing(
    place: Workspace, photos: PhotoList
) -> None:
    QTest.mouseClick(photos.viewport(), LEFT, NONE, middle(photos, 7))
    drag(photos, beside(photos, 0), middle(photos, 5), modifiers=CTRL)
    assert chosen(place) == [0, 1, 4, 5, 7]
    QTest.keyClick(photos, Qt.Key.Key_Escape)
    assert chosen(place) == [7]
    let_go(photos, middle(photos, 5))
    QTest.keyClick(photos, Qt.Key.Key_Escape)
    assert chosen(place) == []


def test_a_band_that_leaves_the_view_scrolls(
    place: Workspace, photos: PhotoList, qtbot: QtBot
) -> None:
    below = QPoint(middle(photos, 1).x(), photos.viewport().height() + 200)
    drag(photos, beside(photos, 0), middle(photos, 0), below)
    bar = photos.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    qtbot.waitUntil(lambda: 97 in chosen(place))
    assert chosen(place) == [index for index in range(100) if index % 4 in (0, 1)]
    let_go(photos, below)


def test_a_drag_from_selected_photos_gives_them_all_out(
    place: Workspace, photos: PhotoList, qtbot: QtBot
) -> None:
    QTest.mouseClick(photos.viewport(), LEFT, NONE, middle(photos, 1))
    QTest.mouseClick(photos.viewport(), LEFT, CTRL, middle(photos, 4))
    with qtbot.waitSignal(place.wall.drag_wanted):
        drag(photos, middle(photos, 4), middle(photos, 5))
    let_go(photos, middle(photos, 5))
    assert chosen(place) == [1, 4]


def test_a_drag_from_another_photo_gives_that_one_out(
    place: Workspace, photos: PhotoList, qtbot: QtBot
) -> None:
    QTest.mouseClick(photos.viewport(), LEFT, NONE, middle(photos, 1))
    with qtbot.waitSignal(place.wall.drag_wanted):
        drag(photos, middle(photos, 4), middle(photos, 5))
    let_go(photos, middle(photos, 5))
    assert chosen(place) == [4]


def test_a_click_on_one_of_the_selected_photos_selects_it_alone(
    place: Workspace, photos: PhotoList
) -> None:
    QTest.mouseClick(photos.viewport(), LEFT, NONE, middle(photos, 1))
    QTest.mouseClick(photos.viewport(), LEFT, SHIFT, middle(photos, 4))
    assert chosen(place) == [1, 2, 3, 4]
    QTest.mouseClick(photos.viewport(), LEFT, NONE, middle(photos, 2))
    assert chosen(place) == [2]


def test_ctrl_and_space_select_the_current_photo_or_not(
    place: Workspace, photos: PhotoList
) -> None:
    QTest.mouseClick(photos.viewport(), LEFT, NONE, middle(photos, 1))
    QTest.keyClick(photos, Qt.Key.Key_Space, CTRL)
    assert chosen(place) == []
    QTest.keyClick(photos, Qt.Key.Key_Space, CTRL)
    assert chosen(place) == [1]


@given(
    flow=st.builds(
        Flow,
        count=st.integers(0, 60),
        width=st.integers(60, 900),
        side=st.integers(20, 200),
        caption=st.integers(0, 40),
    ),
    box=st.tuples(*[st.floats(-50, 1500)] * 4),
)
def test_the_tiles_a_box_touches_are_those_that_meet_it(
    flow: Flow, box: tuple[float, float, float, float]
) -> None:
    left, right, top, bottom = *sorted(box[:2]), *sorted(box[2:])
    expected = [
        place
        for place in range(flow.count)
        for x, y in [flow.corner(place)]
        if x <= right and x + flow.side >= left and y <= bottom
        if y + flow.side + flow.caption >= top
    ]
    assert flow.touched((left, top, right, bottom)).tolist() == expected
