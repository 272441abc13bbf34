"""Whatever a person does in whatever order: no fault, no warning, nothing left behind.

pytest tests/app/window/test_monkey.py --monkey-events 10000 --monkey-cancels 200 -s
"""

import random
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from gridsne_desktop.qt.reveal import Revealer
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit
from tests.app.window.monkey import Monkey

CLOSE_SHARE = 0.25
LONGEST_PAUSE_MS = 400


@pytest.fixture(autouse=True)
def no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The monkey opens no other program."""
    monkeypatch.setattr(Revealer, "show_in_folder", lambda *_: None)
    monkeypatch.setattr(Revealer, "open_folder", lambda *_: None)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *_: True)


@pytest.fixture
def folders(few_photos: Path, many_photos: Path, tmp_path: Path) -> list[Path]:
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no photo")
    few = Path(shutil.copytree(few_photos, tmp_path / "few"))  # the monkey moves and trashes
    many = Path(shutil.copytree(many_photos, tmp_path / "many"))
    return [few, many, min(many.iterdir()), empty, broken]


@pytest.fixture
def destinations(tmp_path: Path, folders: list[Path]) -> list[Path]:
    """Where the monkey copies and moves photos: elsewhere, and where they are."""
    return [tmp_path / "sorted", tmp_path / "sorted" / "best", folders[0], folders[1] / "new"]


def keep_in(at: Visit) -> None:
    """No quitting by key, and no downloads."""
    at.window.actions_by_name.quit.setEnabled(False)
    at.window.actions_by_name.models.setEnabled(False)


def test_random_events_at_full_speed_break_nothing(
    start: Start, folders: list[Path], destinations: list[Path], pytestconfig: pytest.Config
) -> None:
    events = pytestconfig.getoption("monkey_events")
    seed = pytestconfig.getoption("monkey_seed")
    stalls: list[tuple[str, float, float, float]] = []

    def visit(at: Visit) -> None:
        keep_in(at)
        at.until_state(State.ARRANGED)
        monkey = Monkey(at.window, folders, into=destinations, seed=seed)
        monkey.play(events)
        stalls.extend(monkey.stalls)
        assert at.window.isVisible()

    assert start(visit, folders[0]) == 0
    for what, *seconds in stalls:
        took, worked, queued = (round(1000 * second) for second in seconds)
        print(f"{took:5} ms, {worked} own, {queued} queued: {what}")  # noqa: T201 - the long run's


def test_random_cancels_closes_and_drops_break_nothing(
    start: Start, folders: list[Path], pytestconfig: pytest.Config
) -> None:
    left = pytestconfig.getoption("monkey_cancels")
    seed = pytestconfig.getoption("monkey_seed")
    wish = random.Random(seed)

    def visit(at: Visit) -> None:
        nonlocal left
        monkey = Monkey(at.window, folders, seed=seed)
        while left > 0:
            left -= 1
            QTest.qWait(wish.randrange(LONGEST_PAUSE_MS))
            if wish.random() < CLOSE_SHARE:
                break
            if wish.random() < 0.5:
                monkey.drop([wish.choice(folders)])
            else:
                QTest.keyClick(at.window.windowHandle(), Qt.Key.Key_Escape)
        monkey.leave_all()

    while left > 0:
        assert start(visit, wish.choice(folders)) == 0
