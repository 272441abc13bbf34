"""The verbs of the command line, on top of the same core as the window."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.export.png import ExportSettings, exporter_for, is_our_picture
from gridsne_desktop.files import writing_failed
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid_file import as_json, is_grid_file, read_grid, write_grid
from gridsne_desktop.organize.execute import Outcome, execute
from gridsne_desktop.organize.plan import Plan, make_plan
from gridsne_desktop.paths import cache_folder, journal_folder
from gridsne_desktop.photo import Problem
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import ArrangeSettings


def arrange(
    options: argparse.Namespace, settings: ArrangeSettings, export: ExportSettings, run: Run
) -> None:
    """Arrange the folders or the samples; write the picture and the layout that were asked for.

    Raises:
        GridsneError: No photo could be read, or a file cannot be written.
        Cancelled: The run was cancelled; no file was written.
    """
    exporter = exporter_for(options.output) if options.output else None
    _check_target(options.output, is_ours=is_our_picture)
    _check_target(options.layout, is_ours=is_grid_file)
    paths = [sample_folder(run, cache=cache_folder())] if options.samples else options.paths
    arrangement = Pipeline().arrange(paths, settings=settings, run=run)
    if not arrangement.grid.photos:
        raise _no_photos(paths, arrangement.problems)
    problems = list(arrangement.problems)
    if exporter:
        problems += exporter(arrangement.grid, options.output, settings=export, run=run)
    if options.layout:
        write_grid(arrangement, options.layout)
    if options.json:
        _print_json(as_json(arrangement))
    _tell_arranged(arrangement, problems, options)


def organize(options: argparse.Namespace, run: Run) -> None:
    """Plan the sorted copy of `options.grid`; show the plan or do it.

    Raises:
        GridsneError: The grid cannot be read, or the copy cannot go on.
        Cancelled: The run was cancelled; what was copied stays.
    """
    arrangement = read_grid(options.grid)
    journals = journal_folder()
    plan = make_plan(
        arrangement.grid, into=options.into, rule=options.by, run=run, journals=journals
    )
    problems = (*arrangement.problems, *plan.problems)
    if options.dry_run:
        _show_plan(plan, problems, as_object=options.json)
        return
    outcome = execute(plan, journals=journals, run=run)
    problems += outcome.problems
    if options.json:
        _print_json(_outcome_json(plan, outcome, problems))
    _tell(f"{_count(len(outcome.copied), 'photo')} copied into {plan.into}.")
    if outcome.already_there:
        _tell(f"{_count(len(outcome.already_there), 'photo')} already there.")
    _tell_problems(problems)


def _check_target(target: Path | None, *, is_ours: Callable[[Path], bool]) -> None:
    """Say before the work, not after it, that a file cannot be written there.

    A mistyped name must not cost a photo: only a file that this program wrote is replaced.
    """
    if target is None:
        return
    if not target.absolute().parent.is_dir():
        raise GridsneError(f"The folder {target.parent} does not exist.", "Make it first.")
    if target.is_dir():
        raise GridsneError(f"{target} is a folder.", "Give the name of a file.")
    try:
        is_free = not target.exists() or is_ours(target)
    except OSError as error:
        raise writing_failed(target, error) from error
    if not is_free:
        raise GridsneError(
            f"{target} exists and was not written by gridsne-desktop.",
            "Choose another name, or remove that file first.",
        )


def _no_photos(paths: list[Path], problems: tuple[Problem, ...]) -> GridsneError:
    places = ", ".join(str(path) for path in paths)
    if problems:
        first = problems[0]
        return GridsneError(
            f"None of the photos in {places} can be read.", f"{first.path.name}: {first.reason}"
        )
    return GridsneError(f"There are no photos in {places}.", "Choose a folder with photos in it.")


def _show_plan(plan: Plan, problems: tuple[Problem, ...], *, as_object: bool) -> None:
    if as_object:
        _print_json(plan.as_json())
    else:
        for step in plan.steps:
            sys.stdout.write(f"{step.source} -> {step.target}\n")
    _tell(f"{_count(len(plan.steps), 'photo')} to copy; nothing was done (--dry-run).")
    _tell_problems(problems)


def _outcome_json(plan: Plan, outcome: Outcome, problems: tuple[Problem, ...]) -> dict[str, Any]:
    return {
        "into": str(plan.into),
        "rule": plan.rule,
        "copied": [
            {"source": str(step.source), "target": str(step.target)} for step in outcome.copied
        ],
        "already_there": len(outcome.already_there),
        "problems": [{"path": str(p.path), "reason": p.reason} for p in problems],
    }


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, indent=1) + "\n")


def _tell_arranged(
    arrangement: Arrangement, problems: list[Problem], options: argparse.Namespace
) -> None:
    grid = arrangement.grid
    seconds = sum(arrangement.seconds.values())
    _tell(
        f"{_count(len(grid.photos), 'photo')} on {grid.columns} × {grid.rows} cells "
        f"in {seconds:.1f} s."
    )
    if arrangement.bundles:
        files = sum(len(bundle.companions) for bundle in arrangement.bundles)
        _tell(
            f"{_count(len(arrangement.bundles), 'photo')} of more than one file shown once "
            f"({_count(files, 'RAW or clip')} beside)."
        )
    for target in filter(None, (options.output, options.layout)):
        _tell(f"Wrote {target}")
    _tell_problems(tuple(problems))


def _tell_problems(problems: tuple[Problem, ...]) -> None:
    if problems:
        _tell(f"{_count(len(problems), 'photo')} left out:")
    for problem in problems:
        _tell(f"  {str(problem.path)!r}: {problem.reason}")


def _tell(sentence: str) -> None:
    """Write to stderr whatever the name's script: what cannot be encoded is escaped."""
    encoding = sys.stderr.encoding or "utf-8"
    safe = sentence.encode(encoding, "backslashreplace").decode(encoding)
    sys.stderr.write(f"{safe}\n")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
