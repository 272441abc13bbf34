"""A plan says what will be done, and touches nothing."""

import itertools
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.names import legal_name, name_key
from gridsne_desktop.organize.plan import Plan, Step, StepKind, make_plan
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.progress import Run
from tests.unit.organize.made import folder_of, grid_of, in_order, known, photo, tree

NAMES = st.text(st.sampled_from("aAäÄ́ .(2)_0\n😀"), min_size=1, max_size=8).filter(
    lambda name: name.strip(".") != ""
)


def names(plan: Plan) -> list[str]:
    return [step.target.name for step in plan.steps]


def test_the_names_show_the_grids_order_in_any_file_manager(tmp_path: Path) -> None:
    grid = folder_of(tmp_path / "in", 12)
    plan = make_plan(Subject(grid), into=tmp_path / "out", rule="order", run=Run())
    assert names(plan) == sorted(names(plan))
    assert [step.source for step in plan.steps] == in_order(grid)
    assert names(plan) == [
        f"{number:04}_{path.name}" for number, path in enumerate(in_order(grid), start=1)
    ]


def test_numbers_of_a_huge_grid_are_all_of_one_length(tmp_path: Path) -> None:
    one = photo(tmp_path / "in" / "a.jpg").path
    for number in range(10_000):
        (one.parent / f"{number}.jpg").hardlink_to(one)
    grid = grid_of(known(one.parent / f"{number}.jpg") for number in range(10_000))
    plan = make_plan(Subject(grid), into=tmp_path / "out", rule="order", run=Run())
    assert names(plan) == sorted(names(plan))
    assert names(plan)[0].startswith("00001_")


def test_planning_touches_nothing(tmp_path: Path) -> None:
    grid = folder_of(tmp_path / "in", 5)
    photo(tmp_path / "out" / "0001_x.jpg")
    before = tree(tmp_path)
    make_plan(
        Subject(grid),
        into=tmp_path / "new" / "folder",
        rule="order",
        run=Run(),
        journals=tmp_path / "journals",
    )
    make_plan(
        Subject(grid),
        into=tmp_path / "out",
        rule="order",
        run=Run(),
        journals=tmp_path / "journals",
    )
    assert tree(tmp_path) == before


@settings(max_examples=50, deadline=None)
@given(
    own=st.lists(st.tuples(st.sampled_from("xyz"), NAMES), unique=True, max_size=8),
    existing=st.lists(NAMES, unique=True, max_size=6),
    is_first_taken=st.booleans(),
)
def test_targets_are_all_different_legal_and_not_existing(
    tmp_path_factory: pytest.TempPathFactory,
    own: list[tuple[str, str]],
    existing: list[str],
    is_first_taken: bool,
) -> None:
    base = tmp_path_factory.mktemp("laws")
    grid = grid_of([photo(base / folder / name) for folder, name in own])
    for number, name in itertools.product((1, 2), existing):
        photo(base / "out" / legal_name(name, prefix=f"{number:04}_"), b"else")
    if own and is_first_taken:
        path = in_order(grid)[0]
        photo(base / "out" / legal_name(path.name, prefix="0001_"), b"other bytes")
    there = {name_key(path.name) for path in (base / "out").glob("*")}
    plan = make_plan(Subject(grid), into=base / "out", rule="order", run=Run())
    keys = [name_key(step.target.name) for step in plan.steps]
    assert len(keys) == len(set(keys)) == len(own)
    assert not there & set(keys)
    assert all(legal_name(name) == name for name in names(plan))
    assert sorted(step.source for step in plan.steps) == sorted(p.path for p in grid.photos)


def test_a_name_that_is_taken_by_something_else_gets_a_number(tmp_path: Path) -> None:
    grid = grid_of([photo(tmp_path / "in" / "a.jpg")])
    photo(tmp_path / "out" / "0001_A.JPG", b"something else")
    (tmp_path / "out" / "0001_a (2).jpg").mkdir()
    plan = make_plan(Subject(grid), into=tmp_path / "out", rule="order", run=Run())
    assert names(plan) == ["0001_a (3).jpg"]


