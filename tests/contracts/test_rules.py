"""What every rule keeps to."""

import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.grouping import Grouping
from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.names import legal_name, name_key
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.organize.readings import READINGS
from gridsne_desktop.organize.rules import DATES, RULES, Place, RuleOptions, Subject
from gridsne_desktop.organize.steps import WAYS, StepKind
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from tests.unit.layout.made import grid as cells_grid
from tests.unit.organize.made import folder_of

pytestmark = pytest.mark.parametrize("rule", sorted(RULES))


OPTIONS = st.builds(
    RuleOptions,
    order=st.sampled_from(sorted(READINGS)),
    dates=st.sampled_from(sorted(DATES)),
    name=st.text(min_size=1, max_size=9).filter(str.strip),
)
NAMES = st.sampled_from(["aurora", "Aurora", "CON", "a/b", "Unsorted", " ", "é", "é", "."])


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    columns, rows = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    cells = draw(st.permutations(range(columns * rows)))
    return cells_grid(cells[: draw(st.integers(0, len(cells)))], columns=columns, rows=rows)


@st.composite
def subjects(draw: st.DrawFn, of: st.SearchStrategy[Grid]) -> Subject:
    """Subjects that know all that any rule needs; some photo is chosen where there is one."""
    grid = draw(of)
    n = len(grid.photos)
    names = draw(st.lists(NAMES, min_size=1, max_size=4))
    groups = draw(st.lists(st.integers(0, len(names) - 1), min_size=n, max_size=n))
    uncertain = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    taken = draw(st.lists(st.integers(-(2**62), 2**62), min_size=n, max_size=n))
    chosen = draw(st.sets(st.integers(0, n - 1), min_size=1)) if n else set()
    return Subject(
        grid,
        groups=Grouping(np.array(groups, np.int32), tuple(names), np.array(uncertain, bool)),
        chosen=tuple(sorted(chosen)),
        taken=np.array(taken, dtype=np.int64),
    )


def places(rule: str, subject: Subject, options: RuleOptions) -> list[Place]:
    if rule == "regions" and not subject.chosen:
        return []  # it says so: tests/unit/organize/test_rules.py
    return list(RULES[rule].places(subject, options))


def about(rule: str, subject: Subject) -> set[Photo]:
    """The photos that the rule has to put somewhere."""
    photos = subject.grid.photos
    return {photos[i] for i in subject.chosen} if rule == "regions" else set(photos)


@given(subject=subjects(grids()), options=OPTIONS)
def test_every_photo_gets_one_place(rule: str, subject: Subject, options: RuleOptions) -> None:
    placed = [place.photo for place in places(rule, subject, options)]
    assert len(placed) == len(set(placed))
    assert set(placed) == about(rule, subject)


@given(subject=subjects(grids()), options=OPTIONS)
def test_the_same_subject_gives_the_same_places(
    rule: str, subject: Subject, options: RuleOptions
) -> None:
    assert places(rule, subject, options) == places(rule, subject, options)


@given(subject=subjects(grids()), options=OPTIONS)
def test_names_are_legal_and_leave_room_for_the_photos_own(
    rule: str, subject: Subject, options: RuleOptions
) -> None:
    for place in places(rule, subject, options):
        assert legal_name("a.jpg", prefix=place.prefix) == f"{place.prefix}a.jpg"
        assert len(place.prefix) < 100
        assert all(legal_name(name) == name for name in place.folder)


@given(subject=subjects(grids()), options=OPTIONS)
def test_folders_that_are_not_the_same_are_not_the_same_anywhere(
    rule: str, subject: Subject, options: RuleOptions
) -> None:
    folders = {place.folder for place in places(rule, subject, options)}
    assert len({tuple(map(name_key, folder)) for folder in folders}) == len(folders)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), count=st.integers(1, 12))
def test_its_plan_is_done_once_and_then_there_is_nothing_left_to_do(
    tmp_path_factory: pytest.TempPathFactory,
    way: StepKind,
    rule: str,
    data: st.DataObject,
    count: int,
) -> None:
    base = tmp_path_factory.mktemp("rule")
    subject = data.draw(subjects(st.just(folder_of(base / "in", count))))
    before = {path.name: path.read_bytes() for path in (base / "in").iterdir()}
    about_ = {photo.path.name for photo in about(rule, subject)}
    for done in (len(about_), 0):
        plan = make_plan(subject, into=base / "out", rule=rule, way=way, run=Run())
        outcome = execute(plan, journals=base / "journals", run=Run())
        assert len(outcome.done) == done
        if way is not StepKind.MOVE:
            assert outcome.problems == ()
    made = [path for path in (base / "out").rglob("*") if path.is_file()]
    assert len(made) == len(about_)
    stay = set(before) - (about_ if way is StepKind.MOVE else set())
    assert {p.name: p.read_bytes() for p in (base / "in").iterdir()} == {n: before[n] for n in stay}


def test_it_knows_what_it_needs(rule: str) -> None:
    subject = Subject(cells_grid([0], columns=1, rows=1))
    if not RULES[rule].needs:
        assert list(RULES[rule].places(subject, RuleOptions()))
        return
    assert RULES[rule].needs <= {"groups", "chosen", "taken"}
    with pytest.raises(GridsneError):
        list(RULES[rule].places(subject, RuleOptions()))


def test_it_says_what_it_does(rule: str) -> None:
    assert inspect.getdoc(RULES[rule].places)
    assert rule == rule.lower().strip()
    assert Path(rule).name == rule
