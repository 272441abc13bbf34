"""One file copied whole, checked, and published without ever overwriting."""

import errno
import os
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.organize.compare import same_bytes
from gridsne_desktop.organize.steps import Step
from gridsne_desktop.progress import Run

CHUNK_BYTES: Final = 1 << 20
"""Between two looks at Cancel and two reports."""

_ONLY_THIS_ONE: Final = (errno.EFBIG, errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL)
"""Errors of the target that the next photo need not have (FAT: no file over 4 GiB)."""

GONE: Final = "This photo is no longer there."
CHANGED: Final = "This photo has changed since the plan was made."
DIFFERS: Final = "The copy differed from the photo when it was read back; it was not kept."
TAKEN: Final = "Something with the copy's name has appeared meanwhile; it was not overwritten."


def copy_step(step: Step, part: Path, *, run: Run, on_bytes: Callable[[int], None]) -> None:
    """Copy `step.source` to `step.target` by way of `part`, which is gone afterwards.

    Data, times, permissions and extended attributes are kept. `on_bytes` hears how many bytes
    of this file are copied, and may raise.

    Raises:
        Unreadable: This one photo cannot be copied; the sentence says why.
        OSError: The target folder cannot be written.
        Cancelled: The run was cancelled.
    """
    if os.path.lexists(step.target):
        raise Unreadable(TAKEN)
    with _opened(step) as source:
        try:
            _fill(part, source, step, on_bytes)
            _check(source, part, step, run)
            publish(part, step.target)
        except OSError as error:
            if error.errno in _ONLY_THIS_ONE:
                raise Unreadable(f"The folder cannot hold this copy: {error.strerror}.") from error
            raise
        finally:
            _remove(part)


def _opened(step: Step) -> BinaryIO:
    try:
        file = step.source.open("rb", buffering=0)
    except FileNotFoundError as error:
        raise Unreadable(GONE, Cause.GONE) from error
    except OSError as error:
        raise _unreadable(error) from error
    if not _is_as_planned(file, step):
        file.close()
        raise Unreadable(CHANGED)
    return file


def _is_as_planned(file: BinaryIO, step: Step) -> bool:
    facts = os.fstat(file.fileno())
    return stat.S_ISREG(facts.st_mode) and (facts.st_size, facts.st_mtime_ns) == (
        step.size,
        step.mtime_ns,
    )


def _unreadable(error: OSError) -> Unreadable:
    return Unreadable(f"This photo cannot be read: {error.strerror or error}.", Cause.DISK)


def _fill(part: Path, source: BinaryIO, step: Step, on_bytes: Callable[[int], None]) -> None:
    with part.open("xb", buffering=0) as file:
        _copy_bytes(source, file, on_bytes)
        _keep_facts(step.source, source, part)
        os.fsync(file.fileno())


def _copy_bytes(source: BinaryIO, target: BinaryIO, on_bytes: Callable[[int], None]) -> None:
    """Copy to the end, by the kernel where it can: on btrfs and XFS that costs nothing."""
    done = 0
    for copy_chunk in (_by_kernel, _by_hand):
        while copied := copy_chunk(source, target):
            done += copied
            on_bytes(done)


def _by_kernel(source: BinaryIO, target: BinaryIO) -> int:
    """Bytes copied; 0 at the end, and where the kernel cannot: reading and writing then tell."""
    if not hasattr(os, "copy_file_range"):
        return 0
    try:
        return os.copy_file_range(source.fileno(), target.fileno(), CHUNK_BYTES)
    except OSError:
        return 0


def _by_hand(source: BinaryIO, target: BinaryIO) -> int:
    try:
        chunk = source.read(CHUNK_BYTES)
    except OSError as error:
        raise _unreadable(error) from error
    left = memoryview(chunk)
    while left:
        left = left[target.write(left) :]
    return len(chunk)


def _keep_facts(path: Path, source: BinaryIO, part: Path) -> None:
    """Keep times, permissions and attributes; at least the times where the rest is refused."""
    try:
        shutil.copystat(path, part)
    except OSError:
        facts = os.fstat(source.fileno())
        os.utime(part, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def _check(source: BinaryIO, part: Path, step: Step, run: Run) -> None:
    """Check the copy: its size, and its bytes if it went from one device to another."""
    if not _is_as_planned(source, step):
        raise Unreadable(CHANGED)
    with part.open("rb") as copy:
        facts = os.fstat(copy.fileno())
        is_whole = facts.st_size == step.size
        if is_whole and facts.st_dev != os.fstat(source.fileno()).st_dev:
            source.seek(0)
            is_whole = same_bytes(source, copy, run=run)
    if not is_whole:
        raise Unreadable(DIFFERS)


def publish(part: Path, target: Path) -> None:
    """Give the finished `part` its name, unless something has that name.

    Raises:
        Unreadable: The name was taken meanwhile.
        OSError: The folder cannot be written.
    """
    try:
        if os.name == "nt":
            part.rename(target)  # refuses to overwrite there
        else:
            _publish_by_link(part, target)
    except FileExistsError as error:
        raise Unreadable(TAKEN) from error


def _publish_by_link(part: Path, target: Path) -> None:
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        publish_by_reservation(part, target)


def publish_by_reservation(part: Path, target: Path) -> None:
    """Publish where there are no links (exFAT): take the name with an empty file, replace that.

    Only a file that did not exist before this call is ever replaced.

    Raises:
        FileExistsError: The name is taken.
        OSError: The folder cannot be written.
    """
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR))
    try:
        part.replace(target)
    except OSError:
        target.unlink()
        raise


def _remove(part: Path) -> None:
    """Remove the part, also where it got a photo's write protection (Windows)."""
    try:
        part.unlink(missing_ok=True)
    except PermissionError:
        with suppress(OSError):
            part.chmod(stat.S_IREAD | stat.S_IWRITE)
            part.unlink(missing_ok=True)
