"""The runs that there were, for a list of them: only the ends of their journals are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from gridsne_desktop.organize.journal import FINISHED, SUFFIX, is_ours_to_write, is_under_way
from gridsne_desktop.organize.record import (
    is_ours,
    journal_paths,
    moment,
    read_ends,
    read_record,
)
from gridsne_desktop.organize.steps import StepKind


class RunState(StrEnum):
    """How a run stands, its undos counted."""

    FINISHED = "finished"
    STOPPED = "stopped"
    """It came to an end in the middle: cancelled, a full disk, or settled after a kill."""
    UNFINISHED = "unfinished"
    """It, or its undo, was killed: to be resumed or rolled back."""
    UNDER_WAY = "under way"
    UNDONE = "undone"
    PARTLY_UNDONE = "partly undone"


@dataclass(frozen=True, slots=True)
class PastRun:
    """A run and its undos, as one thing that a person did.

    Attributes:
        run: Its name.
        path: Absolute path of its journal.
        begun: When it began, in local time.
        state: How it stands.
        rule: Of its plan.
        way: Of its plan.
        into: The folder of its plan.
        steps: Steps of its plan, folders that go away included.
        done: Steps that came to be, folders not counted.
        standing: Those of them that are in force, because no undo took them back.
        left_out: Steps that could not be done.
        bytes: What its plan had to write.
        undos: Names of its undos and redos, the oldest first.
        undone_by: The last undo that is in force: to undo that one is to redo this run. None:
            none is.
        is_left_over: Whether that undo came to its end, and had to leave what stands as it was.
        open: The run that was killed, this one or one of its undos; None: none was.
    """

    run: str
    path: Path
    begun: datetime
    state: RunState
    rule: str
    way: StepKind
    into: Path
    steps: int
    done: int
    standing: int
    left_out: int
    bytes: int
    undos: tuple[str, ...] = ()
    undone_by: str | None = None
    is_left_over: bool = False
    open: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The run for other programs, ready for `json.dumps`."""
        return {
            "run": self.run,
            "begun": self.begun.isoformat(timespec="seconds"),
            "state": self.state.value,
            "rule": self.rule,
            "way": self.way.value,
            "into": str(self.into),
            "steps": self.steps,
            "done": self.done,
            "standing": self.standing,
            "left_out": self.left_out,
            "bytes": self.bytes,
            "undos": list(self.undos),
            "undone_by": self.undone_by,
            "open": self.open,
        }


def runs(journals: Path) -> list[PastRun]:
    """All runs, the newest first; an undo is told with the run that it takes back.

    An undo whose run's journal is gone stands for itself.

    Raises:
        OSError: A journal cannot be read.
    """
    ends = [end for path in journal_paths(journals) if (end := _read_end(path)) is not None]
    names = {end.run for end in ends}
    undos: dict[str, list[_End]] = {}
    for end in ends:
        if end.undoes is not None:
            undos.setdefault(end.undoes, []).append(end)
    own = [end for end in ends if end.undoes not in names]
    return [_past(end, undos) for end in reversed(own)]


def last_undoable(journals: Path) -> PastRun | None:
    """The newest run that Undo is for: in force, and no undo of it came to its end.

    What an undo had to leave as it was is not tried again and again, but only where the person
    asks for that run.

    Raises:
        OSError: A journal cannot be read.
    """
    for past in runs(journals):
        is_idle = past.state is not RunState.UNDER_WAY
        is_ours = past.open is None or is_ours_to_write(journals / f"{past.open}{SUFFIX}")
        if past.standing and is_idle and is_ours and not past.is_left_over:
            return past
    return None


@dataclass(frozen=True, slots=True)
class _End:
    """What the first and the last line of a journal tell."""

    path: Path
    header: dict[str, Any]
    ended: str | None
    came: int
    left_out: int

    @property
    def run(self) -> str:
        return self.path.stem

    @property
    def undoes(self) -> str | None:
        told = self.header.get("undoes")
        return None if told is None else str(told)


def _read_end(path: Path) -> _End | None:
    """What a list needs of a journal; all is read only where the last line has no numbers."""
    header, last = read_ends(path)
    is_counted = all(isinstance(last.get(key), int) for key in ("came", "left_out"))
    if is_ours(header) and is_counted and "ended" in last:
        return _End(path, header, str(last["ended"]), int(last["came"]), int(last["left_out"]))
    return _read_all(path)


def _read_all(path: Path) -> _End | None:
    record = read_record(path)
    if record is None:
        return None
    header = {
        "begun": record.begun.isoformat(),
        "into": str(record.into),
        "rule": record.rule,
        "way": record.way.value,
        "undoes": record.undoes,
        "steps": len(record.steps),
        "bytes": sum(s.size for s in record.steps.values() if s.kind is StepKind.COPY),
    }
    steps = {n for n, step in record.steps.items() if step.kind is not StepKind.REMOVE_FOLDER}
    came, left_out = (len(steps & ended.keys()) for ended in (record.done, record.failed))
    return _End(path, header, record.ended, came, left_out)


def _past(end: _End, undos: dict[str, list[_End]]) -> PastRun:
    family = _family(end, undos)
    killed = [each for each in family if each.ended is None]
    in_force = [undo for undo in undos.get(end.run, ()) if _standing(undo, undos)]
    standing = _standing(end, undos)
    return PastRun(
        run=end.run,
        path=end.path,
        begun=moment(str(end.header.get("begun"))).astimezone(),
        state=_state(end, standing, killed),
        rule=str(end.header.get("rule")),
        way=StepKind(end.header.get("way", StepKind.COPY)),
        into=Path(str(end.header.get("into"))),
        steps=int(end.header.get("steps", 0)),
        done=end.came,
        standing=standing,
        left_out=end.left_out,
        bytes=int(end.header.get("bytes", 0)),
        undos=tuple(each.run for each in family[1:]),
        undone_by=in_force[-1].run if in_force else None,
        is_left_over=bool(standing and in_force and in_force[-1].ended == FINISHED),
        open=killed[-1].run if killed else None,
    )


def _family(end: _End, undos: dict[str, list[_End]]) -> list[_End]:
    """A run, its undos, theirs and so on, each generation in the order of time."""
    every = [end]
    for one in every:
        every += undos.get(one.run, ())
    return [end, *sorted(every[1:], key=lambda undo: undo.run)]


def _standing(end: _End, undos: dict[str, list[_End]]) -> int:
    """Steps in force: those done without those that undos, as far as in force, took back.

    An undo takes back each step once at a time, so numbers are enough.
    """
    return end.came - sum(_standing(undo, undos) for undo in undos.get(end.run, ()))


def _state(end: _End, standing: int, killed: Sequence[_End]) -> RunState:
    if killed:
        is_alive = any(is_under_way(each.path) for each in killed)
        return RunState.UNDER_WAY if is_alive else RunState.UNFINISHED
    if standing < end.came:
        return RunState.PARTLY_UNDONE if standing else RunState.UNDONE
    return RunState.FINISHED if end.ended == FINISHED else RunState.STOPPED
