"""Groups have the names that people would give them, and say who may belong elsewhere."""

from pathlib import Path

import numpy as np
import pytest

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.grouping import Grouping, agreement, grouping_of, names_of
from gridsne_desktop.layout.neighbours import nearest
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run

DAY = 86_400 * 10**9
JULY = 19_905 * DAY
"""The first of July 2024."""


def row(*names: str) -> Grid:
    photos = tuple(Photo(Path("/photos") / name, 1, 1) for name in names)
    return Grid(photos, len(photos), 1, np.arange(len(photos), dtype=np.int32))


def groups_of(*groups: int) -> "np.typing.NDArray[np.int32]":
    return np.array(groups, dtype=np.int32)


@pytest.mark.parametrize(
    ("names", "called"),
    [
        (["aurora-01.jpg", "aurora-02.jpg", "aurora-03.jpg", "x.jpg"], "aurora"),
        (["1_Kitchen.jpg", "2_Kitchen.jpg", "3_Kitchen.jpg", "4_Kitchen.jpg"], "Kitchen"),
        (["Rome/IMG_1.jpg", "Rome/IMG_2.jpg", "Rome/IMG_3.jpg", "Oslo/IMG_9.jpg"], "Rome"),
    ],
)
def test_a_group_is_called_by_what_most_of_its_names_or_folders_share(
    names: list[str], called: str
) -> None:
    wall = row(*names, "else-1.jpg", "sea-2.jpg", "moss-3.jpg", "a-4.jpg")
    assert names_of(groups_of(0, 0, 0, 0, 1, 1, 1, 1), wall)[0] == called


def test_what_all_photos_have_in_their_names_tells_nothing() -> None:
    wall = row(*(f"holiday-{number}.jpg" for number in range(8)))
    assert names_of(groups_of(0, 0, 0, 0, 1, 1, 1, 1), wall) == ("Group 01", "Group 02")


@pytest.mark.parametrize(
    ("days", "called"),
    [([0, 0, 0, 0], "2024-07-01"), ([0, 3, 9, 30], "2024-07"), ([0, 40, 60, 90], "2024"),
     ([0, 40, 60, 900], "Group 01")],
)  # fmt: skip
def test_else_by_the_time_that_they_were_all_taken_in(days: list[int], called: str) -> None:
    wall = row(*(f"IMG_{number}.jpg" for number in range(4)))
    taken = np.array([JULY + day * DAY for day in days], dtype=np.int64)
    assert names_of(groups_of(0, 0, 0, 0), wall, taken) == (called,)


def test_groups_are_found_and_a_stranger_among_them_is_uncertain() -> None:
    rng = np.random.default_rng(0)
    middles = np.repeat(np.eye(3, 16), 30, axis=0)
    vectors = (middles + rng.normal(0, 0.05, middles.shape)).astype(np.float32)
    wall = row(*(f"{'abc'[n // 30] * 3}-{n}.jpg" for n in range(90)))
    found = grouping_of(vectors, wall, run=Run())
    assert found.groups.tolist() == np.repeat([0, 1, 2], 30).tolist()
    assert found.names == ("aaa", "bbb", "ccc")
    assert not found.uncertain.any()
    moved = found.groups.copy()
    moved[0] = 2
    assert agreement(moved, nearest(vectors, count=10, run=Run()))[0] == 0


def test_groups_that_the_wall_shows_stay_and_are_numbered_as_one_reads_it() -> None:
    vectors = np.random.default_rng(1).normal(size=(12, 8)).astype(np.float32)
    shown = groups_of(*[2] * 6, *[0] * 6)
    found = grouping_of(vectors, row(*(f"{n}.jpg" for n in range(12))), groups=shown, run=Run())
    assert found.groups.tolist() == [0] * 6 + [1] * 6


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_few_photos_are_grouped_without_trouble(n: int) -> None:
    vectors = np.random.default_rng(2).normal(size=(n, 8)).astype(np.float32)
    found = grouping_of(vectors, row(*(f"{k}.jpg" for k in range(n))), run=Run())
    assert len(found.groups) == len(found.uncertain) == n
    assert len(found.names) == (int(found.groups.max()) + 1 if n else 0)


def test_a_grouping_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="certainties"):
        Grouping(groups_of(0, 0), ("a",), np.zeros(1, dtype=bool))
    with pytest.raises(ValueError, match="none of the 1"):
        Grouping(groups_of(0, 1), ("a",), np.zeros(2, dtype=bool))
