"""The arrangement guards what it holds."""

import numpy as np
import pytest

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Points
from gridsne_desktop.layout.groups import Groups
from tests.unit.layout.made import grid


def made(points: Points, groups: Groups | None = None) -> Arrangement:
    return Arrangement(
        grid=grid([1, 0], columns=2, rows=1),
        points=points,
        model="m",
        seed=0,
        problems=(),
        seconds={"scan": 1.0},
        groups=groups,
    )


def test_it_keeps_its_own_points_that_nobody_can_change() -> None:
    points = np.array([[0, 0.5], [1, 0.5]], dtype=np.float32)
    arrangement = made(points)
    points[0] = 1
    assert arrangement.points.tolist() == [[0, 0.5], [1, 0.5]]
    assert not arrangement.points.flags.writeable


@pytest.mark.parametrize("bad", [1.5, -0.1, np.nan])
def test_a_point_outside_the_unit_square_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="unit square"):
        made(np.array([[0, 0], [0, bad]], dtype=np.float32))


def test_every_photo_needs_a_point() -> None:
    with pytest.raises(ValueError, match="2 photos need points"):
        made(np.zeros((3, 2), dtype=np.float32))


def test_it_keeps_its_own_groups_that_nobody_can_change() -> None:
    groups = np.array([0, 1], dtype=np.int32)
    kept = made(np.zeros((2, 2), dtype=np.float32), groups).groups
    groups[0] = 1
    assert kept is not None
    assert kept.tolist() == [0, 1]
    assert not kept.flags.writeable


@pytest.mark.parametrize("bad", [[0], [0, -1], [[0, 1]]])
def test_every_photo_needs_a_group_if_there_are_some(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="2 photos need 2 groups"):
        made(np.zeros((2, 2), dtype=np.float32), np.array(bad, dtype=np.int32))
