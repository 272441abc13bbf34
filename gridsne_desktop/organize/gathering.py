"""From the photos of a plan to all files that go with them, as they are on the disk now."""

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.organize.compare import same_time
from gridsne_desktop.organize.listings import Folder, Folders
from gridsne_desktop.organize.record import own_copies
from gridsne_desktop.organize.sidecars import belongings, renamed
from gridsne_desktop.organize.steps import Step
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run

GONE: Final = "This photo is no longer there."
NO_FILE: Final = "This is no longer a file."


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a photo shall go.

    Attributes:
        photo: Absolute path.
        folder: Names of folders, one in the other, legal on every system.
        prefix: What stands before the photo's own name.
    """

    photo: Path
    folder: tuple[str, ...] = ()
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A photo or a companion as it is on the disk.

    Attributes:
        path: Absolute path.
        facts: Its `stat`.
        is_shared: Whether it belongs to other files, too.
    """

    path: Path
    facts: os.stat_result
    is_shared: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """A photo with all that goes with it; equal only to itself.

    Attributes:
        wish: Where it shall go.
        files: The photo, then its companions.
        name: The photo's own name, without a number that an earlier run gave it.
        home: The folder that its photo is in.
    """

    wish: Wish
    files: tuple[File, ...]
    name: str
    home: Folder


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a plan is about.

    Attributes:
        items: The photos that are there, in the order of the wishes.
        problems: What is not there, and why.
        staying: Companions that also belong to files that are not in the plan.
        orphans: Files beside the photos that look like companions and belong to nothing there.
    """

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    staying: frozenset[Path]
    orphans: tuple[Path, ...]


def gather(
    wishes: Sequence[Wish],
    companions: Mapping[Path, Sequence[Path]],
    *,
    folders: Folders,
    journals: Path | None,
    run: Run,
) -> Gathered:
    """Look at the photos of `wishes` and at all files that belong to them.

    Args:
        wishes: The photos, each once.
        companions: Those that are known already; the others are found by their names.
        folders: The folders that were looked at; the photos' are looked at now.
        journals: The folder of the journals, by which old numbers are told from own names.
        run: Asked whether to go on.

    Raises:
        Cancelled: The run was cancelled.
    """
    gathering = _Gathering(wishes, companions, folders, journals)
    items = []
    for wish in wishes:
        run.check()
        item = gathering.item(wish)
        if item is not None:
            items.append(item)
    return Gathered(
        tuple(items),
        tuple(gathering.problems),
        frozenset(gathering.staying),
        tuple(gathering.orphans),
    )


class _Gathering:
    """The files of photos on their way."""

    def __init__(
        self,
        wishes: Sequence[Wish],
        companions: Mapping[Path, Sequence[Path]],
        folders: Folders,
        journals: Path | None,
    ) -> None:
        self.problems: list[Problem] = []
        self.staying: set[Path] = set()
        self.orphans: list[Path] = []
        self._files: dict[Path, list[Path]] = {}
        self._shared: set[Path] = set()
        self._homes: dict[Path, Folder] = {}  # by photo
        homes: dict[Path, list[Path]] = {}
        for wish in wishes:
            homes.setdefault(wish.photo.parent, []).append(wish.photo)
        self._copies = own_copies(journals, homes.keys()) if journals is not None else {}
        for path, photos in homes.items():
            home = _home(path, folders)
            self._homes.update(dict.fromkeys(photos, home))
            self._look(home, photos, companions)

    def item(self, wish: Wish) -> Item | None:
        """All files of a photo; None, and a problem, where there is no such photo."""
        files: list[File] = []
        for path in (wish.photo, *self._files[wish.photo]):
            try:
                facts = path.stat()
            except OSError as error:
                self.problems.append(unreachable(path, error))
            else:
                if stat.S_ISREG(facts.st_mode):
                    is_shared = path in self._shared or path in self.staying
                    files.append(File(path, facts, is_shared))
                else:
                    self.problems.append(Problem(path, NO_FILE, Cause.NO_PHOTO))
            if not files:
                return None
        return Item(wish, tuple(files), self._own_name(files[0]), self._homes[wish.photo])

    def _own_name(self, file: File) -> str:
        """Without an old number, where a journal proves that we wrote this very file."""
        copy = self._copies.get(file.path)
        if copy is None or not copy.name or not _is_unchanged(file.facts, copy):
            return file.path.name
        return copy.name

    def _look(
        self, home: Folder, photos: Sequence[Path], companions: Mapping[Path, Sequence[Path]]
    ) -> None:
        """Find what belongs to the photos of one folder."""
        known = {
            photo.name: [
                path.name for path in companions.get(photo, ()) if path.parent == home.path
            ]
            for photo in photos
        }
        found = belongings(known, home.names)
        for photo in photos:
            elsewhere = [path for path in companions.get(photo, ()) if path.parent != home.path]
            here = [home.path / name for name in found.companions[photo.name]]
            self._files[photo] = [*here, *elsewhere]
        self._shared.update(home.path / name for name in found.shared)
        self.staying.update(home.path / name for name in found.staying)
        self.orphans.extend(home.path / name for name in found.orphans)


def _home(path: Path, folders: Folders) -> Folder:
    try:
        return folders.at(path)
    except GridsneError:  # told photo by photo
        return Folder(path, str(path), 0)


def own_name(file: File, item: Item) -> str:
    """The name of a photo's file without a number that an earlier run gave it."""
    photo = item.files[0].path.name
    return item.name if file is item.files[0] else renamed(file.path.name, photo, item.name)


def unreachable(path: Path, error: OSError) -> Problem:
    """The problem of a photo whose facts cannot be had."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem(path, GONE, Cause.GONE)
    return Problem(path, f"This photo cannot be read: {error.strerror or error}.", Cause.DISK)


def sources_of(items: Iterable[Item]) -> set[Path]:
    """The paths of all their files."""
    return {file.path for item in items for file in item.files}


def _is_unchanged(facts: os.stat_result, copy: Step) -> bool:
    return copy.size == facts.st_size and same_time(copy.mtime_ns, facts.st_mtime_ns)
