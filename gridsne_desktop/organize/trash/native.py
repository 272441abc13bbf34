"""The Trash of Windows and macOS, through send2trash; where a file lies there is found afterwards.

Windows: in `$Recycle.Bin` of each disk, a folder each person; `$R…` is the file, `$I…` its note.
macOS: in a folder; which file came from where only the Finder knows.
"""

import errno
import os
import stat
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.organize.trash.freedesktop import NO_TRASH

IS_WINDOWS: Final = sys.platform == "win32"

_FILE, _NOTE = "$R", "$I"
_PATH_AT: Final = {1: 24, 2: 28}
"""Where the path begins in a note of Windows, in bytes: version 1 since Vista, 2 since 10."""


class NativeTrash:
    """The person's own Trash, of the disk that a file is on."""

    def __init__(self) -> None:
        self._seen: dict[Path, set[str]] = {}

    def put(self, path: Path) -> Path | None:
        """As `Trash.put`. Never deletes, whatever the system would do without a Trash."""
        path = Path(os.path.abspath(path))  # noqa: PTH100 — not `resolve`: a link goes itself
        facts = path.lstat()
        with _writable(path, facts) as places, _kept_on_windows(path, places):
            _send(path)
            place = self._place_of(path, facts)
            if place is not None:
                places.append(place)
        return place

    def find(self, path: Path, *, size: int, mtime_ns: int) -> Path | None:
        """As `Trash.find`: by the note, and size and time; macOS tells too little for that."""
        for folder in _folders(path):
            for name in _names(folder):
                place = folder / name
                with suppress(OSError, ValueError):
                    facts = place.lstat()
                    is_alike = (facts.st_size, facts.st_mtime_ns) == (size, mtime_ns)
                    if is_alike and _original(place) == path:
                        return place
        return None

    def forget(self, place: Path) -> None:
        """As `Trash.forget`; macOS keeps no note for each file."""
        if place.name.startswith(_FILE) and not os.path.lexists(place):
            _note(place).unlink(missing_ok=True)

    def _place_of(self, path: Path, facts: os.stat_result) -> Path | None:
        """Where the file with these facts lies: under its own name, or among new names."""
        folders = _folders(path)
        for folder in folders:
            if _is_same(folder / path.name, facts):
                return folder / path.name
        for folder in folders:
            names = _names(folder)
            new = names - self._seen.get(folder, set())
            self._seen[folder] = names
            for name in new:
                if _is_same(folder / name, facts):
                    return folder / name
        return None


def _folders(path: Path) -> list[Path]:
    """The folders in which a file from `path` may lie; none need exist."""
    if sys.platform == "win32":
        bins = Path(path.anchor) / "$Recycle.Bin"
        return [bins / name for name in sorted(_names(bins)) if name.startswith("S-1-")]
    top = path.parent.resolve()
    while not top.is_mount():
        top = top.parent
    return [Path.home() / ".Trash", top / ".Trashes" / str(os.getuid())]


def _names(folder: Path) -> set[str]:
    """Names alone: a Trash may be large. macOS lets no program look without the person's leave."""
    try:
        return set(os.listdir(folder))  # noqa: PTH208
    except OSError:
        return set()


def _is_same(place: Path, facts: os.stat_result) -> bool:
    try:
        return os.path.samestat(place.lstat(), facts)
    except OSError:
        return False


def _note(place: Path) -> Path:
    return place.with_name(_NOTE + place.name.removeprefix(_FILE))


def _original(place: Path) -> Path | None:
    """Where a file in a Recycle Bin was before; None: its note is of another version.

    Raises:
        OSError: It has no note that can be read.
    """
    told = _note(place).read_bytes()
    at = _PATH_AT.get(int.from_bytes(told[:8], "little"))
    return Path(told[at:].decode("utf-16-le").partition("\0")[0]) if at else None


def _send(path: Path) -> None:
    """Hand a file over to the system.

    Raises:
        OSError: The Trash cannot take it.
    """
    from send2trash import send2trash

    try:
        send2trash(path)
    except OSError as error:
        if not os.path.lexists(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error
        reason = f": {error.strerror}" if error.strerror else ""
        raise OSError(error.errno or errno.EIO, NO_TRASH + reason, str(path)) from error


@contextmanager
def _writable(path: Path, facts: os.stat_result) -> Iterator[list[Path]]:
    """Let a write-protected file go, which Windows refuses unasked; afterwards it is as before.

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
    if not IS_WINDOWS:
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
