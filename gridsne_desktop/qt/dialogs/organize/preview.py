"""A plan as it is shown: its rows and the folders that they lie in; plain data made on threads."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.organize.execute import Outcome
from gridsne_desktop.organize.steps import Conflict, Plan, Step, StepKind
from gridsne_desktop.organize.volumes import free_bytes
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs.plan_rows import Row, folder_of, rows_after, rows_before

SAMPLES: Final = 6
"""Thumbnails of a folder at most: more are not told apart at a glance."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it will be.

    Attributes:
        names: Its name and those of the folders above it, below the plan's folder; of that one, ().
        photos: Photos that will come into it and its folders.
        files: The same with their companions.
        size: Bytes of these files.
        first: The place of its first row among the preview's rows.
        last: The place after its last row, its folders' rows among them.
        samples: A few of its photos, evenly taken.
        folders: Those in it, in the order of the rows.
    """

    names: tuple[str, ...]
    photos: int
    files: int
    size: int
    first: int
    last: int
    samples: tuple[Photo, ...]
    folders: tuple["Folder", ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """Rows and the folders that they lie in; equal only to itself.

    Attributes:
        rows: In the order of `plan_rows`.
        root: The plan's folder.
        looks: Places of the rows that need a look, ascending.
        conflicts: Photos whose names are taken.
    """

    rows: Sequence[Row]
    root: Folder
    looks: Sequence[int]
    conflicts: Sequence[Conflict]

    def rows_in(self, folder: Folder, *, looks_only: bool) -> Sequence[Row]:
        """The rows of a folder and of the folders in it."""
        if not looks_only:
            return self.rows[folder.first : folder.last]
        first, last = (bisect_left(self.looks, end) for end in (folder.first, folder.last))
        return [self.rows[place] for place in self.looks[first:last]]


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """A plan in numbers, counted once on a worker thread; equal only to itself.

    Attributes:
        plan: The plan.
        photos: Photos that its steps are about.
        files: Files that the steps bring, companions among them.
        total: Bytes of these files, whatever is done with them.
        size: Bytes that will be written.
        already: Photos that are there already.
        emptied: Folders that will be removed.
    """

    plan: Plan
    photos: int
    files: int
    total: int
    size: int
    already: int
    emptied: int

    @classmethod
    def of(cls, plan: Plan) -> "Sums":
        """Count what `plan` is about; of an undo also what goes to the Trash."""
        told = [step for step in plan.steps if step.kind is not StepKind.REMOVE_FOLDER]
        return cls(
            plan=plan,
            photos=plan.photos if plan.undoes is None else photos_of(told),
            files=sum(step.kind is plan.way for step in told),
            total=sum(step.size for step in told if step.kind is plan.way),
            size=plan.bytes_to_write,
            already=photos_of(plan.already_there),
            emptied=len(plan.steps) - len(told),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """All that is shown of a plan; equal only to itself.

    Attributes:
        sums: The plan, which and no other is executed, and its numbers.
        shown: Its rows and folders.
        free: Bytes free where it goes.
    """

    sums: Sums
    shown: Shown
    free: int


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A plan that was done, or as far as it was; equal only to itself.

    Attributes:
        plan: The plan.
        outcome: What became of it.
        shown: Its rows and folders as they are now.
        made: Photos of which something was done.
        left: Photos of which nothing was done yet.
        already: Photos that were there already.
    """

    plan: Plan
    outcome: Outcome
    shown: Shown
    made: int
    left: int
    already: int


def preview_of(plan: Plan) -> Preview:
    """The preview of `plan` (on a worker thread).

    Raises:
        GridsneError: The disk does not say how much room it has.
    """
    return Preview(Sums.of(plan), _shown(plan, rows_before(plan)), free_bytes(plan.into))


def result_of(plan: Plan, outcome: Outcome) -> Result:
    """What there is to show of a plan that was done (on a worker thread)."""
    rows = rows_after(plan, outcome)
    if plan.undoes is None:
        shown = _shown(plan, rows)
        done = [step for step in outcome.done if step.kind is plan.way]
    else:
        shown = Shown(rows, _taken_back(rows, outcome), _looks(rows), ())
        done = [step for step in outcome.done if step.kind is not StepKind.REMOVE_FOLDER]
    return Result(
        plan=plan,
        outcome=outcome,
        shown=shown,
        made=photos_of(done),
        left=photos_of(outcome.unfinished),
        already=photos_of(outcome.already_there),
    )


def photos_of(steps: Iterable[Step]) -> int:
    """How many photos the steps are about."""
    return len({step.photo or step.source for step in steps})


def _looks(rows: Sequence[Row]) -> tuple[int, ...]:
    return tuple(place for place, row in enumerate(rows) if row.needs_look)


def _taken_back(rows: Sequence[Row], outcome: Outcome) -> Folder:
    """What an undo brought back, in one: the folders that there were are gone."""
    done = [step for step in outcome.done if step.kind is not StepKind.REMOVE_FOLDER]
    photos = [row.photo for row in rows if row.photo is not None]
    return Folder(
        names=(),
        photos=photos_of(done),
        files=len(done),
        size=sum(step.size for step in done),
        first=0,
        last=len(rows),
        samples=_evenly(photos),
    )


def _shown(plan: Plan, rows: Sequence[Row]) -> Shown:
    return Shown(rows, tree_of(rows, plan.into), _looks(rows), plan.conflicts)


def tree_of(rows: Sequence[Row], into: Path) -> Folder:
    """The folders that rows lie in; rows are in the order of `plan_rows`."""
    places: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(rows):
        names = folder_of(row, into)
        for depth in range(len(names) + 1):
            places.setdefault(names[:depth], []).append(number)
    below: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for names in places:
        if names:
            below.setdefault(names[:-1], []).append(names)
    places.setdefault((), [])
    return _folder((), rows, places, below)


def _folder(
    names: tuple[str, ...],
    rows: Sequence[Row],
    places: Mapping[tuple[str, ...], Sequence[int]],
    below: Mapping[tuple[str, ...], Iterable[tuple[str, ...]]],
) -> Folder:
    own = places[names]
    there = [rows[n] for n in own if rows[n].target is not None and rows[n].size is not None]
    photos = [row.photo for row in there if row.photo is not None]
    return Folder(
        names=names,
        photos=sum(1 for row in there if row.belongs_to is None),
        files=len(there),
        size=sum(row.size or 0 for row in there),
        first=own[0] if own else 0,
        last=own[-1] + 1 if own else 0,
        samples=_evenly(photos),
        folders=tuple(_folder(name, rows, places, below) for name in below.get(names, ())),
    )


def _evenly(photos: Sequence[Photo]) -> tuple[Photo, ...]:
    count = min(SAMPLES, len(photos))
    return tuple(photos[number * len(photos) // count] for number in range(count))
