"""Into which folders rules put photos."""

from datetime import UTC, datetime

import numpy as np
import pytest

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.grouping import Grouping
from gridsne_desktop.organize.rules import RULES, RuleOptions, Subject
from tests.unit.layout.made import grid

OPTIONS = RuleOptions()


def folders(rule: str, subject: Subject, options: RuleOptions = OPTIONS) -> list[str]:
    """The folder of each photo, in the photos' order."""
    found = {place.photo: "/".join(place.folder) for place in RULES[rule].places(subject, options)}
    return [found[photo] for photo in subject.grid.photos if photo in found]


def in_groups(groups: list[int], names: tuple[str, ...], uncertain: set[int]) -> Subject:
    unsure = np.array([index in uncertain for index in range(len(groups))])
    return Subject(
        grid(list(range(len(groups))), columns=len(groups), rows=1),
        groups=Grouping(np.array(groups, dtype=np.int32), names, unsure),
    )


def test_small_groups_and_uncertain_photos_go_into_unsorted() -> None:
    subject = in_groups([0] * 5 + [1] * 3 + [2] * 4, ("sea", "few", "snow"), {4, 8})
    assert folders("groups", subject) == ["sea"] * 4 + ["Unsorted"] * 8


def test_groups_of_one_name_do_not_meet() -> None:
    subject = in_groups([0] * 4 + [1] * 4 + [2] * 4, ("Sea", "sea", "unsorted"), set())
    assert folders("groups", subject)[::4] == ["Sea", "sea (2)", "unsorted (2)"]


def test_each_row_is_a_folder() -> None:
    assert folders("rows", Subject(grid([0, 3, 1], columns=2, rows=2))) == [
        "Row 01", "Row 02", "Row 01"
    ]  # fmt: skip


def test_only_the_chosen_photos_go_into_the_folder() -> None:
    subject = Subject(grid([0, 1, 2], columns=3, rows=1), chosen=(2,))
    places = list(RULES["regions"].places(subject, RuleOptions(name=" Beach? ")))
    assert [(place.photo, place.folder) for place in places] == [
        (subject.grid.photos[2], ("Beach_",))
    ]


@pytest.mark.parametrize(
    ("dates", "folder"),
    [("year", "2024"), ("month", "2024/2024-07"), ("day", "2024/2024-07/2024-07-09")],
)
def test_dates_are_folders_in_folders(dates: str, folder: str) -> None:
    moment = datetime(2024, 7, 9, 23, 59, tzinfo=UTC)
    taken = np.array([int(moment.timestamp()) * 10**9], dtype=np.int64)
    subject = Subject(grid([0], columns=1, rows=1), taken=taken)
    assert folders("date", subject, RuleOptions(dates=dates)) == [folder]


def test_without_what_a_rule_needs_it_says_so() -> None:
    with pytest.raises(GridsneError, match="Select"):
        list(RULES["regions"].places(Subject(grid([0], columns=1, rows=1)), OPTIONS))


@pytest.mark.parametrize("wrong", [{"order": "x"}, {"dates": "x"}, {"name": " "}])
def test_wishes_that_make_no_sense_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"no |needs"):
        RuleOptions(**wrong)
