"""Doing a plan: step by step, journalled, never overwriting, resumable."""

import errno
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gridsne_desktop.errors import Cancelled, GridsneError, Unreadable
from gridsne_desktop.organize.copying import copy_step
from gridsne_desktop.organize.journal import FINISHED, STOPPED, Done, Journal, part_name
from gridsne_desktop.organize.recover import clean_up
from gridsne_desktop.organize.steps import Plan, Step
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run, Stage

_UNWRITABLE = (errno.EACCES, errno.EPERM, errno.EROFS)

_UNITS = ("bytes", "kB", "MB", "GB", "TB")
_UNIT_FACTOR = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a plan.

    Attributes:
        done: Steps that were done now.
        already_there: Steps that an earlier run had done.
        problems: Photos that were left out, by the plan or now, and why.
        journal: The journal of this run; None where there was nothing to do.
        unfinished: Steps that were not come to, because the run stopped.
    """

    done: tuple[Step, ...]
    already_there: tuple[Step, ...]
    problems: tuple[Problem, ...]
    journal: Path | None
    unfinished: tuple[Step, ...] = ()


class CopyStopped(GridsneError):
    """The disk is full or gone: the rest cannot be copied now.

    Attributes:
        outcome: What was done, and what was not come to.
    """

    def __init__(self, title: str, detail: str, outcome: Outcome) -> None:
        super().__init__(title, detail)
        self.outcome = outcome


def execute(plan: Plan, *, journals: Path, run: Run) -> Outcome:
    """Do `plan` and write its journal into the folder `journals`.

    Each copy appears complete or not at all, with the photo's times. One photo that cannot be
    copied never stops the rest. Whenever it stops, a new plan of the same grid resumes it.

    Raises:
        CopyStopped: The disk filled up or vanished in the middle.
        GridsneError: There is too little room, or a folder cannot be written.
        Cancelled: The run was cancelled; finished copies stay, nothing half is left.
    """
    run.check()
    try:
        clean_up(journals, plan.into)
        if not plan.steps:
            return Outcome((), plan.already_there, plan.problems, None)
        _check_room(plan)
        plan.into.mkdir(parents=True, exist_ok=True)
        journal = Journal.begun(journals, plan)
    except OSError as error:
        raise _unwritable(plan.into, error) from error
    try:
        outcome = _Execution(plan, journal, run).do()
    except (Cancelled, GridsneError):
        journal.close(STOPPED)
        raise
    except BaseException:
        journal.abandon()
        raise
    journal.close(FINISHED)
    return outcome


class _Execution:
    """The steps of one plan under way."""

    def __init__(self, plan: Plan, journal: Journal, run: Run) -> None:
        self._plan = plan
        self._journal = journal
        self._run = run
        self._total = plan.bytes_to_copy
        self._bytes_before = 0
        self._done: list[Step] = []
        self._problems: list[Problem] = []

    def do(self) -> Outcome:
        """Do all steps.

        Raises:
            CopyStopped: As `execute`.
        """
        self._report(0)
        for number, step in enumerate(self._plan.steps):
            try:
                self._do(number, step)
            except OSError as error:
                raise self._stopped(error) from error
            self._bytes_before += step.size
            self._report(0)
        _flush_folder(self._plan.into)
        return self._outcome()

    def _do(self, number: int, step: Step) -> None:
        part = part_name()
        self._journal.begin([(number, part)])
        try:
            copy_step(step, step.target.parent / part, run=self._run, on_bytes=self._report)
        except Unreadable as refusal:
            self._problems.append(Problem(step.source, str(refusal), refusal.cause))
            self._journal.failed(number, str(refusal))
        else:
            self._done.append(step)
            self._journal.done(number, Done(step.target, step.size, step.mtime_ns))

    def _report(self, bytes_of_step: int) -> None:
        self._run.report(Stage.COPY, self._bytes_before + bytes_of_step, self._total)

    def _stopped(self, error: OSError) -> GridsneError:
        if not self._done and error.errno in _UNWRITABLE:
            return _unwritable(self._plan.into, error)
        reason = error.strerror or str(error)
        done, steps = len(self._done), len(self._plan.steps)
        return CopyStopped(
            f"Copying stopped: {reason}. {done} of {steps} photos were copied.",
            f"Make room in {self._plan.into}, or connect its disk again, and start the same copy "
            "once more: it goes on where it stopped.",
            self._outcome(),
        )

    def _outcome(self) -> Outcome:
        come_to = len(self._done) + len(self._problems)
        return Outcome(
            done=tuple(self._done),
            already_there=self._plan.already_there,
            problems=(*self._plan.problems, *self._problems),
            journal=self._journal.path,
            unfinished=self._plan.steps[come_to:],
        )


def _check_room(plan: Plan) -> None:
    nearest = next(folder for folder in (plan.into, *plan.into.parents) if folder.exists())
    usage = shutil.disk_usage(nearest)
    needed = plan.bytes_to_copy
    if usage.total and usage.free < needed:  # some network folders do not know: total 0
        raise GridsneError(
            f"There is too little room in {plan.into}: the copies need {_readable(needed)}, "
            f"{_readable(usage.free)} are free.",
            "Make room there, or choose a folder on another disk.",
        )


def _unwritable(folder: Path, error: OSError) -> GridsneError:
    return GridsneError(
        f"Nothing can be written into {folder}: {error.strerror or error}.",
        "Choose another folder for the copies.",
    )


def _flush_folder(folder: Path) -> None:
    """Make the new names last through a power cut; Windows does so by itself."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some network folders cannot; every copy itself is safe already
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _readable(size: float) -> str:
    for unit in _UNITS:
        if size < _UNIT_FACTOR or unit == _UNITS[-1]:
            break
        size /= _UNIT_FACTOR
    return f"{size:.0f} {unit}" if unit == _UNITS[0] else f"{size:.1f} {unit}"
