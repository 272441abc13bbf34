"""Whether a file is already the copy of another."""

import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from gridsne_desktop.progress import Run

MTIME_TOLERANCE_NS: Final = 2_000_000_000
"""FAT keeps times in steps of two seconds."""

_CHUNK_BYTES: Final = 1 << 20


def is_copy(source: Path, facts: os.stat_result, target: Path, *, run: Run) -> bool:
    """Whether `target` has the bytes and the time of `source`, whose stat is `facts`.

    Bytes are read only where size and time agree.

    Raises:
        Cancelled: The run was cancelled.
        OSError: The source cannot be read.
    """
    try:
        there = target.stat()
    except OSError:  # a dangling link, or gone: either way not a copy
        return False
    if not stat.S_ISREG(there.st_mode) or there.st_size != facts.st_size:
        return False
    if not same_time(there.st_mtime_ns, facts.st_mtime_ns):
        return False
    with source.open("rb") as one:
        try:
            other = target.open("rb")
        except OSError:  # what cannot be read cannot be known to be a copy
            return False
        with other:
            return same_bytes(one, other, run=run)


def same_bytes(one: BinaryIO, other: BinaryIO, *, run: Run) -> bool:
    """Whether two open files have the same bytes from where they stand.

    Raises:
        Cancelled: The run was cancelled.
    """
    while True:
        run.check()
        chunk = one.read(_CHUNK_BYTES)
        if chunk != other.read(_CHUNK_BYTES):
            return False
        if not chunk:
            return True


def same_time(one: int, other: int) -> bool:
    """Whether two times, in nanoseconds, are equal as far as every file system keeps them."""
    return abs(one - other) < MTIME_TOLERANCE_NS


def has_same_content(
    source: Path, facts: os.stat_result, target: Path, *, may_be_link: bool, run: Run
) -> bool:
    """Whether `target` is a file with the bytes of `source`, whose stat is `facts`, or that file.

    Args:
        source: A file.
        facts: Its `stat`.
        target: What is compared with it.
        may_be_link: Whether a symbolic link to such a file counts.
        run: Asked whether to go on.

    Raises:
        Cancelled: The run was cancelled.
        OSError: The source cannot be read.
    """
    try:
        there = target.stat() if may_be_link else target.lstat()
    except OSError:  # a dangling link, or gone
        return False
    if not stat.S_ISREG(there.st_mode) or there.st_size != facts.st_size:
        return False
    if os.path.samestat(there, facts):
        return True
    with source.open("rb") as one:
        try:
            other = target.open("rb")
        except OSError:  # what cannot be read cannot be known to be the same
            return False
        with other:
            return same_bytes(one, other, run=run)
