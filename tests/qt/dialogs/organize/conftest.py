"""The dialog on real files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.grouping import Grouping
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.dialogs.organize.form import About
from gridsne_desktop.qt.organizing import SubjectPlanner

Open = Callable[..., OrganizeDialog]


def thumbnail(photo: Photo) -> QImage | None:
    return QImage(str(photo.path))


@pytest.fixture
def subject(grid: Grid) -> Subject:
    """The twelve photos: seven "warm", five "cold", the third is as much one as the other."""
    groups = np.array([0] * 7 + [1] * 5, dtype=np.int32)
    uncertain = np.zeros(12, dtype=bool)
    uncertain[2] = True
    return Subject(grid, groups=Grouping(groups, ("warm", "cold"), uncertain), chosen=(0, 4))


@pytest.fixture
def open_dialog(subject: Subject, journals: Path, opened: list[Path], qtbot: QtBot) -> Open:
    """Opens the dialog, into a folder or none, and waits for its plan."""

    def new(into: Path | None = None) -> OrganizeDialog:
        photos = subject.grid.photos
        dialog = OrganizeDialog(
            About(
                photos=len(photos),
                chosen=len(subject.chosen),
                size=sum(photo.size for photo in photos),
                folder=photos[0].path.parent,
            ),
            SubjectPlanner(subject, journals=journals, cache=None),
            thumbnail=thumbnail,
            journals=journals,
            open_folder=opened.append,
            into=into,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: not dialog.is_busy)
        return dialog

    return new


def column(dialog: OrganizeDialog, number: int) -> list[str]:
    """What a column of the table says."""
    model = dialog.pane.table.model()
    return [str(model.index(row, number).data()) for row in range(model.rowCount())]


def folders(dialog: OrganizeDialog) -> dict[str, int]:
    """The folders in the plan's folder, in their order, and how many photos come into each."""
    root = dialog.pane.tree.folder_model.folder(dialog.pane.tree.folder_model.index(0, 0))
    return {folder.names[-1]: folder.photos for folder in root.folders}


def press(button: QAbstractButton) -> None:
    """Click it; a radio button on its mark."""
    QTest.mouseClick(
        button,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(8, button.height() // 2),
    )


def settled(dialog: OrganizeDialog, qtbot: QtBot) -> None:
    """Wait until the plan is there, or the work is over."""
    qtbot.waitUntil(lambda: not dialog.is_busy)


def choose(dialog: OrganizeDialog, qtbot: QtBot, *, rule: str = "", way: str = "") -> None:
    """Click on a rule, a way, or both, and wait for the plan."""
    if rule:
        press(dialog.form.rule.button(rule))
    if way:
        press(dialog.form.way.button(way))
    settled(dialog, qtbot)
