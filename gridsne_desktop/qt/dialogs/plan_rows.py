"""The lines of a plan's preview: what needs a look first, then folder by folder, as they read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.organize.execute import Outcome
from gridsne_desktop.organize.steps import Conflict, Plan, Resolution, Step, StepKind
from gridsne_desktop.photo import Photo, Problem

NEW = "New"
ALREADY_THERE = "Already there"
COPIED = "Copied"
ORPHAN = "Stays: no photo of it"
NOT_REACHED = "Not done"

_BEFORE: Final = {
    StepKind.TRASH: "Goes to the Trash",
    StepKind.RESTORE: "Comes back",
    StepKind.UNLINK: "Link goes away",
}
"""What a step will do; the others make something new."""

_AFTER: Final = {
    StepKind.COPY: COPIED,
    StepKind.MOVE: "Moved",
    StepKind.HARD_LINK: "Linked",
    StepKind.SYMBOLIC_LINK: "Linked",
    StepKind.TRASH: "In the Trash",
    StepKind.RESTORE: "Back again",
    StepKind.UNLINK: "Link removed",
}
_TAKEN_BACK: Final = {**_AFTER, StepKind.MOVE: "Moved back"}
"""The same of an undo."""

CONFLICT: Final = {
    Resolution.KEEP_BOTH: "Conflict: keep both ▾",
    Resolution.REPLACE: "Conflict: replace ▾",
    Resolution.SKIP: "Conflict: skip ▾",
}

_NUMBER: Final = re.compile(r"(\d+)")
LAST_FOLDER: Final = "unsorted"
"""What is left over is looked at last."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the preview.

    Attributes:
        source: Absolute path of the file.
        target: Absolute path of its copy, or where it goes; None where there is none.
        size: Bytes that come there; None where nothing does.
        state: What happens or happened to it.
        photo: The photo, for its thumbnail; None where there is none.
        belongs_to: Absolute path of the photo that it comes along with; None: it is one itself.
        conflict: What has the name that it should get; None: nothing.
        needs_look: Whether it is not simply done.
    """

    source: Path
    target: Path | None
    size: int | None
    state: str
    photo: Photo | None
    belongs_to: Path | None = None
    conflict: Conflict | None = None
    needs_look: bool = False


def rows_before(plan: Plan) -> tuple[Row, ...]:
    """What would be done."""
    conflicts = {conflict.photo: conflict for conflict in plan.conflicts}
    rows = [_planned(step, conflicts) for step in plan.steps if _is_told(step)]
    rows += [_row(step, ALREADY_THERE) for step in plan.already_there]
    rows += [_skipped(c) for c in plan.conflicts if c.resolution is Resolution.SKIP]
    return (*_refused(plan.problems), *_orphans(plan), *_in_order(rows, plan.into))


def rows_after(plan: Plan, outcome: Outcome) -> tuple[Row, ...]:
    """What was done."""
    states = _AFTER if plan.undoes is None else _TAKEN_BACK
    rows = [_row(step, states[step.kind]) for step in outcome.done if _is_told(step)]
    rows += [_row(step, ALREADY_THERE) for step in outcome.already_there]
    rows += [_row(step, NOT_REACHED, is_odd=True) for step in outcome.unfinished if _is_told(step)]
    rows += [_skipped(c) for c in plan.conflicts if c.resolution is Resolution.SKIP]
    return (*_refused(outcome.problems), *_orphans(plan), *_in_order(rows, plan.into))


def folder_key(name: str) -> tuple[object, ...]:
    """Sorts names of folders as a person does: 2 before 10, what is unsorted at the end."""
    return (name.casefold() == LAST_FOLDER, natural_key(name))


def natural_key(name: str) -> tuple[object, ...]:
    """Sorts names as a person does: 2 before 10."""
    parts = _NUMBER.split(name.casefold())
    return tuple((int(p), "") if i % 2 else (0, p) for i, p in enumerate(parts))


def folder_of(row: Row, into: Path) -> tuple[str, ...]:
    """The folders below `into` that the row's target lies in; of a row without target, none."""
    if row.target is None or not row.target.is_relative_to(into):
        return ()
    return row.target.relative_to(into).parts[:-1]


def _is_told(step: Step) -> bool:
    return step.kind is not StepKind.REMOVE_FOLDER


def _planned(step: Step, conflicts: dict[Path, Conflict]) -> Row:
    conflict = conflicts.get(step.source)
    if conflict is not None and step.kind is not StepKind.TRASH:
        return _row(step, CONFLICT[conflict.resolution], conflict=conflict, is_odd=True)
    return _row(step, _BEFORE.get(step.kind, NEW), is_odd=step.kind is StepKind.TRASH)


def _row(step: Step, state: str, *, conflict: Conflict | None = None, is_odd: bool = False) -> Row:
    belongs_to = step.photo if step.photo != step.source else None
    own = step.source if step.back is None else step.target  # the wall knows it from where it was
    photo = None if belongs_to else Photo(own, step.size, step.mtime_ns)
    return Row(
        step.source,
        step.target,
        None if state == NOT_REACHED or step.kind is StepKind.TRASH else step.size,
        state,
        photo,
        belongs_to=belongs_to,
        conflict=conflict,
        needs_look=is_odd,
    )


def _skipped(conflict: Conflict) -> Row:
    return Row(
        conflict.photo,
        conflict.there,
        None,
        CONFLICT[Resolution.SKIP],
        None,
        conflict=conflict,
        needs_look=True,
    )


def _refused(problems: Iterable[Problem]) -> Iterator[Row]:
    for problem in problems:
        yield Row(problem.path, None, None, problem.reason, None, needs_look=True)


def _orphans(plan: Plan) -> Iterator[Row]:
    for path in plan.orphans:
        yield Row(path, None, None, ORPHAN, None, needs_look=True)


def _in_order(rows: Sequence[Row], into: Path) -> Iterator[Row]:
    """Folder by folder, a folder's own photos before those of its folders, companions last.

    Each folder is sorted for itself: sorting holds up all threads.
    """
    names = {row.source: row.target.name for row in rows if row.target and not row.belongs_to}
    folders: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        folders.setdefault(folder_of(row, into), []).append(row)

    def key(row: Row) -> tuple[object, ...]:
        own = row.target.name if row.target else row.source.name
        of = own if row.belongs_to is None else names.get(row.belongs_to, own)
        return (natural_key(of), row.belongs_to is not None, own)

    for folder in sorted(folders, key=lambda names: tuple(map(folder_key, names))):
        yield from sorted(folders[folder], key=key)
