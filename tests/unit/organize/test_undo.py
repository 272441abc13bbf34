"""Every run can be taken back: what nobody touched comes back, what somebody touched is told."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridsne_desktop.organize.execute import Outcome, execute
from gridsne_desktop.organize.record import Record, read_record
from gridsne_desktop.organize.reverse import CHANGED, DANGLING, GONE, NO_LINK, NOT_IN_TRASH
from gridsne_desktop.organize.runs import RunState, last_undoable, runs
from gridsne_desktop.organize.steps import WAYS, Plan, Step, StepKind
from gridsne_desktop.organize.trash.freedesktop import FreedesktopTrash
from gridsne_desktop.organize.undo import plan_trash, plan_undo
from gridsne_desktop.progress import Run
from tests.unit.organize.made import OLD_NS, photo
from tests.unit.organize.worlds import World, built, tree, worlds

LATER_NS = OLD_NS + 10**18


class NoTrash(FreedesktopTrash):
    """Of a disk that has none."""

    def put(self, path: Path) -> Path:
        raise OSError(errno.ENOTSUP, "There is no Trash", str(path))


class Desk:
    """A tree, what was done to it, and what is undone."""

    def __init__(self, root: Path) -> None:
        self.root, self.journals = root / "tree", root / "journals"
        self.root.mkdir(parents=True)
        self.last: Record | None = None

    def do(self, plan: Plan) -> Outcome:
        outcome = execute(plan, journals=self.journals, run=Run())
        self.last = read_record(outcome.journal) if outcome.journal else None
        return outcome

    def undo(self, record: Record | None = None) -> Outcome:
        record = record or self.last
        assert record is not None
        return self.do(plan_undo(record, run=Run()))

    def path(self, name: str) -> Path:
        return self.root / name

    def plan(self, way: StepKind, names: dict[str, str], *, bundle: bool = False) -> Plan:
        """Photos that are made now, and where they shall go."""
        steps = []
        owner = self.path(next(iter(names)))
        for name, target in names.items():
            made = photo(self.path(name), name.encode())
            steps.append(
                Step(
                    kind=way,
                    source=made.path,
                    target=self.path(target),
                    size=made.size,
                    mtime_ns=made.mtime_ns,
                    name=made.path.name,
                    photo=owner if bundle else made.path,
                )
            )
        for folder in (self.root, *(p for p in self.root.rglob("*") if p.is_dir())):
            os.utime(folder, ns=(OLD_NS, OLD_NS))
        return Plan(into=self.path("out"), rule="by hand", steps=tuple(steps), way=way)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def reasons(outcome: Outcome, root: Path) -> dict[str, str]:
    return {str(p.path.relative_to(root)): p.reason for p in outcome.problems}


def files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds)
def test_undo_brings_the_tree_back_and_redo_the_run(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = Desk(tmp_path_factory.mktemp("world"))
    plan = built(world, desk.root)
    before = tree(desk.root)
    outcome = desk.do(plan)
    done = tree(desk.root)
    assert not outcome.problems
    run = desk.last
    assert not desk.undo().problems
    assert tree(desk.root) == before
    assert not desk.undo().problems
    assert tree(desk.root) == done
    assert not desk.undo(run).problems
    assert tree(desk.root) == before


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(world=worlds, data=st.data())
def test_what_was_touched_in_between_stays_and_is_told(
    world: World, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = Desk(tmp_path_factory.mktemp("world"))
    way = data.draw(st.sampled_from((StepKind.COPY, StepKind.MOVE)))
    plan = built(replace(world, way=way), desk.root)
    before = files(desk.root)
    desk.do(plan)
    steps = [step for step in plan.steps if step.kind is way]
    targets = [step.target for step in steps]
    touched = set(data.draw(st.lists(st.sampled_from(targets), unique=True)))
    for path in touched:
        path.write_bytes(b"touched by somebody: " + os.fsencode(path))
    outcome = desk.undo()
    assert touched <= {problem.path for problem in outcome.problems}
    for path in touched:
        assert path.read_bytes() == b"touched by somebody: " + os.fsencode(path)
    photos = {step.photo for step in steps if step.target in touched}
    for step in steps:
        if step.photo not in photos:
            name = str(step.source.relative_to(desk.root))
            assert step.source.read_bytes() == before[name]
            assert not step.target.exists()


@pytest.mark.parametrize("way", WAYS)
def test_the_photos_are_where_they_were_and_made_folders_are_gone(
    desk: Desk, way: StepKind
) -> None:
    plan = desk.plan(way, {"a.jpg": "out/x/a.jpg", "sub/b.jpg": "out/y/b.jpg"})
    before = tree(desk.root)
    desk.do(plan)
    assert tree(desk.root) != before
    desk.undo()
    assert tree(desk.root) == before


def test_copies_go_to_the_trash_and_nowhere_else(desk: Desk, home: Path) -> None:
    desk.do(desk.plan(StepKind.COPY, {"a.jpg": "out/a copy.jpg"}))
    desk.undo()
    assert (home / ".local/share/Trash/files/a copy.jpg").read_bytes() == b"a.jpg"


def test_a_copy_that_changed_stays(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.COPY, {"a.jpg": "out/a.jpg", "b.jpg": "out/b.jpg"}))
    desk.path("out/a.jpg").write_bytes(b"edited")
    outcome = desk.undo()
    assert reasons(outcome, desk.root) == {"out/a.jpg": CHANGED}
    assert files(desk.root) == {"a.jpg": b"a.jpg", "b.jpg": b"b.jpg", "out/a.jpg": b"edited"}


def test_a_copy_with_another_time_and_the_same_bytes_is_untouched(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.COPY, {"a.jpg": "out/a.jpg"}))
    os.utime(desk.path("out/a.jpg"), ns=(LATER_NS, LATER_NS))
    assert desk.last is not None
    has_digest = desk.last.done[0].digest is not None
    outcome = desk.undo()
    assert bool(outcome.problems) != has_digest


def test_what_is_gone_is_told(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.MOVE, {"a.jpg": "out/a.jpg", "b.jpg": "out/b.jpg"}))
    desk.path("out/a.jpg").unlink()
    outcome = desk.undo()
    assert reasons(outcome, desk.root) == {"out/a.jpg": GONE}
    assert files(desk.root) == {"b.jpg": b"b.jpg"}


def test_a_photo_whose_old_place_is_taken_stays(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.MOVE, {"a.jpg": "out/a.jpg"}))
    photo(desk.path("a.jpg"), b"another")
    outcome = desk.undo()
    assert list(reasons(outcome, desk.root)) == ["out/a.jpg"]
    assert str(desk.path("a.jpg")) in outcome.problems[0].reason
    assert files(desk.root) == {"a.jpg": b"another", "out/a.jpg": b"a.jpg"}


def test_the_files_of_a_photo_stay_together(desk: Desk) -> None:
    moved = {"a.jpg": "out/a.jpg", "a.xmp": "out/a.xmp"}
    desk.do(desk.plan(StepKind.MOVE, moved, bundle=True))
    desk.path("out/a.xmp").write_bytes(b"edited")
    outcome = desk.undo()
    assert reasons(outcome, desk.root)["out/a.xmp"] == CHANGED
    assert "a.xmp" in reasons(outcome, desk.root)["out/a.jpg"]
    assert files(desk.root) == {"out/a.jpg": b"a.jpg", "out/a.xmp": b"edited"}


def test_places_that_moves_freed_one_after_another_are_given_back(desk: Desk) -> None:
    plan = desk.plan(StepKind.MOVE, {"out/a.jpg": "out/b.jpg", "out/c.jpg": "out/a.jpg"})
    before = tree(desk.root)
    desk.do(plan)
    assert files(desk.root) == {"out/b.jpg": b"out/a.jpg", "out/a.jpg": b"out/c.jpg"}
    desk.undo()
    assert tree(desk.root) == before


def test_what_stays_keeps_others_from_its_place(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.MOVE, {"out/a.jpg": "out/b.jpg", "out/c.jpg": "out/a.jpg"}))
    desk.path("out/a.jpg").write_bytes(b"edited")
    outcome = desk.undo()
    assert set(reasons(outcome, desk.root)) == {"out/a.jpg", "out/b.jpg"}
    assert files(desk.root) == {"out/b.jpg": b"out/a.jpg", "out/a.jpg": b"edited"}


def test_what_was_replaced_comes_back_out_of_the_trash(desk: Desk) -> None:
    plan = desk.plan(StepKind.COPY, {"a.jpg": "out/a.jpg"})
    there = photo(desk.path("out/a.jpg"), b"was there").path
    trash = Step(StepKind.TRASH, there, there, len(b"was there"), OLD_NS)
    before = files(desk.root)
    desk.do(Plan(into=plan.into, rule="by hand", steps=(trash, *plan.steps)))
    assert files(desk.root) == {"a.jpg": b"a.jpg", "out/a.jpg": b"a.jpg"}
    assert not desk.undo().problems
    assert files(desk.root) == before
    assert there.stat().st_mtime_ns == OLD_NS


def test_a_link_that_is_another_file_now_stays(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.SYMBOLIC_LINK, {"a.jpg": "out/a.jpg"}))
    desk.path("out/a.jpg").unlink()
    photo(desk.path("out/a.jpg"), b"mine")
    assert reasons(desk.undo(), desk.root) == {"out/a.jpg": NO_LINK}
    assert desk.path("out/a.jpg").read_bytes() == b"mine"


def test_a_symbolic_link_whose_photo_is_gone_stays(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.SYMBOLIC_LINK, {"a.jpg": "out/a.jpg"}))
    desk.path("a.jpg").unlink()
    assert reasons(desk.undo(), desk.root) == {"out/a.jpg": DANGLING}


def test_a_hard_link_that_became_the_last_name_goes_to_the_trash(desk: Desk, home: Path) -> None:
    desk.do(desk.plan(StepKind.HARD_LINK, {"a.jpg": "out/linked.jpg"}))
    desk.path("a.jpg").unlink()
    assert not desk.undo().problems
    assert files(desk.root) == {}
    assert (home / ".local/share/Trash/files/linked.jpg").read_bytes() == b"a.jpg"


def test_photos_come_back_out_of_the_trash(desk: Desk, home: Path) -> None:
    plan = desk.plan(StepKind.COPY, {"x/a.jpg": "out/1", "x/a.xmp": "out/2", "x/b.jpg": "out/3"})
    a, xmp, b = (step.source for step in plan.steps)
    before = tree(desk.root)
    outcome = desk.do(plan_trash([(a, xmp), (b,), (desk.path("x/none.jpg"),)], run=Run()))
    assert [str(p.path.name) for p in outcome.problems] == ["none.jpg"]
    assert files(desk.root) == {}
    assert not desk.undo().problems
    assert tree(desk.root) == before
    assert list((home / ".local/share/Trash/info").iterdir()) == []


def test_what_the_trash_was_emptied_of_cannot_come_back(desk: Desk, home: Path) -> None:
    plan = desk.plan(StepKind.COPY, {"a.jpg": "out/a.jpg"})
    desk.do(plan_trash([(plan.steps[0].source,)], run=Run()))
    (home / ".local/share/Trash/files/a.jpg").unlink()
    assert reasons(desk.undo(), desk.root) == {"a.jpg": NOT_IN_TRASH}


def test_what_somebody_put_into_a_made_folder_stays_with_it(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.MOVE, {"a.jpg": "out/x/a.jpg", "b.jpg": "out/y/b.jpg"}))
    photo(desk.path("out/x/mine.jpg"), b"mine")
    assert not desk.undo().problems
    assert files(desk.root) == {"a.jpg": b"a.jpg", "b.jpg": b"b.jpg", "out/x/mine.jpg": b"mine"}
    assert not desk.path("out/y").exists()


def test_a_folder_that_somebody_wrote_into_keeps_its_time(desk: Desk) -> None:
    plan = desk.plan(StepKind.MOVE, {"sub/a.jpg": "out/a.jpg", "other/b.jpg": "out/b.jpg"})
    desk.do(plan)
    photo(desk.path("sub/mine.jpg"), b"mine")
    os.utime(desk.path("sub"), ns=(2 * 10**18, 2 * 10**18))
    desk.undo()
    assert desk.path("sub").stat().st_mtime_ns > OLD_NS
    assert desk.path("other").stat().st_mtime_ns == OLD_NS


def test_an_undo_that_was_cancelled_goes_on_where_it_stopped(desk: Desk) -> None:
    plan = desk.plan(StepKind.MOVE, {f"{n}.jpg": f"out/{n}.jpg" for n in range(6)})
    before = tree(desk.root)
    desk.do(plan)
    run = desk.last
    assert run is not None
    whole = plan_undo(run, run=Run())
    half = Plan(
        into=whole.into,
        rule=whole.rule,
        steps=whole.steps[:3],
        way=whole.way,
        undoes=whole.undoes,
    )
    desk.do(half)
    assert [past.state for past in runs(desk.journals)] == [RunState.PARTLY_UNDONE]
    assert not desk.undo(run).problems
    assert tree(desk.root) == before
    assert [past.state for past in runs(desk.journals)] == [RunState.UNDONE]


def test_what_was_undone_and_trashed_again_is_undone_again(desk: Desk) -> None:
    plan = desk.plan(StepKind.COPY, {"a.jpg": "out/a.jpg"})
    source = plan.steps[0].source
    desk.do(plan_trash([(source,)], run=Run()))
    run = desk.last
    desk.undo()
    photo(desk.path("other/a.jpg"), b"takes the name in the Trash")
    execute(plan_trash([(desk.path("other/a.jpg"),)], run=Run()), journals=desk.journals, run=Run())
    desk.undo()  # redo
    assert not source.exists()
    assert not desk.undo(run).problems
    assert source.read_bytes() == b"a.jpg"


def test_planning_an_undo_touches_nothing(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.MOVE, {"a.jpg": "out/a.jpg"}))
    before, journals = tree(desk.root), tree(desk.journals)
    assert desk.last is not None
    plan_undo(desk.last, run=Run())
    assert (tree(desk.root), tree(desk.journals)) == (before, journals)


def test_what_the_trash_refuses_stays_and_is_told(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.COPY, {"a.jpg": "out/a.jpg"}))
    assert desk.last is not None
    plan = plan_undo(desk.last, run=Run())
    outcome = execute(plan, journals=desk.journals, run=Run(), trash=NoTrash())
    assert "There is no Trash" in outcome.problems[0].reason
    assert desk.path("out/a.jpg").read_bytes() == b"a.jpg"


def test_runs_are_told_with_their_undos_the_newest_first(desk: Desk) -> None:
    names: list[str] = []
    for number in range(2):
        desk.do(desk.plan(StepKind.MOVE, {f"{number}.jpg": f"out/{number}.jpg"}))
        assert desk.last is not None
        names.append(desk.last.run)
    told = {past.run: past for past in runs(desk.journals)}
    assert set(told) == set(names)
    last = last_undoable(desk.journals)
    assert last is not None
    assert (last.state, last.done, last.standing) == (RunState.FINISHED, 1, 1)
    undone = read_record(last.path)
    desk.undo(undone)
    assert desk.last is not None
    past = {past.run: past for past in runs(desk.journals)}[last.run]
    assert (past.state, past.undone_by, past.standing) == (RunState.UNDONE, desk.last.run, 0)
    other = last_undoable(desk.journals)
    assert other is not None
    assert other.run != last.run
    desk.undo()  # redo
    past = {past.run: past for past in runs(desk.journals)}[last.run]
    assert (past.state, past.undone_by, len(past.undos)) == (RunState.FINISHED, None, 2)


@pytest.mark.parametrize("cut", [1, 40])
def test_a_run_without_an_end_is_unfinished(desk: Desk, cut: int) -> None:
    desk.do(desk.plan(StepKind.MOVE, {"a.jpg": "out/a.jpg"}))
    assert desk.last is not None
    lines = desk.last.path.read_bytes().splitlines(keepends=True)
    kept = b"".join(lines[:-1])
    desk.last.path.write_bytes(kept if cut == 1 else kept + lines[-1][:-cut])
    [past] = runs(desk.journals)
    assert (past.state, past.open) == (RunState.UNFINISHED, desk.last.run)


def test_what_an_undo_had_to_leave_is_not_tried_for_ever(desk: Desk) -> None:
    desk.do(desk.plan(StepKind.MOVE, {"a.jpg": "out/a.jpg", "b.jpg": "out/b.jpg"}))
    desk.path("out/a.jpg").write_bytes(b"edited")
    desk.undo()
    [past] = runs(desk.journals)
    assert past.state is RunState.PARTLY_UNDONE
    assert past.is_left_over
    assert last_undoable(desk.journals) is None
