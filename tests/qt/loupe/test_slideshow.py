"""Photos one after the other on the whole screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt import background
from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.slideshow import Slideshow
from tests.qt.loupe.conftest import NewPhoto

COLOURS = [(200, 30, 30), (30, 200, 30), (30, 30, 200)]
LONG, SHORT = 60.0, 0.05
NONE = Qt.KeyboardModifier.NoModifier

Begin = Callable[..., Slideshow]


@pytest.fixture
def photos(new_photo: NewPhoto) -> list[Photo]:
    return [new_photo(f"{i}.png", colour=colour) for i, colour in enumerate(COLOURS)]


@pytest.fixture
def begin(qtbot: QtBot, qapp: QApplication, photos: list[Photo]) -> Iterator[Begin]:
    """`begin(first=0, seconds=LONG, is_animated=False)`: a running slideshow of three photos."""
    owner = QWidget()
    qtbot.addWidget(owner)

    def start(*, first: int = 0, seconds: float = LONG, is_animated: bool = False) -> Slideshow:
        show = Slideshow(
            photos, first=first, seconds=seconds, is_animated=is_animated,
            kept=KeptLevels(), parent=owner,
        )  # fmt: skip
        with qtbot.waitSignal(show.shown):
            show.start()
        return show

    yield start
    for show in owner.findChildren(Slideshow):
        show.close()
    qtbot.waitUntil(lambda: not background.are_running())
    qapp.processEvents()


def middle(show: Slideshow) -> QColor:
    image = show.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_it_fills_the_screen_begins_where_one_is_and_hides_the_pointer(begin: Begin) -> None:
    show = begin(first=1)
    assert show.isFullScreen()
    assert show.place == 1
    assert middle(show) == QColor(*COLOURS[1])
    assert show.cursor().shape() is Qt.CursorShape.BlankCursor
    assert show.note == ""


def test_photos_follow_each_other_by_themselves_and_begin_again_after_the_last(
    begin: Begin, qtbot: QtBot
) -> None:
    show = begin(seconds=SHORT)
    places: list[int] = []
    show.shown.connect(places.append)
    qtbot.waitUntil(lambda: len(places) >= 4)
    assert places[:4] == [1, 2, 0, 1]


def test_space_pauses_and_goes_on(begin: Begin, qtbot: QtBot) -> None:
    show = begin(seconds=SHORT)
    QTest.keyClick(show, Qt.Key.Key_Space)
    place = show.place
    assert show.is_paused
    assert f"{place + 1} of 3" in show.note
    assert f"{place}.png" in show.note
    QTest.qWait(300)  # six photos' time: enough for a show that did not pause to be elsewhere
    assert show.place == place
    with qtbot.waitSignal(show.shown):
        QTest.keyClick(show, Qt.Key.Key_Space)
    assert not show.is_paused


def test_arrows_step_also_while_it_is_paused(begin: Begin, qtbot: QtBot) -> None:
    show = begin()
    QTest.keyClick(show, Qt.Key.Key_Space)
    with qtbot.waitSignal(show.shown):
        QTest.keyClick(show, Qt.Key.Key_Left)
    assert show.place == 2
    assert show.is_paused
    with qtbot.waitSignal(show.shown):
        QTest.keyClick(show, Qt.Key.Key_Right)
    assert show.place == 0


def test_the_next_photo_is_decoded_ahead(begin: Begin, photos: list[Photo], qtbot: QtBot) -> None:
    show = begin()
    qtbot.waitUntil(lambda: show.width() > 600)  # it has the size of the screen by now
    qtbot.waitUntil(lambda: not show.is_busy)
    photos[1].path.unlink()
    with qtbot.waitSignal(show.shown):
        QTest.keyClick(show, Qt.Key.Key_Right)
    assert middle(show) == QColor(*COLOURS[1])


def test_one_photo_fades_into_the_next_where_things_may_move(begin: Begin, qtbot: QtBot) -> None:
    show = begin(is_animated=True)
    assert show.is_fading
    qtbot.waitUntil(lambda: not show.is_fading)
    assert middle(show) == QColor(*COLOURS[0])
    still = begin()
    assert not still.is_fading


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F8])
def test_escape_ends_it_and_says_where(begin: Begin, qtbot: QtBot, key: Qt.Key) -> None:
    show = begin(first=2)
    with qtbot.waitSignal(show.ended) as ended:
        QTest.keyClick(show, key)
    assert ended.args == [2]


def test_a_click_pauses_and_the_pointer_is_seen_while_it_moves(begin: Begin) -> None:
    show = begin()
    QTest.mouseMove(show, QPoint(100, 100))
    QTest.mouseMove(show, QPoint(200, 150))
    assert show.cursor().shape() is Qt.CursorShape.ArrowCursor
    QTest.mouseClick(show, Qt.MouseButton.LeftButton, NONE, QPoint(200, 150))
    assert show.is_paused


def test_a_photo_that_cannot_be_shown_is_a_sentence_and_the_show_goes_on(
    begin: Begin, photos: list[Photo], qtbot: QtBot
) -> None:
    photos[1].path.write_bytes(b"")
    show = begin(seconds=SHORT)
    places: list[int] = []
    show.shown.connect(places.append)
    qtbot.waitUntil(lambda: 2 in places)
    assert 1 in places
