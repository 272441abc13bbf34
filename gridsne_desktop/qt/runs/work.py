"""One run as the person wished it: how its plan is made and done, and what came of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.organize.execute import Outcome, execute, resume
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.record import Record, journal_paths, read_record
from gridsne_desktop.organize.recover import settle_family
from gridsne_desktop.organize.steps import Plan, Step
from gridsne_desktop.organize.undo import plan_undo
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run

Tell: TypeAlias = Callable[[Sequence[Step]], None]
"""Hears the steps of a plan just before they are done."""

Planner: TypeAlias = Callable[[Run], Plan]
"""Makes a plan; on a worker thread, touches nothing."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run, also of one that was stopped.

    Attributes:
        plan: What was to be done; None: it could not even be planned.
        done: What was done, in this order.
        problems: What was left out, and why.
        run: Name of the run; empty: nothing was to be done.
        was_cancelled: Whether the person stopped it.
        error: What stopped it.
        of_run: Of a run that was gone on with: all that it has done by now.
    """

    plan: Plan | None = None
    done: tuple[Step, ...] = ()
    problems: tuple[Problem, ...] = ()
    run: str = ""
    was_cancelled: bool = False
    error: GridsneError | None = None
    of_run: tuple[Step, ...] = ()

    @property
    def photos(self) -> int:
        """Photos of which something was done, their companions not counted."""
        return len({step.photo or step.source for step in self.done})

    @property
    def photos_of_run(self) -> int:
        """As `photos`, of the whole run: so many an undo brings back."""
        return len({step.photo or step.source for step in self.of_run or self.done})


Do: TypeAlias = Callable[[Run, Tell], Result]
"""Plans and does a run, on a worker thread."""


@dataclass(frozen=True, slots=True)
class Work:
    """A run that is wished.

    Attributes:
        do: Plans and does it.
        doing: What is said meanwhile: "Moving 3 photos".
        on_result: Called when it has ended, on the GUI thread.
    """

    do: Do
    doing: str
    on_result: Callable[[Result], None]


def doing(plan_for: Planner, *, journals: Path) -> Do:
    """What makes a plan and does it."""

    def do(run: Run, tell: Tell) -> Result:
        plan = plan_for(run)
        tell(plan.steps)
        known = frozenset(journal_paths(journals))
        return _result(
            plan, lambda: execute(plan, journals=journals, run=run), lambda: _new(journals, known)
        )

    return do


def undoing(journal: Path) -> Do:
    """What takes back the run of a journal; it, or its undo, is settled first if it was killed."""

    def plan_for(run: Run) -> Plan:
        return plan_undo(_settled(_record(journal)), run=run)

    return doing(plan_for, journals=journal.parent)


def resuming(journal: Path) -> Do:
    """What goes on with the run of a journal where it stopped."""

    def do(run: Run, tell: Tell) -> Result:
        before = _record(journal)
        plan = before.plan()
        tell(plan.steps)
        result = _result(plan, lambda: resume(before, run=run), lambda: journal, before)
        now = _record(journal)  # settling has found out more than `before` tells
        return replace(result, of_run=tuple(now.steps[n] for n in now.done if n in now.steps))

    return do


def _settled(record: Record) -> Record:
    """The record when it is known how each step ended.

    Raises:
        GridsneError: Nobody can know now.
    """
    try:
        return settle_family(record)
    except OSError as error:
        raise GridsneError(
            f"How this run ended cannot be found out: {error.strerror or error}.",
            "Connect its disk again, and try once more.",
        ) from error


def _result(
    plan: Plan,
    execute: Callable[[], Outcome],
    journal: Callable[[], Path | None],
    before: Record | None = None,
) -> Result:
    """The result of doing a plan; of one that was stopped its journal tells it."""
    try:
        outcome = execute()
    except (Cancelled, GridsneError) as reason:
        path = journal()
        done, problems = _told(read_record(path) if path else None, before)
        return Result(
            plan=plan,
            done=done,
            problems=(*plan.problems, *problems),
            run=path.stem if path else "",
            was_cancelled=isinstance(reason, Cancelled),
            error=reason if isinstance(reason, GridsneError) else None,
        )
    run = outcome.journal.stem if outcome.journal else ""
    return Result(plan, outcome.done, outcome.problems, run)


def _told(
    record: Record | None, before: Record | None
) -> tuple[tuple[Step, ...], tuple[Problem, ...]]:
    """What a journal tells of what was done and left out; `before`: what was known already."""
    if record is None:
        return (), ()
    known: dict[int, Done] = dict(before.done) if before else {}
    done = (record.steps[n] for n in record.done if n in record.steps and n not in known)
    problems = (
        Problem(record.steps[number].source, reason)
        for number, reason in record.failed.items()
        if number in record.steps
    )
    return tuple(done), tuple(problems)


def _new(journals: Path, known: frozenset[Path]) -> Path | None:
    """The newest journal that was not known; None: the run never began."""
    new = [path for path in journal_paths(journals) if path not in known]
    return new[-1] if new else None


def _record(journal: Path) -> Record:
    """What a journal tells.

    Raises:
        GridsneError: It is gone or damaged.
    """
    try:
        record = read_record(journal)
    except OSError as error:
        raise GridsneError(
            f"What was done cannot be read: {error.strerror or error}.",
            f"Its journal is {journal}.",
        ) from error
    if record is None:
        raise GridsneError("The journal of this run is damaged.", f"It is {journal}.")
    return record
