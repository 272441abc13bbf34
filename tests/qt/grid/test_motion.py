"""Tiles on their way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.fades import FADE_SECONDS, Fades
from gridsne_desktop.qt.grid.flight import Flight
from gridsne_desktop.qt.grid.motion import Motion, Places2D, eased, eased_out


def places(*corners: tuple[float, float]) -> Places2D:
    return np.array(corners, np.float32)


START, GOAL, OTHER = places((0, 0), (1, 0)), places((8, 4), (0, 3)), places((2, 2), (9, 9))


def test_a_flight_ends_exactly_at_its_goal() -> None:
    motion = Motion(START)
    motion.fly(GOAL, now=10.0, seconds=1.0)
    motion.advance(11.0)
    assert not motion.is_moving
    assert np.array_equal(motion.places, GOAL)


def test_half_way_through_a_flight_the_tiles_are_half_way() -> None:
    motion = Motion(START)
    motion.fly(GOAL, now=0.0, seconds=2.0)
    motion.advance(1.0)
    assert motion.is_moving
    assert motion.places == pytest.approx((START + GOAL) / 2)


@given(st.floats(0.01, 0.99))
def test_a_flight_interrupted_at_any_moment_goes_on_from_where_the_tiles_are(at: float) -> None:
    motion = Motion(START)
    motion.fly(GOAL, now=0.0, seconds=1.0)
    motion.advance(at)
    before = motion.places.copy()
    motion.fly(OTHER, now=at, seconds=1.0)
    motion.advance(at)
    assert motion.places == pytest.approx(before, abs=1e-4)
    motion.advance(at + 1.001)
    assert np.array_equal(motion.places, OTHER)


def test_following_comes_nearer_all_the_time_and_arrives() -> None:
    motion = Motion(START)
    motion.follow(GOAL, now=0.0)
    away = [float(np.abs(GOAL - START).max())]
    for frame in range(1, 200):
        motion.advance(frame / 60)
        away.append(float(np.abs(GOAL - motion.places).max()))
    assert away == sorted(away, reverse=True)
    assert not motion.is_moving
    assert np.array_equal(motion.places, GOAL)


def test_a_moving_goal_is_followed_without_a_jump() -> None:
    motion = Motion(START)
    motion.follow(GOAL, now=0.0)
    motion.advance(0.03)
    before = motion.places.copy()
    motion.follow(OTHER, now=0.03)
    motion.advance(0.031)
    assert np.abs(motion.places - before).max() < 0.2


def test_those_who_stay_keep_their_place() -> None:
    motion = Motion(GOAL)
    motion.keep(np.array([1]))
    assert np.array_equal(motion.places, GOAL[[1]])


def test_easing_starts_at_nothing_ends_at_all_and_never_turns_back() -> None:
    for ease in (eased, eased_out):
        values = [ease(i / 100) for i in range(-10, 111)]
        assert values[0] == 0
        assert values[-1] == 1
        assert values == sorted(values)


def test_the_camera_arrives_where_it_was_sent() -> None:
    flight, goal = Flight(), Camera(20.0, 3.0, 4.0)
    flight.fly(goal, now=0.0, seconds=0.5)
    flight.advance(0.2)
    assert flight.is_moving
    flight.advance(0.5)
    assert flight.camera == goal
    assert not flight.is_moving


def test_a_fresh_tile_fades_in_and_is_forgotten() -> None:
    fades = Fades()
    fades.begin([3], now=0.0)
    ((index, veil),) = fades.veils(FADE_SECONDS / 2)
    assert index == 3
    assert veil == pytest.approx(0.5)
    assert fades.veils(FADE_SECONDS) == []
    assert not fades


def test_a_crowd_that_arrives_at_once_does_not_fade() -> None:
    fades = Fades()
    fades.begin(list(range(1000)), now=0.0)
    assert not fades
