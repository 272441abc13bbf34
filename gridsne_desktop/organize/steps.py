"""What will be done to the disk, as data."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from gridsne_desktop.organize.names import legal_name, name_key
from gridsne_desktop.photo import Problem


class StepKind(StrEnum):
    """What a step does with a photo."""

    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Step:
    """One photo's way.

    Attributes:
        kind: What is done.
        source: Absolute path of the photo.
        target: Absolute path of the copy.
        size: Bytes of the source when the plan was made.
        mtime_ns: The source's last modification when the plan was made.
        name: The photo's own name, without a number that an earlier sorted copy gave it.
    """

    kind: StepKind
    source: Path
    target: Path
    size: int
    mtime_ns: int
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        """The step in the words of the plan's JSON and of the journal."""
        return {
            "kind": self.kind.value,
            "source": str(self.source),
            "target": str(self.target),
            "size": self.size,
            "mtime_ns": self.mtime_ns,
            "name": self.name,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps whose targets are all different, legal on every system, and did not exist.

    Attributes:
        into: Absolute path of the folder for the copies; it need not exist.
        rule: A key of `rules.RULES`, or `copies.OWN_NAMES`.
        steps: What will be done, in this order.
        already_there: What an earlier run has done: the target exists and equals the source.
        problems: Photos that are left out, and why.
    """

    into: Path
    rule: str
    steps: tuple[Step, ...] = ()
    already_there: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        if not self.into.is_absolute():
            raise ValueError(f"a plan's folder must be absolute, not {self.into}")
        targets = [step.target for step in self.steps]
        if any(target.parent != self.into for target in targets):
            raise ValueError(f"a target lies outside {self.into}")
        if any(legal_name(target.name) != target.name for target in targets):
            raise ValueError("a target has a name that some systems refuse")
        every = targets + [step.target for step in self.already_there]
        if len({name_key(target.name) for target in every}) != len(every):
            raise ValueError("two targets have the same name")

    @property
    def bytes_to_copy(self) -> int:
        """Bytes that the steps will write."""
        return sum(step.size for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """The plan for other programs, ready for `json.dumps`."""
        return {
            "into": str(self.into),
            "rule": self.rule,
            "bytes": self.bytes_to_copy,
            "steps": [step.as_json() for step in self.steps],
            "already_there": [step.as_json() for step in self.already_there],
            "problems": [
                {"path": str(problem.path), "reason": problem.reason} for problem in self.problems
            ],
        }
