"""The Trash of Linux' desktops: specifications.freedesktop.org/trash-spec, version 1.0.

A Trash has the files in `files` and a note for each in `info`. A file never leaves its disk for it.
"""

import errno
import itertools
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote_from_bytes, unquote_to_bytes

NO_TRASH: Final = "The disk that it is on has no Trash that can take it"

_NOTE: Final = ".trashinfo"
_LONGEST_NAME: Final = 255 - len(_NOTE)
"""Bytes of a file's name in the Trash: its note is called the same, with an ending."""

_PRIVATE: Final = 0o700


class FreedesktopTrash:
    """The Trash of whoever runs the program, on each disk."""

    def __init__(self) -> None:
        self._next: dict[tuple[Path, str], int] = {}
        """The number that a name in a Trash gets next: many files may have one name."""

    def put(self, path: Path) -> Path:
        """As `Trash.put`; where it lies is always known."""
        path = Path(os.path.abspath(path))  # noqa: PTH100 — not `resolve`: a link goes itself
        device = path.lstat().st_dev
        reasons: list[str] = []
        for can in _cans(path):
            try:
                if can.device() == device:
                    return self._put(path, can)
            except FileNotFoundError:
                raise
            except OSError as error:
                reasons.append(error.strerror or str(error))
        because = f": {reasons[-1]}" if reasons else ""
        raise OSError(errno.ENOTSUP, NO_TRASH + because, str(path))

    def find(self, path: Path, *, size: int, mtime_ns: int) -> Path | None:
        """As `Trash.find`, by what the notes say, and size and time."""
        path = _with_real_parent(path)
        for can in _cans(path):
            for place in _listed(can.files):
                with suppress(OSError, ValueError):
                    facts = place.lstat()
                    is_alike = (facts.st_size, facts.st_mtime_ns) == (size, mtime_ns)
                    if is_alike and can.original(place.name) == path:
                        return place
        return None

    def forget(self, place: Path) -> None:
        """As `Trash.forget`; the note of a file that still lies there is kept."""
        if not os.path.lexists(place):
            _Can(place.parent.parent).note(place.name).unlink(missing_ok=True)

    def _put(self, path: Path, can: "_Can") -> Path:
        for folder in (can.files, can.info):
            folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        name = self._take_name(path, can)
        place = can.files / name
        try:
            path.rename(place)
        except OSError:
            can.note(name).unlink()
            if not os.path.lexists(path):
                raise FileNotFoundError(
                    errno.ENOENT, os.strerror(errno.ENOENT), str(path)
                ) from None
            raise
        return place

    def _take_name(self, path: Path, can: "_Can") -> str:
        """A name of its own, taken by its note: who makes that may have the name."""
        key = (can.trash, path.name)
        for number in itertools.count(self._next.get(key, 1)):
            name = _numbered(path.name, number)
            if os.path.lexists(can.files / name):
                continue
            try:
                can.write_note(name, path)
            except FileExistsError:
                continue
            self._next[key] = number + 1
            return name
        raise AssertionError("counting ends never")


@dataclass(frozen=True, slots=True)
class _Can:
    """One Trash.

    Attributes:
        trash: Absolute path of its folder.
        top: The folder that its notes' paths start from; None: they are absolute.
    """

    trash: Path
    top: Path | None = None

    @property
    def files(self) -> Path:
        return self.trash / "files"

    @property
    def info(self) -> Path:
        return self.trash / "info"

    def note(self, name: str) -> Path:
        return self.info / f"{name}{_NOTE}"

    def device(self) -> int:
        """The device that it is on, or will be."""
        there = (folder for folder in (self.files, *self.files.parents) if folder.exists())
        return next(there).stat().st_dev

    def write_note(self, name: str, path: Path) -> None:
        path = _with_real_parent(path)
        told = path if self.top is None else path.relative_to(self.top)
        text = (
            "[Trash Info]\n"
            f"Path={quote_from_bytes(os.fsencode(told))}\n"
            f"DeletionDate={datetime.now().astimezone():%Y-%m-%dT%H:%M:%S}\n"
        )
        note = self.note(name)
        file = note.open("x", encoding="ascii")
        try:
            with file:
                file.write(text)
        except OSError:  # a full disk leaves an empty one
            note.unlink(missing_ok=True)
            raise

    def original(self, name: str) -> Path | None:
        """Where a file in it was before; None: its note does not say.

        Raises:
            OSError: It has no note that can be read.
        """
        for line in self.note(name).read_bytes().splitlines():
            if line.startswith(b"Path="):
                told = Path(os.fsdecode(unquote_to_bytes(line.removeprefix(b"Path="))))
                return told if self.top is None else self.top / told
        return None


def _cans(path: Path) -> Iterator[_Can]:
    """Where a file may go, in this order: the person's own, then those of its disk."""
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    yield _Can(home / "Trash")
    top, user = _mount_point(path.parent), str(os.getuid())
    shared = top / ".Trash"
    with suppress(OSError):
        mode = shared.lstat().st_mode
        if stat.S_ISDIR(mode) and mode & stat.S_ISVTX:  # as the specification wants it
            yield _Can(shared / user, top)
    yield _Can(top / f".Trash-{user}", top)


def _mount_point(folder: Path) -> Path:
    folder = folder.resolve()
    while not folder.is_mount():
        folder = folder.parent
    return folder


def _with_real_parent(path: Path) -> Path:
    return path.parent.resolve() / path.name


def _numbered(name: str, number: int) -> str:
    """`a.jpg`, then `a 2.jpg` and so on; shortened where the note's name would be too long."""
    suffix = f" {number}" if number > 1 else ""
    stem, ending = os.path.splitext(name)  # noqa: PTH122 — of `.a` the ending is none
    ending = ending if len(os.fsencode(ending)) < _LONGEST_NAME // 2 else ""
    stem = name.removesuffix(ending) if ending else name
    while len(os.fsencode(stem + suffix + ending)) > _LONGEST_NAME:
        stem = stem[:-1]
    return stem + suffix + ending


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []
