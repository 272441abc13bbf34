"""What is closed is gone at once: none of our objects waits in a cycle for the garbage collector.

For that looks at what is new only (`qt.app`), and what grows with the photos lives long.
"""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from gridsne_desktop.qt.dialogs.copy_to import CopyToDialog
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit

PACKAGE = "gridsne_desktop"


class Garbage:
    """How many objects of each type of ours have waited for the collector."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()

    def collect(self) -> None:
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        gc.set_debug(0)
        kinds = [type(one) for one in gc.garbage]
        gc.garbage.clear()
        self.found.update(k.__qualname__ for k in kinds if k.__module__.startswith(PACKAGE))


@contextmanager
def no_collections() -> Iterator[Garbage]:
    """Let what is in cycles lie where it is, and see what it is in the end."""
    gc.collect()
    gc.disable()
    garbage = Garbage()
    try:
        yield garbage
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        garbage.collect()
    finally:
        gc.enable()


def open_dialogs() -> list[QDialog]:
    tops = QApplication.topLevelWidgets()
    return [w for w in tops if isinstance(w, QDialog) and w.isVisible()]


def close_dialogs(at: Visit) -> None:
    at.until(lambda: bool(open_dialogs()))
    for dialog in open_dialogs():
        dialog.close()
    at.until(lambda: not open_dialogs())


def test_photos_that_are_no_longer_open_are_gone(
    start: Start, few_photos: Path, many_photos: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        with no_collections() as garbage:
            for folder in (many_photos, few_photos, many_photos):
                at.window.open_paths([folder])
                at.until(lambda: at.desk.session.state is State.WORKING)
                at.until_state(State.ARRANGED)
                at.until(lambda: at.desk.workspace.wall.is_settled)
            at.window.open_paths([few_photos])
            at.until(lambda: at.desk.session.state is State.WORKING)
            at.desk.session.cancel()
            at.until(lambda: at.desk.session.state is not State.WORKING)
        assert garbage.found == Counter()

    assert start(visit, few_photos) == 0


@pytest.mark.parametrize(
    "name",
    [
        *("export", "activity", "models", "preferences", "shortcuts", "about"),
        *("files.move_to", "files.rename"),
    ],
)
def test_a_dialog_that_is_closed_is_gone(start: Start, few_photos: Path, name: str) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.desk.workspace.wall.choose_for_menu(1)
        action = attrgetter(name)(at.window.actions_by_name)
        assert isinstance(action, QAction)
        with no_collections() as garbage:
            for _ in range(2):
                action.trigger()
                close_dialogs(at)
        assert garbage.found == Counter()
        tops = QApplication.topLevelWidgets()
        assert [w for w in tops if isinstance(w, QDialog)] == []

    assert start(visit, few_photos) == 0


@pytest.mark.parametrize("kind", [OrganizeDialog, CopyToDialog])
def test_a_plan_is_gone_with_its_dialog(
    start: Start,
    few_photos: Path,
    tmp_path: Path,
    kind: type[OrganizeDialog] | type[CopyToDialog],
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        wall = at.desk.workspace.wall
        wall.select_all()
        actions = at.window.actions_by_name
        with no_collections() as garbage:
            (actions.organize if kind is OrganizeDialog else actions.files.copy_to).trigger()
            at.until(lambda: bool(open_dialogs()))
            make_plan(at, kind, tmp_path)
            close_dialogs(at)
        assert garbage.found == Counter()

    assert start(visit, few_photos) == 0


def make_plan(at: Visit, kind: type[OrganizeDialog] | type[CopyToDialog], into: Path) -> None:
    (dialog,) = open_dialogs()
    assert isinstance(dialog, kind)
    dialog.destination.set_path(into)
    at.until(lambda: dialog.plan is not None)
    QTest.qWait(100)  # thumbnails


def test_a_loupe_that_is_closed_is_gone(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        wall = at.desk.workspace.wall
        wall.setFocus()
        with no_collections() as garbage:
            for _ in range(2):
                wall.set_current(1)
                QTest.keyClick(wall, Qt.Key.Key_Return)
                at.until(lambda: at.desk.workspace.has_loupe)
                QTest.qWait(200)  # its neighbours
                at.desk.workspace.close_photo()
                at.until(lambda: not at.desk.workspace.has_loupe)
        assert garbage.found == Counter()

    assert start(visit, few_photos) == 0


def test_only_an_open_window_spares_what_is_old_from_collections(
    start: Start, few_photos: Path
) -> None:
    before = gc.get_threshold()

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert gc.get_threshold()[:2] == before[:2]
        assert gc.get_threshold()[2] > 1000 * before[2]

    assert start(visit, few_photos) == 0
    assert gc.get_threshold() == before
