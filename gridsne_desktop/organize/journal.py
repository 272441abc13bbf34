"""The record of a run while it goes on: JSON lines, on the disk before what they tell is done.

    {"version": 2, "begun": "2026-11-23T21:00:00+00:00", "into": …, "rule": …, "way": …, …}
    {"step": 0, "kind": "copy", "source": …, "target": …, "size": …, …}    one for every step
    {"times": [["/photos", 1700000000000000000], …]}    of folders that the steps will change
    {"folder": "/photos/sorted"}        will be made now
    {"begin": 0, "part": ".gridsne-….part"}
    {"done": 0, "size": …, "mtime_ns": …, "at": …}    or {"failed": 1, "reason": …}
    {"ended": "finished"}       "stopped" or "cleaned"; absent where the program was killed

All steps stand there before the first begins, so that a killed run can be resumed. A later version
adds lines and keys; readers (`record`) pass over what they do not know. In version 1 a "step" line
was written when the step began.
"""

import json
import logging
import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from typing import Any, Final, Self

from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.lock import lock
from gridsne_desktop.organize.steps import Plan

VERSION: Final = 2
SUFFIX: Final = ".jsonl"
FINISHED: Final = "finished"
STOPPED: Final = "stopped"
CLEANED: Final = "cleaned"

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


class Journal:
    """A journal being written; locked as long as it is open, which a killed program's is not."""

    def __init__(self, path: Path, file: FileIO) -> None:
        """For `begun` and `resumed`: `file` is open for writing and locked."""
        self.path, self._file = path, file

    @classmethod
    def begun(cls, folder: Path, plan: Plan) -> Self:
        """Begin a run: the whole plan is safely on the disk when this returns.

        Raises:
            OSError: The folder cannot be written.
        """
        folder.mkdir(parents=True, exist_ok=True)
        begun = datetime.now(UTC)
        path = folder / f"{begun:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}{SUFFIX}"
        journal = cls(path, path.open("xb", buffering=0))
        lock(journal._file.fileno())
        try:
            journal._write(
                _header(plan, begun),
                *({"step": number, **step.as_json()} for number, step in enumerate(plan.steps)),
            )
            journal._flush()
        except OSError:
            journal.abandon()
            path.unlink()  # nothing was done, so there is nothing to tell
            raise
        return journal

    @classmethod
    def resumed(cls, path: Path) -> Self | None:
        """The journal of a killed run, to be gone on with; None: its run is still under way.

        Raises:
            OSError: It cannot be written.
        """
        file = path.open("ab", buffering=0)
        if not lock(file.fileno()):
            file.close()
            return None
        file.write(b"\n")  # ends the line that may have been cut off
        return cls(path, file)

    @property
    def run(self) -> str:
        """The name of the run."""
        return self.path.stem

    def times(self, folders: Iterable[tuple[Path, int]]) -> None:
        """Tell when folders that will change were written last, in ns; safely there at once."""
        self._write({"times": [[str(folder), mtime_ns] for folder, mtime_ns in folders]})
        self._flush()

    def folder(self, path: Path) -> None:
        """Tell that a folder will be made; safely there at once."""
        self._write({"folder": str(path)})
        self._flush()

    def begin(self, steps: Sequence[tuple[int, str]]) -> None:
        """Tell that steps begin, by number and name of the part ("" for none); safely there."""
        self._write(*({"begin": number, "part": part} for number, part in steps))
        self._flush()

    def done(self, number: int, done: Done) -> None:
        """Acknowledge a step."""
        line: dict[str, Any] = {"done": number, "size": done.size, "mtime_ns": done.mtime_ns}
        if done.at is not None:
            line["at"] = str(done.at)
        if done.digest is not None:
            line["digest"] = done.digest
        self._write(line)

    def failed(self, number: int, reason: str) -> None:
        """Tell that a step was left out."""
        self._write({"failed": number, "reason": reason})

    def close(self, how: str) -> None:
        """End the journal: `FINISHED`, `STOPPED` or `CLEANED`; nothing half is on the disk.

        Where even that line finds no room, the journal stays without an end, as a killed
        program leaves it, and is looked after when the app starts.
        """
        try:
            self._write({"ended": how})
        except OSError as error:
            _log.warning("the journal %s has no end: %s", self.path, error)
        self._file.close()

    def abandon(self) -> None:
        """Close without an end, as a killed program leaves it."""
        self._file.close()

    def _write(self, *lines: dict[str, Any]) -> None:
        left = memoryview(b"".join(json.dumps(line).encode("ascii") + b"\n" for line in lines))
        while left:
            left = left[self._file.write(left) :]

    def _flush(self) -> None:
        os.fsync(self._file.fileno())


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
    }
