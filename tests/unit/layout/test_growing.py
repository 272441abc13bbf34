"""While photos are read: when sketches are made, and what they show."""

import queue
import threading
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridsne_desktop.layout import growing
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.growing import FEWEST, GROWTH, SECONDS_BETWEEN, SHARE, Growing, Pace
from gridsne_desktop.photo import Photo
from gridsne_desktop.settings import ArrangeSettings
from tests.unit.layout.made import families, photos

PATIENCE = 60.0
"""Seconds that a test waits for a thread before it gives up."""

ALL = photos(300)
VECTORS = families(300)[0]


class Reading:
    """Vectors that become known when a test says so, by a clock that a test moves."""

    def __init__(self, show: Callable[[Grid], None] | None = None) -> None:
        self.now = 0.0
        self.known: dict[Photo, NDArray[np.float32]] = {}
        self.grids: queue.Queue[Grid] = queue.Queue()
        self.growing = self.begin(show or self.grids.put)

    def begin(self, show: Callable[[Grid], None], after: Growing | None = None) -> Growing:
        return Growing(
            ALL,
            self.known,
            show,
            settings=ArrangeSettings(),
            after=after,
            clock=lambda: self.now,
        )

    def read(self, indexes: range, *, seconds: float = 100.0) -> None:
        self.now += seconds
        self.known.update((ALL[i], VECTORS[i]) for i in indexes)

    def next_grid(self) -> Grid:
        """Look until there is a grid."""
        for _ in range(int(PATIENCE * 100)):
            self.growing.look()
            try:
                return self.grids.get(timeout=0.01)
            except queue.Empty:
                continue
        raise AssertionError("no sketch came")


def test_the_photos_read_so_far_stand_first_and_the_others_wait_in_reading_order() -> None:
    reading = Reading()
    with reading.growing:
        reading.read(range(50, 150))
        grid = reading.next_grid()
    assert grid.photos == ALL
    assert sorted(grid.cells) == list(range(300))
    assert sorted(grid.cells[50:150]) == list(range(100))
    waiting = np.concatenate([grid.cells[:50], grid.cells[150:]])
    assert waiting.tolist() == list(range(100, 300))


def test_the_next_sketch_has_more_photos_and_goes_on_from_the_one_before() -> None:
    reading = Reading()
    with reading.growing:
        reading.read(range(100))
        first = reading.next_grid()
        reading.read(range(100, 160))
        second = reading.next_grid()
    columns = first.columns
    assert sorted(second.cells[:160]) == list(range(160))
    across = np.abs(second.cells[:100] % columns - first.cells[:100] % columns)
    assert across.mean() < columns / 6  # by chance it would be a third


def test_too_few_photos_or_too_little_time_make_no_sketch() -> None:
    reading = Reading()
    with reading.growing:
        reading.read(range(FEWEST - 1))
        reading.growing.look()
        reading.read(range(FEWEST), seconds=-100)
        reading.growing.look()
    assert reading.grids.empty()


def test_all_photos_read_are_left_to_the_layout() -> None:
    reading = Reading()
    with reading.growing:
        reading.read(range(300))
        reading.growing.look()
    assert reading.grids.empty()


def test_what_the_sketches_made_of_photos_can_be_asked_for() -> None:
    reading = Reading()
    with reading.growing:
        assert reading.growing.shown(ALL) is None
        reading.read(range(100))
        grid = reading.next_grid()
    shown = reading.growing.shown(ALL[::2])
    assert shown is not None
    np.testing.assert_array_equal(shown.is_sketched, np.arange(0, 300, 2) < 100)
    columns = grid.columns
    np.testing.assert_array_equal(shown.places[:, 0], grid.cells[::2] % columns)
    np.testing.assert_array_equal(shown.places[:, 1], grid.cells[::2] // columns)
    assert reading.growing.shown(photos(301)) is None


def test_reading_that_goes_on_after_a_stop_goes_on_with_its_order() -> None:
    reading = Reading()
    with reading.growing:
        reading.read(range(100))
        first = reading.next_grid()
    reading.growing = reading.begin(reading.grids.put, after=reading.growing)
    with reading.growing:
        reading.read(range(100, 140))
        second = reading.next_grid()
    across = np.abs(second.cells[:100] % first.columns - first.cells[:100] % first.columns)
    assert across.mean() < first.columns / 6


def test_leaving_ends_the_thread_and_whatever_it_was_at() -> None:
    before = set(threading.enumerate())
    reading = Reading()
    with pytest.raises(RuntimeError, match="stopped"), reading.growing:
        reading.read(range(200))
        reading.growing.look()
        raise RuntimeError("stopped")
    assert set(threading.enumerate()) <= before


def test_a_sketch_that_fails_is_logged_and_was_the_last(caplog: pytest.LogCaptureFixture) -> None:
    shown = threading.Event()

    def fail(_grid: Grid) -> None:
        shown.set()
        raise OSError("nobody foresaw this")

    reading = Reading(show=fail)
    with reading.growing:
        reading.read(range(100))
        reading.growing.look()
        assert shown.wait(PATIENCE)
    assert "nobody foresaw this" in caplog.text
    assert "a sketch of 100 photos failed" in caplog.text
    reading.read(range(200))
    reading.growing.look()  # would raise if it gave the ended pool more to do


@given(st.lists(st.tuples(st.integers(1, 400), st.floats(0.01, 5)), max_size=60), st.floats(0, 2))
def test_sketches_are_apart_ever_larger_and_cost_their_share_at_most(
    readings: list[tuple[int, float]], per_thousand: float
) -> None:
    now, known, spent = 0.0, 0, 0.0
    pace, last, last_known = Pace(now), 0.0, 0
    for photos_more, seconds in readings:
        now, known = now + seconds, known + photos_more
        if not pace.is_due(known, now):
            continue
        assert known >= max(FEWEST, GROWTH * last_known)
        assert now - last >= SECONDS_BETWEEN
        assert spent <= SHARE * now
        took = per_thousand * known / 1000
        now, spent = now + took, spent + took
        pace.took(took, known, now)
        last, last_known = now, known


def test_many_photos_double_between_sketches() -> None:
    pace = Pace(0.0)
    pace.took(1.0, growing.MANY, 1_000.0)
    assert not pace.is_due(int(1.9 * growing.MANY), 2_000.0)
    assert pace.is_due(2 * growing.MANY, 2_000.0)
