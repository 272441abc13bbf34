"""Last grids are written a little after they come into force, on a thread."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.qt import recorder as room
from gridsne_desktop.qt.recorder import Recorder
from gridsne_desktop.settings import ArrangeSettings
from tests.unit.layout.made import arrangement

FOLDER = (Path("photos").absolute(),)


class Kept(LastGrids):
    """What was written, in order."""

    def __init__(self) -> None:
        super().__init__(Path())
        self.seeds: list[int] = []

    def keep(
        self, paths: Iterable[Path], settings: ArrangeSettings, arrangement: Arrangement
    ) -> None:
        del paths, settings
        self.seeds.append(arrangement.seed)


@pytest.fixture
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_PAUSE_MS", 20)


def grid(seed: int) -> Arrangement:
    return arrangement([FOLDER[0] / "a.jpg", FOLDER[0] / "b.jpg"], seed=seed)


@pytest.mark.usefixtures("short_pause")
def test_after_a_pause_the_newest_is_written_though_nobody_wishes_anything(qtbot: QtBot) -> None:
    kept = Kept()
    recorder = Recorder(kept)
    with qtbot.waitSignal(recorder.rested):
        for seed in (1, 2, 3):
            recorder.record(FOLDER, ArrangeSettings(), grid(seed))
        assert kept.seeds == []
    assert kept.seeds == [3]


def test_who_is_in_a_hurry_does_not_wait_for_the_pause(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_PAUSE_MS", 3_600_000)
    kept = Kept()
    recorder = Recorder(kept)
    recorder.record(FOLDER, ArrangeSettings(), grid(1))
    with qtbot.waitSignal(recorder.rested):
        recorder.hurry()
    assert kept.seeds == [1]
    assert not recorder.is_busy
