"""What a person gets from the window's cache: a second start that reads nothing."""

import os
import shutil
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QDoubleSpinBox, QLabel, QPushButton, QWidget

from gridsne_desktop import paths
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.limit import GIGABYTE, read_limit
from gridsne_desktop.qt.cache_box import CacheBox
from gridsne_desktop.qt.dialogs.error import ErrorDialog
from gridsne_desktop.qt.preferences import Preferences
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit

W = TypeVar("W", bound=QWidget)

LONG_AGO = 1_600_000_000


@pytest.fixture
def folder(few_photos: Path, tmp_path: Path) -> Path:
    """Nine photos of one's own, old enough to be known by their time."""
    made = tmp_path / "Nine of my own"
    shutil.copytree(few_photos, made)
    for photo in made.iterdir():
        os.utime(photo, (LONG_AGO, LONG_AGO))
    return made


def texts(widget: QWidget) -> str:
    seen = [w for w in widget.findChildren(QLabel) if w.isVisible()]
    return "\n".join(w.text() for w in seen)


def shown(kind: type[W]) -> list[W]:
    return [w for w in QApplication.allWidgets() if isinstance(w, kind) and w.isVisible()]


def button(text: str) -> QPushButton:
    return next(b for b in shown(QPushButton) if b.text().replace("&", "") == text)


def asked() -> QWidget:
    """The question that waits for an answer."""
    box = QApplication.activeModalWidget()
    assert box is not None
    return box


def cached_photos() -> int:
    with Cache(paths.cache_folder()) as cache:
        return cache.info().photos


def visit_once(start: Start, folder: Path) -> Grid:
    """The grid of a window that was opened for `folder` alone."""
    grids: list[Grid] = []

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert at.desk.session.arrangement is not None
        grids.append(at.desk.session.arrangement.grid)

    assert start(visit, folder) == 0
    return grids[0]


def spoil(folder: Path) -> None:
    """Make every photo unreadable, in a way that only reading would reveal."""
    for photo in folder.iterdir():
        before = photo.stat()
        photo.write_bytes(b"\0" * before.st_size)
        os.utime(photo, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_a_folder_that_is_known_is_shown_again_without_reading_a_photo(
    start: Start, folder: Path
) -> None:
    before = visit_once(start, folder)
    spoil(folder)

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        session = at.desk.session
        assert session.problems == ()
        assert session.arrangement is not None
        assert session.arrangement.grid.photos == before.photos
        assert session.arrangement.grid.cells.tolist() == before.cells.tolist()
        assert session.store.filled == 9
        thumbnails = [session.store.thumbnail(slot) for slot in range(9)]
        assert all(t is not None and max(t.shape) == 256 for t in thumbnails)

    assert start(visit, folder) == 0


def test_a_folder_that_was_renamed_is_known_too(start: Start, folder: Path) -> None:
    before = visit_once(start, folder)
    after = visit_once(start, folder.rename(folder.with_name("Renamed")))
    assert after.cells.tolist() == before.cells.tolist()
    assert cached_photos() == 9


def test_photos_read_before_closing_in_the_middle_are_kept(start: Start, many_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until(lambda: at.desk.session.store.filled > 8)

    assert start(visit, many_photos) == 0
    assert cached_photos() > 0


def test_a_broken_cache_is_told_once_in_the_status_bar_and_in_no_box(
    start: Start, folder: Path
) -> None:
    before = visit_once(start, folder)
    for file in paths.cache_folder().glob("*.sqlite"):
        file.write_bytes(b"broken" * 1000)

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert "The cache was damaged and was started anew" in texts(at.window.bar)
        assert shown(ErrorDialog) == []
        arrangement = at.desk.session.arrangement
        assert arrangement is not None
        assert arrangement.grid.cells.tolist() == before.cells.tolist()
        arranged: list[object] = []
        at.desk.session.arranged.connect(arranged.append)
        at.desk.session.reopen()
        at.until(lambda: bool(arranged) and at.desk.session.state is State.ARRANGED)
        assert "cache" not in texts(at.window.bar)

    assert start(visit, folder) == 0


def test_the_preferences_tell_how_much_is_kept_and_forget_it_on_demand(
    start: Start, folder: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.window.actions_by_name.preferences.trigger()
        box = at.opened(CacheBox)
        at.until(lambda: "9 photos" in texts(box))
        button("Clear…").click()
        assert "Your photos stay as they are." in texts(asked())
        button("Clear").click()
        at.until(lambda: "Kept now: nothing" in texts(box))
        assert not button("Clear…").isEnabled()
        close_all()
        assert at.names == {path.name for path in folder.iterdir()}

    assert start(visit, folder) == 0
    assert cached_photos() == 0


def test_who_thinks_again_before_clearing_loses_nothing(start: Start, folder: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.window.actions_by_name.preferences.trigger()
        at.opened(CacheBox)
        at.until(lambda: button("Clear…").isEnabled())
        button("Clear…").click()
        asked().close()
        close_all()

    assert start(visit, folder) == 0
    assert cached_photos() == 9


def test_a_limit_set_in_the_preferences_holds_from_then_on(start: Start) -> None:
    def visit(at: Visit) -> None:
        at.window.actions_by_name.preferences.trigger()
        box = at.opened(CacheBox)
        box.findChildren(QDoubleSpinBox)[0].setValue(1.5)
        button("OK").click()
        at.until(lambda: at.desk.keeper.cache.info().limit == 1.5 * GIGABYTE)

    assert start(visit) == 0
    assert read_limit(paths.config_folder()) == 1.5 * GIGABYTE


def test_cancelled_preferences_leave_the_limit_alone(start: Start) -> None:
    before = read_limit(paths.config_folder())

    def visit(at: Visit) -> None:
        at.window.actions_by_name.preferences.trigger()
        box = at.opened(CacheBox)
        box.findChildren(QDoubleSpinBox)[0].setValue(1.5)
        (dialog,) = shown(Preferences)
        dialog.reject()

    assert start(visit) == 0
    assert read_limit(paths.config_folder()) == before


def close_all() -> None:
    """Close every dialog, the last first."""
    for dialog in reversed(shown(QDialog)):
        dialog.close()
