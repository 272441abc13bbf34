"""Doing a plan: complete copies or none, nothing overwritten, resumed after every stop."""

import json
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.organize.digest import CHUNK_BYTES
from gridsne_desktop.organize.exclusive import rename_by_reservation
from gridsne_desktop.organize.execute import Outcome, RunStopped, execute
from gridsne_desktop.organize.journal import Journal
from gridsne_desktop.organize.plan import Plan, make_plan
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.progress import Progress, Run, Stage
from tests.unit.organize.disks import copy_and_die, make_read_only, mounted
from tests.unit.organize.made import folder_of, grid_of, in_order, known, photo, tree

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "sorted"


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    return tmp_path / "journals"


def plan_of(grid: Grid, into: Path) -> Plan:
    return make_plan(Subject(grid), into=into, rule="order", run=Run())


class Reacts(Run):
    """Does something at the first report from `at` bytes on."""

    def __init__(self, action: Callable[["Reacts"], object], *, at: int = 1) -> None:
        super().__init__()
        self.action: Callable[[Reacts], object] | None = action
        self.at = at

    def report(self, stage: Stage, done: int, total: int) -> None:
        if self.action and done >= self.at:
            action, self.action = self.action, None
            action(self)
        super().report(stage, done, total)


def assert_complete(grid: Grid, into: Path) -> None:
    """Every photo is there once, in order, with its bytes and times, and nothing else is."""
    copies = sorted(into.iterdir())
    assert [copy.read_bytes() for copy in copies] == [p.read_bytes() for p in in_order(grid)]
    assert [copy.stat().st_mtime_ns for copy in copies] == [
        path.stat().st_mtime_ns for path in in_order(grid)
    ]


