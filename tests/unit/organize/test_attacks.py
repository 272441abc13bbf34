"""What a nasty person, a bad disk or a bad editor does to a plan and to journals."""

import errno
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np
import pytest

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.copying import CHANGED
from gridsne_desktop.organize.execute import execute, resume, unfinished
from gridsne_desktop.organize.outcome import Outcome, RunStopped
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.organize.plan_file import read_plan, write_plan
from gridsne_desktop.organize.record import read_record, records
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.organize.runs import last_undoable, runs
from gridsne_desktop.organize.steps import Plan, Resolution, StepKind
from gridsne_desktop.organize.trash.freedesktop import FreedesktopTrash
from gridsne_desktop.organize.undo import LOST, plan_undo
from gridsne_desktop.progress import Run
from tests.unit.organize.made import folder_of, grid_of, photo
from tests.unit.organize.worlds import tree


def planned(root: Path, way: StepKind = StepKind.COPY, *, rule: str = "order") -> Plan:
    grid = folder_of(root / "photos", 3)
    return make_plan(
        Subject(grid, taken=np.array([p.mtime_ns for p in grid.photos], dtype=np.int64)),
        into=root / "out",
        rule=rule,
        way=way,
        run=Run(),
    )


def done(root: Path, plan: Plan) -> Outcome:
    return execute(plan, journals=root / "journals", run=Run())


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
@pytest.mark.parametrize("way", [StepKind.COPY, StepKind.MOVE])
def test_a_pipe_in_a_photos_place_keeps_nobody_waiting(tmp_path: Path, way: StepKind) -> None:
    plan = planned(tmp_path, way)
    photo = plan.steps[1].source
    photo.unlink()
    os.mkfifo(photo)
    outcome = done(tmp_path, plan)
    assert [problem.reason for problem in outcome.problems] == [CHANGED]
    assert len(outcome.done) == 2


def test_a_plan_into_a_folder_told_from_the_one_above_can_be_applied(tmp_path: Path) -> None:
    grid = folder_of(tmp_path / "photos", 3)
    into = tmp_path / "photos" / ".." / "out"
    plan = make_plan(Subject(grid), into=into, rule="order", run=Run())
    write_plan(plan, tmp_path / "plan.json")
    assert len(done(tmp_path, read_plan(tmp_path / "plan.json")).done) == 3
    assert len(list((tmp_path / "out").iterdir())) == 3


def test_a_plan_whose_way_says_copy_moves_nothing(tmp_path: Path) -> None:
    plan = planned(tmp_path)
    write_plan(plan, tmp_path / "plan.json")
    text = (tmp_path / "plan.json").read_text(encoding="ascii")
    (tmp_path / "plan.json").write_text(text.replace('"kind": "copy"', '"kind": "move"'))
    with pytest.raises(GridsneError, match="its way is copy"):
        read_plan(tmp_path / "plan.json")


def test_without_a_journal_nothing_is_done_and_the_sentence_says_which_folder(
    tmp_path: Path,
) -> None:
    plan = planned(tmp_path, StepKind.MOVE)
    (tmp_path / "journals").write_text("in the way", encoding="ascii")
    with pytest.raises(GridsneError, match=r"Nothing was done.*journals"):
        done(tmp_path, plan)
    assert all(step.source.exists() for step in plan.steps)


