"""What may be dropped."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.drop import DropOverlay, DropTarget, local_paths, sentence
from gridsne_desktop.qt.handing_out import mime_of


def dragged(*urls: QUrl) -> QMimeData:
    mime = QMimeData()
    mime.setUrls(list(urls))
    return mime


def test_only_what_lies_on_this_computer_is_taken(tmp_path: Path) -> None:
    mime = dragged(QUrl("https://example.org/a.jpg"), QUrl.fromLocalFile(str(tmp_path)))
    assert local_paths(mime) == [tmp_path]


def test_a_drag_of_text_has_nothing_to_open() -> None:
    mime = QMimeData()
    mime.setText("/home")
    assert local_paths(mime) == []


@pytest.mark.parametrize(
    ("paths", "words"),
    [
        ([Path("/home/anna/houses")], "Drop to open “houses”"),
        ([Path("/")], "Drop to open “/”"),
        ([Path("/a"), Path("/b"), Path("/c")], "Drop to open “a” and 2 more"),
        ([], "Only folders and photos on this computer can be opened"),
    ],
)
def test_the_overlay_says_what_a_drop_will_do(paths: list[Path], words: str) -> None:
    assert sentence(paths) == words


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    window.show()
    return window


def drag(window: QWidget, kind: type[QDropEvent], mime: QMimeData) -> QDropEvent:
    either = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(50, 50) if kind is QDropEvent else QPoint(50, 50)
    event = kind(where, either, mime, button, keys)
    QApplication.sendEvent(window, event)
    return event


def overlay(window: QWidget) -> DropOverlay:
    found = window.findChild(DropOverlay)
    assert found is not None
    return found


def test_a_drag_over_the_window_is_answered_and_a_drop_opens_it_as_a_copy(
    window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    target, mime = DropTarget(window), dragged(QUrl.fromLocalFile(str(tmp_path)))
    drag(window, QDragEnterEvent, mime)
    assert overlay(window).isVisible()
    assert tmp_path.name in overlay(window).text
    with qtbot.waitSignal(target.dropped) as dropped:
        event = drag(window, QDropEvent, mime)
    assert dropped.args == [[tmp_path]]
    assert event.dropAction() == Qt.DropAction.CopyAction
    assert not overlay(window).isVisible()


def test_what_cannot_be_opened_is_refused_with_a_sentence(window: QWidget, qtbot: QtBot) -> None:
    target, mime = DropTarget(window), dragged(QUrl("https://example.org/a.jpg"))
    event = drag(window, QDragEnterEvent, mime)
    assert event.dropAction() == Qt.DropAction.IgnoreAction
    assert overlay(window).text == "Only folders and photos on this computer can be opened"
    with qtbot.assertNotEmitted(target.dropped):
        drag(window, QDropEvent, mime)
    drag(window, QDragEnterEvent, mime)
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not overlay(window).isVisible()


def test_photos_of_our_own_window_dropped_on_it_do_nothing(
    window: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    target, mime = DropTarget(window), mime_of([tmp_path / "a.jpg"])
    with qtbot.assertNotEmitted(target.dropped):
        assert not drag(window, QDragEnterEvent, mime).isAccepted()
        assert not drag(window, QDropEvent, mime).isAccepted()
    assert not overlay(window).isVisible()
