"""Where there are no photos, one is told why and what helps."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gridsne_desktop.errors import Cause
from gridsne_desktop.photo import Problem
from gridsne_desktop.qt.empty_page import EmptyPage

ROOT = Path("/photos").absolute()
ADVICE = "HEIC photos need the package pillow-heif: run pip install gridsne-desktop[heic]."
HEIC = [Problem(ROOT / f"{i}.heic", ADVICE, Cause.EXTRA) for i in range(2)]
BROKEN = [Problem(ROOT / f"{i}.jpg", "This photo is damaged.", Cause.DAMAGED) for i in range(3)]
WAYS_ON = "Drop another folder here"


@pytest.mark.parametrize(
    ("problems", "told"),
    [
        ([], ("No photos in “Holidays”", "JPEG")),
        (BROKEN[:1], ("only file", "This photo is damaged.")),
        (BROKEN, ("None of the 3 files", "Left out: 3 damaged.")),
        (BROKEN + HEIC, ("None of the 5 files", ADVICE)),
    ],
)
def test_the_page_says_why_and_how_to_go_on(
    qtbot: QtBot, problems: list[Problem], told: tuple[str, ...]
) -> None:
    page = EmptyPage()
    qtbot.addWidget(page)
    page.show_reason("Holidays", problems=problems, recursive=False)
    text = "\n".join(label.text() for label in page.findChildren(QLabel))
    for words in (*told, "Sub-folders were left out.", WAYS_ON):
        assert words in text
