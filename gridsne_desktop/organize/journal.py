"""The record of a run while it goes on: JSON lines, on the disk before what they tell is done.

    {"version": 2, "begun": "2026-11-23T21:00:00+00:00", "into": …, "rule": …, "way": …, …}
    {"step": 0, "kind": "copy", "source": …, "target": …, "size": …, …}    one for every step
    {"times": [["/photos", 1700000000000000000], …]}    of folders that the steps will change
    {"folder": "/photos/sorted"}        will be made now
    {"begin": 0, "part": ".gridsne-….part"}
    {"done": 0, "size": …, "mtime_ns": …, "at": …}    or {"failed": 1, "reason": …}
    {"not_done": 2}             it began, but all is as before it; it may begin again
    {"left": [["/photos", 1700000009000000000], …]}    as "times", when the run ended
    {"ended": "finished", "came": 1, "left_out": 1}    "stopped" or "cleaned"; absent where the
                                program was killed. Steps in numbers, folders not counted
    {"resumed": "2026-11-24T08:00:00+00:00"}    goes on after an end, or after a kill

All steps stand there before the first begins, so that a killed run can be resumed. Of several lines
about one step the last one counts: a step that is done begins again when it is taken back. A later
version adds lines and keys; readers (`record`) pass over what they do not know. In version 1 a
"step" line was written when the step began.
"""

import json
import logging
import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX, flush_folder
from gridsne_desktop.lock import lock
from gridsne_desktop.organize.steps import Plan, StepKind

VERSION: Final = 2
SUFFIX: Final = ".jsonl"
FINISHED: Final = "finished"
STOPPED: Final = "stopped"
CLEANED: Final = "cleaned"

_MODE: Final = 0o666
_APPEND: Final = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)

_as_json = json.JSONEncoder().encode

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """How a step left things: by this an undo knows whether they were touched since.

    Attributes:
        at: Absolute path of what the step made: its target, or the place in the Trash; None
            where nothing was made or nobody knows where it is.
        size: Bytes of it.
        mtime_ns: Its last modification.
        digest: BLAKE2b of its bytes, in hex; None where they were not read.
    """

    at: Path | None
    size: int = 0
    mtime_ns: int = 0
    digest: str | None = None


def part_name() -> str:
    """A new name for an unfinished copy: hidden, ours, and told by the journal."""
    return f"{PART_PREFIX}{uuid.uuid4().hex}{PART_SUFFIX}"


@dataclass(slots=True)
class _Count:
    """How many steps came to be, so that a list of runs need not read whole journals.

    Not known where a run was resumed.
    """

    folders: frozenset[int]
    ends: dict[int, bool]

    @classmethod
    def of(cls, plan: Plan) -> Self:
        kinds = enumerate(step.kind for step in plan.steps)
        return cls(frozenset(n for n, kind in kinds if kind is StepKind.REMOVE_FOLDER), {})

    def take(self, numbers: Iterable[int], *, came: bool | None) -> None:
        for number in numbers:
            if came is None:
                self.ends.pop(number, None)
            elif number not in self.folders:
                self.ends[number] = came

    def as_json(self) -> dict[str, Any]:
        came = sum(self.ends.values())
        return {"came": came, "left_out": len(self.ends) - came}


