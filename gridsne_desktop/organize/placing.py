"""Finds the files of photos names of their own: legal, free, and the same for all of a photo."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from gridsne_desktop.library.formats import format_of_name
from gridsne_desktop.organize.compare import has_same_content
from gridsne_desktop.organize.gathering import File, Item
from gridsne_desktop.organize.listings import Folder, Identity
from gridsne_desktop.organize.names import is_legal, legal_name, name_key, split_ending
from gridsne_desktop.organize.replacing import Replacing
from gridsne_desktop.organize.sidecars import renamed
from gridsne_desktop.organize.steps import Conflict, Resolution, StepKind
from gridsne_desktop.progress import Run


@dataclass(frozen=True, slots=True)
class Placed:
    """A file and where it goes.

    Attributes:
        file: The file.
        target: Where it goes, or where it is already.
        is_done: Whether the target has its content already.
        is_own: Whether that is its own place, or another photo of the plan brings it there.
    """

    file: File
    target: Path
    is_done: bool = False
    is_own: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """Where a photo and its companions go; equal only to itself.

    Attributes:
        item: The photo with all that goes with it.
        files: Its files; empty where it is skipped.
        replaced: What goes to the Trash before.
        after: Files of the plan that must have left before.
        conflict: What had the name, and what is done about it.
    """

    item: Item
    files: tuple[Placed, ...] = ()
    replaced: tuple[Path, ...] = ()
    after: frozenset[Path] = frozenset()
    conflict: Conflict | None = None

    @property
    def stays(self) -> bool:
        """Whether the photo stays where it is: skipped, in its place, or there already."""
        return not self.files or self.files[0].is_done or self.files[0].is_own


@dataclass(slots=True)
class _Fit:
    """How the files of a photo fit under certain names."""

    files: list[Placed] = field(default_factory=list)
    after: set[Path] = field(default_factory=set)
    blockers: list[Path] = field(default_factory=list)
    is_free: bool = True


class Placer:
    """Places photos one by one; earlier ones have the first choice of names."""

    def __init__(
        self,
        *,
        way: StepKind,
        resolution_of: Callable[[Path], Resolution],
        sources: Set[Path],
        leaving: Set[Path],
        homes: Mapping[Identity, Path],
        run: Run,
    ) -> None:
        """Place by `way`.

        Args:
            way: How photos come to their targets.
            resolution_of: What to do where the name of a photo is taken.
            sources: All files of the plan: none of them is ever replaced.
            leaving: Those whose names are free once they have moved away.
            homes: The photos' folders, by which one is known under another name.
            run: Asked whether to go on.
        """
        self._way, self._resolution_of = way, resolution_of
        self._sources, self._leaving, self._homes = sources, leaving, homes
        self._run = run
        self._taken: dict[tuple[Path, str], Path] = {}
        self._replacing = Replacing()
        self._stems: dict[tuple[Path, str], tuple[object, bool]] = {}

    def place(self, item: Item, folder: Folder) -> Placement:
        """Find names for the files of a photo in the folder.

        Raises:
            OSError: A file cannot be read.
            Cancelled: The run was cancelled.
        """
        first = self._fit(item, folder, "")
        conflict: Conflict | None = None
        if first.blockers:
            wished = self._resolution_of(item.wish.photo)
            if wished is Resolution.REPLACE and not self._may_replace(first, folder):
                wished = Resolution.KEEP_BOTH
            conflict = Conflict(item.wish.photo, first.blockers[0], wished)
            if wished is Resolution.SKIP:
                return Placement(item, conflict=conflict)
            if wished is Resolution.REPLACE:
                return self._accepted(item, folder, first, conflict)
        fit, numbers = first, itertools.count(2)
        while fit.blockers or not fit.is_free:
            self._run.check()
            fit = self._fit(item, folder, f" ({next(numbers)})")
        return self._accepted(item, folder, fit, conflict)

    def _accepted(
        self, item: Item, folder: Folder, fit: _Fit, conflict: Conflict | None
    ) -> Placement:
        for placed in fit.files:
            self._taken[folder.path, name_key(placed.target.name)] = placed.file.path
        stem = folder.path, _stem_key(fit.files[0].target.name)
        origin, has_company = _origin(item)
        self._stems[stem] = origin, has_company or (stem in self._stems and self._stems[stem][1])
        replaced = self._replaced(fit, folder) if fit.blockers else ()
        return Placement(item, tuple(fit.files), replaced, frozenset(fit.after), conflict)

    def _replaced(self, fit: _Fit, folder: Folder) -> tuple[Path, ...]:
        """What is replaced, whole: its companions would else seem to be the new photo's."""
        targets = {placed.target for placed in fit.files}

        def stays(path: Path) -> bool:
            return path in targets or self._here(folder, path.name) in self._sources

        return self._replacing.whole(fit.blockers, folder, stays=stays)

    def _may_replace(self, fit: _Fit, folder: Folder) -> bool:
        return fit.is_free and not any(
            path.name in folder.folders or self._here(folder, path.name) in self._sources
            for path in fit.blockers
        )

    def _fit(self, item: Item, folder: Folder, suffix: str) -> _Fit:
        """How the files fit with this suffix."""
        fit = _Fit()
        names = list(_names(item, suffix))
        fit.is_free = self._is_stem_free(item, folder, names[0])
        for file, name in zip(item.files, names, strict=True):
            self._fit_file(fit, file, folder, name)
        own = fit.after.intersection(file.path for file in item.files)
        fit.blockers += sorted(own)  # a name that only this very photo would free
        fit.after -= own
        return fit

    def _fit_file(self, fit: _Fit, file: File, folder: Folder, name: str) -> None:
        target = folder.path / name
        if self._is_own(file, folder, name):
            fit.files.append(Placed(file, target, is_own=True))
            return
        owner = self._taken.get((folder.path, name_key(name)))
        if owner is not None:
            fit.is_free = fit.is_free and owner == file.path
            fit.files.append(Placed(file, target, is_own=True))
            return
        blockers: list[Path] = []
        for path in (folder.path / each for each in folder.among(name)):
            here = self._here(folder, path.name)
            if self._is_own(file, folder, path.name):
                fit.files.append(Placed(file, path, is_own=True))
                return
            if here in self._leaving:
                fit.after.add(here)
            elif path.name not in folder.folders and self._is_same(file, path):
                fit.files.append(Placed(file, path, is_done=True))
                return
            else:
                blockers.append(path)
        fit.blockers += blockers
        fit.files.append(Placed(file, target))

    def _is_same(self, file: File, path: Path) -> bool:
        return has_same_content(
            file.path,
            file.facts,
            path,
            may_be_link=self._way is StepKind.SYMBOLIC_LINK,
            run=self._run,
        )

    def _is_own(self, file: File, folder: Folder, name: str) -> bool:
        """Whether that is the place of a file to be moved."""
        is_moved_within = self._way is StepKind.MOVE and folder.identity in self._homes
        return is_moved_within and self._here(folder, name) == file.path

    def _here(self, folder: Folder, name: str) -> Path:
        """The path under which the plan knows what is in one of the target folders."""
        return self._homes.get(folder.identity, folder.path) / name

    def _is_stem_free(self, item: Item, folder: Folder, name: str) -> bool:
        """Whether no photo from elsewhere is there whose companions would seem to be its own."""
        there = self._stems.get((folder.path, _stem_key(name)))
        if there is None:
            return True
        origin, has_company = _origin(item)
        return there[0] == origin or not (has_company or there[1])


