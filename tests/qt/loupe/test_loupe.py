"""One photo large, as a person sees and handles it."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt import background
from gridsne_desktop.qt.loupe.dark import GROUND
from gridsne_desktop.qt.loupe.frame import Frame
from gridsne_desktop.qt.loupe.loupe import Loupe
from tests.qt.loupe.conftest import NewPhoto

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

NONE = Qt.KeyboardModifier.NoModifier
RED, BLUE = QColor(200, 30, 30), QColor(30, 30, 200)


def show(loupe: Loupe, photo: Photo, qtbot: QtBot) -> None:
    loupe.show_photo(photo)
    qtbot.waitUntil(lambda: loupe.is_settled)


def frame(loupe: Loupe) -> Frame:
    assert loupe.view.frame is not None
    return loupe.view.frame


def middle_colour(loupe: Loupe) -> QColor:
    image = loupe.view.grab().toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def wheel(loupe: Loupe, place: QPointF, notches: int) -> None:
    event = QWheelEvent(
        place, loupe.view.mapToGlobal(place), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(loupe.view, event)


@pytest.mark.parametrize(
    "size", [(1, 1), (640, 480), (480, 640), (3000, 60), (60, 3000), (2400, 1800)]
)
def test_a_photo_of_any_shape_is_shown_whole_and_in_its_colour(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot, size: tuple[int, int]
) -> None:
    show(loupe, new_photo("a.png", size=size), qtbot)
    assert (frame(loupe).width, frame(loupe).height) == size
    assert frame(loupe).is_fit
    assert middle_colour(loupe) == RED


def test_an_upright_photo_is_shown_where_the_camera_was_turned(
    loupe: Loupe, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (300, 200)).save(path, exif=exif)
    show(loupe, Photo(path, 1, 1), qtbot)
    assert (frame(loupe).width, frame(loupe).height) == (200, 300)


def test_the_placeholder_is_there_at_once_where_the_photo_will_be(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    placeholder = QImage(256, 192, QImage.Format.Format_RGB32)
    placeholder.fill(BLUE)
    loupe.show_photo(new_photo("a.png", size=(1600, 1200)), placeholder)
    before = frame(loupe).seen
    assert middle_colour(loupe) == BLUE
    qtbot.waitUntil(lambda: loupe.is_settled)
    assert frame(loupe).seen == before
    assert middle_colour(loupe) == RED


def test_the_caption_says_name_place_pixels_and_size(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    photo = new_photo("kitchen.png")
    loupe.show_photo(Photo(photo.path, 4_200_000, 86_400 * 365 * 10**9), place=(3, 1200))
    qtbot.waitUntil(lambda: loupe.is_settled)
    for fact in ("kitchen.png", "3 of 1,200", "640 × 480", "4.2 MB", "Jan 1971"):
        assert fact in loupe.caption.text


def test_the_caption_says_what_else_there_is_until_the_next_photo(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    loupe.show_photo(new_photo("a.png"), notes=["Live Photo with two\nlines.mov"])
    assert "Live Photo with two\N{REPLACEMENT CHARACTER}lines.mov" in loupe.caption.text
    show(loupe, new_photo("b.png"), qtbot)
    assert "Live Photo" not in loupe.caption.text


def test_a_name_with_line_breaks_stays_on_one_line(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(loupe, new_photo("two\nlines.png"), qtbot)
    assert "\n" not in loupe.caption.text


def test_an_unreadable_photo_is_a_sentence_and_the_next_one_is_shown(
    loupe: Loupe, new_photo: NewPhoto, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"")
    show(loupe, Photo(bad, 0, 1), qtbot)
    assert loupe.sentence == "The file is empty."
    show(loupe, Photo(tmp_path / "gone.jpg", 0, 1), qtbot)
    assert loupe.sentence == "The file is no longer there."
    show(loupe, new_photo("a.png"), qtbot)
    assert loupe.sentence == ""
    assert middle_colour(loupe) == RED


def test_stepping_quickly_shows_the_last_photo_and_none_of_those_before(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    photos = [new_photo(f"{i}.png", size=(900 + i, 700)) for i in range(12)]
    shown: list[int] = []
    loupe.view.scale_changed.connect(lambda _: shown.append(frame(loupe).width))
    for photo in photos:
        loupe.show_photo(photo)
    qtbot.waitUntil(lambda: loupe.is_settled)
    assert set(shown) == {911}
    assert loupe.photo == photos[-1]


def test_the_wheel_zooms_at_the_cursor_and_never_out_of_the_window(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(loupe, new_photo("a.png", size=(2400, 1800)), qtbot)
    fit = frame(loupe)
    corner = QPointF(fit.seen[0] + 1, fit.seen[1] + 1)
    wheel(loupe, corner, 6)
    assert frame(loupe).scale > fit.scale
    assert frame(loupe).source[0] < 20
    assert frame(loupe).source[1] < 20
    wheel(loupe, corner, -20)
    assert frame(loupe).is_fit
    qtbot.waitUntil(lambda: loupe.is_settled)


def test_dragging_pans_and_double_click_goes_to_100_percent_and_back(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(loupe, new_photo("a.png", size=(2400, 1800)), qtbot)
    view, left = loupe.view, Qt.MouseButton.LeftButton
    QTest.mouseDClick(view, left, NONE, QPoint(300, 200))
    assert frame(loupe).scale == 1.0
    QTest.mouseRelease(view, left, NONE, QPoint(300, 200))
    before = frame(loupe)
    QTest.mousePress(view, left, NONE, QPoint(300, 200))
    QTest.mouseMove(view, QPoint(260, 230))
    QTest.mouseRelease(view, left, NONE, QPoint(260, 230))
    assert (frame(loupe).left, frame(loupe).top) == (before.left - 40, before.top + 30)
    QTest.mouseDClick(view, left, NONE, QPoint(300, 200))
    assert frame(loupe).is_fit
    qtbot.waitUntil(lambda: loupe.is_settled)


@pytest.mark.parametrize(
    ("key", "step"),
    [
        (Qt.Key.Key_Left, [-1, 0]),
        (Qt.Key.Key_Right, [1, 0]),
        (Qt.Key.Key_Up, [0, -1]),
        (Qt.Key.Key_Down, [0, 1]),
    ],
)
def test_arrows_ask_for_the_neighbour(
    loupe: Loupe, qtbot: QtBot, key: Qt.Key, step: list[int]
) -> None:
    with qtbot.waitSignal(loupe.step_requested) as asked:
        QTest.keyClick(loupe, key)
    assert asked.args == step


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_escape_and_return_go_back(loupe: Loupe, qtbot: QtBot, key: Qt.Key) -> None:
    with qtbot.waitSignal(loupe.closed):
        QTest.keyClick(loupe, key)


def test_keys_zoom(loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot) -> None:
    show(loupe, new_photo("a.png", size=(2400, 1800)), qtbot)
    fit = frame(loupe).scale
    QTest.keyClick(loupe, Qt.Key.Key_Plus)
    assert frame(loupe).scale > fit
    QTest.keyClick(loupe, Qt.Key.Key_Minus)
    assert frame(loupe).is_fit
    QTest.keyClick(loupe, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert frame(loupe).scale == 1.0
    QTest.keyClick(loupe, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert frame(loupe).is_fit
    qtbot.waitUntil(lambda: loupe.is_settled)


def test_a_larger_window_shows_the_photo_larger(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(loupe, new_photo("a.png", size=(2400, 1800)), qtbot)
    before = frame(loupe).scale
    loupe.resize(900, 700)
    assert frame(loupe).is_fit
    assert frame(loupe).scale > before
    qtbot.waitUntil(lambda: loupe.is_settled)
    assert middle_colour(loupe) == RED


def test_nothing_of_a_photo_is_left_after_clear(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    show(loupe, new_photo("a.png"), qtbot)
    loupe.clear()
    assert loupe.photo is None
    assert middle_colour(loupe) == GROUND


def test_a_loupe_that_is_deleted_while_it_decodes_leaves_the_program_alive(
    qtbot: QtBot, qapp: QApplication, new_photo: NewPhoto
) -> None:
    loupe = Loupe()
    loupe.show_photo(new_photo("a.png", size=(3000, 3000)))
    with qtbot.waitSignal(loupe.destroyed):
        loupe.deleteLater()
    qtbot.waitUntil(lambda: not background.are_running())
    qapp.processEvents()
