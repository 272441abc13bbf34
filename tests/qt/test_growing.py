"""While photos are read the wall becomes sorted, calmly, and what is on it stays."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gridsne_desktop.layout import growing
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.qt.follower import Follower
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.workspace import Workspace
from gridsne_desktop.settings import ArrangeSettings

PATIENCE_MS = 60_000
N = 60


class Stage:
    """A session and the wall that shows it, as the window wires them."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.session, self.workspace = Session(ArrangeSettings()), Workspace()
        self.sketches: list[Grid] = []
        qtbot.addWidget(self.workspace)
        self.workspace.wall.set_animated(False)
        self.workspace.resize(900, 640)
        self.workspace.show()
        session, workspace = self.session, self.workspace
        session.shown.store_replaced.connect(self._on_store)
        session.shown.photos_embedded.connect(workspace.keep_slots)
        session.shown.points_moved.connect(workspace.move_points)
        session.shown.grid_moved.connect(workspace.move_grid)
        session.shown.grid_moved.connect(self._on_grid)
        session.arranged.connect(workspace.show_arrangement)

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def until_rest(self) -> State:
        self.until(lambda: self.session.state is not State.WORKING)
        return self.session.state

    def ranks(self) -> list[int]:
        """Each photo's place as one reads the wall."""
        wall = self.workspace.wall
        return [wall.rank(index) for index in range(len(wall.photos))]

    def _on_store(self, store: TileStore, grid: Grid | None) -> None:
        self.workspace.show_store(store, grid, aspect=self.session.settings.aspect)

    def _on_grid(self, grid: Grid, points: Points | None) -> None:
        if points is None:
            self.sketches.append(grid)


@pytest.fixture
def stage(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """Sketches come from few photos on, and the 30th photo waits until the first is there."""
    monkeypatch.setattr(growing, "FEWEST", 16)
    monkeypatch.setattr(growing, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(growing, "SHARE", float("inf"))
    has_sketch, read, tell = threading.Event(), Follower.photo_read, Follower.photos_sketched

    def photo_read(self: Follower, index: int, pixels: Pixels) -> None:
        if index >= N // 2:
            assert has_sketch.wait(PATIENCE_MS / 1000)
        read(self, index, pixels)

    def photos_sketched(self: Follower, grid: Grid) -> None:
        tell(self, grid)
        has_sketch.set()

    monkeypatch.setattr(Follower, "photo_read", photo_read)
    monkeypatch.setattr(Follower, "photos_sketched", photos_sketched)
    made = Stage(qtbot)
    yield made
    with qtbot.waitSignal(made.session.idle, timeout=PATIENCE_MS):
        made.session.close()
    made.session.deleteLater()
    made.workspace.shut_down()


def test_the_wall_is_sorted_while_it_fills(stage: Stage, many_photos: Path) -> None:
    stage.session.open([many_photos])
    stage.until(lambda: bool(stage.sketches))
    grid = stage.sketches[-1]
    assert len(grid.photos) == N
    assert not stage.workspace.wall.has_map or stage.session.state is not State.WORKING
    assert stage.until_rest() is State.ARRANGED
    assert stage.session.arrangement is not None
    order = stage.session.arrangement.grid.order().tolist()
    assert [stage.ranks()[index] for index in order] == list(range(N))


def test_stop_keeps_the_wall_as_it_is_and_what_was_read_can_be_arranged(
    stage: Stage, many_photos: Path
) -> None:
    stage.session.shown.grid_moved.connect(stage.session.cancel)
    stage.session.open([many_photos])
    assert stage.until_rest() is State.STOPPED
    stage.session.shown.grid_moved.disconnect(stage.session.cancel)
    rank = np.argsort(stage.sketches[-1].order())
    assert stage.ranks() == rank.tolist()
    read = stage.session.photos_read
    assert 16 <= read < N
    stage.session.arrange_rest()
    assert stage.until_rest() is State.ARRANGED
    assert len(stage.workspace.wall.photos) == read
    stage.session.continue_()
    assert stage.until_rest() is State.ARRANGED
    assert len(stage.workspace.wall.photos) == N


def test_a_photo_shown_large_has_its_place_in_the_sketch(stage: Stage, many_photos: Path) -> None:
    stage.session.shown.grid_moved.connect(stage.session.cancel)
    stage.session.open([many_photos])
    stage.until_rest()
    third = int(stage.sketches[-1].order()[2])
    stage.workspace.open_photo(third)
    assert f"3 of {N}" in stage.workspace.loupe.caption.text


def test_photos_that_are_sorted_already_are_not_mixed_up_to_be_read_anew(
    stage: Stage, many_photos: Path
) -> None:
    stage.session.open([many_photos])
    stage.until_rest()
    store, slots = stage.session.store, stage.session.shown.slots
    again = Follower(store, slots, anew=False)
    again.photos_found(store.photos)
    assert not again.wants_sketches
    anew = Follower(store, slots, anew=True)
    anew.photos_found(store.photos)
    assert anew.wants_sketches
