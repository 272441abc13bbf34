"""Plans of whole photos: companions with them, conflicts solved as wished, moves in place."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.gathering import Wish
from gridsne_desktop.organize.plan import make_plan, plan_wishes
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.organize.steps import WAYS, Plan, Resolution, StepKind
from gridsne_desktop.progress import Run
from tests.unit.organize.made import grid_of, known, photo, tree

MOVE = StepKind.MOVE


def plan_of(
    wishes: Sequence[tuple[Path, str]],
    into: Path,
    *,
    way: StepKind = MOVE,
    otherwise: Resolution = Resolution.KEEP_BOTH,
    resolutions: Mapping[Path, Resolution] | None = None,
    remove_emptied: bool = False,
) -> Plan:
    return plan_wishes(
        [Wish(path, tuple(filter(None, folder.split("/")))) for path, folder in wishes],
        {},
        into=into,
        rule="test",
        way=way,
        otherwise=otherwise,
        resolutions=resolutions or {},
        remove_emptied=remove_emptied,
        run=Run(),
    )


def moves(plan: Plan) -> list[tuple[str, str, str]]:
    """Kind, source and target of each step, below the folder of the test."""
    base = plan.into.parent
    return [
        (step.kind.value, step.source.relative_to(base).as_posix(),
         step.target.relative_to(base).as_posix())
        for step in plan.steps
    ]  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def files(folder: Path, *names: str) -> list[Path]:
    return [photo(folder / name, name.encode()).path for name in names]


def test_a_photo_takes_its_sidecars_along_and_all_get_the_same_number(tmp_path: Path) -> None:
    one, *_ = files(tmp_path / "in", "a.jpg", "a.xmp", "a.jpg.xmp", "a.cr3")
    files(tmp_path / "out" / "x", "A.CR3")
    (tmp_path / "out" / "x" / "A.CR3").write_bytes(b"another")
    plan = plan_of([(one, "x")], tmp_path / "out")
    assert moves(plan) == [
        ("move", "in/a.jpg", "out/x/a (2).jpg"),
        ("move", "in/a.cr3", "out/x/a (2).cr3"),
        ("move", "in/a.jpg.xmp", "out/x/a (2).jpg.xmp"),
        ("move", "in/a.xmp", "out/x/a (2).xmp"),
    ]
    assert [(c.photo, c.there.name) for c in plan.conflicts] == [(one, "A.CR3")]


def test_a_shared_sidecar_comes_to_both_places_and_moves_with_the_last(tmp_path: Path) -> None:
    jpg, png, _ = files(tmp_path / "in", "a.jpg", "a.png", "a.xmp")
    plan = plan_of([(jpg, "x"), (png, "y")], tmp_path / "out")
    assert [step for step in moves(plan) if "xmp" in step[1]] == [
        ("copy", "in/a.xmp", "out/x/a.xmp"),
        ("move", "in/a.xmp", "out/y/a.xmp"),
    ]
    execute(plan, journals=tmp_path / "journals", run=Run())
    assert set(contents(tmp_path / "out")) == {"x/a.jpg", "x/a.xmp", "y/a.png", "y/a.xmp"}
    assert not contents(tmp_path / "in")


def test_a_shared_sidecar_comes_to_one_place_once(tmp_path: Path) -> None:
    jpg, png, _ = files(tmp_path / "in", "a.jpg", "a.png", "a.xmp")
    plan = plan_of([(jpg, "x"), (png, "x")], tmp_path / "out")
    assert [step for step in moves(plan) if "xmp" in step[1]] == [
        ("move", "in/a.xmp", "out/x/a.xmp")
    ]


def test_a_sidecar_whose_other_photo_stays_is_copied(tmp_path: Path) -> None:
    jpg, _, _ = files(tmp_path / "in", "a.jpg", "a.png", "a.xmp")
    plan = plan_of([(jpg, "x")], tmp_path / "out")
    assert moves(plan)[1] == ("copy", "in/a.xmp", "out/x/a.xmp")


def test_photos_of_one_name_from_two_folders_do_not_share_their_companions(tmp_path: Path) -> None:
    jpg, _ = files(tmp_path / "one", "a.jpg", "a.xmp")
    (png,) = files(tmp_path / "two", "a.png")
    plan = plan_of([(jpg, ""), (png, "")], tmp_path / "out")
    assert [step.target.name for step in plan.steps] == ["a.jpg", "a.xmp", "a (2).png"]


@pytest.mark.parametrize(
    ("resolution", "kept"),
    [
        (Resolution.KEEP_BOTH, {"a.jpg": b"old", "a (2).jpg": b"a.jpg"}),
        (Resolution.SKIP, {"a.jpg": b"old"}),
        (Resolution.REPLACE, {"a.jpg": b"a.jpg"}),
    ],
)
def test_a_conflict_is_solved_as_wished(
    tmp_path: Path, resolution: Resolution, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (one,) = files(tmp_path / "in", "a.jpg")
    photo(tmp_path / "out" / "a.jpg", b"old")
    for plan in (
        plan_of([(one, "")], tmp_path / "out", otherwise=resolution),
        plan_of([(one, "")], tmp_path / "out", resolutions={one: resolution}),
    ):
        assert [(c.photo, c.there, c.resolution) for c in plan.conflicts] == [
            (one, tmp_path / "out" / "a.jpg", resolution)
        ]
    outcome = execute(plan, journals=tmp_path / "journals", run=Run())
    assert outcome.problems == ()
    assert contents(tmp_path / "out") == kept
    assert one.exists() == (resolution is Resolution.SKIP)


def test_neither_a_folder_nor_a_photo_of_the_plan_is_ever_replaced(tmp_path: Path) -> None:
    one, two = files(tmp_path / "in", "x/a.jpg", "a.jpg")
    (tmp_path / "in" / "b.jpg").mkdir()
    three = photo(tmp_path / "else" / "b.jpg").path
    plan = plan_of(
        [(one, ""), (three, ""), (two, "")], tmp_path / "in", otherwise=Resolution.REPLACE
    )
    assert {step.kind for step in plan.steps} == {MOVE}
    assert [step.target.name for step in plan.steps] == ["a (2).jpg", "b (2).jpg"]


def test_a_photo_in_its_place_is_nothing_to_do(tmp_path: Path) -> None:
    one, two, _ = files(tmp_path / "in", "x/a.jpg", "b.jpg", "x/a.xmp")
    plan = plan_of([(one, "x"), (two, "x")], tmp_path / "in")
    assert moves(plan) == [("move", "in/b.jpg", "in/x/b.jpg")]
    assert (plan.already_there, plan.conflicts) == ((), ())


def test_a_name_that_another_photo_frees_is_taken_after_it_is_free(tmp_path: Path) -> None:
    paths = files(tmp_path / "in", "1/a.jpg", "2/a.jpg", "3/a.jpg", "4/b.jpg")
    for path in paths:
        path.write_bytes(str(path).encode())
    before = {path.parent.name: path.read_bytes() for path in paths}
    wishes = [(path, str(number)) for number, path in enumerate(paths, start=2)]
    plan = plan_of(wishes, tmp_path / "in")
    assert not plan.conflicts
    execute(plan, journals=tmp_path / "journals", run=Run())
    after = contents(tmp_path / "in")
    assert after == {
        f"{int(was) + 1}/{'b' if was == '4' else 'a'}.jpg": before[was] for was in before
    }


def test_photos_that_want_one_anothers_names_both_stay_whole(tmp_path: Path) -> None:
    one, two = files(tmp_path / "in", "x/a.jpg", "y/a.jpg")
    two.write_bytes(b"two")
    plan = plan_of([(one, "y"), (two, "x")], tmp_path / "in", otherwise=Resolution.REPLACE)
    execute(plan, journals=tmp_path / "journals", run=Run())
    assert sorted(contents(tmp_path / "in").values()) == [b"two", b"x/a.jpg"]
    assert sorted(contents(tmp_path / "in")) == ["x/a (2).jpg", "y/a.jpg"]


def test_folders_that_are_left_empty_are_removed_if_wished(tmp_path: Path) -> None:
    paths = files(tmp_path / "in", "p/q/a.jpg", "p/b.jpg", "r/c.jpg", "s/d.jpg")
    files(tmp_path / "in", "r/keep.pdf")
    plan = plan_of(
        [(path, "") for path in paths], tmp_path / "in" / "s" / "all", remove_emptied=True
    )
    execute(plan, journals=tmp_path / "journals", run=Run())
    there = {path.relative_to(tmp_path / "in").as_posix() for path in (tmp_path / "in").rglob("*")}
    assert {"p", "p/q"}.isdisjoint(there)
    assert {"r", "r/keep.pdf", "s"} <= there


def test_a_folder_that_is_there_in_other_letters_is_used(tmp_path: Path) -> None:
    (one,) = files(tmp_path / "in", "a.jpg")
    (tmp_path / "out" / "Beach").mkdir(parents=True)
    assert moves(plan_of([(one, "beach")], tmp_path / "out"))[0][2] == "out/Beach/a.jpg"


def test_a_file_in_a_folders_place_is_gone_around(tmp_path: Path) -> None:
    (one,) = files(tmp_path / "in", "a.jpg")
    files(tmp_path / "out", "beach")
    assert moves(plan_of([(one, "beach")], tmp_path / "out"))[0][2] == "out/beach (2)/a.jpg"


def test_orphans_are_told_unless_their_photo_comes_to_them(tmp_path: Path) -> None:
    one, _, _ = files(tmp_path / "in", "a.jpg", "b.xmp", "x/a.xmp")
    (two,) = files(tmp_path / "in", "x/c.jpg")
    plan = plan_of([(one, "x"), (two, "x")], tmp_path / "in")
    assert [path.name for path in plan.orphans] == ["b.xmp"]


def test_an_order_in_place_loses_its_old_numbers(tmp_path: Path) -> None:
    folder, journals = tmp_path / "in", tmp_path / "journals"
    files(folder, "a.jpg", "a.xmp", "b.jpg")
    for seed in range(3):
        grid = grid_of([known(path) for path in folder.glob("*.jpg")], seed=seed)
        plan = make_plan(
            Subject(grid), into=folder, rule="order", way=MOVE, run=Run(), journals=journals
        )
        execute(plan, journals=journals, run=Run())
        assert sorted(path.name[5:] for path in folder.iterdir()) == ["a.jpg", "a.xmp", "b.jpg"]


NAMES = st.sampled_from(
    ["a.jpg", "A.jpg", "a.png", "a.xmp", "a.jpg.xmp", "a.mov", "b.jpg", "b.cr2"]
)
FOLDERS = st.sampled_from(["", "x", "X", "x/y", "z"])


@settings(max_examples=150, deadline=None)
@given(
    there=st.sets(st.tuples(FOLDERS, NAMES), max_size=14),
    data=st.data(),
    way=st.sampled_from(WAYS),
    inside=st.booleans(),
)
def test_whatever_is_moved_no_content_is_lost_and_the_plan_does_what_it_says(
    tmp_path_factory: pytest.TempPathFactory,
    there: set[tuple[str, str]],
    data: st.DataObject,
    way: StepKind,
    inside: bool,
) -> None:
    base = tmp_path_factory.mktemp("moving")
    paths = [base / "in" / folder / name for folder, name in sorted(there)]
    for number, path in enumerate(paths):
        photo(path, str(number).encode() * 3)
    photos = [path for path in paths if path.suffix in {".jpg", ".png"}]
    wishes = [(path, data.draw(FOLDERS)) for path in photos if data.draw(st.booleans())]
    into = base / "in" if inside and way is MOVE else base / "out"
    before = tree(base)
    plan = plan_of(wishes, into, way=way, remove_emptied=True)
    assert tree(base) == before
    held = sorted(path.read_bytes() for path in paths)
    outcome = execute(plan, journals=base / "journals", run=Run())
    assert (outcome.problems, outcome.done) == ((), plan.steps)
    after = [
        path.read_bytes()
        for path in base.rglob("*")
        if path.is_file() and "journals" not in path.parts
    ]
    assert set(held) <= set(after)
    if way is MOVE:
        copies = sum(step.kind is StepKind.COPY for step in plan.steps)
        assert len(after) == len(held) + copies
