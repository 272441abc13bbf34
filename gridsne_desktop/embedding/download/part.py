"""What has arrived of a file, on the disk beside its target."""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.lock import lock
from gridsne_desktop.progress import Run, Stage

LOCK_CHECK_SECONDS: Final = 0.2
NOTE_SUFFIX: Final = ".json"
_HASHED_AT_ONCE: Final = 1 << 20
_LONGEST_ETAG: Final = 1000
"""A name is shorter; what a server says must not fill the disk."""


class Part:
    """The first bytes of a file, and a note that says of which file they are.

    The note's file is locked while a program downloads; it outlives a killed one, so that the next
    start can go on.

    Attributes:
        length: Bytes that are there.
        etag: The server's name for the version that they are of; empty where it has none.
        is_pieced: Whether the bytes come from more than one answer of the server.
    """

    def __init__(self, target: Path, *, sha256: str, file: BinaryIO, note: BinaryIO) -> None:
        self._target, self._sha256 = target, sha256
        self._file, self._note = file, note
        self.length = file.seek(0, os.SEEK_END)
        self.etag = ""
        self.is_pieced = self.length > 0
        self.is_over = False
        if self.length:
            self._read_note()

    def begin(self, etag: str) -> None:
        """Forget all bytes: those that come now are of the version `etag`."""
        self._file.seek(0)
        self._file.truncate()
        self.length, self.etag, self.is_pieced = 0, etag[:_LONGEST_ETAG], False
        self._note.seek(0)
        self._note.truncate()
        self._note.write(json.dumps({"sha256": self._sha256, "etag": self.etag}).encode())
        self._note.flush()

    def go_on(self) -> None:
        """The bytes that come now follow those that are there."""
        self.is_pieced = True

    def write(self, chunk: bytes) -> None:
        """Add `chunk`."""
        self._file.write(chunk)
        self.length += len(chunk)

    def is_right(self, run: Run) -> bool:
        """Whether the bytes on the disk are those of the file that was asked for.

        They are read again: after a crash they need not be those that were written.
        """
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.seek(0)
        digest = hashlib.sha256()
        while block := self._file.read(_HASHED_AT_ONCE):
            run.check()
            digest.update(block)
        return digest.hexdigest() == self._sha256

    def finish(self) -> None:
        """Let the file appear at its target."""
        self._file.close()
        part_path(self._target).replace(self._target)
        self.is_over = True

    def discard(self) -> None:
        """Remove the bytes: they are of no use to a later start."""
        self._file.close()
        part_path(self._target).unlink(missing_ok=True)
        self.is_over = True

    def _read_note(self) -> None:
        self._note.seek(0)
        try:
            said = json.loads(self._note.read())
            is_same, self.etag = said["sha256"] == self._sha256, str(said["etag"])
        except (ValueError, KeyError, TypeError):
            is_same = False
        if not is_same:
            self.begin("")


def part_path(target: Path) -> Path:
    """Where the bytes of `target` are until it is whole."""
    return target.with_name(f"{PART_PREFIX}{target.name}{PART_SUFFIX}")


def note_path(target: Path) -> Path:
    """Where it is written of which file they are."""
    return part_path(target).with_suffix(f"{PART_SUFFIX}{NOTE_SUFFIX}")


@contextmanager
def held(target: Path, *, sha256: str, size: int, run: Run) -> Iterator[Part]:
    """What there is of `target`; waits while another program downloads it, and tells how far it is.

    Raises:
        Cancelled: The run was cancelled.
        OSError: The folder or the disk does not allow it.
    """
    while True:
        with ExitStack() as stack:
            note = stack.enter_context(_opened(note_path(target)))
            if not lock(note.fileno()) or not _is_still(note, note_path(target)):
                note.close()
                run.report(Stage.DOWNLOAD, min(_size(part_path(target)), size - 1), size)
                run.wait(LOCK_CHECK_SECONDS)
                continue
            file = stack.enter_context(_opened(part_path(target)))
            part = Part(target, sha256=sha256, file=file, note=note)
            try:
                yield part
            finally:
                if part.is_over or not part.length:
                    _remove(target, file, note)
            return


def _opened(path: Path) -> BinaryIO:
    """The file at `path` to be read and written, made if missing."""
    return os.fdopen(
        os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666), "r+b"
    )


def _is_still(file: BinaryIO, path: Path) -> bool:
    """Whether the open `file` is the one at `path`: who held the lock may have removed it."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _remove(target: Path, file: BinaryIO, note: BinaryIO) -> None:
    """Leave nothing beside `target`."""
    file.close()
    with suppress(OSError):
        part_path(target).unlink(missing_ok=True)
    if sys.platform == "win32":
        note.close()  # an open file cannot be removed there, nor by us while another has it
    with suppress(OSError):
        note_path(target).unlink(missing_ok=True)
