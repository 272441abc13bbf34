"""What every rule keeps to."""

import inspect
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.names import legal_name
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.organize.rules import RULES
from gridsne_desktop.progress import Run
from tests.unit.layout.made import grid as cells_grid
from tests.unit.organize.made import folder_of, tree

pytestmark = pytest.mark.parametrize("rule", sorted(RULES))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    columns, rows = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    cells = draw(st.permutations(range(columns * rows)))
    return cells_grid(cells[: draw(st.integers(0, len(cells)))], columns=columns, rows=rows)


@given(grid=grids())
def test_every_photo_gets_one_place(rule: str, grid: Grid) -> None:
    placed = [place.photo for place in RULES[rule](grid)]
    assert len(placed) == len(grid.photos)
    assert set(placed) == set(grid.photos)


@given(grid=grids())
def test_the_same_grid_gives_the_same_places(rule: str, grid: Grid) -> None:
    assert list(RULES[rule](grid)) == list(RULES[rule](grid))


@given(grid=grids())
def test_prefixes_are_legal_and_leave_room_for_the_name(rule: str, grid: Grid) -> None:
    for place in RULES[rule](grid):
        assert legal_name("a.jpg", prefix=place.prefix) == f"{place.prefix}a.jpg"
        assert len(place.prefix) < 100


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(count=st.integers(0, 12))
def test_its_plan_is_done_once_and_then_there_is_nothing_left_to_do(
    tmp_path_factory: pytest.TempPathFactory, rule: str, count: int
) -> None:
    base = tmp_path_factory.mktemp("rule")
    grid = folder_of(base / "in", count)
    before = tree(base / "in") if count else {}
    for copied in (count, 0):
        plan = make_plan(grid, into=base / "out", rule=rule, run=Run())
        outcome = execute(plan, journals=base / "journals", run=Run())
        assert (len(outcome.done), outcome.problems) == (copied, ())
    assert len(list((base / "out").glob("*"))) == count
    assert (tree(base / "in") if count else {}) == before


def test_it_says_what_it_does(rule: str) -> None:
    assert inspect.getdoc(RULES[rule])
    assert rule == rule.lower().strip()
    assert Path(rule).name == rule
