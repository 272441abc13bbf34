"""Whose middles a line drawn by hand encloses: the laws, without a window."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridsne_desktop.qt.grid.lasso import Lasso

places = st.tuples(st.floats(-20, 20), st.floats(-20, 20))
middles = st.lists(places, min_size=1, max_size=30)
lines = st.lists(places, min_size=3, max_size=12)


def drawn(line: list[tuple[float, float]], around: list[tuple[float, float]]) -> Lasso:
    lasso = Lasso(np.array(around), *line[0])
    for point in line[1:]:
        lasso.add(*point)
    return lasso


def enclosed(
    line: list[tuple[float, float]], around: list[tuple[float, float]]
) -> NDArray[np.bool_]:
    return drawn(line, around).inside


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(1, 10), middles)
def test_a_circle_encloses_what_is_nearer_than_its_radius(
    x: float, y: float, radius: float, around: list[tuple[float, float]]
) -> None:
    angles = [2 * math.pi * i / 180 for i in range(180)]
    line = [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in angles]
    for place, is_inside in zip(around, enclosed(line, around), strict=True):
        distance = math.dist(place, (x, y))
        if abs(distance - radius) > radius * 0.01:
            assert is_inside == (distance < radius)


@given(lines, middles)
def test_it_is_the_same_whichever_way_round_it_is_drawn(
    line: list[tuple[float, float]], around: list[tuple[float, float]]
) -> None:
    assert enclosed(line, around).tolist() == enclosed(line[::-1], around).tolist()


@given(lines, middles)
def test_looking_on_the_way_changes_nothing(
    line: list[tuple[float, float]], around: list[tuple[float, float]]
) -> None:
    looked_at = Lasso(np.array(around), *line[0])
    for point in line[1:]:
        looked_at.add(*point)
        assert len(looked_at.inside) == len(around)
    assert looked_at.inside.tolist() == enclosed(line, around).tolist()


@given(lines, middles)
def test_nothing_beyond_the_line_is_enclosed(
    line: list[tuple[float, float]], around: list[tuple[float, float]]
) -> None:
    (left, top), (right, bottom) = np.min(line, axis=0), np.max(line, axis=0)
    for (x, y), is_inside in zip(around, enclosed(line, around), strict=True):
        assert not is_inside or (left <= x <= right and top <= y <= bottom)


def test_where_the_line_goes_round_twice_there_is_no_hole() -> None:
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert enclosed([*square, *square], [(2.0, 2.0)]).tolist() == [True]