def test_a_link_to_a_folder_that_is_gone_is_no_folder_to_fill(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "gone", target_is_directory=True)
    with pytest.raises(GridsneError, match="is a link to a folder that is not there"):
        planned(tmp_path)


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    plan = planned(tmp_path, rule="date")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "2009").write_text("mine", encoding="ascii")
    with pytest.raises(RunStopped) as stop:
        done(tmp_path, plan)
    assert str(tmp_path / "out" / "2009") in stop.value.detail
    (tmp_path / "out" / "2009").rename(tmp_path / "mine")
    (record,) = records(tmp_path / "journals")
    assert len(resume(record, run=Run()).done) == 3


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _: b"",
    "noise": lambda whole: bytes(value ^ 0xA5 for value in whole),
    "no folder": lambda whole: whole.replace(b'"into"', b'"onto"', 1),
    "folder is a number": lambda whole: whole.replace(b'"rule": "order"', b'"rule": 7', 1),
    "an unknown way": lambda whole: whole.replace(b'"way": "move"', b'"way": "beam"', 1),
    "a way in a list": lambda whole: whole.replace(b'"way": "move"', b'"way": ["move"]', 1),
    "steps are words": lambda whole: whole.replace(b'"steps": 3', b'"steps": "three"', 1),
    "a beginning cut": lambda whole: whole.replace(b', "part": ""', b"", 1),
    "a step cut": lambda whole: whole.replace(b'"source"', b'"sauce"', 1),
    "a step without number": lambda whole: whole.replace(b'{"step": 1', b'{"step": null', 1),
    "done is a word": lambda whole: whole.replace(b'"done": 0', b'"done": "none"', 1),
    "done is a list": lambda whole: whole.replace(b'"done": 0', b'"done": [0]', 1),
    "done of no step": lambda whole: whole.replace(b'"done": 0', b'"done": 99', 1),
    "the end is a word": lambda whole: whole.replace(b'"came": 3', b'"came": "all"', 1),
    "a line lost": lambda whole: (
        b"".join(whole.splitlines(keepends=True)[:2])
        + b"".join(whole.splitlines(keepends=True)[3:])
    ),
    "cut in the middle": lambda whole: whole[: len(whole) // 2],
    "cut near the end": lambda whole: whole[: -len(whole) // 4],
    "times are words": lambda whole: whole.replace(b'{"times": [[', b'{"times": ["x", [', 1),
    "bytes are words": lambda whole: whole.replace(b'"bytes": 0', b'"set_times": [7], "bytes": 0'),
    "a later version": lambda whole: whole.replace(b'"version": 2', b'"version": 3', 1),
    "a version in a list": lambda whole: whole.replace(b'"version": 2', b'"version": [2]', 1),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_journal_hides_no_other_run_and_costs_no_photo(
    tmp_path: Path, damage: str
) -> None:
    journals = tmp_path / "journals"
    hurt = done(tmp_path / "one", planned(tmp_path / "one", StepKind.MOVE)).journal
    assert hurt is not None
    whole = execute(planned(tmp_path / "two"), journals=journals, run=Run()).journal
    assert whole is not None
    (journals / hurt.name).write_bytes(DAMAGES[damage](hurt.read_bytes()))
    assert whole.stem in {past.run for past in runs(journals)}
    last_undoable(journals)
    for past in runs(journals):
        past.as_json()
    for record in (*records(journals), *unfinished(journals)):
        execute(plan_undo(record, run=Run()), journals=journals, run=Run())
    left = [p for p in (tmp_path / "one").rglob("*.jpg") if p.is_file()]
    assert len({path.read_bytes() for path in left}) == 3


def test_an_undo_says_that_a_damaged_journal_has_lost_a_step(tmp_path: Path) -> None:
    journal = done(tmp_path, planned(tmp_path, StepKind.MOVE)).journal
    assert journal is not None
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(line for line in lines if json.loads(line).get("step") != 1))
    record = read_record(journal)
    assert record is not None
    outcome = done(tmp_path, plan_undo(record, run=Run()))
    assert len(outcome.done) >= 2
    assert [problem.path for problem in outcome.problems] == [journal]
    assert LOST in outcome.problems[0].reason


def test_a_killed_run_whose_journal_is_damaged_is_offered_and_rolled_back(tmp_path: Path) -> None:
    journal = done(tmp_path, planned(tmp_path, StepKind.MOVE)).journal
    assert journal is not None
    told = [json.loads(line) for line in journal.read_bytes().splitlines()]
    kept = [line for line in told if line.get("step") != 1 and "ended" not in line]
    journal.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="ascii")
    (record,) = unfinished(tmp_path / "journals")
    with pytest.raises(GridsneError, match="damaged"):
        resume(record, run=Run())
    assert len(done(tmp_path, plan_undo(record, run=Run())).done) >= 2


needs_rights = pytest.mark.skipif(
    sys.platform == "win32" or os.getuid() == 0, reason="root may read and write everywhere"
)


@needs_rights
def test_what_another_persons_program_has_left_hides_no_run(tmp_path: Path) -> None:
    journal = done(tmp_path, planned(tmp_path, StepKind.MOVE)).journal
    assert journal is not None
    theirs = journal.read_bytes().splitlines(keepends=True)[:-2]
    for name, mode in (("20200101-theirs.jsonl", 0o400), ("20200102-hidden.jsonl", 0)):
        (tmp_path / "journals" / name).write_bytes(b"".join(theirs))
        (tmp_path / "journals" / name).chmod(mode)
    assert journal.stem in {past.run for past in runs(tmp_path / "journals")}
    assert not unfinished(tmp_path / "journals")
    past = last_undoable(tmp_path / "journals")
    assert past is not None
    assert past.run == journal.stem


TWINS = [
    ("a.xmp", "A.XMP"),
    ("a.jpg.json", "a.jpg.suppl.json"),
    ("a.mov", "A.MOV"),
    ("a.jpg.xmp", "a.JPG.xmp"),
]


