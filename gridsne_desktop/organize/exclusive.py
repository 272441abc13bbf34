"""Giving a file another name on its volume, never over something else."""

import ctypes
import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

_CANNOT: Final = frozenset(
    {
        errno.EPERM,
        errno.EACCES,
        errno.EINVAL,
        errno.ENOSYS,
        errno.ENOTSUP,
        errno.EOPNOTSUPP,
        errno.EMLINK,
    }
)
"""What a file system says that does not know a way; the next one then tells what is the matter."""

_AT_FDCWD: Final = -100
_RENAME_NOREPLACE: Final = 1
_RENAME_EXCL: Final = 4

_FAT_STEP_NS: Final = 2_000_000_000


def rename_exclusively(source: Path, target: Path) -> None:
    """Rename a file or a link; refuses a name that is taken.

    Where the system cannot do it in one step, a kill may leave both names on the file, or an
    empty file at `target` (`is_reservation`).

    Raises:
        FileExistsError: The name is taken.
        OSError: The source is gone, a folder cannot be written, or it is another volume (EXDEV).
    """
    if os.name == "nt":
        os.rename(source, target)  # noqa: PTH104 — refuses to replace there
        return
    for way in (_rename_by_kernel, rename_by_link):
        try:
            way(source, target)
        except OSError as error:
            if error.errno not in _CANNOT:
                raise
        else:
            return
    rename_by_reservation(source, target)


def rename_by_link(source: Path, target: Path) -> None:
    """As `rename_exclusively`, with a second name for a moment."""
    os.link(source, target, follow_symlinks=False)
    try:
        source.unlink()
    except OSError:
        if os.path.lexists(source):  # else the target is the only name
            target.unlink()
            raise


def rename_by_reservation(source: Path, target: Path) -> None:
    """As `rename_exclusively`, where there are no links (exFAT).

    The name is taken with an empty file, which is then replaced: only a file that did not
    exist before this call ever is.
    """
    descriptor = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, stat.S_IRUSR | stat.S_IWUSR)
    reservation = os.fstat(descriptor)
    os.close(descriptor)
    try:
        source.replace(target)
    except OSError:
        if os.path.samestat(target.lstat(), reservation):  # else it is done, whatever is said
            target.unlink()
            raise


def is_reservation(path: Path, *, since_ns: int) -> bool:
    """Whether an empty file stands there that is not older than `since_ns`."""
    try:
        facts = path.lstat()
    except OSError:
        return False
    is_new = facts.st_mtime_ns >= since_ns - _FAT_STEP_NS
    return stat.S_ISREG(facts.st_mode) and facts.st_size == 0 and is_new


def _rename_by_kernel(source: Path, target: Path) -> None:
    failure = kernel_rename(os.fsencode(source), os.fsencode(target))
    if failure:
        raise OSError(failure, os.strerror(failure), str(source), None, str(target))


def _found_kernel_rename() -> Callable[[bytes, bytes], int]:
    """Renames without replacing, in one step; the error number, 0 for none.

    Linux: `renameat2(2)`; macOS: `renamex_np(2)`.
    """
    name = {"linux": "renameat2", "darwin": "renamex_np"}.get(sys.platform)
    function = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if function is None:
        return lambda _source, _target: errno.ENOSYS
    if name == "renamex_np":
        return lambda source, target: (
            ctypes.get_errno() if function(source, target, _RENAME_EXCL) else 0
        )
    return lambda source, target: (
        ctypes.get_errno()
        if function(_AT_FDCWD, source, _AT_FDCWD, target, _RENAME_NOREPLACE)
        else 0
    )


kernel_rename: Callable[[bytes, bytes], int] = _found_kernel_rename()
"""As `_found_kernel_rename` says; the one system call here that `os` does not have."""
