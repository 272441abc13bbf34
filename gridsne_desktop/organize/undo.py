"""Taking a run back, by a plan like any other: shown, journalled, and itself undone if wished.

The steps that are in force are reversed, the last first. What changed since, is gone, or has its
old place taken by something else stays as it is, and so do the files that belong to it.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import Cause
from gridsne_desktop.organize.copying import unreadable
from gridsne_desktop.organize.folders import times_of
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.lineage import Undos, balance, undos_of
from gridsne_desktop.organize.names import name_key
from gridsne_desktop.organize.record import Record
from gridsne_desktop.organize.reverse import REVERSES, Later, Stays, leaves
from gridsne_desktop.organize.steps import WRITES_NEW, Plan, Step, StepKind
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run

UNDO: Final = "undo"
"""What the plan and its journal call the rule."""

TRASHED: Final = "trash"
"""The same of `plan_trash`."""

LOST: Final = "The journal is damaged: what this step did is not known, so it stays as it is."


def plan_undo(record: Record, *, run: Run) -> Plan:
    """Plan to take back what is in force of a run; nothing on the disk is touched.

    A run that was killed is settled before (`recover.settle`). What an earlier undo has taken
    back already is not in the plan; of an undo, the plan is its redo.

    Raises:
        Cancelled: The run was cancelled.
    """
    undos = undos_of(record)
    steps, problems = _Undoing(record, balance(record, undos).standing, run).reversed()
    problems += [Problem(record.path, f"{LOST} ({number})") for number in record.lost_steps]
    removed = list(_emptied(record, steps))
    return Plan(
        into=record.into,
        rule=UNDO,
        way=record.way,
        steps=(*steps, *(_remove(folder) for folder in removed)),
        problems=tuple(problems),
        undoes=record.run,
        times=_times(record, undos, removed, problems),
    )


def plan_trash(files: Sequence[tuple[Path, ...]], *, run: Run) -> Plan:
    """Plan that photos go to the Trash, each with its companions; nothing is touched.

    `files` are absolute paths: of each photo its own, then its companions'.

    Raises:
        ValueError: There are no files.
        Cancelled: The run was cancelled.
    """
    owners = {path: bundle[0] for bundle in reversed(files) for path in bundle}
    steps: list[Step] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(path for bundle in files for path in bundle):
        run.check()
        try:
            facts = path.lstat()
        except OSError as error:
            refusal = unreadable(error)
            problems.append(Problem(path, str(refusal), refusal.cause))
            continue
        steps.append(
            Step(
                kind=StepKind.TRASH,
                source=path,
                target=path,
                size=facts.st_size,
                mtime_ns=facts.st_mtime_ns,
                name=path.name,
                photo=owners[path],
            )
        )
    return Plan(
        into=Path(os.path.commonpath([path.parent for path in owners])),
        rule=TRASHED,
        way=StepKind.TRASH,
        steps=tuple(steps),
        problems=tuple(problems),
    )


class _Undoing:
    """The reverse of each step of a run, and why some stay."""

    def __init__(self, record: Record, standing: Mapping[int, Done], run: Run) -> None:
        self._record, self._run = record, run
        self._standing = {
            number: done
            for number, done in sorted(standing.items(), reverse=True)
            if number in record.steps and record.steps[number].kind in REVERSES
        }
        self._places = {
            step.source: self._standing[number].at or step.target
            for number, step in record.steps.items()
            if number in self._standing
        }

    def reversed(self) -> tuple[list[Step], list[Problem]]:
        """The steps, the last first, and what stays.

        What keeps one file of a photo keeps the others, and whatever would come to their places;
        so it is tried until nothing more has to stay.
        """
        kept: dict[int, Stays] = {}
        while True:
            steps, stays = self._tried(kept)
            more = self._mates(stays)
            if not more:
                return steps, [Problem(stay.path, str(stay), stay.cause) for stay in stays.values()]
            kept |= more

    def _tried(self, kept: Mapping[int, Stays]) -> tuple[list[Step], dict[int, Stays]]:
        later = Later(self._record.way, self._run)
        steps: list[Step] = []
        stays: dict[int, Stays] = {}
        for number, done in self._standing.items():
            self._run.check()
            told = self._record.steps[number]
            try:
                if number in kept:
                    raise kept[number]
                step = REVERSES[told.kind](told, done, later)
            except Stays as stay:
                stays[number] = stay
                continue
            photo = self._places.get(told.photo, told.photo) if told.photo else None
            steps.append(replace(step, name=told.name, photo=photo, back=number))
            later.take(steps[-1])
        return steps, stays

    def _mates(self, stays: Mapping[int, Stays]) -> dict[int, Stays]:
        """The other files of photos of which one stays, though not those that stay already."""
        photos = {
            self._record.steps[number].photo: stay
            for number, stay in stays.items()
            if stay.holds and self._record.steps[number].photo is not None
        }
        found: dict[int, Stays] = {}
        for number, done in self._standing.items():
            step = self._record.steps[number]
            if number not in stays and step.photo in photos:
                name = photos[step.photo].path.name
                found[number] = Stays(
                    done.at or step.target,
                    f"It stays with “{name}”, which cannot be taken back.",
                    holds=False,
                )
        return found


def _emptied(record: Record, steps: Sequence[Step]) -> Iterable[Path]:
    """Folders that the run made and that will be empty, the deepest first."""
    leaving = {_key(place) for step in steps if (place := leaves(step)) is not None}
    targets = {step.target.parent for step in steps if step.kind in WRITES_NEW}
    filled = {folder for target in targets for folder in (target, *target.parents)}
    for folder in sorted(set(record.folders), key=lambda path: (-len(path.parts), str(path))):
        try:
            names = os.listdir(folder)  # noqa: PTH208 — names alone are needed
        except OSError:  # it is gone
            continue
        if folder not in filled and all(_key(folder / name) in leaving for name in names):
            leaving.add(_key(folder))
            yield folder


def _key(path: Path) -> tuple[Path, str]:
    return path.parent, name_key(path.name)


def _remove(folder: Path) -> Step:
    return Step(StepKind.REMOVE_FOLDER, folder, folder, size=0, mtime_ns=0)


def _times(
    record: Record, undos: Undos, removed: Iterable[Path], problems: Iterable[Problem]
) -> dict[Path, int]:
    """Times that folders get back: not where something stays, or somebody else wrote since."""
    family = [record, *(undo for some in undos.values() for undo in some)]
    left: dict[Path, int] = {}
    for each in sorted(family, key=lambda each: each.run):
        left |= each.left
    other = {*removed, *(p.path.parent for p in problems if p.cause is not Cause.GONE)}
    now = times_of(record.times)
    return {
        folder: mtime_ns
        for folder, mtime_ns in record.times.items()
        if folder not in other and (folder not in now or now[folder] == left.get(folder))
    }
