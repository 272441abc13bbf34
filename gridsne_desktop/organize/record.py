"""What journals tell of the runs that there were."""

import itertools
import json
import logging
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.journal import SUFFIX, VERSION, Done
from gridsne_desktop.organize.steps import WRITES_NEW, Plan, Step, StepKind

_log = logging.getLogger(__name__)

_KINDS = frozenset(kind.value for kind in StepKind)

_LAST_BYTES: Final = 256
"""At the end of a journal; the line that ends it is shorter."""


@dataclass(frozen=True, slots=True)
class Record:
    """One run, as its journal tells it; equal to another of the same journal at the same time.

    Attributes:
        path: Absolute path of the journal.
        begun: When it began.
        into: The folder of the plan.
        rule: Of the plan.
        way: Of the plan.
        undoes: Name of the run that this one takes back; None: it is no undo.
        steps: The plan's steps by their numbers; those of another version's kinds are left out.
        parts: Of each step that began, by number, the names of the parts it may have left.
        done: How steps ended that are acknowledged, by number.
        failed: Why steps were left out, by number.
        folders: Folders that were made, in this order.
        times: When folders that the steps changed were written last before, in ns.
        left: When the run itself had written those folders, and the made ones, last, in ns.
        set_times: Of the plan: when folders shall seem written last, once all is done, in ns.
        ended: How it ended; None: it was killed, or is under way.
        planned: How many steps the plan has.
    """

    path: Path
    begun: datetime
    into: Path
    rule: str
    way: StepKind
    undoes: str | None = None
    steps: Mapping[int, Step] = field(default_factory=dict)
    parts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    done: Mapping[int, Done] = field(default_factory=dict)
    failed: Mapping[int, str] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()
    times: Mapping[Path, int] = field(default_factory=dict)
    left: Mapping[Path, int] = field(default_factory=dict)
    set_times: Mapping[Path, int] = field(default_factory=dict)
    ended: str | None = None
    planned: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all its steps are known: of a run killed while it wrote them, nothing began."""
        return len(self.steps) >= self.planned

    def plan(self) -> Plan:
        """The plan of the run, as far as its journal tells.

        Raises:
            GridsneError: The journal is damaged, or was changed by hand.
        """
        try:
            return Plan(
                into=self.into,
                rule=self.rule,
                steps=tuple(self.steps[number] for number in sorted(self.steps)),
                way=self.way,
                undoes=self.undoes,
                times=self.set_times,
            )
        except ValueError as error:
            raise damaged(self.path) from error

    @property
    def lost_steps(self) -> tuple[int, ...]:
        """Numbers of steps that are done, and of which a damaged journal tells no more what."""
        return tuple(number for number in self.done if number not in self.steps)

    @property
    def run(self) -> str:
        """The name of the run."""
        return self.path.stem

    @property
    def open_steps(self) -> tuple[int, ...]:
        """Numbers of steps that began and of which nobody knows how they ended."""
        return tuple(n for n in self.parts if n not in self.done and n not in self.failed)

    @property
    def steps_left(self) -> tuple[int, ...]:
        """Numbers of steps that did not begin."""
        return tuple(n for n in self.steps if n not in self.parts)


def records(journals: Path) -> list[Record]:
    """All runs that the journals in a folder tell of, the oldest first."""
    found = (read_record(path) for path in journal_paths(journals))
    return [record for record in found if record is not None]


def records_without_end(journals: Path) -> list[Record]:
    """Runs that were killed or are under way, the oldest first; others are not read whole."""
    open_paths = [path for path in journal_paths(journals) if "ended" not in read_ends(path)[1]]
    found = (read_record(path) for path in open_paths)
    return [record for record in found if record is not None and record.ended is None]


def read_record(path: Path) -> Record | None:
    """The run of one journal; None: it is none of ours, or of a later version.

    Raises:
        OSError: It cannot be read.
    """
    lines = _lines(path)
    header = next(lines, {})
    if not is_ours(header):
        return None
    reading = _Reading()
    for line in itertools.chain([header], lines):
        try:
            reading.take(line)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            _log.warning("the journal %s has a damaged line: %r", path, error)
    return Record(
        path=path,
        begun=moment(str(header.get("begun"))),
        into=Path(str(header["into"])),
        rule=str(header["rule"]),
        way=StepKind(header.get("way", StepKind.COPY)),
        undoes=header.get("undoes"),
        steps=reading.steps,
        parts=reading.parts,
        done=reading.done,
        failed=reading.failed,
        folders=tuple(reading.folders),
        times=reading.times,
        left=reading.left,
        set_times=reading.set_times,
        planned=int(header.get("steps", 0)) if header["version"] > 1 else 0,
        ended=reading.ended,
    )


def is_ours(header: Mapping[str, Any]) -> bool:
    """Whether a first line, undamaged, begins a journal of this version or an earlier one."""
    return (
        header.get("version") in range(1, VERSION + 1)
        and all(isinstance(header.get(key), str) for key in ("into", "rule"))
        and Path(header["into"]).is_absolute()  # else it comes from another system
        and str(header.get("way", StepKind.COPY)) in _KINDS
        and all(isinstance(header.get(key, 0), int) for key in ("steps", "bytes"))
        and isinstance(header.get("undoes"), str | None)
    )


def read_ends(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The first and the last line of a journal, however long it is; empty where one is not whole.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        header = _parsed(file.readline())
        file.seek(max(0, file.seek(0, os.SEEK_END) - _LAST_BYTES))
        return header, _parsed(file.read().rstrip(b"\n").rpartition(b"\n")[2])


def journal_paths(folder: Path) -> list[Path]:
    """The journals in a folder, the oldest first, without those that are another person's alone."""
    every = sorted(folder.glob(f"*{SUFFIX}"))
    return [path for path in every if os.access(path, os.R_OK) and path.is_file()]


