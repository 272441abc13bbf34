"""What will be done to the disk, as data."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from gridsne_desktop.organize.names import is_legal, name_key
from gridsne_desktop.photo import Problem


class StepKind(StrEnum):
    """What a step does; the first four are the ways in which a person may want it."""

    COPY = "copy"
    MOVE = "move"
    HARD_LINK = "hardlink"
    SYMBOLIC_LINK = "symlink"
    TRASH = "trash"
    """The source goes to the system's Trash; `target` is the source itself."""
    RESTORE = "restore"
    """As `MOVE`, out of the Trash, which then forgets it."""
    UNLINK = "unlink"
    """A link that a run made goes away; `source` is the photo, which stays, `target` the link."""
    REMOVE_FOLDER = "rmdir"
    """An empty folder goes away; `target` is the folder itself."""


WAYS: Final = (StepKind.COPY, StepKind.MOVE, StepKind.HARD_LINK, StepKind.SYMBOLIC_LINK)
"""What a person may choose; the first is the default."""

WRITES_NEW: Final = frozenset({*WAYS, StepKind.RESTORE})
"""Kinds whose target is a name that must be free."""


class Resolution(StrEnum):
    """What is done where something else has the name that a photo should get."""

    KEEP_BOTH = "keep both"
    """The photo gets " (2)", all of its files the same."""
    SKIP = "skip"
    REPLACE = "replace"
    """What is there goes to the Trash first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file's way.

    Attributes:
        kind: What is done.
        source: Absolute path of the file.
        target: Absolute path of the copy, or where it is moved to.
        size: Bytes of the source when the plan was made.
        mtime_ns: The source's last modification when the plan was made.
        name: The file's own name, without a number that an earlier run gave it.
        photo: Absolute path of the photo that the file belongs to, as a companion does; of a
            photo, its own. None: of no photo.
        back: Number of the step that this one takes back, in the run that the plan undoes;
            None: it takes back none.
    """

    kind: StepKind
    source: Path
    target: Path
    size: int
    mtime_ns: int
    name: str = ""
    photo: Path | None = None
    back: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The step in the words of the plan's JSON and of the journal."""
        return {
            "kind": self.kind.value,
            "source": str(self.source),
            "target": str(self.target),
            "size": self.size,
            "mtime_ns": self.mtime_ns,
            "name": self.name,
            **({} if self.photo is None else {"photo": str(self.photo)}),
            **({} if self.back is None else {"back": self.back}),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Step":
        """The step that `as_json` told.

        Raises:
            KeyError: Something is missing.
            ValueError: The kind is none.
        """
        return cls(
            kind=StepKind(told["kind"]),
            source=Path(told["source"]),
            target=Path(told["target"]),
            size=int(told["size"]),
            mtime_ns=int(told["mtime_ns"]),
            name=str(told["name"]),
            photo=Path(told["photo"]) if "photo" in told else None,
            back=told.get("back"),
        )


@dataclass(frozen=True, slots=True)
class Conflict:
    """A photo whose name is taken by something else.

    Attributes:
        photo: Absolute path of the photo.
        there: Absolute path of what has the name now.
        resolution: What the plan does about it.
    """

    photo: Path
    there: Path
    resolution: Resolution

    def as_json(self) -> dict[str, Any]:
        """The conflict in the words of the plan's JSON."""
        return {
            "photo": str(self.photo),
            "there": str(self.there),
            "resolution": self.resolution.value,
        }


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be done, in this order; plain data that is shown and executed as it is.

    Attributes:
        into: Absolute path of the folder that all targets lie in; it need not exist.
        rule: A key of `rules.RULES`, or the name of another kind of plan.
        steps: What will be done. Targets that are written are all different, legal on every
            system, and were free when the plan was made, or an earlier step frees them.
        way: How photos come to their targets: one of `WAYS`; `TRASH` where they only go away.
        already_there: What an earlier run has done: the target exists and equals the source.
        problems: Files that are left out, and why.
        conflicts: Photos whose names are taken, and what is done about it.
        orphans: Absolute paths of files that look like companions of photos that are not there.
        undoes: Name of the run that this plan takes back; None: it is no undo.
        times: When folders shall seem written last, once all is done, in ns, by absolute path.
        bytes_across: Bytes of moves to another volume, which are copied.
    """

    into: Path
    rule: str
    steps: tuple[Step, ...] = ()
    already_there: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()
    way: StepKind = StepKind.COPY
    conflicts: tuple[Conflict, ...] = ()
    orphans: tuple[Path, ...] = ()
    undoes: str | None = None
    times: Mapping[Path, int] = field(default_factory=dict, hash=False)
    bytes_across: int = 0

    def __post_init__(self) -> None:
        if not self.into.is_absolute():
            raise ValueError(f"a plan's folder must be absolute, not {self.into}")
        written = [step.target for step in self.steps if step.kind in WRITES_NEW]
        if self.undoes is not None:
            if len(set(written)) != len(written):
                raise ValueError("two targets have the same name")
            return
        self._check_names(written, [step.target for step in self.already_there])

    def _check_names(self, written: Sequence[Path], there: Sequence[Path]) -> None:
        below = _Below(self.into)
        if not all(map(below.is_legal, written)):
            raise ValueError("a target has a name that some systems refuse, or lies elsewhere")
        keys = {below.key(target) for target in (*written, *there)}
        if len(keys) != len(written) + len(there):
            raise ValueError("two targets have the same name")
        folders = {key[:length] for key in below.folders for length in range(1, len(key) + 1)}
        if not keys.isdisjoint(folders):
            raise ValueError("a target has the name of another one's folder")

    @property
    def bytes_to_copy(self) -> int:
        """Bytes that the steps will write, where every file is copied in full."""
        return sum(step.size for step in self.steps if step.kind is StepKind.COPY)

    @property
    def bytes_to_write(self) -> int:
        """As `bytes_to_copy`, and of moves what goes to another volume."""
        return self.bytes_to_copy + self.bytes_across

    @property
    def photos(self) -> int:
        """Photos that the steps are about, their companions not counted."""
        return len({step.photo or step.source for step in self.steps if step.kind in WRITES_NEW})

    def as_json(self) -> dict[str, Any]:
        """The plan for other programs and for later, ready for `json.dumps`."""
        return {
            "into": str(self.into),
            "rule": self.rule,
            "way": self.way.value,
            "bytes": self.bytes_to_write,
            "steps": [step.as_json() for step in self.steps],
            "already_there": [step.as_json() for step in self.already_there],
            "problems": [
                {
                    "path": str(problem.path),
                    "reason": problem.reason,
                    "cause": problem.cause.value,
                }
                for problem in self.problems
            ],
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "orphans": [str(path) for path in self.orphans],
            **({} if self.undoes is None else {"undoes": self.undoes}),
        }


def path_key(into: Path, target: Path) -> tuple[str, ...]:
    """Equal for targets in `into` that some file system takes for the same.

    Raises:
        ValueError: The target does not lie in `into`.
    """
    return tuple(map(name_key, target.relative_to(into).parts))


class _Below:
    """What lies in a folder, looked at one by one; the folders in it are looked at once."""

    def __init__(self, into: Path) -> None:
        self._into = into
        self._keys: dict[str, tuple[str, ...]] = {}
        self._legal: dict[str, bool] = {}

    @property
    def folders(self) -> Iterable[tuple[str, ...]]:
        """The keys of all folders that targets lie in."""
        return self._keys.values()

    def key(self, target: Path) -> tuple[str, ...]:
        """Equal for targets that some file system takes for the same.

        Raises:
            ValueError: The target lies elsewhere.
        """
        folder, _, name = str(target).rpartition(os.sep)
        if folder not in self._keys:
            self._keys[folder] = path_key(self._into, target.parent)
        return (*self._keys[folder], name_key(name))

    def is_legal(self, target: Path) -> bool:
        """Whether every system can have its name and its folders'."""
        folder, _, name = str(target).rpartition(os.sep)
        if folder not in self._legal:
            self._legal[folder] = self._is_legal_folder(target.parent)
        return self._legal[folder] and name != ".." and is_legal(name)

    def _is_legal_folder(self, folder: Path) -> bool:
        if not folder.is_relative_to(self._into):
            return False
        parts = folder.relative_to(self._into).parts
        return all(part != ".." and is_legal(part) for part in parts)