@pytest.mark.parametrize("way", [StepKind.COPY, StepKind.MOVE])
@pytest.mark.parametrize("twins", TWINS)
def test_companions_that_some_system_takes_for_one_both_come_along(
    tmp_path: Path, twins: tuple[str, str], way: StepKind
) -> None:
    main = photo(tmp_path / "in" / "a.jpg")
    for twin in twins:
        photo(tmp_path / "in" / twin, twin.encode())
    if len(list((tmp_path / "in").iterdir())) < 3:
        pytest.skip("this disk takes both for one")
    before = tree(tmp_path / "in")
    plan = make_plan(
        Subject(grid_of([main])), into=tmp_path / "out", rule="order", way=way, run=Run()
    )
    outcome = done(tmp_path, plan)
    assert not outcome.problems
    there = {path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert there >= {twin.encode() for twin in twins}
    assert outcome.journal is not None
    record = read_record(outcome.journal)
    assert record is not None
    done(tmp_path, plan_undo(record, run=Run()))
    assert tree(tmp_path / "in") == before


def test_what_is_replaced_goes_to_the_trash_with_its_companions_and_comes_back(
    tmp_path: Path,
) -> None:
    new = photo(tmp_path / "in" / "a.jpg", b"new")
    photo(tmp_path / "in" / "a.jpg.xmp", b"new settings")
    for name in ("a.jpg", "a.xmp", "a.cr3", "ab.jpg", "ab.xmp", "b.xmp"):
        photo(tmp_path / "out" / "Selection" / name, f"old {name}".encode())
    before = tree(tmp_path / "out")
    plan = make_plan(
        Subject(grid_of([new]), chosen=(0,)),
        into=tmp_path / "out",
        rule="regions",
        otherwise=Resolution.REPLACE,
        run=Run(),
    )
    gone = [step.source.name for step in plan.steps if step.kind is StepKind.TRASH]
    assert gone == ["a.jpg", "a.cr3", "a.xmp"]
    outcome = done(tmp_path, plan)
    assert sorted(path.name for path in (tmp_path / "out" / "Selection").iterdir()) == [
        "a.jpg", "a.jpg.xmp", "ab.jpg", "ab.xmp", "b.xmp",
    ]  # fmt: skip
    assert outcome.journal is not None
    record = read_record(outcome.journal)
    assert record is not None
    done(tmp_path, plan_undo(record, run=Run()))
    assert tree(tmp_path / "out") == before


def test_replacing_two_photos_that_share_a_sidecar_trashes_it_once(tmp_path: Path) -> None:
    news = [photo(tmp_path / "in" / name, name.encode()) for name in ("a.jpg", "a.png")]
    for name in ("a.jpg", "a.png", "a.xmp"):
        photo(tmp_path / "out" / "Selection" / name, f"old {name}".encode())
    plan = make_plan(
        Subject(grid_of(news), chosen=(0, 1)),
        into=tmp_path / "out",
        rule="regions",
        otherwise=Resolution.REPLACE,
        run=Run(),
    )
    assert not done(tmp_path, plan).problems
    assert (tmp_path / "out" / "Selection" / "a.jpg").read_bytes() == b"a.jpg"


def test_a_run_that_was_taken_back_is_not_resumed(tmp_path: Path) -> None:
    journal = done(tmp_path, planned(tmp_path, StepKind.MOVE)).journal
    assert journal is not None
    record = read_record(journal)
    assert record is not None
    done(tmp_path, plan_undo(record, run=Run()))
    with pytest.raises(GridsneError, match="taken back"):
        resume(record, run=Run())


def test_a_journal_changed_by_hand_to_point_elsewhere_is_not_gone_on_with(tmp_path: Path) -> None:
    journal = done(tmp_path, planned(tmp_path, StepKind.MOVE)).journal
    assert journal is not None
    told = [json.loads(line) for line in journal.read_bytes().splitlines()]
    for line in told:
        if line.get("step") == 2:
            line["target"] = str(tmp_path / "elsewhere.jpg")
    kept = [line for line in told if line.get("done") != 2 and "ended" not in line]
    journal.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="ascii")
    (record,) = unfinished(tmp_path / "journals")
    with pytest.raises(GridsneError, match="damaged"):
        resume(record, run=Run())
    assert not (tmp_path / "elsewhere.jpg").exists()
    done(tmp_path, plan_undo(record, run=Run()))  # nobody holds its journal
    left = [path for path in tmp_path.rglob("*.jpg") if path.is_file()]
    assert len({path.read_bytes() for path in left}) == 3


def test_a_link_that_its_disk_cannot_hold_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned(tmp_path, StepKind.SYMBOLIC_LINK)
    link = Path.symlink_to

    def on_ntfs(self: Path, target: Path) -> None:
        if self == plan.steps[0].target:
            raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), str(self))
        link(self, target)

    monkeypatch.setattr(Path, "symlink_to", on_ntfs)
    outcome = done(tmp_path, plan)
    assert [problem.path for problem in outcome.problems] == [plan.steps[0].source]
    assert len(outcome.done) == 2


def test_a_trash_without_room_keeps_no_empty_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    photo(tmp_path / "a.jpg")
    trash = FreedesktopTrash()
    open_note = Path.open

    def full(self: Path, *words: Any, **more: Any) -> IO[str]:
        open_note(self, *words, **more).close()
        return os.fdopen(os.open("/dev/full", os.O_WRONLY), "w", encoding="ascii")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(OSError, match="Trash"):
            trash.put(tmp_path / "a.jpg")
    assert (tmp_path / "a.jpg").exists()
    assert not list((tmp_path / "data").rglob("*.trashinfo"))