def own_copies(journals: Path, folders: Collection[Path]) -> dict[Path, Step]:
    """Acknowledged steps that wrote directly into one of `folders`, by target.

    Of runs into other folders only the first line is read.
    """
    found: dict[Path, Step] = {}
    for path in journal_paths(journals):
        into = Path(str(next(_lines(path), {}).get("into", "")))
        if not any(folder.is_relative_to(into) for folder in folders):
            continue
        record = read_record(path)
        if record is not None:
            written = (record.steps[number] for number in record.done if number in record.steps)
            found |= {
                step.target: step
                for step in written
                if step.kind in WRITES_NEW and step.target.parent in folders
            }
    return found


class _Reading:
    """The lines of a journal, taken one by one."""

    def __init__(self) -> None:
        self.steps: dict[int, Step] = {}
        self.parts: dict[int, tuple[str, ...]] = {}
        self.done: dict[int, Done] = {}
        self.failed: dict[int, str] = {}
        self.folders: dict[Path, None] = {}
        self.times: dict[Path, int] = {}
        self.left: dict[Path, int] = {}
        self.set_times: dict[Path, int] = {}
        self.ended: str | None = None

    def take(self, line: Mapping[str, Any]) -> None:
        if "step" in line:
            self._step(line)
        elif "begin" in line:
            self._begin(_number(line["begin"]), str(line["part"]))
        elif "done" in line:
            number, done = _number(line["done"]), self._done(line)
            self._settle(number)
            self.done[number] = done
        elif "failed" in line:
            number, reason = _number(line["failed"]), str(line["reason"])
            self._settle(number)
            self.failed[number] = reason
        elif "not_done" in line:
            self._settle(_number(line["not_done"]))
            self.parts.pop(line["not_done"], None)
        else:
            self._take_of_run(line)

    def _take_of_run(self, line: Mapping[str, Any]) -> None:
        if "folder" in line:
            self.folders[Path(line["folder"])] = None
        elif "set_times" in line:
            self.set_times = _times(line["set_times"])
        elif "times" in line:
            self.times |= _times(line["times"])
        elif "left" in line:
            self.left |= _times(line["left"])
        elif "resumed" in line:
            self.ended = None
        elif "ended" in line:
            self.ended = str(line["ended"])

    def _settle(self, number: int) -> None:
        """Forget what earlier lines told of a step's end."""
        self.done.pop(number, None)
        self.failed.pop(number, None)

    def _step(self, line: Mapping[str, Any]) -> None:
        if line["kind"] not in _KINDS:
            return
        number = _number(line["step"])
        self.steps[number] = Step.from_json(line)
        if "part" in line:  # version 1
            self._begin(number, str(line["part"]))

    def _begin(self, number: int, part: str) -> None:
        self._settle(number)
        self.parts[number] = (*self.parts.get(number, ()), *filter(None, [part]))

    def _done(self, line: Mapping[str, Any]) -> Done:
        if "size" not in line and (step := self.steps.get(line["done"])):  # version 1
            return Done(step.target, step.size, step.mtime_ns)
        at = Path(line["at"]) if "at" in line else None
        return Done(at, int(line["size"]), int(line["mtime_ns"]), line.get("digest"))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole; the last one of a killed run need not be."""
    with path.open("rb") as file:
        yield from filter(None, map(_parsed, file))


def _parsed(line: bytes) -> dict[str, Any]:
    """What a line tells; nothing where it is not whole."""
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _number(told: object) -> int:
    """A step's number.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(told, int) or told < 0:
        raise ValueError(f"{told!r} is no step's number")
    return told


def _times(told: Iterable[Sequence[Any]]) -> dict[Path, int]:
    return {Path(folder): int(mtime_ns) for folder, mtime_ns in told}


def damaged(path: Path) -> GridsneError:
    """The error to show where a run cannot go on by its journal."""
    return GridsneError(
        f"The journal of this run is damaged, so it cannot go on. It is {path}.",
        "Undo the run: what its journal still tells comes back. Then plan it anew.",
    )


def moment(text: str) -> datetime:
    """When a header says that its run began; long ago where it says nothing."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
