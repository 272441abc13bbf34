"""The session without any window: what is shown after which wish."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.pins import here, standing
from gridsne_desktop.progress import Progress, Stage
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.state import State
from gridsne_desktop.settings import ArrangeSettings, Pin

PATIENCE_MS = 60_000


@pytest.fixture
def session(qtbot: QtBot) -> Iterator[Session]:
    made = Session(ArrangeSettings())
    yield made
    with qtbot.waitSignal(made.idle, timeout=PATIENCE_MS):
        made.close()
    made.deleteLater()


@pytest.fixture
def settle(qtbot: QtBot, session: Session) -> Callable[[], State]:
    """Waits until no job runs; the state then."""

    def wait() -> State:
        qtbot.waitUntil(lambda: session.state is not State.WORKING, timeout=PATIENCE_MS)
        return session.state

    return wait


def stop_when(session: Session, stage: Stage, *, done: int = 1) -> None:
    """Cancel at the first report of `stage` that has `done` units."""

    def look(progress: Progress) -> None:
        if progress.stage is stage and progress.done >= done:
            session.progressed.disconnect(look)
            session.cancel()

    session.progressed.connect(look)


def test_a_folder_becomes_an_arrangement_of_all_its_photos(
    session: Session, settle: Callable[[], State], few_photos: Path
) -> None:
    session.open([few_photos])
    assert settle() is State.ARRANGED
    assert session.arrangement is not None
    shown = {photo.path for photo in session.arrangement.grid.photos}
    assert shown == set(few_photos.iterdir())
    assert session.store.filled == len(shown)


def test_stopping_while_photos_are_read_keeps_them_and_continue_reads_the_rest(
    session: Session, settle: Callable[[], State], many_photos: Path
) -> None:
    stop_when(session, Stage.EMBED)
    session.open([many_photos])
    assert settle() is State.STOPPED
    read = session.photos_read
    assert 0 < read < session.photos_found == 60
    assert session.store.filled >= read
    session.continue_()
    assert settle() is State.ARRANGED
    assert session.arrangement is not None
    assert len(session.arrangement.grid.photos) == 60
    assert session.all_read


def test_what_was_read_before_stopping_can_be_arranged_and_then_the_rest(
    session: Session, settle: Callable[[], State], many_photos: Path
) -> None:
    stop_when(session, Stage.EMBED, done=6)
    session.open([many_photos])
    settle()
    session.arrange_rest()
    assert settle() is State.ARRANGED
    assert session.arrangement is not None
    assert len(session.arrangement.grid.photos) == session.photos_read < 60
    square = session.arrangement.quality
    assert square is not None
    session.change(replace(session.settings, aspect=4.0))
    assert settle() is State.ARRANGED
    assert session.arrangement.grid.columns > 2 * session.arrangement.grid.rows
    assert len(session.arrangement.grid.photos) == session.photos_read  # none was read for it
    assert session.arrangement.quality not in (None, square)
    session.continue_()
    assert settle() is State.ARRANGED
    assert session.all_read
    assert len(session.arrangement.grid.photos) == 60


def test_stopping_in_the_middle_of_arranging_snaps_the_photos_where_they_are(
    session: Session, settle: Callable[[], State], many_photos: Path
) -> None:
    stop_when(session, Stage.REDUCE)
    session.open([many_photos])
    assert settle() is State.ARRANGED
    assert session.arrangement is not None
    assert len(session.arrangement.grid.photos) == 60
    assert Stage.REDUCE not in session.arrangement.seconds  # it never came to its end
    assert session.all_read


def test_another_folder_takes_the_place_of_one_that_is_being_read(
    session: Session, settle: Callable[[], State], many_photos: Path, few_photos: Path
) -> None:
    def look(progress: Progress) -> None:
        if progress.stage is Stage.EMBED:
            session.progressed.disconnect(look)
            session.open([few_photos])

    session.progressed.connect(look)
    session.open([many_photos])
    assert settle() is State.ARRANGED
    assert session.paths == (few_photos,)
    assert session.arrangement is not None
    assert len(session.arrangement.grid.photos) == 9


def test_a_folder_that_does_not_exist_leaves_the_open_one_as_it_was(
    qtbot: QtBot, session: Session, settle: Callable[[], State], few_photos: Path
) -> None:
    session.open([few_photos])
    settle()
    before = session.arrangement
    with qtbot.waitSignal(session.failed, timeout=PATIENCE_MS) as failed:
        session.open([few_photos / "nowhere"])
    assert isinstance(failed.args[0], GridsneError)
    assert settle() is State.ARRANGED
    assert session.arrangement is before
    assert session.paths == (few_photos,)


def test_a_folder_that_does_not_exist_opens_nothing(
    qtbot: QtBot, session: Session, settle: Callable[[], State], tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.failed, timeout=PATIENCE_MS):
        session.open([tmp_path / "nowhere"])
    assert settle() is State.NOTHING_OPEN


def test_a_folder_without_photos_says_so(
    session: Session, settle: Callable[[], State], tmp_path: Path
) -> None:
    session.open([tmp_path])
    assert settle() is State.NO_PHOTOS
    assert session.problems == ()


def test_a_photo_that_cannot_be_read_leaves_the_others_in_their_slots(
    qtbot: QtBot,
    session: Session,
    settle: Callable[[], State],
    few_photos: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "mixed"
    shutil.copytree(few_photos, folder)
    (folder / "aaa broken.jpg").write_bytes(b"no photo at all")
    with qtbot.waitSignal(session.shown.photos_embedded, timeout=PATIENCE_MS) as embedded:
        session.open([folder])
    slots = embedded.args[0]
    assert settle() is State.ARRANGED
    assert session.arrangement is not None
    assert [session.store.photos[slot] for slot in slots] == list(session.arrangement.grid.photos)
    assert [problem.path.name for problem in session.problems] == ["aaa broken.jpg"]
    assert session.all_read


def test_another_shape_keeps_the_map_and_announces_no_new_photos(
    qtbot: QtBot, session: Session, settle: Callable[[], State], few_photos: Path
) -> None:
    session.open([few_photos])
    settle()
    assert session.arrangement is not None
    points = session.arrangement.points
    with qtbot.assertNotEmitted(session.shown.store_replaced):
        session.change(replace(session.settings, aspect=9.0))
        assert settle() is State.ARRANGED
    assert session.arrangement.grid.rows == 1
    assert np.array_equal(session.arrangement.points, points)


def test_a_new_photo_appears_when_the_folder_is_arranged_again(
    session: Session, settle: Callable[[], State], few_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "growing"
    shutil.copytree(few_photos, folder)
    session.open([folder])
    settle()
    shutil.copy2(next(iter(few_photos.iterdir())), folder / "one more.jpg")
    session.reopen()
    assert settle() is State.ARRANGED
    assert session.arrangement is not None
    assert len(session.arrangement.grid.photos) == 10
    assert session.store.filled == 10


def in_force(session: Session) -> Arrangement:
    assert session.arrangement is not None
    return session.arrangement


def test_pinning_where_photos_stand_moves_nothing_and_holds_from_then_on(
    qtbot: QtBot, session: Session, settle: Callable[[], State], many_photos: Path
) -> None:
    session.open([many_photos])
    settle()
    first = session.arrangement
    assert first is not None
    pins = here(first.grid, {first.grid.photos[index].path for index in (3, 30, 55)})
    with (
        qtbot.waitSignal(session.repinned, timeout=PATIENCE_MS),
        qtbot.assertNotEmitted(session.arranged),
    ):
        session.change(replace(session.settings, pins=pins))
    assert session.state is State.ARRANGED
    assert in_force(session).grid is first.grid
    assert in_force(session).pins == pins
    for seed in (1, 2):
        session.change(replace(session.settings, seed=seed))
        assert settle() is State.ARRANGED
        assert in_force(session).pins == pins
        assert standing(pins, in_force(session).grid) == set(pins)
    shuffled = in_force(session)
    with qtbot.assertNotEmitted(session.arranged):
        session.change(replace(session.settings, pins=pins[:1]))
    assert in_force(session).grid is shuffled.grid
    assert in_force(session).pins == pins[:1]


def test_an_example_goes_to_its_corner_without_reading_or_another_map(
    session: Session, settle: Callable[[], State], many_photos: Path
) -> None:
    session.open([many_photos])
    settle()
    first = session.arrangement
    assert first is not None
    middle = first.grid.photos[int(first.grid.order()[30])].path
    pin = Pin(middle, -1, -1)
    session.change(replace(session.settings, pins=(pin,)))
    assert session.state is State.WORKING
    assert settle() is State.ARRANGED
    assert session.arrangement is not None
    assert standing([pin], session.arrangement.grid) == {pin}
    assert np.array_equal(session.arrangement.points, first.points)


def test_another_folder_has_no_pins_and_one_that_cannot_be_opened_takes_none_away(
    qtbot: QtBot, session: Session, settle: Callable[[], State], few_photos: Path, tmp_path: Path
) -> None:
    session.open([few_photos])
    settle()
    pins = (Pin(min(few_photos.iterdir()), 0, 0),)
    session.change(replace(session.settings, pins=pins))
    assert settle() is State.ARRANGED
    with qtbot.waitSignal(session.failed, timeout=PATIENCE_MS):
        session.open([tmp_path / "nowhere"])
    assert settle() is State.ARRANGED
    session.reopen()
    assert settle() is State.ARRANGED
    assert list(session.settings.pins) == list(in_force(session).pins) == list(pins)
    shutil.copytree(few_photos, tmp_path / "other")
    session.open([tmp_path / "other"])
    assert settle() is State.ARRANGED
    assert not session.settings.pins
    assert not in_force(session).pins


def test_nothing_arrives_after_closing(qtbot: QtBot, many_photos: Path) -> None:
    session = Session(ArrangeSettings())
    states: list[State] = []
    with qtbot.waitSignal(session.shown.store_replaced, timeout=PATIENCE_MS):
        session.open([many_photos])
    session.state_changed.connect(states.append)
    with qtbot.waitSignal(session.idle, timeout=PATIENCE_MS):
        session.close()
    session.open([many_photos])
    assert states == []
    session.deleteLater()
