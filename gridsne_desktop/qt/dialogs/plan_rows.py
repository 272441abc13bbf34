"""The lines of a plan's preview: what needs a look first, then the order of the grid."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from gridsne_desktop.organize.execute import Outcome
from gridsne_desktop.organize.plan import Plan, Step
from gridsne_desktop.photo import Photo, Problem

NEW = "New"
ALREADY_THERE = "Already there"
COPIED = "Copied"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the preview.

    Attributes:
        source: Absolute path of the photo.
        target: Absolute path of its copy; None where there is none.
        size: Bytes; None where they are not known.
        state: What happens or happened to it.
        photo: The photo, for its thumbnail; None where there is none.
    """

    source: Path
    target: Path | None
    size: int | None
    state: str
    photo: Photo | None


def rows_before(plan: Plan) -> tuple[Row, ...]:
    """What would be done."""
    return _rows(plan.problems, {NEW: plan.steps, ALREADY_THERE: plan.already_there})


def rows_after(outcome: Outcome) -> tuple[Row, ...]:
    """What was done."""
    steps = {COPIED: outcome.done, ALREADY_THERE: outcome.already_there}
    return _rows(outcome.problems, steps)


def _rows(problems: Iterable[Problem], steps: dict[str, tuple[Step, ...]]) -> tuple[Row, ...]:
    rows = [
        Row(step.source, step.target, step.size, state, _photo(step))
        for state, some in steps.items()
        for step in some
    ]
    rows.sort(key=lambda row: row.target.name if row.target else "")
    return (*(Row(problem.path, None, None, problem.reason, None) for problem in problems), *rows)


def _photo(step: Step) -> Photo:
    return Photo(step.source, step.size, step.mtime_ns)
