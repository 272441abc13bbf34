"""The user guide names what the window offers."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu
from pytestqt.qtbot import QtBot

from gridsne_desktop.qt.actions import Actions

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide.md"


@pytest.fixture
def actions(qtbot: QtBot) -> Actions:
    window = QMainWindow()
    qtbot.addWidget(window)
    return Actions(window)


def test_the_guide_names_every_shortcut(actions: Actions) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    shortcuts = {
        action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
        for menu in actions.groups.values()
        for action in menu
        if not action.shortcut().isEmpty()
    }
    assert len(shortcuts) > 15
    missing = [keys for keys in shortcuts if not re.search(rf"(?<![+\w]){re.escape(keys)}", text)]
    assert missing == []


def test_the_menus_that_the_guide_mentions_exist(actions: Actions) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    titles = {a.text() for menu in actions.groups.values() for a in menu}
    window = actions.parent()
    assert window is not None
    titles |= {menu.title() for menu in window.findChildren(QMenu)}
    entries = {title.replace("&", "") for title in titles}
    mentioned = re.findall(r"\*(?:File|Edit|Photos|View|Arrange|Help) › ([^*]+)\*", text)
    assert mentioned
    assert [entry for entry in mentioned if entry.replace("\n", " ") not in entries] == []
