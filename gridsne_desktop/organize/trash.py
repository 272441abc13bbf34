"""The system's Trash: where files go that a run takes away, and where they lie there."""

import errno
import os
import stat
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Protocol

from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.organize.trash_folders import (
    expected_names,
    note_of,
    original_of,
    trash_folders,
)

NO_TRASH: Final = "The disk that it is on has no Trash that can take it"


class Trash(Protocol):
    """Where files go that a run takes away; tests have one of their own."""

    def put(self, path: Path) -> Path | None:
        """Move a file or a link there; where it lies now, None where nobody knows.

        Raises:
            OSError: The Trash cannot take it; `strerror` says why, and it stays where it is.
        """

    def find(self, path: Path, *, size: int, mtime_ns: int) -> Path | None:
        """Where a file lies that was at `path` once, as after a killed `put`; None: not there."""

    def forget(self, place: Path) -> None:
        """Let the Trash forget a file that was moved out of it again, from `place`.

        Raises:
            OSError: Its note cannot be removed.
        """


class SystemTrash:
    """The person's own Trash, of the disk that a file is on."""

    def __init__(self) -> None:
        self._seen: dict[Path, set[str]] = {}

    def put(self, path: Path) -> Path | None:
        """As `Trash.put`. Never deletes, whatever the system would do without a Trash."""
        path = Path(os.path.abspath(path))  # noqa: PTH100 — not `resolve`: a link goes itself
        facts = path.lstat()
        folders = trash_folders(path)
        with _writable(path, facts) as places, _kept_on_windows(path, places):
            _send(path)
            place = self._place_of(path, facts, folders)
            if place is not None:
                places.append(place)
        return place

    def find(self, path: Path, *, size: int, mtime_ns: int) -> Path | None:
        """As `Trash.find`: by what the Trash itself has noted, and size and time."""
        for folder in trash_folders(path):
            for name in _names(folder, path):
                place = folder / name
                with suppress(OSError):
                    facts = place.lstat()
                    is_alike = (facts.st_size, facts.st_mtime_ns) == (size, mtime_ns)
                    if is_alike and original_of(place) == path:
                        return place
        return None

    def forget(self, place: Path) -> None:
        """As `Trash.forget`. macOS keeps no note for each file."""
        note = note_of(place)
        if note is not None and not os.path.lexists(place):
            note.unlink(missing_ok=True)

    def _place_of(self, path: Path, facts: os.stat_result, folders: list[Path]) -> Path | None:
        """Where the file with these facts lies: a look at a few names, or one listing."""
        for folder in folders:
            for name in expected_names(path.name):
                if _is_same(folder / name, facts):
                    return folder / name
        for folder in folders:
            place = self._among_new(folder, facts)
            if place is not None:
                return place
        return None

    def _among_new(self, folder: Path, facts: os.stat_result) -> Path | None:
        """The file among those of `folder` that were not there at the last look."""
        seen = self._seen.get(folder, set())
        try:
            names = set(os.listdir(folder))  # noqa: PTH208 — names alone: the Trash may be large
        except OSError:  # macOS lets no program look without the person's leave
            return None
        self._seen[folder] = names
        return next(
            (folder / name for name in names - seen if _is_same(folder / name, facts)), None
        )


SYSTEM_TRASH: Final = SystemTrash()


def _names(folder: Path, path: Path) -> Iterator[str]:
    """Names in the Trash under which a file from `path` may lie, the likely ones first."""
    likely = list(expected_names(path.name))
    yield from likely
    with suppress(OSError):
        yield from set(os.listdir(folder)) - set(likely)  # noqa: PTH208 — as above


def _is_same(place: Path, facts: os.stat_result) -> bool:
    try:
        there = place.lstat()
    except OSError:
        return False
    return (there.st_dev, there.st_ino) == (facts.st_dev, facts.st_ino)


def _send(path: Path) -> None:
    """Hand a file over to the system.

    On Linux always by the freedesktop rules, also where GLib is installed: it does the same, and
    keeps for itself where the Trash is.

    Raises:
        OSError: The Trash cannot take it; the sentence is ours where the system has none.
    """
    if sys.platform in {"win32", "darwin"}:
        from send2trash import send2trash
    else:
        from send2trash.plat_other import send2trash
    try:
        send2trash(path)
    except OSError as error:
        if not os.path.lexists(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error
        reason = f": {error.strerror}" if error.strerror else ""
        raise OSError(error.errno or errno.EIO, f"{NO_TRASH}{reason}", str(path)) from error


@contextmanager
def _writable(path: Path, facts: os.stat_result) -> Iterator[list[Path]]:
    """Let a write-protected file be moved, which send2trash refuses; afterwards it is as before.

    Whoever enters appends where the file lies then, where that is known.
    """
    places: list[Path] = []
    if not stat.S_ISREG(facts.st_mode) or facts.st_mode & stat.S_IWUSR:
        yield places
        return
    path.chmod(stat.S_IMODE(facts.st_mode) | stat.S_IWUSR)
    try:
        yield places
    finally:
        with suppress(FileNotFoundError):  # it lies in the Trash and nobody knows where
            (places[-1] if places else path).chmod(stat.S_IMODE(facts.st_mode))


@contextmanager
def _kept_on_windows(path: Path, places: list[Path]) -> Iterator[None]:
    """Keep a file that Windows deletes, because its Recycle Bin cannot take it, and say so.

    So it does, unasked, on network folders, on many sticks, and with files too large for the
    bin. A second name holds the file until it was found in the bin (`places`).

    Raises:
        OSError: It was not found there, or the disk knows no links, so hardly has a bin.
    """
    if os.name != "nt":
        yield
        return
    twin = path.parent / f"{PART_PREFIX}{uuid.uuid4().hex}{PART_SUFFIX}"
    try:
        os.link(path, twin)
    except OSError as error:
        raise OSError(errno.ENOTSUP, NO_TRASH, str(path)) from error
    try:
        yield
    finally:
        is_lost = not places and not os.path.lexists(path)
        twin.rename(path) if is_lost else twin.unlink()
    if is_lost:
        raise OSError(errno.ENOTSUP, NO_TRASH, str(path))
