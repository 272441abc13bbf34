"""Copies of photos as they are: own names, companions with them, nothing overwritten."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.filing import plan_filing
from gridsne_desktop.organize.names import name_key
from gridsne_desktop.organize.plan import Plan
from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.progress import Run
from tests.unit.organize.made import photo, tree


def names(plan: Plan) -> list[str]:
    return [step.target.name for step in plan.steps]


def test_a_photo_is_copied_with_all_its_files(tmp_path: Path) -> None:
    files = tuple(
        photo(tmp_path / "in" / name).path for name in ("IMG_1.HEIC", "IMG_1.DNG", "IMG_1_HEVC.MOV")
    )
    plan = plan_filing([files], into=tmp_path / "out", way=StepKind.COPY, run=Run())
    execute(plan, journals=tmp_path / "journals", run=Run())
    copies = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert copies == {path.name: path.read_bytes() for path in files}


def test_where_one_name_is_taken_all_files_of_the_photo_get_the_same_number(
    tmp_path: Path,
) -> None:
    files = tuple(photo(tmp_path / "in" / name).path for name in ("IMG_1.HEIC", "IMG_1_HEVC.MOV"))
    photo(tmp_path / "out" / "img_1.heic", b"another")
    plan = plan_filing([files], into=tmp_path / "out", way=StepKind.COPY, run=Run())
    assert names(plan) == ["IMG_1 (2).HEIC", "IMG_1 (2)_HEVC.MOV"]


def test_what_is_there_already_is_not_copied_again(tmp_path: Path) -> None:
    chosen = [(photo(tmp_path / "in" / f"{name}.jpg").path,) for name in "ab"]
    first = plan_filing(chosen[:1], into=tmp_path / "out", way=StepKind.COPY, run=Run())
    execute(first, journals=tmp_path / "journals", run=Run())
    plan = plan_filing(chosen, into=tmp_path / "out", way=StepKind.COPY, run=Run())
    assert (names(plan), len(plan.already_there)) == (["b.jpg"], 1)


def test_photos_of_one_name_from_two_folders_both_arrive(tmp_path: Path) -> None:
    chosen = [(photo(tmp_path / folder / "a.jpg").path,) for folder in ("one", "two")]
    plan = plan_filing(chosen, into=tmp_path / "out", way=StepKind.COPY, run=Run())
    assert names(plan) == ["a.jpg", "a (2).jpg"]


def test_a_photo_that_is_gone_is_named_and_stops_nobody(tmp_path: Path) -> None:
    there = photo(tmp_path / "in" / "a.jpg").path
    gone = tmp_path / "in" / "gone.jpg"
    plan = plan_filing([(gone,), (there,)], into=tmp_path / "out", way=StepKind.COPY, run=Run())
    assert names(plan) == ["a.jpg"]
    assert [problem.path for problem in plan.problems] == [gone]


def test_copies_never_go_among_the_photos_themselves(tmp_path: Path) -> None:
    one = photo(tmp_path / "in" / "a.jpg").path
    with pytest.raises(GridsneError, match="these photos are in"):
        plan_filing([(one,)], into=tmp_path / "in", way=StepKind.COPY, run=Run())


@settings(max_examples=40, deadline=None)
@given(
    stems=st.lists(st.text("aAä .(2)é_HEVChevc", min_size=1, max_size=6), unique=True, max_size=5),
    taken=st.lists(st.sampled_from(["a.jpg", "A.MOV", "ä.jpg", "a (2).jpg"]), unique=True),
    length=st.sampled_from([0, 240]),
)
def test_whatever_the_names_targets_are_new_and_different(
    tmp_path_factory: pytest.TempPathFactory, stems: list[str], taken: list[str], length: int
) -> None:
    base = tmp_path_factory.mktemp("copies")
    chosen = [
        tuple(
            photo(base / f"in{number}" / f"{'x' * length}{stem}{tail}").path
            for tail in (".jpg", ".MOV")
        )
        for number, stem in enumerate(s for s in stems if s.strip(". "))
    ]
    for name in taken:
        photo(base / "out" / name, b"other")
    before = tree(base)
    plan = plan_filing(chosen, into=base / "out", way=StepKind.COPY, run=Run())
    assert tree(base) == before
    keys = {name_key(name) for name in names(plan)}
    assert len(keys) == len(plan.steps) == 2 * len(chosen)
    assert not keys & {name_key(name) for name in taken}
