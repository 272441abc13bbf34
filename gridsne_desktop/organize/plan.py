"""From photos and a rule to the plan of what will be done; making it touches nothing."""

import itertools
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.organize.compare import is_copy, same_time
from gridsne_desktop.organize.names import legal_name, name_key
from gridsne_desktop.organize.record import own_copies
from gridsne_desktop.organize.rules import RULES, Place, RuleOptions, Subject
from gridsne_desktop.organize.steps import Plan, Resolution, Step, StepKind
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Run

__all__ = ["Plan", "Step", "StepKind", "make_plan"]

GONE = "This photo is no longer there."
NO_FILE = "This is no longer a file."

DEFAULTS: Final = RuleOptions()
NOTHING_RESOLVED: Final[Mapping[Path, Resolution]] = MappingProxyType({})


def make_plan(
    subject: Subject,
    *,
    into: Path,
    rule: str,
    way: StepKind = StepKind.COPY,
    options: RuleOptions = DEFAULTS,
    resolutions: Mapping[Path, Resolution] = NOTHING_RESOLVED,
    otherwise: Resolution = Resolution.KEEP_BOTH,
    remove_emptied: bool = False,
    run: Run,
    journals: Path | None = None,
) -> Plan:
    """Plan where the photos of `subject` go; nothing on the disk is touched.

    A name that is taken by something else gets " (2)"; a target that already is the photo's
    copy is not planned again, so that the same wish after a partial run resumes it. A photo
    that is itself such a copy loses its old number, where a journal in `journals` proves it.

    Raises:
        GridsneError: There is no such rule, or the folder cannot be used.
        Cancelled: The run was cancelled.
    """
    if rule not in RULES:
        raise GridsneError(
            f'There is no rule "{rule}".', f"Choose one of: {', '.join(sorted(RULES))}."
        )
    del resolutions, otherwise, remove_emptied
    into = into.absolute()
    photos = subject.grid.photos
    folders = {photo.path.parent for photo in photos}
    namers: dict[tuple[str, ...], _Namer] = {}
    own_names = _own_names(photos, journals, folders)
    problems: list[Problem] = []
    steps: dict[bool, list[Step]] = {True: [], False: []}
    for place in RULES[rule].places(subject, options):
        run.check()
        path = place.photo.path
        if place.folder not in namers:
            folder = into.joinpath(*place.folder)
            existing = names_in(folder, sources=folders)
            namers[place.folder] = _Namer(folder, existing=existing, run=run)
        try:
            facts = path.stat()
            if not stat.S_ISREG(facts.st_mode):
                problems.append(Problem(path, NO_FILE, Cause.NO_PHOTO))
                continue
            step, is_done = namers[place.folder].place(place, facts, own_names.get(path, path.name))
        except OSError as error:
            problems.append(unreachable(path, error))
            continue
        steps[is_done].append(replace(step, kind=way, photo=path))
    return Plan(
        into=into,
        rule=rule,
        way=way,
        steps=tuple(steps[False]),
        already_there=tuple(steps[True]),
        problems=tuple(problems),
    )


class _Namer:
    """Finds each photo a target of its own in one folder."""

    def __init__(self, into: Path, *, existing: dict[str, list[str]], run: Run) -> None:
        self._into = into
        self._existing = existing
        self._taken: set[str] = set()
        self._run = run

    def place(self, place: Place, facts: os.stat_result, name: str) -> tuple[Step, bool]:
        """The photo's step, and whether it is already done.

        Raises:
            OSError: The photo cannot be read.
        """
        for number in itertools.count(1):
            suffix = f" ({number})" if number > 1 else ""
            wished = legal_name(name, prefix=place.prefix, suffix=suffix)
            key = name_key(wished)
            if key in self._taken:
                continue
            found = self._existing.get(key)
            done = self._copy_among(found or (), place.photo.path, facts)
            if done is not None or found is None:
                self._taken.add(key)
                return self._step(place.photo, facts, name, done or wished), done is not None
        raise AssertionError("counting ends never")

    def _copy_among(self, names: Iterable[str], source: Path, facts: os.stat_result) -> str | None:
        for name in names:
            if is_copy(source, facts, self._into / name, run=self._run):
                return name
        return None

    def _step(self, photo: Photo, facts: os.stat_result, name: str, target: str) -> Step:
        return Step(
            kind=StepKind.COPY,
            source=photo.path,
            target=self._into / target,
            size=facts.st_size,
            mtime_ns=facts.st_mtime_ns,
            name=name,
        )


def names_in(into: Path, *, sources: Iterable[Path]) -> dict[str, list[str]]:
    """The names that exist in `into`, by their key; none where it does not exist yet.

    Raises:
        GridsneError: `into` cannot be a folder for copies.
    """
    names: dict[str, list[str]] = {}
    try:
        with os.scandir(into) as entries:
            for entry in entries:
                names.setdefault(name_key(entry.name), []).append(entry.name)
    except FileNotFoundError:
        return names
    except NotADirectoryError as error:
        raise GridsneError(f"{into} is not a folder.", "Choose a folder for the copies.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GridsneError(
            f"The folder {into} cannot be read: {reason}.", "Choose another folder for the copies."
        ) from error
    if any(_is_same_folder(source, into) for source in sources):
        raise GridsneError(
            f"{into} is a folder that these photos are in.",
            "Copies would mix with the photos there. Choose another folder, or a new one in it.",
        )
    return names


def _is_same_folder(source: Path, into: Path) -> bool:
    try:
        return source.samefile(into)
    except OSError:  # a source folder that cannot be reached is told photo by photo
        return False


def _own_names(
    photos: Iterable[Photo], journals: Path | None, folders: set[Path]
) -> dict[Path, str]:
    """The own names of those photos that a journal proves to be our copies, unchanged since."""
    if journals is None:
        return {}
    copies = own_copies(journals, folders)
    names: dict[Path, str] = {}
    for photo in photos:
        copy = copies.get(photo.path)
        if copy and copy.size == photo.size and same_time(copy.mtime_ns, photo.mtime_ns):
            names[photo.path] = copy.name
    return names


def unreachable(path: Path, error: OSError) -> Problem:
    """The problem of a photo whose facts cannot be had."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(path, GONE, Cause.GONE)
    return Problem(path, f"This photo cannot be read: {error.strerror or error}.", Cause.DISK)
