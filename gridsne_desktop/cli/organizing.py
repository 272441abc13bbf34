"""`organize` and `apply`: photos of a grid or a folder to where a rule wants them."""

import argparse
import sys
from dataclasses import replace
from typing import Any, Final

import numpy as np

from gridsne_desktop.cli.commands import open_cache
from gridsne_desktop.cli.evaluating import only_with, vectors_for
from gridsne_desktop.cli.words import (
    check_came,
    check_target,
    count,
    no_photos,
    print_json,
    tell,
    tell_notes,
    tell_problems,
)
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid_reading import read_grid
from gridsne_desktop.layout.grouping import grouping_of
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.taken import dates_taken
from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.outcome import Outcome, RunStopped
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.organize.plan_file import is_plan_file, read_plan, write_plan
from gridsne_desktop.organize.rules import RULES, RuleOptions, Subject
from gridsne_desktop.organize.steps import Plan, Resolution, Step, StepKind
from gridsne_desktop.paths import journal_folder
from gridsne_desktop.photo import Problem
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings

IF_TAKEN: Final = {
    "keep": Resolution.KEEP_BOTH,
    "skip": Resolution.SKIP,
    "replace": Resolution.REPLACE,
}
"""What can be done where something else has a photo's name; the first is the default."""

CHOICES: Final = tuple(name for name, rule in RULES.items() if "chosen" not in rule.needs)
"""Rules that need no photos chosen by hand."""

NAMED_ORPHANS: Final = 10
"""Orphans named; `--json` names all."""

_VERBS: Final = {
    StepKind.COPY: ("copy", "copied"),
    StepKind.MOVE: ("move", "moved"),
    StepKind.HARD_LINK: ("link", "linked"),
    StepKind.SYMBOLIC_LINK: ("link", "linked"),
}


def organize(options: argparse.Namespace, run: Run) -> None:
    """Plan where the photos go; show the plan, write it, do it, as the options say.

    Raises:
        GridsneError: The photos cannot be read, or the run cannot go on.
        Cancelled: The run was cancelled; what was done stays.
    """
    check_target(options.plan, is_ours=is_plan_file)
    with open_cache(options) as cache:
        subject, problems = _subject(options, cache, run)
        tell_notes(cache)
    plan = make_plan(
        subject,
        into=options.into,
        rule=options.by,
        way=options.way,
        options=RuleOptions(order=options.order, dates=options.dates),
        otherwise=IF_TAKEN[options.if_taken],
        remove_emptied=options.remove_emptied,
        run=run,
        journals=journal_folder(),
    )
    plan = replace(plan, problems=(*problems, *plan.problems))
    if options.plan:
        write_plan(plan, options.plan)
        tell(f"Wrote {options.plan}")
    if options.dry_run:
        _show(plan, as_object=options.json)
    else:
        _do(plan, run, as_object=options.json)


def apply(options: argparse.Namespace, run: Run) -> None:
    """Do the plan in the file `options.plan`; each step looks first whether it still can be done.

    Raises:
        GridsneError: The file is no plan, or the run cannot go on.
        Cancelled: The run was cancelled; what was done stays.
    """
    _do(read_plan(options.plan), run, as_object=options.json)


def _subject(
    options: argparse.Namespace, cache: Cache | None, run: Run
) -> tuple[Subject, tuple[Problem, ...]]:
    """The photos with all that the rule needs of them, and those that are left out."""
    needs = RULES[options.by].needs
    if options.grid.is_dir():
        pipeline, settings = Pipeline(cache), ArrangeSettings()
        arrangement = pipeline.arrange([options.grid], settings=settings, run=run)
        if not arrangement.grid.photos:
            raise no_photos([options.grid], arrangement.problems)
        vectors = pipeline.vectors_of(arrangement.grid.photos, run, settings=settings)
        problems = arrangement.problems
    else:
        arrangement = read_grid(options.grid)
        problems = arrangement.problems
        if "groups" in needs:
            known, unread = vectors_for(arrangement.grid, arrangement.model, cache, run)
            arrangement = _only(arrangement, known)
            problems = (*problems, *unread)
            vectors = np.array([known[p.path] for p in arrangement.grid.photos], dtype=np.float32)
    photos = arrangement.grid.photos
    taken = dates_taken(photos, cache=cache, run=run) if needs & {"taken", "groups"} else None
    groups = None
    if "groups" in needs:
        groups = grouping_of(
            vectors, arrangement.grid, groups=arrangement.groups, taken=taken, run=run
        )
    return Subject.of(arrangement, groups=groups, taken=taken), problems


