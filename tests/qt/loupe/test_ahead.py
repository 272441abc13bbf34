"""Photos a key away are there before the key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.loupe import Loupe
from tests.qt.loupe.conftest import NewPhoto

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_photo_decoded_ahead_needs_its_file_no_more(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    first, second = new_photo("a.png"), new_photo("b.png", size=(2000, 1000))
    loupe.show_photo(first, coming=[second])
    qtbot.waitUntil(lambda: loupe.is_settled and not loupe.is_busy)
    second.path.unlink()
    loupe.show_photo(second)
    assert loupe.is_settled  # at once, as sharp as it gets
    assert loupe.sentence == ""
    assert loupe.view.frame is not None
    assert loupe.view.frame.width == 2000


def test_more_is_decoded_where_one_zooms_into_a_photo_decoded_ahead(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    first, second = new_photo("a.png"), new_photo("b.png", size=(2400, 1800))
    loupe.show_photo(first, coming=[second])
    qtbot.waitUntil(lambda: loupe.is_settled and not loupe.is_busy)
    loupe.show_photo(second)
    qtbot.waitUntil(lambda: loupe.is_settled)
    QTest.keyClick(loupe, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert not loupe.is_settled
    qtbot.waitUntil(lambda: loupe.is_settled)
    assert loupe.view.frame is not None
    assert loupe.view.frame.scale == 1.0
    assert loupe.caption.text.count("2400 × 1800") == 1


def test_a_photo_asked_for_while_it_is_decoded_ahead_arrives(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    first, second = new_photo("a.png"), new_photo("b.png", size=(2400, 1800))
    loupe.show_photo(first, coming=[second])
    qtbot.waitUntil(lambda: loupe.is_settled)
    loupe.show_photo(second)
    qtbot.waitUntil(lambda: loupe.is_settled)
    assert loupe.photo == second
    assert loupe.view.frame is not None
    assert loupe.view.frame.width == 2400


def test_no_more_is_decoded_ahead_than_can_be_kept(qtbot: QtBot, new_photo: NewPhoto) -> None:
    kept = KeptLevels(limit=26_000_000)  # about four photos and what is rendered of them
    loupe = Loupe(kept=kept)
    qtbot.addWidget(loupe)
    loupe.resize(1300, 1000)
    loupe.show()
    photos = [new_photo(f"{number}.png") for number in range(6)]
    loupe.show_photo(photos[0], coming=photos[1:])
    qtbot.waitUntil(lambda: loupe.is_settled and not loupe.is_busy)
    assert photos[0] in kept
    assert photos[1] in kept
    assert photos[5] not in kept
    loupe.shut_down()
    qtbot.waitUntil(lambda: not loupe.is_busy)


def test_what_was_kept_for_a_small_window_is_decoded_again_for_a_large_one(
    loupe: Loupe, new_photo: NewPhoto, qtbot: QtBot
) -> None:
    photo = new_photo("a.png", size=(2400, 1800))
    loupe.show_photo(photo)
    qtbot.waitUntil(lambda: loupe.is_settled)
    loupe.clear()
    loupe.resize(1600, 1300)
    loupe.show_photo(photo)
    assert not loupe.is_settled
    qtbot.waitUntil(lambda: loupe.is_settled)
    assert loupe.view.frame is not None
    assert loupe.view.frame.is_fit
