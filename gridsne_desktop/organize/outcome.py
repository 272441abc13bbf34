"""What became of a plan."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.photo import Problem

_UNWRITABLE: Final = (errno.EACCES, errno.EPERM, errno.EROFS)

_NO_FOLDER: Final = (errno.EEXIST, errno.ENOTDIR)

_DOING: Final = {
    StepKind.COPY: ("Copying", "copied"),
    StepKind.MOVE: ("Moving", "moved"),
    StepKind.HARD_LINK: ("Linking", "linked"),
    StepKind.SYMBOLIC_LINK: ("Linking", "linked"),
    StepKind.TRASH: ("Moving to the Trash", "moved there"),
}
_UNDOING: Final = ("Undoing", "brought back")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan.

    Attributes:
        done: Steps that were done now.
        already_there: Steps that an earlier run had done.
        problems: Files that were left out, by the plan or now, and why.
        journal: The journal of this run; None where there was nothing to do.
        unfinished: Steps that were not come to, because the run stopped.
    """

    done: tuple[Step, ...]
    already_there: tuple[Step, ...]
    problems: tuple[Problem, ...]
    journal: Path | None
    unfinished: tuple[Step, ...] = ()


class RunStopped(GridsneError):
    """The disk is full or gone: the rest cannot be done now.

    Attributes:
        outcome: What was done, and what was not come to.
    """

    def __init__(self, title: str, detail: str, outcome: Outcome) -> None:
        super().__init__(title, detail)
        self.outcome = outcome


def stopped(plan: Plan, error: OSError, outcome: Outcome) -> GridsneError:
    """The error to show where `error` stopped a run."""
    if not outcome.done and error.errno in _UNWRITABLE:
        return unwritable(_folder_of(error, plan), error)
    doing, done_word = _DOING.get(plan.way, _DOING[StepKind.COPY])
    if plan.undoes is not None:
        doing, done_word = _UNDOING
    done, every = len(_photos(outcome.done)), len(_photos(plan.steps))
    return RunStopped(
        f"{doing} stopped: {error.strerror or error}. {done} of {every} photos were {done_word}.",
        f"{_remedy(plan, error)}, and start the same once more: it goes on where it stopped.",
        outcome,
    )


def _remedy(plan: Plan, error: OSError) -> str:
    if error.errno in _NO_FOLDER and error.filename is not None:
        return f"Something else is at {error.filename}, where a folder should be: move it away"
    return f"Make room in {plan.into}, or connect its disk again"


def _folder_of(error: OSError, plan: Plan) -> Path:
    """The folder that cannot be written: of an undo, where the files come from is another."""
    told = error.filename2 or error.filename
    return Path(os.fsdecode(told)).parent if plan.undoes is not None and told else plan.into


def unwritable(folder: Path, error: OSError) -> GridsneError:
    """The error to show where nothing can be written into `folder`."""
    return GridsneError(
        f"Nothing can be written into {folder}: {error.strerror or error}.",
        "Choose another folder.",
    )


def no_journal(folder: Path, error: OSError) -> GridsneError:
    """The error to show where the journals' folder takes none, so that nothing was begun."""
    return GridsneError(
        f"Nothing was done: the journal of this run cannot be written into {folder}: "
        f"{error.strerror or error}.",
        "Without it nothing could be undone. Make room on its disk, or make the folder writable.",
    )


def _photos(steps: tuple[Step, ...]) -> set[Path]:
    return {step.photo or step.source for step in steps}