def _only(arrangement: Arrangement, vectors: dict[Any, Any]) -> Arrangement:
    """The arrangement without the photos that have no vector."""
    kept = [i for i, photo in enumerate(arrangement.grid.photos) if photo.path in vectors]
    return replace(
        arrangement,
        grid=only_with(arrangement.grid, vectors),
        points=arrangement.points[kept],
        groups=None if arrangement.groups is None else arrangement.groups[kept],
    )


def _show(plan: Plan, *, as_object: bool) -> None:
    if as_object:
        print_json(plan.as_json())
    else:
        for step in plan.steps:
            sys.stdout.write(_line(step))
    verb = _VERBS[plan.way][0]
    tell(f"{count(plan.photos, 'photo')} to {verb}; nothing was done (--dry-run).")
    _tell_more(plan, plan.problems)


def _line(step: Step) -> str:
    if step.kind is StepKind.TRASH:
        return f"{step.source} -> Trash\n"
    if step.kind is StepKind.REMOVE_FOLDER:
        return f"{step.source} -> removed once empty\n"
    return f"{step.source} -> {step.target}\n"


def _do(plan: Plan, run: Run, *, as_object: bool) -> None:
    try:
        outcome = execute(plan, journals=journal_folder(), run=run)
    except RunStopped as stop:
        if as_object:
            print_json({**_as_json(plan, stop.outcome), "stopped": str(stop)})
        raise
    if as_object:
        print_json(_as_json(plan, outcome))
    photos = {step.photo or step.source for step in outcome.done if step.kind in _VERBS}
    tell(f"{count(len(photos), 'photo')} {_VERBS[plan.way][1]} into {plan.into}.")
    if outcome.already_there:
        there = {step.photo or step.source for step in outcome.already_there}
        tell(f"{count(len(there), 'photo')} already there.")
    _tell_more(plan, outcome.problems)
    check_came(outcome)
    if outcome.done and outcome.journal is not None:
        tell(f"To take it back: gridsne-desktop undo {outcome.journal.stem}")


def _tell_more(plan: Plan, problems: tuple[Problem, ...]) -> None:
    if plan.conflicts:
        tell(f"{count(len(plan.conflicts), 'name')} taken by something else:")
        for resolution in Resolution:
            some = [each for each in plan.conflicts if each.resolution is resolution]
            if some:
                tell(f"  {resolution.value}: {count(len(some), 'photo')}")
    if plan.orphans:
        tell(f"{count(len(plan.orphans), 'file')} beside them whose photo is not there:")
        for path in plan.orphans[:NAMED_ORPHANS]:
            tell(f"    {str(path)!r}")
    tell_problems(problems)


def _as_json(plan: Plan, outcome: Outcome) -> dict[str, Any]:
    return {
        "run": outcome.journal.stem if outcome.journal is not None else None,
        "into": str(plan.into),
        "rule": plan.rule,
        "way": plan.way.value,
        "done": [
            {"kind": step.kind.value, "source": str(step.source), "target": str(step.target)}
            for step in outcome.done
        ],
        "already_there": len(outcome.already_there),
        "unfinished": len(outcome.unfinished),
        "conflicts": [conflict.as_json() for conflict in plan.conflicts],
        "orphans": [str(path) for path in plan.orphans],
        "problems": [{"path": str(p.path), "reason": p.reason} for p in outcome.problems],
    }
