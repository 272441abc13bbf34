"""One file copied whole, verified, and published without ever overwriting."""

import errno
import hashlib
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.organize.digest import BINARY, CHUNK_BYTES, digest_of
from gridsne_desktop.organize.exclusive import rename_exclusively
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.steps import Step
from gridsne_desktop.progress import Run

_ONLY_THIS_ONE: Final = (errno.EFBIG, errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)
"""Errors of the target that the next photo need not have (FAT: no file over 4 GiB)."""

_NEVER_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
"""A pipe that has taken a photo's place would keep whoever opens it waiting for ever."""

_PRIVATE: Final = stat.S_IRUSR | stat.S_IWUSR
"""Until the copy has its photo's permissions."""

_FICLONE: Final = 0x40049409
"""`ioctl_ficlone(2)`: `target` shares the blocks of another file on btrfs, XFS, bcachefs."""

GONE: Final = "This photo is no longer there."
CHANGED: Final = "This photo has changed since the plan was made."
DIFFERS: Final = "The copy differed from the photo when it was read back; it was not kept."
TAKEN: Final = "Something with the copy's name has appeared meanwhile; it was not overwritten."


def copy_step(
    step: Step,
    part: Path,
    *,
    ahead: Done | None = None,
    run: Run,
    on_bytes: Callable[[int], None],
) -> Done:
    """Copy `step.source` to `step.target` by way of `part`, gone afterwards but for an `OSError`.

    Data, times, permissions and extended attributes are kept. The copy is read back and has
    the digest of what was read; a clone, which shares its blocks with the source, has none.
    `on_bytes` hears how many bytes of this file are copied, and may raise. `ahead` is what
    `Part.verified` said where the part is there already.

    Raises:
        Unreadable: This one photo cannot be copied; the sentence says why.
        OSError: The target folder cannot be written.
        Cancelled: The run was cancelled.
    """
    if os.path.lexists(step.target):
        if ahead is not None:
            remove_part(part)
        raise Unreadable(TAKEN)
    try:
        done = ahead or write_part(step, part, on_bytes=on_bytes).verified(run=run)
        publish(part, step.target)
    except OSError as error:
        if error.errno in _ONLY_THIS_ONE:
            remove_part(part)
            raise Unreadable(f"The folder cannot hold this copy: {error.strerror}.") from error
        raise  # the part stays: by it `settle` tells what became of the target
    except BaseException:
        remove_part(part)
        raise
    remove_part(part)
    return done


@dataclass(frozen=True, slots=True)
class Part:
    """An unfinished file with all bytes of a photo, and with its facts; not yet flushed.

    Attributes:
        step: What is copied.
        path: Absolute path of it.
        descriptor: The file, open; `verified` closes it.
        digest: Of what was read; None: it is a clone.
    """

    step: Step
    path: Path
    descriptor: int
    digest: str | None

    def verified(self, *, run: Run) -> Done:
        """How the step will be done once the part is published: it is flushed and read back.

        Any thread may call this, once.

        Raises:
            Unreadable: It is not the whole photo.
            OSError: It cannot be flushed, or read back.
            Cancelled: The run was cancelled.
        """
        try:
            os.fsync(self.descriptor)
            facts = os.fstat(self.descriptor)
        finally:
            os.close(self.descriptor)
        is_whole = facts.st_size == self.step.size
        if is_whole and self.digest is not None:
            is_whole = digest_of(self.path, run=run, from_disk=True) == self.digest
        if not is_whole:
            raise Unreadable(DIFFERS)
        return Done(self.step.target, facts.st_size, facts.st_mtime_ns, self.digest)


def write_part(step: Step, path: Path, *, on_bytes: Callable[[int], None]) -> Part:
    """Write all of a photo to the unfinished file `path`, which stays also where this fails.

    Raises:
        Unreadable: The photo cannot be read, or is not as it was when the plan was made.
        OSError: The target folder cannot be written.
        Cancelled: `on_bytes` says so.
    """
    with _opened(step) as source:
        target = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | BINARY, _PRIVATE)
        try:
            digest = _fill(target, source, step, on_bytes)
            _keep_facts(step.source, source, path)
            _check_as_planned(source, step)
        except BaseException:
            os.close(target)
            raise
    return Part(step, path, target, digest)


def clone(source: int, target: int) -> bool:
    """Whether the file `target`, open and empty, shares the blocks of `source` now."""
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        fcntl.ioctl(target, _FICLONE, source)
    except OSError:  # whatever it is, reading and writing then tell
        return False
    return True


def publish(part: Path, target: Path) -> None:
    """Give the finished `part` its name, unless something has that name.

    Raises:
        Unreadable: The name was taken meanwhile.
        OSError: The folder cannot be written.
    """
    try:
        rename_exclusively(part, target)
    except FileExistsError as error:
        raise Unreadable(TAKEN) from error


def remove_part(part: Path) -> None:
    """Remove a part, also where it got a photo's write protection (Windows).

    Raises:
        OSError: It is still there.
    """
    try:
        part.unlink(missing_ok=True)
    except PermissionError:
        part.chmod(_PRIVATE)
        part.unlink(missing_ok=True)


def unreadable(error: OSError) -> Unreadable:
    """The sentence for a photo that the system does not give out."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Unreadable(GONE, Cause.GONE)
    return Unreadable(f"This photo cannot be read: {error.strerror or error}.", Cause.DISK)


@contextmanager
def _opened(step: Step) -> Iterator[int]:
    try:
        descriptor = os.open(step.source, os.O_RDONLY | BINARY | _NEVER_WAIT)
    except OSError as error:
        raise unreadable(error) from error
    try:
        _check_as_planned(descriptor, step)
        yield descriptor
    finally:
        os.close(descriptor)


def _check_as_planned(descriptor: int, step: Step) -> None:
    facts = os.fstat(descriptor)
    is_same = (facts.st_size, facts.st_mtime_ns) == (step.size, step.mtime_ns)
    if not (is_same and stat.S_ISREG(facts.st_mode)):
        raise Unreadable(CHANGED)


def _fill(target: int, source: int, step: Step, on_bytes: Callable[[int], None]) -> str | None:
    """Write all bytes; the digest of what was read, None: it is a clone."""
    if clone(source, target):
        on_bytes(step.size)
        return None
    return _copy_bytes(source, target, on_bytes)


def _copy_bytes(source: int, target: int, on_bytes: Callable[[int], None]) -> str:
    hasher = hashlib.blake2b()
    done = 0
    while chunk := _read(source):
        hasher.update(chunk)
        left = memoryview(chunk)
        while left:
            left = left[os.write(target, left) :]
        done += len(chunk)
        on_bytes(done)
    return hasher.hexdigest()


def _read(source: int) -> bytes:
    try:
        return os.read(source, CHUNK_BYTES)
    except OSError as error:
        raise unreadable(error) from error


def _keep_facts(path: Path, source: int, part: Path) -> None:
    """Keep times, permissions and attributes; at least the times where the rest is refused."""
    with suppress(OSError):
        shutil.copystat(path, part)
    mode = stat.S_IMODE(part.stat().st_mode)
    if not mode & stat.S_IRUSR:  # another person's photo, which all but its owner may read
        part.chmod(mode | stat.S_IRUSR)
    facts = os.fstat(source)
    if part.stat().st_mtime_ns != facts.st_mtime_ns:
        os.utime(part, ns=(facts.st_atime_ns, facts.st_mtime_ns))
