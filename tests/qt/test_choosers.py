"""Choosing files where the system has no dialog for it, as on the offscreen screen."""

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QFileInfo
from PySide6.QtWidgets import QFileDialog, QFileSystemModel, QWidget
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.choosers import new_chooser

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inner").mkdir()
    (tmp_path / "letter.JPG").write_bytes(b"%PDF-1.7 whoever looks into it is told so")
    (tmp_path / "other.jpg").write_bytes(b"")
    return tmp_path


def test_what_a_file_is_its_ending_says(folder: Path, qtbot: QtBot) -> None:
    chooser = new_chooser(None, "Open", str(folder))
    qtbot.addWidget(chooser)
    icons = chooser.iconProvider()
    inner, letter, other = (QFileInfo(str(path)) for path in sorted(folder.iterdir()))
    assert [icons.type(each) for each in (inner, letter, other)] == ["Folder", "JPG", "JPG"]
    keys = [icons.icon(each).cacheKey() for each in (inner, letter, other)]
    assert keys[1] == keys[2] != keys[0]


def test_files_are_listed_though_nobody_holds_on_to_it(folder: Path, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    new_chooser(window, "Open", str(folder)).open()
    gc.collect()
    (chooser,) = window.findChildren(QFileDialog)
    (model,) = chooser.findChildren(QFileSystemModel)
    letter = str(folder / "letter.JPG")
    qtbot.waitUntil(lambda: model.type(model.index(letter)) == "JPG")
    chooser.close()
