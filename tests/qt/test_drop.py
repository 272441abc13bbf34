"""What may be dropped."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl

from gridsne_desktop.qt.drop import local_paths, sentence


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
        ([Path("/home/anna/houses")], "Drop to arrange “houses”"),
        ([Path("/")], "Drop to arrange “/”"),
        ([Path("/a"), Path("/b")], "Drop to arrange these 2 folders and photos"),
    ],
)
def test_the_overlay_says_what_a_drop_will_do(paths: list[Path], words: str) -> None:
    assert sentence(paths) == words
