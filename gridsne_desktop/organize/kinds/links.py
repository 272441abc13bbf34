"""Hard and symbolic links, made and taken away."""

import errno
import os
import stat
import sys
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.organize.copying import CHANGED, GONE, TAKEN, unreadable
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.kinds.base import (
    Aftermath,
    Kind,
    Work,
    is_as_planned,
    is_same_entry,
)
from gridsne_desktop.organize.steps import Step

_NO_LINKS: Final = (errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP)
_ONLY_THIS_ONE: Final = (errno.EILSEQ, errno.ENAMETOOLONG, errno.EINVAL)
"""The link would hold a path that its disk cannot; the next photo's it may hold."""

_NO_PRIVILEGE: Final = 1314
"""Windows' ERROR_PRIVILEGE_NOT_HELD."""

OTHER_DISK: Final = (
    "A hard link cannot lead to a photo on another disk. Choose symbolic links, or copy it."
)
NO_HARD_LINKS: Final = "The disk or its rules allow no hard link to this photo. Copy it instead."
NO_SYMBOLIC_LINKS: Final = "The folder's disk knows no symbolic links. Copy the photo instead."
DEVELOPERS_ONLY: Final = (
    "Windows makes symbolic links only in its Developer Mode. Switch that on, or copy the photo."
)
TOO_MANY: Final = "This photo has as many hard links as its disk allows."
NO_LINK: Final = "This is no longer a link to its photo; it was left."


def _hard_link(step: Step, _: Work) -> Done:
    is_link = _check(step)
    try:
        os.link(step.source.resolve() if is_link else step.source, step.target)
    except OSError as error:
        raise _of_this_one(step, error, NO_HARD_LINKS) from error
    return _done(step)


def _symbolic_link(step: Step, _: Work) -> Done:
    _check(step)
    try:
        step.target.symlink_to(step.source)
    except OSError as error:
        raise _of_this_one(step, error, NO_SYMBOLIC_LINKS) from error
    return _done(step)


def _done(step: Step) -> Done:
    """Size and time are the photo's, which the link shows."""
    return Done(step.target, step.size, step.mtime_ns)


def _check(step: Step) -> bool:
    """Whether the photo is there as planned through a link, which a copy would be followed by."""
    try:
        facts = os.lstat(step.source)
        is_link = stat.S_ISLNK(facts.st_mode)
        if is_link:
            facts = step.source.stat()
    except OSError as error:
        raise unreadable(error) from error
    if (facts.st_size, facts.st_mtime_ns) != (step.size, step.mtime_ns):
        raise Unreadable(CHANGED)
    return is_link


def _of_this_one(step: Step, error: OSError, cannot: str) -> Exception:
    """The error itself where nothing can be written, else a sentence for this photo."""
    if isinstance(error, FileExistsError):
        return Unreadable(TAKEN)
    if not step.source.exists():
        return Unreadable(GONE, Cause.GONE)
    if sys.platform == "win32" and error.winerror == _NO_PRIVILEGE:
        return Unreadable(DEVELOPERS_ONLY)
    sentence = {errno.EXDEV: OTHER_DISK, errno.EMLINK: TOO_MANY}.get(error.errno or 0)
    if sentence is None and error.errno in _NO_LINKS:
        sentence = cannot
    if sentence is None and error.errno in _ONLY_THIS_ONE:
        sentence = f"The folder's disk cannot hold a link to this photo: {error.strerror}."
    return error if sentence is None else Unreadable(sentence)


def _settle_hard_link(step: Step, left: Aftermath) -> Done | None:
    return _settled(step, left, is_hard_link(step.source, step.target))


def _settle_symbolic_link(step: Step, left: Aftermath) -> Done | None:
    return _settled(step, left, is_symbolic_link(step.source, step.target))


def _settled(step: Step, left: Aftermath, is_ours: bool) -> Done | None:
    if not left.is_there(step.target):
        return None
    if is_ours or (not step.source.exists() and is_as_planned(step.target, step)):
        return _done(step)
    return None


def is_hard_link(source: Path, target: Path) -> bool:
    """Whether `target` is a second name of the file `source`, of which it may be a link."""
    try:
        return os.path.samestat(source.stat(), target.lstat()) and not is_same_entry(
            source.resolve(), target
        )
    except OSError:
        return False


def is_symbolic_link(source: Path, target: Path) -> bool:
    """Whether `target` is a symbolic link that leads to `source`."""
    try:
        return target.readlink() == source
    except OSError:
        return False


def _unlink(step: Step, _: Work) -> Done:
    if not step.source.exists():
        raise Unreadable("The photo is gone: its link was left.", Cause.GONE)
    is_link = is_symbolic_link(step.source, step.target) or is_hard_link(step.source, step.target)
    if not is_link:
        raise Unreadable(NO_LINK)
    step.target.unlink()
    return Done(None)


def _settle_unlink(step: Step, left: Aftermath) -> Done | None:
    return None if left.is_there(step.target) else Done(None)


def _take_back(step: Step, _: Done, work: Work) -> None:
    _unlink(step, work)


HARD_LINK = Kind(_hard_link, _settle_hard_link, _take_back)
SYMBOLIC_LINK = Kind(_symbolic_link, _settle_symbolic_link, _take_back)
UNLINK = Kind(_unlink, _settle_unlink)
