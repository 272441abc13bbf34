"""What is let go of while it moves glides on: the laws, without a window or a clock."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.qt.grid.glide import Glide

speeds = st.floats(-5000, 5000)
FRAME = 1 / 60


def pushed(dx: float, dy: float, *, times: int = 6) -> tuple[Glide, float]:
    """A glide that was pushed by (dx, dy) a frame and let go of; the time of that."""
    glide = Glide()
    for frame in range(times):
        glide.push(dx, dy, now=frame * FRAME)
    now = (times - 1) * FRAME
    glide.let_go(now=now)
    return glide, now


@given(speeds, speeds)
def test_it_goes_on_in_the_direction_of_the_hand_and_comes_to_rest(x: float, y: float) -> None:
    glide, let_go = pushed(x * FRAME, y * FRAME)
    ways = []
    now = let_go
    while glide.is_moving:
        now += FRAME
        ways.append(glide.way(now))
        assert now < let_go + 10
    lengths = [math.hypot(*way) for way in ways]
    assert lengths == sorted(lengths)
    for across, down in ways:
        assert across * y == pytest.approx(down * x, abs=1e-6 + abs(across * y) * 1e-6)
        assert across * x >= 0
        assert down * y >= 0


@given(speeds, speeds)
def test_it_only_becomes_slower(x: float, y: float) -> None:
    glide, now = pushed(x * FRAME, y * FRAME)
    ways = [0.0]
    while glide.is_moving:
        now += FRAME
        ways.append(math.hypot(*glide.way(now)))
    steps = [b - a for a, b in itertools.pairwise(ways)]
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(steps))


def test_a_hand_that_holds_still_before_it_lets_go_leaves_all_where_it_is() -> None:
    glide = Glide()
    for frame in range(5):
        glide.push(30, 0, now=frame * FRAME)
    assert not glide.let_go(now=5 * FRAME + 0.2)
    assert not glide.is_moving


def test_a_slow_hand_pushes_nothing() -> None:
    glide, _ = pushed(0.3, 0)
    assert not glide.is_moving


def test_it_stops_at_a_touch() -> None:
    glide, _ = pushed(20, 5)
    assert glide.is_moving
    glide.stop()
    assert not glide.is_moving
