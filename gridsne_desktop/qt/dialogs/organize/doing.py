"""A plan done or taken back on a thread, and how far it got where it was stopped."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.execute import Outcome, execute, resume
from gridsne_desktop.organize.record import Record, journal_paths, read_record
from gridsne_desktop.organize.steps import Plan
from gridsne_desktop.organize.undo import plan_undo
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.dialogs.organize.preview import Result, Sums, result_of
from gridsne_desktop.qt.task import Task

Job = Callable[[Run], Result]


class Doing(QObject):
    """Does one plan, goes on with it where it was stopped, takes it back.

    Signals (all emitted on the GUI thread):
        began: The `Sums` of the plan that is being executed from now on; of an undo, too.
        progressed: A `Progress`.
        done: The `Result` of a plan that was gone through.
        stopped: The `Result` so far; the `GridsneError` that stopped it, or None after `cancel`.
        refused: The `GridsneError` for which nothing at all was done; None after `cancel`.
    """

    began = Signal(object)
    progressed = Signal(object)
    done = Signal(object)
    stopped = Signal(object, object)
    refused = Signal(object)

    def __init__(self, journals: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._journals = journals
        self._task: Task | None = None
        self._is_looking = False
        self._sums: Sums | None = None
        self._journal: Path | None = None
        self._known: frozenset[Path] = frozenset()
        self._error: GridsneError | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done, or found out."""
        return self._task is not None

    @property
    def sums(self) -> Sums | None:
        """What is or was being done; where it is taken back, the undo."""
        return self._sums

    @property
    def has_run(self) -> bool:
        """Whether something was done, of which a journal tells."""
        return self._journal is not None

    def begin(self, sums: Sums) -> None:
        """Do the plan of `sums`."""
        self._journal = None
        self._begin(sums)

    def go_on(self) -> None:
        """Do what is left of the plan that was stopped."""
        if self._sums is None or self._journal is None:
            raise RuntimeError("nothing was stopped")
        self.began.emit(self._sums)
        self._start(partial(_resumed, self._sums.plan, self._journal))

    def take_back(self) -> None:
        """Undo what was done; its plan is made first."""
        if self._journal is None:
            raise RuntimeError("nothing was done")
        journal = self._journal
        task = Task(partial(_undo_of, journal))
        task.succeeded.connect(self._begin)
        self._watch(task)

    def cancel(self) -> None:
        """Stop at the next safe place; `stopped` or `refused` follows.

        Finding out how far it got is short and goes on: else nothing would follow.
        """
        if self._task is not None and not self._is_looking:
            self._task.cancel()

    @Slot(object)
    def _begin(self, sums: Sums) -> None:
        self._sums = sums
        self._known = frozenset(journal_paths(self._journals))
        self.began.emit(sums)
        self._start(partial(_done, sums.plan, self._journals))

    def _start(self, job: Job) -> None:
        task = Task(job)
        task.succeeded.connect(self._on_done)
        self._watch(task)

    def _watch(self, task: Task) -> None:
        self._error, self._is_looking = None, False
        task.progressed.connect(self._on_progressed)
        task.cancelled.connect(self._look_how_far)
        task.failed.connect(self._on_failed)
        self._task = task
        background.start(task)

    @Slot(object)
    def _on_progressed(self, progress: object) -> None:
        if self._task is not None and not self._task.is_cancelled:
            self.progressed.emit(progress)

    @Slot(object)
    def _on_done(self, result: Result) -> None:
        self._task = None
        self._journal = result.outcome.journal or self._journal
        self.done.emit(result)

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._look_how_far()
        self._error = error

    @Slot()
    def _look_how_far(self) -> None:
        """The journal knows what is done, whatever stopped it."""
        plan = self._sums.plan if self._sums is not None else None
        task = Task(partial(_so_far, plan, self._journal, self._journals, self._known))
        task.succeeded.connect(self._on_so_far)
        task.failed.connect(self._on_refused)
        self._task, self._is_looking = task, True
        background.start(task)

    @Slot(object)
    def _on_so_far(self, result: Result | None) -> None:
        self._task = None
        if result is None:
            self.refused.emit(self._error)
            return
        self._journal = result.outcome.journal
        self.stopped.emit(result, self._error)

    @Slot(object)
    def _on_refused(self, error: GridsneError) -> None:
        self._task = None
        self.refused.emit(self._error or error)


def _done(plan: Plan, journals: Path, run: Run) -> Result:
    return result_of(plan, execute(plan, journals=journals, run=run))


def _resumed(plan: Plan, journal: Path, run: Run) -> Result:
    resume(_record(journal), run=run)
    return result_of(plan, _outcome(plan, _record(journal)))  # of all its runs


def _undo_of(journal: Path, run: Run) -> Sums:
    return Sums.of(plan_undo(_record(journal), run=run))


def _record(journal: Path) -> Record:
    """The run that `journal` tells of.

    Raises:
        GridsneError: It cannot be read.
    """
    try:
        record = read_record(journal)
    except OSError as error:
        raise GridsneError(
            f"The journal {journal} cannot be read: {error.strerror or error}.",
            "What was done stays as it is.",
        ) from error
    if record is None:
        raise GridsneError(f"{journal} is no journal.", "What was done stays as it is.")
    return record


def _so_far(
    plan: Plan | None, journal: Path | None, journals: Path, known: frozenset[Path], run: Run
) -> Result | None:
    """What is done of `plan`, as its journal tells; None: nothing.

    Args:
        plan: What was being done.
        journal: That of a run that was gone on with; else it is one that was not known before.
        journals: The folder of all.
        known: Those that there were before.
        run: Progress and cancelling.
    """
    run.check()
    new = [path for path in journal_paths(journals) if path not in known]
    journal = new[-1] if new else journal
    if plan is None or journal is None:
        return None
    record = _record(journal)
    if record.into != plan.into or not record.done:
        return None
    return result_of(plan, _outcome(plan, record))


def _outcome(plan: Plan, record: Record) -> Outcome:
    steps = record.steps
    failed = (Problem(steps[n].source, reason) for n, reason in record.failed.items())
    left = (n for n in steps if n not in record.done and n not in record.failed)
    return Outcome(
        done=tuple(steps[n] for n in record.done),
        already_there=plan.already_there,
        problems=(*plan.problems, *failed),
        journal=record.path,
        unfinished=tuple(steps[n] for n in left),
    )
