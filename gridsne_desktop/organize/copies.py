"""The plan of copying photos as they are: own names, each with all files that belong to it."""

import itertools
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.errors import Cause
from gridsne_desktop.library.companions import tail_of
from gridsne_desktop.organize.compare import is_copy
from gridsne_desktop.organize.names import legal_name, name_key
from gridsne_desktop.organize.plan import NO_FILE, names_in, unreachable
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run

OWN_NAMES: Final = "own names"
"""What the plan and its journal call the rule."""

Files: TypeAlias = tuple[Path, ...]
"""Absolute paths: a photo, then its companions."""


def plan_copies(photos: Sequence[Files], *, into: Path, run: Run) -> Plan:
    """Plan copies of `photos` in the folder `into`; nothing on the disk is touched.

    Names that are taken by something else get " (2)", all files of a photo the same; a file
    whose copy is there already is not planned again.

    Raises:
        GridsneError: The folder cannot be used.
        Cancelled: The run was cancelled.
    """
    into = into.absolute()
    sources = {path.parent for files in photos for path in files}
    namer = _Namer(into, names_in(into, sources=sources), run)
    steps: dict[bool, list[Step]] = {True: [], False: []}
    problems: list[Problem] = []
    for files in photos:
        run.check()
        facts, bad = _facts(files)
        problems += bad
        for step, is_done in namer.place(facts):
            steps[is_done].append(step)
    return Plan(
        into=into,
        rule=OWN_NAMES,
        steps=tuple(steps[False]),
        already_there=tuple(steps[True]),
        problems=tuple(problems),
    )


def _facts(files: Files) -> tuple[dict[Path, os.stat_result], list[Problem]]:
    """The files that are there, and what is the matter with the others."""
    found: dict[Path, os.stat_result] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            facts = path.stat()
        except OSError as error:
            problems.append(unreachable(path, error))
            continue
        if stat.S_ISREG(facts.st_mode):
            found[path] = facts
        else:
            problems.append(Problem(path, NO_FILE, Cause.NO_PHOTO))
    return found, problems


class _Namer:
    """Finds the files of each photo names of their own in one folder."""

    def __init__(self, into: Path, existing: dict[str, list[str]], run: Run) -> None:
        self._into, self._existing, self._run = into, existing, run
        self._taken: set[str] = set()

    def place(self, files: dict[Path, os.stat_result]) -> list[tuple[Step, bool]]:
        """The steps of a photo's files, and whether each is already done."""
        for number in itertools.count(1):
            suffix = f" ({number})" if number > 1 else ""
            placed = self._placed(files, suffix)
            if placed is not None:
                self._taken |= {name_key(step.target.name) for step, _ in placed}
                return placed
        raise AssertionError("counting ends never")

    def _placed(
        self, files: dict[Path, os.stat_result], suffix: str
    ) -> list[tuple[Step, bool]] | None:
        """As `place`, with this suffix; None: one of the names is taken by something else."""
        placed: list[tuple[Step, bool]] = []
        own: set[str] = set()
        for path, facts in files.items():
            wished = _with_suffix(path, suffix)
            key = name_key(wished)
            if key in self._taken or key in own:
                return None
            own.add(key)
            there = self._existing.get(key, [])
            done = next((name for name in there if self._is_copy(path, facts, name)), None)
            if there and done is None:
                return None
            placed.append((self._step(path, facts, done or wished), done is not None))
        return placed

    def _is_copy(self, path: Path, facts: os.stat_result, name: str) -> bool:
        return is_copy(path, facts, self._into / name, run=self._run)

    def _step(self, path: Path, facts: os.stat_result, target: str) -> Step:
        return Step(
            kind=StepKind.COPY,
            source=path,
            target=self._into / target,
            size=facts.st_size,
            mtime_ns=facts.st_mtime_ns,
            name=path.name,
        )


def _with_suffix(path: Path, suffix: str) -> str:
    """Before what tells a companion from its photo: `IMG_1 (2)_HEVC.MOV`."""
    tail = tail_of(path)
    stem, mark = path.name.removesuffix(tail), tail.removesuffix(path.suffix)
    return legal_name(stem + path.suffix, suffix=suffix + mark)
