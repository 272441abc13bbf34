"""What the kinds of steps have in common."""

import os
from collections.abc import Callable, Container
from dataclasses import dataclass
from pathlib import Path

from gridsne_desktop.organize.compare import same_time
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.steps import Step
from gridsne_desktop.organize.trash import Trash
from gridsne_desktop.progress import Run


@dataclass(frozen=True, slots=True)
class Work:
    """What a step is given to be done with.

    Attributes:
        run: Asked within long steps.
        trash: Where files go.
        part: Gives a path for an unfinished file in the target's folder; the journal tells it.
        on_bytes: Hears how many bytes of the step are written, and may raise.
        ahead: How a copy will be done whose part is written and verified already.
    """

    run: Run
    trash: Trash
    part: Callable[[], Path]
    on_bytes: Callable[[int], None]
    ahead: Done | None = None


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What is known of a step that was under way when its program ended.

    Attributes:
        parts: Paths of unfinished files that it may have left.
        since_ns: When its run began, in ns.
        occupied: Paths that later steps have filled: what is there is theirs.
        run: Asked within long comparisons.
        trash: Where files went.
    """

    parts: tuple[Path, ...]
    since_ns: int
    occupied: Container[Path]
    run: Run
    trash: Trash

    def is_there(self, path: Path) -> bool:
        """Whether the file that the step knew at `path` is still there."""
        return path not in self.occupied and os.path.lexists(path)


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of steps is done.

    Attributes:
        do: Does a step. Raises `Unreadable` where only this one cannot be done, and then all is
            as before; `OSError` where the next one could not be done either; `Cancelled`.
        settle: How a step ended that was killed, after finishing what can only be finished;
            None: it was not done, and all is as before. Raises `Unreadable` where neither is
            so, `OSError` where nobody can know now. Parts are the caller's.
        take_back: Makes a step that was just done undone, because its photo's other files
            could not follow. Raises as `do`. None: that is never asked for.
        has_part: Whether it needs a part in any case.
    """

    do: Callable[[Step, Work], Done]
    settle: Callable[[Step, Aftermath], Done | None]
    take_back: Callable[[Step, Done, Work], None] | None = None
    has_part: bool = False


def is_as_planned(path: Path, step: Step, *, about: bool = False) -> bool:
    """Whether the file at `path`, or the one it links to, has the step's size and time.

    Args:
        path: Any path.
        step: Tells size and time.
        about: Allow for file systems that keep coarser times.
    """
    for ask in (os.lstat, os.stat):
        try:
            facts = ask(path)
        except OSError:
            continue
        is_time = facts.st_mtime_ns == step.mtime_ns
        if facts.st_size == step.size and (
            is_time or (about and same_time(facts.st_mtime_ns, step.mtime_ns))
        ):
            return True
    return False


def is_same_entry(one: Path, other: Path) -> bool:
    """Whether two paths of one file are one name in one folder, perhaps in another case."""
    try:
        if not os.path.samestat(one.lstat(), other.lstat()):
            return False
        if not one.parent.samefile(other.parent):
            return False
        return one.name == other.name or not {one.name, other.name} <= set(_names(one.parent))
    except OSError:
        return False


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]
