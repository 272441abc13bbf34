"""What other programs get."""

from pathlib import Path

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.handing_out import is_ours, mime_of, new_drag

PATHS = [Path("/photos/a b.jpg"), Path("/photos/ü 100 %.png")]


def test_files_are_given_as_urls_and_as_text() -> None:
    mime = mime_of(PATHS)
    assert [Path(url.toLocalFile()) for url in mime.urls()] == PATHS
    assert mime.text() == "/photos/a b.jpg\n/photos/ü 100 %.png"
    gnome = bytes(mime.data("x-special/gnome-copied-files").data()).decode()
    assert gnome.splitlines()[:2] == ["copy", "file:///photos/a%20b.jpg"]
    assert is_ours(mime)


def test_a_drag_shows_a_pile_of_the_photos(qtbot: QtBot) -> None:
    source = QWidget()
    qtbot.addWidget(source)
    red, blue = (QImage(60, 40, QImage.Format.Format_RGB888) for _ in range(2))
    red.fill(QColor("red"))
    blue.fill(QColor("blue"))
    drag = new_drag(source, PATHS, [red, blue])
    pile = drag.pixmap().toImage()
    assert pile.pixelColor(40, 40) == QColor("red")
    assert pile.pixelColor(92, 50) == QColor("blue")
    assert [url.toLocalFile() for url in drag.mimeData().urls()] == [str(path) for path in PATHS]
    drag.deleteLater()
