"""Two to four photos side by side."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.loupe.comparison import Comparison
from gridsne_desktop.qt.loupe.frame import Frame
from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.pane import Compared
from tests.qt.loupe.conftest import NewPhoto

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
SIZES = [(1600, 1200), (900, 1400), (2000, 500), (640, 480)]


@pytest.fixture
def comparison(qtbot: QtBot, qapp: QApplication) -> Iterator[Comparison]:
    widget = Comparison(KeptLevels())  # not the bot's, who deletes it before its threads end
    widget.resize(900, 600)
    widget.show()
    widget.setFocus()
    yield widget
    widget.shut_down()
    qtbot.waitUntil(lambda: not widget.is_busy)
    widget.close()
    widget.deleteLater()
    qapp.processEvents()


def show(comparison: Comparison, photos: list[Photo], qtbot: QtBot) -> None:
    comparison.show_photos([Compared(10 + i, photo, (i + 1, 50)) for i, photo in enumerate(photos)])
    qtbot.waitUntil(lambda: comparison.is_settled)


def frames(comparison: Comparison) -> list[Frame]:
    found = [pane.view.frame for pane in comparison.panes]
    return [frame for frame in found if frame is not None]


@pytest.mark.parametrize("count", [2, 3, 4])
def test_every_photo_is_shown_whole_and_named_whatever_its_shape(
    comparison: Comparison, new_photo: NewPhoto, qtbot: QtBot, count: int
) -> None:
    photos = [new_photo(f"{i}.png", size=size) for i, size in enumerate(SIZES[:count])]
    show(comparison, photos, qtbot)
    assert len(frames(comparison)) == count
    assert all(frame.is_fit for frame in frames(comparison))
    for number, pane in enumerate(comparison.panes):
        width, height = SIZES[number]
        for fact in (f"{number}.png", f"{number + 1} of 50", f"{width} × {height}", "%"):
            assert fact in pane.text
    places = [pane.geometry() for pane in comparison.panes]
    assert not any(a.intersects(b) for a in places for b in places if a is not b)


def test_all_are_at_100_percent_together_and_fit_together(
    comparison: Comparison, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    photos = [new_photo(f"{i}.png", size=size) for i, size in enumerate(SIZES[:3])]
    show(comparison, photos, qtbot)
    QTest.keyClick(comparison, Qt.Key.Key_1, CONTROL)
    assert [frame.scale for frame in frames(comparison)] == [1.0, 1.0, 1.0]
    QTest.keyClick(comparison, Qt.Key.Key_0, CONTROL)
    assert all(frame.is_fit for frame in frames(comparison))
    qtbot.waitUntil(lambda: comparison.is_settled)


def test_dragging_one_moves_all_to_the_same_place(
    comparison: Comparison, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(
        comparison,
        [new_photo("a.png", size=(3000, 3000)), new_photo("b.png", size=(2000, 2000))],
        qtbot,
    )
    QTest.keyClick(comparison, Qt.Key.Key_1, CONTROL)
    view = comparison.panes[0].view
    QTest.mousePress(view, LEFT, NONE, QPoint(300, 300))
    QTest.mouseMove(view, QPoint(100, 200))
    QTest.mouseRelease(view, LEFT, NONE, QPoint(100, 200))
    one, other = frames(comparison)
    assert one.middle != pytest.approx((0.5, 0.5), abs=0.01)
    assert other.middle == pytest.approx(one.middle, abs=0.002)
    qtbot.waitUntil(lambda: comparison.is_settled)


def test_the_wheel_over_one_zooms_all_by_the_same_factor(
    comparison: Comparison, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(
        comparison,
        [new_photo("a.png", size=(3000, 2000)), new_photo("b.png", size=(2000, 3000))],
        qtbot,
    )
    view, place = comparison.panes[1].view, QPointF(50, 50)
    event = QWheelEvent(
        place, view.mapToGlobal(place), QPoint(), QPoint(0, 360),
        Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, event)
    factors = [frame.scale / frame.fit_scale for frame in frames(comparison)]
    assert factors[0] > 1.5
    assert factors[1] == pytest.approx(factors[0])
    qtbot.waitUntil(lambda: comparison.is_settled)


def test_tab_and_a_click_choose_the_active_photo_and_return_opens_it(
    comparison: Comparison, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(comparison, [new_photo(f"{i}.png") for i in range(3)], qtbot)
    assert comparison.active == 10
    QTest.keyClick(comparison, Qt.Key.Key_Tab)
    assert comparison.active == 11
    QTest.keyClick(comparison, Qt.Key.Key_Backtab)
    assert comparison.active == 10
    QTest.mouseClick(comparison.panes[2].view, LEFT, NONE, QPoint(50, 50))
    assert comparison.active == 12
    with qtbot.waitSignal(comparison.opened) as opened:
        QTest.keyClick(comparison, Qt.Key.Key_Return)
    assert opened.args == [12]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_C])
def test_escape_and_c_go_back(
    comparison: Comparison, new_photo: NewPhoto, qtbot: QtBot, key: Qt.Key
) -> None:
    show(comparison, [new_photo("a.png"), new_photo("b.png")], qtbot)
    with qtbot.waitSignal(comparison.closed):
        QTest.keyClick(comparison, key)


def test_a_photo_that_cannot_be_shown_says_why_beside_the_others(
    comparison: Comparison, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    good, bad = new_photo("a.png"), new_photo("b.png")
    bad.path.write_bytes(b"")
    show(comparison, [good, bad], qtbot)
    assert comparison.panes[0].sentence == ""
    assert comparison.panes[1].sentence == "The file is empty."
    QTest.keyClick(comparison, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: comparison.is_settled)