def test_every_photo_is_copied_whole_with_its_times(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    grid = folder_of(tmp_path / "in", 7)
    before = tree(tmp_path / "in")
    outcome = execute(plan_of(grid, into), journals=journals, run=Run())
    assert_complete(grid, into)
    assert len(outcome.done) == 7
    assert (outcome.problems, outcome.unfinished, outcome.already_there) == ((), (), ())
    assert tree(tmp_path / "in") == before


@posix
def test_permissions_and_attributes_are_kept(tmp_path: Path, into: Path, journals: Path) -> None:
    original = photo(tmp_path / "in" / "a.jpg")
    original.path.chmod(0o440)
    if sys.platform == "linux":
        os.setxattr(original.path, "user.note", b"beach")
    execute(plan_of(grid_of([original]), into), journals=journals, run=Run())
    copy = into / "0001_a.jpg"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o440
    assert copy.stat().st_nlink == 1
    if sys.platform == "linux":
        assert os.getxattr(copy, "user.note") == b"beach"


def test_doing_it_again_does_nothing(tmp_path: Path, into: Path, journals: Path) -> None:
    grid = folder_of(tmp_path / "in", 4)
    execute(plan_of(grid, into), journals=journals, run=Run())
    before = tree(into)
    outcome = execute(plan_of(grid, into), journals=journals, run=Run())
    assert tree(into) == before
    assert (len(outcome.done), len(outcome.already_there)) == (0, 4)
    assert outcome.journal is None


def test_the_journal_tells_each_step_before_it_and_after_it(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    grid = folder_of(tmp_path / "in", 3)
    plan = plan_of(grid, into)
    in_order(grid)[1].unlink()
    outcome = execute(plan, journals=journals, run=Run())
    assert outcome.journal is not None
    lines = [json.loads(line) for line in outcome.journal.read_text().splitlines()]
    assert lines[0]["into"] == str(into)
    assert [next(iter(line)) for line in lines[1:]] == [
        "step", "step", "step", "times", "folder",
        "begin", "begin", "begin", "done", "failed", "done", "left", "ended",
    ]  # fmt: skip
    assert [line["target"] for line in lines if "step" in line] == [
        str(step.target) for step in plan.steps
    ]


def test_progress_counts_bytes_within_large_photos(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    size = 3 * CHUNK_BYTES
    seen: list[Progress] = []
    grid = grid_of([photo(tmp_path / "in" / "a.jpg", bytes(size))])
    execute(plan_of(grid, into), journals=journals, run=Run(seen.append))
    assert {progress.stage for progress in seen} == {Stage.COPY}
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, size, size)


@pytest.mark.parametrize("change", ["vanished", "grown", "touched", "became a folder"])
def test_a_photo_that_changes_after_the_plan_is_told_and_the_rest_is_copied(
    tmp_path: Path, into: Path, journals: Path, change: str
) -> None:
    grid = folder_of(tmp_path / "in", 3)
    plan = plan_of(grid, into)
    path = in_order(grid)[1]
    if change == "grown":
        path.write_bytes(bytes(5000))
    elif change == "touched":
        os.utime(path, ns=(5, 5))
    else:
        path.unlink()
        if change != "vanished":
            path.mkdir()
    outcome = execute(plan, journals=journals, run=Run())
    assert [problem.path for problem in outcome.problems] == [path]
    assert outcome.problems[0].reason.endswith(".")
    assert [step.target.name[:4] for step in outcome.done] == ["0001", "0003"]
    assert len(list(into.iterdir())) == 2


def test_a_photo_that_changes_while_it_is_copied_is_not_kept(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    original = photo(tmp_path / "in" / "a.jpg", bytes(4 * CHUNK_BYTES))
    run = Reacts(lambda _: original.path.write_bytes(bytes(CHUNK_BYTES)), at=CHUNK_BYTES)
    outcome = execute(plan_of(grid_of([original]), into), journals=journals, run=run)
    assert "changed" in outcome.problems[0].reason
    assert list(into.iterdir()) == []


def test_what_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    grid = folder_of(tmp_path / "in", 2, size=4 * CHUNK_BYTES)
    plan = plan_of(grid, into)

    def others_write(_: Run) -> None:
        for step in plan.steps:
            step.target.write_text("somebody else's")

    outcome = execute(plan, journals=journals, run=Reacts(others_write, at=CHUNK_BYTES))
    assert len(outcome.problems) == 2
    assert [path.read_text() for path in into.iterdir()] == ["somebody else's"] * 2


def test_where_there_are_no_links_nothing_is_overwritten_either(tmp_path: Path) -> None:
    part, target = tmp_path / "part", tmp_path / "target"
    part.write_text("new")
    target.write_text("old")
    with pytest.raises(FileExistsError):
        rename_by_reservation(part, target)
    assert (part.read_text(), target.read_text()) == ("new", "old")
    target.unlink()
    rename_by_reservation(part, target)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"target": "new"}
    with pytest.raises(FileNotFoundError):
        rename_by_reservation(part, tmp_path / "other")
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("at", [1, 2 * CHUNK_BYTES, 5 * CHUNK_BYTES], ids=str)
def test_cancelling_leaves_whole_copies_only_and_can_be_resumed(
    tmp_path: Path, into: Path, journals: Path, at: int
) -> None:
    grid = folder_of(tmp_path / "in", 3, size=3 * CHUNK_BYTES)
    with pytest.raises(Cancelled):
        execute(plan_of(grid, into), journals=journals, run=Reacts(Run.cancel, at=at))
    assert {path.stat().st_size for path in into.iterdir()} <= {3 * CHUNK_BYTES}
    outcome = execute(plan_of(grid, into), journals=journals, run=Run())
    assert len(outcome.done) + len(outcome.already_there) == 3
    assert_complete(grid, into)


def test_a_run_cancelled_before_it_begins_makes_nothing(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        execute(plan_of(folder_of(tmp_path / "in", 1), into), journals=journals, run=run)
    assert not into.exists()


@posix
@pytest.mark.parametrize("at_report", [1, 2, 3, 7, 8, 12])
def test_a_killed_program_is_resumed_and_everything_is_complete(
    tmp_path: Path, into: Path, journals: Path, at_report: int
) -> None:
    grid = folder_of(tmp_path / "in", 4, size=2 * CHUNK_BYTES)
    assert copy_and_die(tmp_path / "in", into, journals, at_report=at_report) < 0
    into.mkdir(exist_ok=True)
    whole = [path for path in into.iterdir() if not path.name.endswith(".part")]
    assert {path.stat().st_size for path in whole} <= {2 * CHUNK_BYTES}
    outcome = execute(plan_of(grid, into), journals=journals, run=Run())
    assert len(outcome.already_there) == len(whole)
    assert_complete(grid, into)


def test_what_a_killed_program_left_is_deleted_but_nothing_else(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    grid = folder_of(tmp_path / "in", 1)
    plan = plan_of(grid, into)
    into.mkdir()
    ours, foreign = f".gridsne-{'a' * 32}.part", f".gridsne-{'b' * 32}.part"
    journal = Journal.begun(journals, plan)
    journal.begin([(0, ours)])
    journal.begin([(0, "../in/IMG_0.jpg")])
    journal.abandon()
    with journal.path.open("a") as file:
        file.write('{"begin": 1, "pa')
    for name in (ours, foreign):
        (into / name).write_text("half")
    execute(plan, journals=journals, run=Run())
    assert {path.name for path in into.iterdir()} == {foreign, "0001_IMG_0.jpg"}
    assert in_order(grid)[0].exists()


def test_two_copies_into_one_folder_at_once_are_refused(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    plan = plan_of(folder_of(tmp_path / "in", 2), into)
    refused: list[str] = []

    def again(_: Run) -> None:
        with pytest.raises(GridsneError, match="under way") as caught:
            execute(plan, journals=journals, run=Run())
        refused.append(caught.value.detail)

    assert len(execute(plan, journals=journals, run=Reacts(again)).done) == 2
    assert len(refused) == 1


def test_too_little_room_is_said_before_anything_is_copied(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    plan = plan_of(folder_of(tmp_path / "in", 2), into)
    huge = replace(plan, steps=(replace(plan.steps[0], size=10**18), plan.steps[1]))
    with pytest.raises(GridsneError, match=r"need 1000000\.0 TB, .* are free"):
        execute(huge, journals=journals, run=Run())
    assert not into.exists()


@pytest.mark.parametrize("journals_too", [False, True])
def test_a_disk_that_fills_up_stops_cleanly_and_is_resumed(
    tmp_path: Path, journals: Path, journals_too: bool
) -> None:
    grid = folder_of(tmp_path / "in", 6, size=CHUNK_BYTES // 2)
    with mounted(tmp_path / "small", megabytes=4) as disk:
        into = disk / "sorted"
        if journals_too:
            journals = disk / "journals"

        def others_fill_the_disk(_: Run) -> None:
            with pytest.raises(OSError, match="No space"):
                (disk / "filler").write_bytes(bytes(8 * CHUNK_BYTES))

        run = Reacts(others_fill_the_disk, at=CHUNK_BYTES)
        with pytest.raises(RunStopped, match=r"No space.*2 of 6 photos") as caught:
            execute(plan_of(grid, into), journals=journals, run=run)
        stopped: Outcome = caught.value.outcome
        assert (len(stopped.done), len(stopped.unfinished)) == (2, 4)
        assert sorted(into.iterdir()) == [step.target for step in stopped.done]
        (disk / "filler").unlink()
        again = execute(plan_of(grid, into), journals=journals, run=Run())
        assert (len(again.done), len(again.already_there)) == (4, 2)
        assert_complete(grid, into)


@posix
def test_a_photo_too_large_for_the_disk_is_told_and_the_rest_is_copied(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    import resource

    large = photo(tmp_path / "in" / "large.jpg", bytes(8 * CHUNK_BYTES))
    grid = grid_of([large, *folder_of(tmp_path / "in", 2).photos])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * CHUNK_BYTES, limits[1]))
    try:
        outcome = execute(plan_of(grid, into), journals=journals, run=Run())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [problem.path for problem in outcome.problems] == [large.path]
    assert "too large" in outcome.problems[0].reason
    assert len(list(into.iterdir())) == len(outcome.done) == 2


def test_from_one_disk_to_another_every_byte_is_compared(tmp_path: Path, journals: Path) -> None:
    grid = folder_of(tmp_path / "in", 3)
    with mounted(tmp_path / "other", megabytes=4) as disk:
        execute(plan_of(grid, disk / "sorted"), journals=journals, run=Run())
        assert_complete(grid, disk / "sorted")


@pytest.mark.parametrize("below", ["", "new"])
def test_a_folder_that_cannot_be_written_is_a_clear_error(
    tmp_path: Path, journals: Path, below: str
) -> None:
    grid = folder_of(tmp_path / "in", 1)
    with mounted(tmp_path / "other", megabytes=4) as disk:
        make_read_only(disk)
        with pytest.raises(GridsneError, match="Nothing can be written") as caught:
            execute(plan_of(grid, disk / below), journals=journals, run=Run())
        assert "Choose another folder" in caught.value.detail


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_protected_folder_is_a_clear_error(tmp_path: Path, into: Path, journals: Path) -> None:
    into.mkdir(mode=0o500)
    with pytest.raises(GridsneError, match="Nothing can be written"):
        execute(plan_of(folder_of(tmp_path / "in", 1), into), journals=journals, run=Run())


@posix
def test_names_of_any_kind_are_copied(tmp_path: Path, into: Path, journals: Path) -> None:
    odd = ["two\nlines.jpg", "a" * 246 + ".jpg", "é" * 123 + ".jpg", "漢字 😀.jpg", "עברית.jpg"]
    paths = [tmp_path / "in" / name for name in odd]
    paths.append(Path(os.fsdecode(os.fsencode(tmp_path / "in") + b"/\xff\xfe.jpg")))
    grid = grid_of([photo(path) for path in paths])
    outcome = execute(plan_of(grid, into), journals=journals, run=Run())
    assert outcome.problems == ()
    assert_complete(grid, into)


@posix
def test_a_link_to_a_photo_becomes_a_copy_of_the_photo(
    tmp_path: Path, into: Path, journals: Path
) -> None:
    original = photo(tmp_path / "elsewhere" / "a.jpg")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link.jpg").symlink_to(original.path)
    grid = grid_of([known(tmp_path / "in" / "link.jpg")])
    execute(plan_of(grid, into), journals=journals, run=Run())
    copy = into / "0001_link.jpg"
    assert not copy.is_symlink()
    assert copy.read_bytes() == original.path.read_bytes()
