"""The record of a plan while it is done: JSON lines, on the disk before each step.

    {"version": 1, "begun": "2026-11-23T21:00:00+00:00", "into": …, "rule": …, "steps": 400, …}
    {"step": 0, "part": ".gridsne-….part", "kind": "copy", "source": …, "target": …, …}
    {"done": 0}                 or {"failed": 1, "reason": …}
    {"ended": "finished"}       "stopped" or "cleaned"; absent where the program was killed

A later version adds lines and keys; readers pass over what they do not know.
"""

import json
import logging
import os
import re
import uuid
from collections.abc import Container, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.lock import lock
from gridsne_desktop.organize.steps import Plan, Step, StepKind

VERSION: Final = 1
SUFFIX: Final = ".jsonl"
FINISHED: Final = "finished"
STOPPED: Final = "stopped"
CLEANED: Final = "cleaned"

_log = logging.getLogger(__name__)

_KINDS: Final = frozenset(kind.value for kind in StepKind)

_PART_NAME: Final = re.compile(re.escape(PART_PREFIX) + "[0-9a-f]{32}" + re.escape(PART_SUFFIX))


def part_name() -> str:
    """A new name for an unfinished copy: hidden, ours, and told by the journal."""
    return f"{PART_PREFIX}{uuid.uuid4().hex}{PART_SUFFIX}"


class Journal:
    """A journal being written; locked as long as it is open, which a killed program's is not."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        begun = datetime.now(UTC)
        self.path = folder / f"{begun:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}{SUFFIX}"
        self._file = self.path.open("xb", buffering=0)
        lock(self._file.fileno())
        self._write(
            version=VERSION,
            begun=begun.isoformat(timespec="seconds"),
            into=str(plan.into),
            rule=plan.rule,
            steps=len(plan.steps),
            bytes=plan.bytes_to_copy,
        )

    def begin(self, number: int, step: Step, part: str) -> None:
        """Tell, on the disk, that step `number` begins; returns when it is safely there."""
        self._write(step=number, part=part, **step.as_json())
        os.fsync(self._file.fileno())

    def done(self, number: int) -> None:
        """Acknowledge a step."""
        self._write(done=number)

    def failed(self, number: int, reason: str) -> None:
        """Tell that a step was left out."""
        self._write(failed=number, reason=reason)

    def close(self, how: str) -> None:
        """End the journal: `FINISHED` or `STOPPED`; nothing unfinished is left on the disk.

        Where even that line finds no room, the journal stays without an end, as a killed
        program leaves it, and the next run cleans up.
        """
        try:
            self._write(ended=how)
        except OSError as error:
            _log.warning("the journal %s has no end: %s", self.path, error)
        self._file.close()

    def abandon(self) -> None:
        """Close without an end, as a killed program leaves it."""
        self._file.close()

    def _write(self, **line: Any) -> None:  # noqa: ANN401 - JSON
        left = memoryview(json.dumps(line).encode("ascii") + b"\n")
        while left:
            left = left[self._file.write(left) :]


def own_copies(journals: Path, folders: Container[Path]) -> dict[Path, Step]:
    """Acknowledged steps whose targets lie directly in one of `folders`, by target."""
    copies: dict[Path, Step] = {}
    for path in _journals(journals):
        begun: dict[Any, Step] = {}
        for line in _lines_for(path, folders):
            if "step" in line and line["kind"] in _KINDS:
                begun[line["step"]] = _step(line)
            elif "done" in line and line["done"] in begun:
                step = begun[line["done"]]
                copies[step.target] = step
    return copies


def clean_up(journals: Path, into: Path) -> None:
    """Delete what killed runs have left in `into`: the parts that their journals name.

    Raises:
        GridsneError: A run into the same folder is under way.
        OSError: A part cannot be deleted.
    """
    for path in _journals(journals):
        lines = list(_lines_for(path, {into}))
        if not lines or any("ended" in line for line in lines):
            continue
        with path.open("a", encoding="ascii", newline="\n") as journal:
            if not lock(journal.fileno()):
                raise GridsneError(
                    f"Another copy into {into} is under way.", "Wait until it is done."
                )
            for part in (str(line.get("part", "")) for line in lines):
                if _PART_NAME.fullmatch(part):
                    (into / part).unlink(missing_ok=True)
            journal.write("\n" + json.dumps({"ended": CLEANED}) + "\n")


def _journals(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{SUFFIX}"))


def _lines_for(path: Path, folders: Container[Path]) -> Iterator[dict[str, Any]]:
    """The lines of a journal of this version whose copies go into one of `folders`, else none."""
    lines = _lines(path)
    header = next(lines, {})
    if header.get("version") == VERSION and Path(str(header.get("into"))) in folders:
        yield header
        yield from lines


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines that are whole; the last one of a killed run need not be."""
    with path.open(encoding="ascii", errors="replace") as file:
        for text in file:
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict):
                yield line


def _step(line: dict[str, Any]) -> Step:
    return Step(
        kind=StepKind(line["kind"]),
        source=Path(line["source"]),
        target=Path(line["target"]),
        size=line["size"],
        mtime_ns=line["mtime_ns"],
        name=line["name"],
    )