def _origin(item: Item) -> tuple[object, bool]:
    """Where a photo comes from, and whether it has companions or may be one."""
    photo = item.files[0].path
    known = format_of_name(photo)
    has_company = len(item.files) > 1 or (known is not None and known.is_raw)
    return (item.home.path, _stem_key(photo.name)), has_company


def _stem_key(name: str) -> str:
    return name_key(split_ending(name)[0])


def _names(item: Item, suffix: str) -> Iterator[str]:
    """The names of a photo's files with this suffix, the photo's first."""
    photo, prefix = item.files[0].path.name, item.wish.prefix
    target = legal_name(item.name, prefix=prefix, suffix=suffix)
    companions = [file.path.name for file in item.files[1:]]
    names = [renamed(name, photo, target) for name in companions]
    if not all(map(is_legal, names)):  # too long: the photo must be shorter
        room = max(len(name) - len(target) for name in names)
        target = legal_name(item.name, prefix=prefix, suffix=suffix, room=max(0, room))
        names = [legal_name(renamed(name, photo, target)) for name in companions]
    yield target
    yield from _distinct(names)


def _distinct(names: Sequence[str]) -> Iterator[str]:
    """The names of one photo's companions; of two that some system takes for one, one is numbered.

    So are `a.xmp` and `A.XMP`, and two JSON files of Takeout.
    """
    taken: set[str] = set()
    for name in names:
        found, numbers = name, itertools.count(2)
        while name_key(found) in taken:
            found = legal_name(name, suffix=f" ({next(numbers)})")
        taken.add(name_key(found))
        yield found