def test_a_name_in_another_composition_is_the_same_name(tmp_path: Path) -> None:
    grid = grid_of([photo(tmp_path / "in" / unicodedata.normalize("NFC", "é.jpg"))])
    photo(tmp_path / "out" / unicodedata.normalize("NFD", "0001_é.jpg"), b"something else")
    assert names(make_plan(Subject(grid), into=tmp_path / "out", rule="order", run=Run())) == [
        "0001_é (2).jpg"
    ]


def test_a_copy_that_is_there_is_not_planned_again(tmp_path: Path) -> None:
    grid = folder_of(tmp_path / "in", 3)
    second = in_order(grid)[1]
    copy = tmp_path / "out" / f"0002_{second.name}"
    photo(copy, second.read_bytes())
    plan = make_plan(Subject(grid), into=tmp_path / "out", rule="order", run=Run())
    assert [step.target for step in plan.already_there] == [copy]
    assert [name[:4] for name in names(plan)] == ["0001", "0003"]
    assert plan.bytes_to_copy == 2000


def test_the_same_bytes_are_a_copy_whatever_the_time(tmp_path: Path) -> None:
    original = photo(tmp_path / "in" / "a.jpg", b"abcd")
    photo(tmp_path / "out" / "0001_a.jpg", b"abcd", mtime_ns=original.mtime_ns + 10**10)
    plan = make_plan(Subject(grid_of([original])), into=tmp_path / "out", rule="order", run=Run())
    assert (len(plan.steps), len(plan.already_there)) == (0, 1)


@pytest.mark.parametrize("content", [b"abXd", b"abc"], ids=["other bytes", "other size"])
def test_other_bytes_are_no_copy(tmp_path: Path, content: bytes) -> None:
    original = photo(tmp_path / "in" / "a.jpg", b"abcd")
    photo(tmp_path / "out" / "0001_a.jpg", content)
    assert names(
        make_plan(Subject(grid_of([original])), into=tmp_path / "out", rule="order", run=Run())
    ) == ["0001_a (2).jpg"]


def test_a_photo_that_is_gone_is_a_problem_and_the_others_keep_their_numbers(
    tmp_path: Path,
) -> None:
    grid = folder_of(tmp_path / "in", 4)
    gone, folder = in_order(grid)[1:3]
    gone.unlink()
    folder.unlink()
    folder.mkdir()
    plan = make_plan(Subject(grid), into=tmp_path / "out", rule="order", run=Run())
    assert [problem.path for problem in plan.problems] == [gone, folder]
    assert "no longer there" in plan.problems[0].reason
    assert [name[:4] for name in names(plan)] == ["0001", "0004"]


def test_no_photos_is_an_empty_plan(tmp_path: Path) -> None:
    plan = make_plan(Subject(grid_of([])), into=tmp_path / "out", rule="order", run=Run())
    assert (plan.steps, plan.bytes_to_copy) == ((), 0)


def test_copies_never_go_among_the_photos_but_may_go_into_a_folder_there(tmp_path: Path) -> None:
    grid = folder_of(tmp_path / "in", 2)
    (tmp_path / "alias").symlink_to(tmp_path / "in")
    for into in (tmp_path / "in", tmp_path / "alias", tmp_path / "in" / ".." / "in"):
        with pytest.raises(GridsneError, match="photos are in"):
            make_plan(Subject(grid), into=into, rule="order", run=Run())
    assert (
        len(
            make_plan(Subject(grid), into=tmp_path / "in" / "sorted", rule="order", run=Run()).steps
        )
        == 2
    )


