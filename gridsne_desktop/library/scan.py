"""Which photos are in the folders and files that a person gives."""

import errno
import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.library.companions import Bundle, bundles, is_clip
from gridsne_desktop.library.formats import Format, format_of_name
from gridsne_desktop.merging import merge_sorted
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Run, Stage

_OTHERS_FOLDERS: Final = frozenset(
    ("@eadir", "#recycle", "#snapshot", "$recycle.bin", "system volume information",
     "lost+found", "__macosx")
)  # fmt: skip
"""Folders that systems and storage boxes make for themselves; hidden ones go without saying."""

_HIDDEN: Final = "."
"""Names that start so are hidden: also `._*`, `.Trashes` and our own unfinished files."""

_REPORT_EVERY: Final = 256
"""Photos between two reports: a few milliseconds on a local disk."""

_NUMBER: Final = re.compile(r"(\d+)")

_Identity: TypeAlias = tuple[int, int] | str
"""What tells one folder from another, however it was reached."""
_NameKey: TypeAlias = tuple[tuple[str | int, ...], str]
_PathKey: TypeAlias = tuple[_NameKey, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan found.

    Attributes:
        photos: In natural order of their paths (2 before 10), each file once.
        problems: In the same order: photos of formats that cannot be read, what could not be
            looked at, and given files that are no photos.
        bundles: Photos of more than one file, in the order of their paths; of each, only the
            file that is shown is in `photos`.
    """

    photos: tuple[Photo, ...]
    problems: tuple[Problem, ...]
    bundles: tuple[Bundle, ...] = ()


def scan(paths: Sequence[Path], *, recursive: bool, run: Run) -> Scan:
    """Find the photos in `paths` (folders and single files).

    Hidden folders and those of the system are not entered, unless given; links to folders are
    followed once, and never up. A photo reached by its own name and by a link counts once; so
    does one of several files: a RAW beside its JPEG, a Live Photo and its clip.

    Raises:
        Cancelled: The run was cancelled.
        GridsneError: A given path does not exist.
    """
    walk = _Walk(recursive=recursive, run=run)
    for path in paths:
        walk.give(absolute(path))
    walk.go()
    return walk.result()


@dataclass(frozen=True, slots=True)
class _Folder:
    """What all photos of a folder share, found out once."""

    identity: _Identity
    order: _PathKey

    @classmethod
    def of(cls, path: Path) -> "_Folder":
        return cls(_identity(path), _path_key(path))


@dataclass(frozen=True, slots=True)
class _Found:
    """A photo under one of its names; `order` is where that name sorts."""

    photo: Photo
    is_link: bool
    order: tuple[_PathKey, _NameKey]

    @property
    def preference(self) -> tuple[bool, tuple[_PathKey, _NameKey]]:
        """Least for the name to show: the photo's own, else the first of its links."""
        return self.is_link, self.order


class _Walk:
    """One scan on its way.

    Folders wait in `_waiting`; linked ones come last, so that a folder is entered by its own
    path rather than by a link, in whatever order the disk lists them.
    """

    def __init__(self, *, recursive: bool, run: Run) -> None:
        self._recursive = recursive
        self._run = run
        self._waiting: list[Path] = []
        self._linked: list[Path] = []
        self._entered: set[_Identity] = set()
        self._found: dict[tuple[_Identity, str], _Found] = {}
        self._problems: dict[Path, Problem] = {}
        self._clips: set[Path] = set()

    def give(self, path: Path) -> None:
        """Take a path that the person gave; here nothing is passed over in silence.

        Raises:
            GridsneError: It does not exist.
        """
        try:
            mode = path.stat().st_mode
        except OSError as error:
            if not path.is_symlink() and isinstance(error, FileNotFoundError | NotADirectoryError):
                raise GridsneError(f"{path} does not exist.", "Choose another folder.") from error
            self._trouble(path, *_why(error, path))
            return
        if stat.S_ISDIR(mode):
            self._waiting.append(path)
        elif not stat.S_ISREG(mode):
            self._trouble(path, "This is neither a photo nor a folder.", Cause.NO_PHOTO)
        elif (known := format_of_name(path)) is None:
            self._trouble(path, _no_photo(path), Cause.NO_PHOTO)
            self._clip(path)
        else:
            self._file(path, known, folder=_Folder.of(path.parent), is_link=path.is_symlink())

    def go(self) -> None:
        """Walk through everything that was given.

        Raises:
            Cancelled: The run was cancelled.
        """
        self._waiting.sort(key=_path_key, reverse=True)
        while self._waiting or self._linked:
            if not self._waiting:
                self._linked.sort(key=_path_key, reverse=True)
                self._waiting.append(self._linked.pop())
            self._run.check()
            self._folder(self._waiting.pop())

    def result(self) -> Scan:
        """The photos and problems found, in order."""
        bundled = self._bundles()
        hidden = {path for bundle in bundled for path in bundle.companions}
        found = merge_sorted(
            [each for each in self._found.values() if each.photo.path not in hidden],
            key=lambda each: each.order,
        )
        self._run.report(Stage.SCAN, len(found), len(found))
        problems = sorted(
            (problem for path, problem in self._problems.items() if path not in hidden),
            key=lambda problem: _path_key(problem.path),
        )
        return Scan(tuple(each.photo for each in found), tuple(problems), bundled)

    def _bundles(self) -> tuple[Bundle, ...]:
        """The bundles in all folders; a photo that cannot be read may be of one, too."""
        folders: dict[Path, set[Path]] = {}
        known = (path for path in self._problems if format_of_name(path) is not None)
        for path in (*(each.photo.path for each in self._found.values()), *known, *self._clips):
            folders.setdefault(path.parent, set()).add(path)
        found = (bundle for paths in folders.values() for bundle in bundles(paths))
        return tuple(sorted(found, key=lambda bundle: _path_key(bundle.photo)))

    def _folder(self, folder: Path) -> None:
        try:
            facts = _Folder.of(folder)
            if facts.identity in self._entered:
                return
            self._entered.add(facts.identity)
            with os.scandir(folder) as entries:
                listed = list(entries)
        except OSError as error:
            sentence = f"This folder cannot be opened: {_strerror(error)}."
            self._trouble(folder, sentence, _cause(error))
            return
        for entry in listed:
            if not entry.name.startswith(_HIDDEN):
                self._entry(folder / entry.name, entry, facts)

    def _entry(self, path: Path, entry: os.DirEntry[str], folder: _Folder) -> None:
        known = format_of_name(path)
        try:
            if entry.is_dir():
                self._sub_folder(path, is_link=entry.is_symlink())
            elif known is not None:
                self._file(path, known, folder=folder, is_link=entry.is_symlink())
            else:
                self._clip(path)
        except OSError as error:
            if known is not None:
                self._trouble(path, *_why(error, path))

    def _sub_folder(self, path: Path, *, is_link: bool) -> None:
        if not self._recursive or path.name.lower() in _OTHERS_FOLDERS:
            return
        if not is_link:
            self._waiting.append(path)
        elif not path.parent.resolve().is_relative_to(path.resolve()):
            self._linked.append(path)

    def _file(self, path: Path, known: Format, *, folder: _Folder, is_link: bool) -> None:
        if not known.is_readable:
            self._trouble(path, known.refusal, Cause.EXTRA)
            return
        try:
            facts = path.stat()
            target = path.resolve() if is_link else path
            identity = _identity(target.parent) if is_link else folder.identity
        except OSError as error:
            self._trouble(path, *_why(error, path))
            return
        if stat.S_ISREG(facts.st_mode):
            photo = Photo(path, facts.st_size, facts.st_mtime_ns)
            found = _Found(photo, is_link, (folder.order, _name_key(path.name)))
            self._keep(found, (identity, target.name))

    def _clip(self, path: Path) -> None:
        if is_clip(path):
            self._clips.add(path)

    def _keep(self, found: _Found, key: tuple[_Identity, str]) -> None:
        earlier = self._found.get(key)
        if earlier is None or found.preference < earlier.preference:
            self._found[key] = found
        if len(self._found) % _REPORT_EVERY == 0:
            self._run.report(Stage.SCAN, len(self._found), 0)

    def _trouble(self, path: Path, reason: str, cause: Cause) -> None:
        self._problems[path] = Problem(path, reason, cause)


def absolute(path: Path) -> Path:
    """`path` from the root, links kept; only one with `..` is resolved: links change its sense."""
    return Path(os.path.realpath(path)) if ".." in path.parts else path.absolute()


def _identity(folder: Path) -> _Identity:
    facts = folder.stat()
    # Some network and FAT drives have no inode numbers.
    return (facts.st_dev, facts.st_ino) if facts.st_ino else str(folder.resolve())


def _path_key(path: Path) -> _PathKey:
    return tuple(map(_name_key, path.parts))


def _name_key(name: str) -> _NameKey:
    """Sorts names as people do: without case, numbers by value; the name itself breaks ties.

    Composed first: macOS keeps letters and their accents apart, other systems together.
    """
    pieces = _NUMBER.split(unicodedata.normalize("NFC", name).casefold())
    return tuple(int(piece) if place % 2 else piece for place, piece in enumerate(pieces)), name


def _no_photo(path: Path) -> str:
    ending = f"with the ending {path.suffix}" if path.suffix else "without an ending"
    return f"Files {ending} are not known as photos."


def _why(error: OSError, path: Path) -> tuple[str, Cause]:
    """Why the file at `path` could not be looked at."""
    if error.errno == errno.ELOOP:
        return "This is a link that leads back to itself.", Cause.GONE
    if isinstance(error, FileNotFoundError):
        is_link = path.is_symlink()
        gone = "This is a link to a file that is gone." if is_link else "The file is gone."
        return gone, Cause.GONE
    return f"This file cannot be looked at: {_strerror(error)}.", _cause(error)


def _cause(error: OSError) -> Cause:
    return Cause.FORBIDDEN if isinstance(error, PermissionError) else Cause.DISK


def _strerror(error: OSError) -> str:
    return error.strerror or str(error)