class Journal:
    """A journal being written; locked as long as it is open, which a killed program's is not."""

    def __init__(self, path: Path, descriptor: int) -> None:
        """For `begun` and `resumed`: the descriptor is open for writing and locked."""
        self.path, self._descriptor = path, descriptor
        self._is_torn = False
        self._count: _Count | None = None

    @classmethod
    def begun(cls, folder: Path, plan: Plan) -> Self:
        """Begin a run: the whole plan is safely on the disk when this returns.

        Raises:
            OSError: The folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        begun = datetime.now(UTC)
        path = folder / f"{begun:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}{SUFFIX}"
        journal = cls(path, os.open(path, _APPEND | os.O_CREAT | os.O_EXCL, _MODE))
        lock(journal._descriptor)
        journal._count = _Count.of(plan)
        try:
            journal._write(
                _header(plan, begun),
                *({"step": number, **step.as_json()} for number, step in enumerate(plan.steps)),
            )
            journal._flush()
            flush_folder(folder)
        except OSError:
            journal.abandon()
            path.unlink()  # nothing was done, so there is nothing to tell
            raise
        return journal

    @classmethod
    def resumed(cls, path: Path) -> Self | None:
        """The journal of a run that is over, to be gone on with; None: it is still under way.

        Raises:
            OSError: It cannot be written.
        """
        journal = cls(path, os.open(path, _APPEND))
        if not lock(journal._descriptor):
            journal.abandon()
            return None
        journal._is_torn = True  # its last line may have been cut off
        return journal

    @property
    def run(self) -> str:
        """The name of the run."""
        return self.path.stem

    def times(self, folders: Iterable[tuple[Path, int]]) -> None:
        """Tell when folders that will change were written last, in ns.

        It is safely there with the first steps that begin.
        """
        self._write({"times": [[str(folder), mtime_ns] for folder, mtime_ns in folders]})

    def left(self, folders: Iterable[tuple[Path, int]]) -> None:
        """Tell when the run itself has written folders last: later writes are others'."""
        self._write({"left": [[str(folder), mtime_ns] for folder, mtime_ns in folders]})

    def goes_on(self) -> None:
        """Tell that the run is under way again."""
        self._write({"resumed": datetime.now(UTC).isoformat(timespec="seconds")})

    def folder(self, path: Path) -> None:
        """Tell that a folder will be made; safely there at once."""
        self.begin([], folders=[path])

    def begin(self, steps: Sequence[tuple[int, str]], *, folders: Sequence[Path] = ()) -> None:
        """Tell that steps begin, and that folders will be made for them; safely there at once.

        Args:
            steps: Of each its number and the name of its part ("" for none).
            folders: Each after those that it lies in.
        """
        self._write(
            *({"folder": str(path)} for path in folders),
            *({"begin": number, "part": part} for number, part in steps),
        )
        self._flush()
        self._counted(number for number, _ in steps)

    def done(self, number: int, done: Done) -> None:
        """Acknowledge a step."""
        line: dict[str, Any] = {"done": number, "size": done.size, "mtime_ns": done.mtime_ns}
        if done.at is not None:
            line["at"] = str(done.at)
        if done.digest is not None:
            line["digest"] = done.digest
        self._write(line)
        self._counted([number], came=True)

    def failed(self, number: int, reason: str) -> None:
        """Tell that a step was left out."""
        self._write({"failed": number, "reason": reason})
        self._counted([number], came=False)

    def not_done(self, number: int) -> None:
        """Tell that all is as before a step that began."""
        self._write({"not_done": number})
        self._counted([number])

    def close(self, how: str) -> None:
        """End the journal: `FINISHED`, `STOPPED` or `CLEANED`; nothing half is on the disk.

        Where even that line finds no room, the journal stays without an end, as a killed
        program leaves it, and is looked after when the app starts.
        """
        try:
            self._write({"ended": how, **(self._count.as_json() if self._count else {})})
        except OSError as error:
            _log.warning("the journal %s has no end: %s", self.path, error)
        os.close(self._descriptor)

    def abandon(self) -> None:
        """Close without an end, as a killed program leaves it."""
        os.close(self._descriptor)

    def _counted(self, numbers: Iterable[int], *, came: bool | None = None) -> None:
        if self._count is not None:
            self._count.take(numbers, came=came)

    def _write(self, *lines: dict[str, Any]) -> None:
        text = "".join(f"{_as_json(line)}\n" for line in lines).encode("ascii")
        left = memoryview(b"\n" + text if self._is_torn else text)
        self._is_torn = True
        while left:
            left = left[os.write(self._descriptor, left) :]
        self._is_torn = False

    def _flush(self) -> None:
        os.fsync(self._descriptor)


def is_ours_to_write(path: Path) -> bool:
    """Whether a journal can be gone on with: not one that, say, root's program has left."""
    return os.access(path, os.W_OK)


def is_under_way(path: Path) -> bool:
    """Whether the program that writes a journal lives; not known of another person's: then no.

    Raises:
        OSError: The journal cannot be opened.
    """
    if not is_ours_to_write(path):
        return False
    descriptor = os.open(path, _APPEND)
    try:
        return not lock(descriptor)
    finally:
        os.close(descriptor)


def _header(plan: Plan, begun: datetime) -> dict[str, Any]:
    return {
        "version": VERSION,
        "begun": begun.isoformat(timespec="seconds"),
        "into": str(plan.into),
        "rule": plan.rule,
        "way": plan.way.value,
        "steps": len(plan.steps),
        "bytes": plan.bytes_to_copy,
        **({} if plan.undoes is None else {"undoes": plan.undoes}),
        **(
            {"set_times": [[str(folder), time] for folder, time in plan.times.items()]}
            if plan.times
            else {}
        ),
    }
