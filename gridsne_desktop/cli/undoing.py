"""`undo`, `resume` and `runs`: what was done to the disk, and taking it back."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from gridsne_desktop.cli.words import check_came, count, print_json, tell, tell_problems
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.execute import execute, resume, settle
from gridsne_desktop.organize.journal import SUFFIX
from gridsne_desktop.organize.outcome import Outcome, RunStopped, unwritable
from gridsne_desktop.organize.record import Record, read_record
from gridsne_desktop.organize.runs import PastRun, RunState, last_undoable, runs
from gridsne_desktop.organize.steps import Plan, StepKind
from gridsne_desktop.organize.undo import plan_undo
from gridsne_desktop.paths import journal_folder
from gridsne_desktop.progress import Run

_SEE: Final = "“gridsne-desktop runs” lists all runs."


def undo(options: argparse.Namespace, run: Run) -> None:
    """Take back a run, or show how; one that was killed is settled first: that is a rollback.

    Raises:
        GridsneError: There is no such run, or it cannot be taken back now.
        Cancelled: The run was cancelled; what was taken back stays so.
    """
    past = _last() if options.last else _past_of(options.run)
    record = _record(_path(past.run if options.last else options.run))
    if not options.dry_run:
        record = _settled(past, record)
    plan = plan_undo(record, run=run)
    if options.dry_run:
        _show(plan, as_object=options.json)
        return
    with _told_as_json(plan.undoes or "", as_object=options.json):
        outcome = execute(plan, journals=journal_folder(), run=run)
    _tell(plan.undoes or "", outcome, "taken back", as_object=options.json)


def resume_run(options: argparse.Namespace, run: Run) -> None:
    """Go on with a run that was killed, or that stopped; the last one unless one is named.

    Raises:
        GridsneError: There is no such run, or it cannot go on.
        Cancelled: The run was cancelled once more.
    """
    record = _record(_path(options.run)) if options.run else _last_open()
    with _told_as_json(record.run, as_object=options.json):
        outcome = resume(record, run=run)
    _tell(record.run, outcome, "done", as_object=options.json)


def list_runs(options: argparse.Namespace, _: Run) -> None:
    """List all runs, the newest first."""
    every = runs(journal_folder())
    if options.json:
        print_json({"runs": [past.as_json() for past in every]})
        return
    for past in every:
        sys.stdout.write(_line(past))
    if not every:
        tell("There are no runs yet.")


def _line(past: PastRun) -> str:
    """One run, and what to type where it needs something."""
    facts = (
        past.run,
        f"{past.begun:%Y-%m-%d %H:%M}",
        past.state.value,
        f"{past.way.value} by {past.rule}",
        count(past.done, "file"),
        str(past.into),
    )
    advice = ""
    if past.state is RunState.UNFINISHED:
        advice = f"    go on: resume {past.open}    roll back: undo {past.run}\n"
    elif past.undone_by is not None:
        advice = f"    redo: undo {past.undone_by}\n"
    return "  ".join(facts) + "\n" + advice


def _last() -> PastRun:
    past = last_undoable(journal_folder())
    if past is None:
        raise GridsneError("There is no run to take back.", _SEE)
    return past


def _past_of(name: str) -> PastRun:
    """The run of that name, or the one that the undo of that name belongs to."""
    for past in runs(journal_folder()):
        if name == past.run or name in past.undos:
            return past
    raise _unknown(name)


def _path(name: str) -> Path:
    return journal_folder() / f"{name}{SUFFIX}"


def _record(path: Path) -> Record:
    try:
        record = read_record(path)
    except OSError as error:
        raise _unknown(path.stem) from error
    if record is None:
        raise GridsneError(
            f"The journal {path} cannot be understood.", "A later version may have written it."
        )
    return record


def _unknown(name: str) -> GridsneError:
    return GridsneError(f"There is no run called {name}.", _SEE)


def _last_open() -> Record:
    for past in runs(journal_folder()):
        if past.open is not None and past.state is RunState.UNFINISHED:
            return _record(_path(past.open))
    raise GridsneError("No run was interrupted.", _SEE)


def _settled(past: PastRun, record: Record) -> Record:
    """The record after what was killed, it or an undo of it, is settled."""
    if past.open is None:
        return record
    try:
        settled = settle(_record(_path(past.open)))
    except OSError as error:
        raise unwritable(past.into, error) from error
    return settled if settled.run == record.run else record


def _show(plan: Plan, *, as_object: bool) -> None:
    if as_object:
        print_json(plan.as_json())
    else:
        for step in plan.steps:
            where = "" if step.source == step.target else f" -> {step.target}"
            sys.stdout.write(f"{step.kind.value}: {step.source}{where}\n")
    tell(f"{count(_files(plan), 'file')} to take back; nothing was done (--dry-run).")
    tell_problems(plan.problems)


def _files(plan: Plan) -> int:
    return sum(step.kind is not StepKind.REMOVE_FOLDER for step in plan.steps)


@contextmanager
def _told_as_json(run: str, *, as_object: bool) -> Iterator[None]:
    """Tell in JSON, too, how far a run came that stopped."""
    try:
        yield
    except RunStopped as stop:
        if as_object:
            print_json({**_as_json(run, stop.outcome), "stopped": str(stop)})
        raise


def _tell(run: str, outcome: Outcome, verb: str, *, as_object: bool) -> None:
    if as_object:
        print_json(_as_json(run, outcome))
    done = sum(step.kind is not StepKind.REMOVE_FOLDER for step in outcome.done)
    tell(f"{count(done, 'file')} {verb}.")
    tell_problems(outcome.problems)
    check_came(outcome)


def _as_json(run: str, outcome: Outcome) -> dict[str, Any]:
    return {
        "run": run,
        "journal": None if outcome.journal is None else outcome.journal.stem,
        "done": [
            {"kind": step.kind.value, "source": str(step.source), "target": str(step.target)}
            for step in outcome.done
        ],
        "unfinished": len(outcome.unfinished),
        "problems": [{"path": str(p.path), "reason": p.reason} for p in outcome.problems],
    }