@pytest.mark.parametrize("into", ["file", "file/below", "nul\0byte"])
def test_a_place_that_can_be_no_folder_is_a_clear_error(tmp_path: Path, into: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(GridsneError, match=r"not a folder|cannot be read"):
        make_plan(
            Subject(folder_of(tmp_path / "in", 1)), into=tmp_path / into, rule="order", run=Run()
        )


def test_an_unknown_rule_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(GridsneError, match="order"):
        make_plan(Subject(grid_of([])), into=tmp_path, rule="by mood", run=Run())


def test_planning_can_be_cancelled(tmp_path: Path) -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        make_plan(
            Subject(folder_of(tmp_path / "in", 1)), into=tmp_path / "out", rule="order", run=run
        )


def test_sorting_a_sorted_copy_again_gives_new_numbers_not_more_numbers(tmp_path: Path) -> None:
    journals = tmp_path / "journals"
    folder, previous = tmp_path / "in", folder_of(tmp_path / "in", 5)
    own_names = sorted(path.name for path in folder.iterdir())
    for time in range(3):
        into = tmp_path / f"sorted {time}"
        plan = make_plan(Subject(previous), into=into, rule="order", run=Run(), journals=journals)
        execute(plan, journals=journals, run=Run())
        assert sorted(path.name[5:] for path in into.iterdir()) == own_names
        previous = grid_of([known(path) for path in into.iterdir()], seed=time)


def test_a_number_that_is_not_provably_ours_is_kept(tmp_path: Path) -> None:
    grid = grid_of([photo(tmp_path / "in" / "0001_scan.jpg")])
    plan = make_plan(
        Subject(grid),
        into=tmp_path / "out",
        rule="order",
        run=Run(),
        journals=tmp_path / "journals",
    )
    assert names(plan) == ["0001_0001_scan.jpg"]
    execute(plan, journals=tmp_path / "journals", run=Run())
    changed = photo(tmp_path / "out" / "0001_0001_scan.jpg", b"another photo with that name")
    again = make_plan(
        Subject(grid_of([changed])),
        rule="order",
        into=tmp_path / "2",
        run=Run(),
        journals=tmp_path / "journals",
    )
    assert names(again) == ["0001_0001_0001_scan.jpg"]


def test_a_relative_folder_is_meant_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = make_plan(
        Subject(folder_of(tmp_path / "in", 1)), into=Path("out"), rule="order", run=Run()
    )
    assert plan.into == tmp_path / "out"


@pytest.mark.skipif(os.name != "posix", reason="only there names are bytes")
def test_names_that_are_no_text_and_names_with_newlines_are_planned(tmp_path: Path) -> None:
    odd = [Path(os.fsdecode(os.fsencode(tmp_path) + b"/in/\xff.jpg")), tmp_path / "in" / "a\nb.jpg"]
    plan = make_plan(
        Subject(grid_of([photo(path) for path in odd])),
        into=tmp_path / "out",
        rule="order",
        run=Run(),
    )
    assert sorted(name[5:] for name in names(plan)) == ["_.jpg", "a_b.jpg"]


def step(target: Path) -> Step:
    return Step(StepKind.COPY, source=target.with_name("s"), target=target, size=1, mtime_ns=1)


def test_a_plan_refuses_targets_that_would_meet(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same name"):
        Plan(tmp_path, "order", (step(tmp_path / "a.jpg"), step(tmp_path / "A.JPG")))
    with pytest.raises(ValueError, match="elsewhere"):
        Plan(tmp_path, "order", (step(tmp_path.parent / "a.jpg"),))
    with pytest.raises(ValueError, match="elsewhere"):
        Plan(tmp_path, "order", (step(tmp_path / ".." / "a.jpg"),))
    with pytest.raises(ValueError, match="folder"):
        Plan(tmp_path, "order", (step(tmp_path / "a.jpg"), step(tmp_path / "A.jpg" / "b.jpg")))
    with pytest.raises(ValueError, match="refuse"):
        Plan(tmp_path, "order", (step(tmp_path / "a?.jpg"),))
    with pytest.raises(ValueError, match="absolute"):
        Plan(Path("out"), "order")


def test_a_plan_tells_itself_as_json(tmp_path: Path) -> None:
    grid = folder_of(tmp_path / "in", 2)
    in_order(grid)[0].unlink()
    told = make_plan(Subject(grid), into=tmp_path / "out", rule="order", run=Run()).as_json()
    assert told["into"] == str(tmp_path / "out")
    assert (told["rule"], told["bytes"]) == ("order", 1000)
    assert [entry["target"] for entry in told["steps"]] == [
        str(tmp_path / "out" / f"0002_{in_order(grid)[1].name}")
    ]
    assert [entry["path"] for entry in told["problems"]] == [str(in_order(grid)[0])]
