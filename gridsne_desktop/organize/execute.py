"""Doing a plan: journalled, never overwriting, resumable; and going on after a stop."""

from datetime import UTC, datetime
from pathlib import Path

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.organize.execution import Execution
from gridsne_desktop.organize.journal import FINISHED, STOPPED, Journal, is_ours_to_write
from gridsne_desktop.organize.outcome import Outcome, RunStopped, no_journal, stopped, unwritable
from gridsne_desktop.organize.record import Record, records_without_end
from gridsne_desktop.organize.recover import gone_on, settle, unfinished
from gridsne_desktop.organize.steps import Plan
from gridsne_desktop.organize.trash import SYSTEM_TRASH, Trash
from gridsne_desktop.organize.volumes import Volumes
from gridsne_desktop.progress import Run

__all__ = ["Outcome", "RunStopped", "execute", "resume", "settle", "unfinished"]


def execute(plan: Plan, *, journals: Path, run: Run, trash: Trash = SYSTEM_TRASH) -> Outcome:
    """Do `plan` and write its journal into the folder `journals`.

    Nothing is ever overwritten; what is copied appears complete or not at all. One file that
    cannot be done never stops the rest. Whenever it stops, `resume` goes on, and so does a
    new plan of the same wish.

    Raises:
        RunStopped: The disk filled up or vanished in the middle.
        GridsneError: There is too little room, a folder cannot be written, or another run into
            the same folder is under way.
        Cancelled: The run was cancelled; what is done stays, nothing half is left.
    """
    run.check()
    try:
        _settle_others(journals, plan.into, trash)
        if not plan.steps:
            return Outcome((), plan.already_there, plan.problems, None)
        Volumes().check_room(plan.steps)
    except OSError as error:
        raise unwritable(plan.into, error) from error
    try:
        journal = Journal.begun(journals, plan)
    except OSError as error:
        raise no_journal(journals, error) from error
    new = Record(
        path=journal.path,
        begun=datetime.now(UTC),
        into=plan.into,
        rule=plan.rule,
        way=plan.way,
        steps=dict(enumerate(plan.steps)),
    )
    return _do(plan, journal, new, run=run, trash=trash)


def resume(record: Record, *, run: Run, trash: Trash = SYSTEM_TRASH) -> Outcome:
    """Go on with a run that was killed or stopped; it stays one run, with one journal.

    `Outcome.already_there` tells what it had done before.

    Raises:
        RunStopped, GridsneError, Cancelled: As `execute`.
    """
    run.check()
    try:
        journal, record = gone_on(record, trash)
        plan = record.plan()
        try:
            Volumes().check_room(record.steps[number] for number in record.steps_left)
        except GridsneError:
            journal.close(STOPPED)
            raise
    except OSError as error:
        raise unwritable(record.into, error) from error
    return _do(plan, journal, record, run=run, trash=trash)


def _settle_others(journals: Path, into: Path, trash: Trash) -> None:
    """Settle killed runs into the same folder: a new plan goes on where they stopped.

    Raises:
        GridsneError: A run into the same folder is under way.
        OSError: As `settle`.
    """
    for record in records_without_end(journals):
        if record.into == into and is_ours_to_write(record.path):
            settle(record, trash=trash)


def _do(plan: Plan, journal: Journal, record: Record, *, run: Run, trash: Trash) -> Outcome:
    execution = Execution(plan, journal, run=run, trash=trash, record=record)
    try:
        execution.do()
        execution.finish()
    except (Cancelled, OSError) as reason:
        _close_stopped(execution, journal)
        if isinstance(reason, OSError):
            raise stopped(plan, reason, execution.outcome()) from reason
        raise
    except BaseException:
        journal.abandon()
        raise
    journal.close(FINISHED)
    return execution.outcome()


def _close_stopped(execution: Execution, journal: Journal) -> None:
    """End the journal if nothing half is left, else leave it as a killed program does."""
    try:
        execution.settle()
        execution.finish()
    except OSError:
        journal.abandon()
    else:
        journal.close(STOPPED)
