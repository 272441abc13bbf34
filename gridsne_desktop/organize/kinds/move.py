"""Moves: by renaming on one volume, by a verified copy to another; and out of the Trash."""

import errno
import logging
import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.files import flush_folder
from gridsne_desktop.organize.compare import is_copy
from gridsne_desktop.organize.copying import CHANGED, GONE, TAKEN, copy_step, unreadable
from gridsne_desktop.organize.exclusive import is_reservation, rename_exclusively
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.kinds.base import (
    Aftermath,
    Kind,
    Work,
    is_as_planned,
    is_same_entry,
)
from gridsne_desktop.organize.kinds.copy import done_at
from gridsne_desktop.organize.steps import Step
from gridsne_desktop.organize.trash import Trash

_log = logging.getLogger(__name__)

LEADS_NOWHERE = "This is a link that would no longer lead to its photo from there."


def move(step: Step, work: Work) -> Done:
    """Move a file or a link.

    Raises:
        Unreadable: This one cannot be moved, and is where it was.
        OSError: The target folder cannot be written.
        Cancelled: The run was cancelled within a copy.
    """
    _check(step)
    try:
        _rename(step)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return _move_across(step, work)
        if not _has_moved(step):
            raise _of_this_one(step, error) from error
    return Done(step.target, step.size, step.mtime_ns)


def _check(step: Step) -> None:
    try:
        facts = os.lstat(step.source)
    except OSError as error:
        raise unreadable(error) from error
    is_same = (facts.st_size, facts.st_mtime_ns) == (step.size, step.mtime_ns)
    if not (is_same or is_as_planned(step.source, step)):
        raise Unreadable(CHANGED)
    if stat.S_ISLNK(facts.st_mode) and not _leads_on(step):
        raise Unreadable(LEADS_NOWHERE)


def _leads_on(step: Step) -> bool:
    """Whether a link leads from the target to what it leads to now."""
    led = step.source.readlink()
    if led.is_absolute() or not step.source.exists():
        return True
    try:
        return step.source.samefile(step.target.parent / led)
    except OSError:
        return False


def _rename(step: Step) -> None:
    try:
        rename_exclusively(step.source, step.target)
    except FileExistsError:
        if not is_same_entry(step.source, step.target):
            raise
        step.source.rename(step.target)  # another case, on a disk that takes both for one


def _has_moved(step: Step) -> bool:
    """Whether it is done, whatever the system says: a network folder may ask twice."""
    return not os.path.lexists(step.source) and is_as_planned(step.target, step)


def _of_this_one(step: Step, error: OSError) -> Exception:
    """The error itself where the next file would have it, too, else a sentence for this one."""
    if isinstance(error, FileExistsError):
        return Unreadable(TAKEN)
    if not os.path.lexists(step.source):
        return Unreadable(GONE, Cause.GONE)
    if isinstance(error, PermissionError) and os.access(step.target.parent, os.W_OK | os.X_OK):
        return _stuck(error)
    return error


def _stuck(error: OSError) -> Unreadable:
    reason = error.strerror or str(error)
    return Unreadable(f"This photo cannot leave its folder: {reason}.")


def _move_across(step: Step, work: Work) -> Done:
    if not os.access(step.source.parent, os.W_OK):  # asked before much is copied in vain
        raise _stuck(OSError(errno.EACCES, os.strerror(errno.EACCES)))
    part = work.part()  # told in any case: by it `settle` knows that two files may be there
    if step.source.is_symlink():
        done = _link_again(step)
    else:
        done = copy_step(step, part, run=work.run, on_bytes=work.on_bytes)
    flush_folder(step.target.parent)
    _remove_source(step)
    return done


def _link_again(step: Step) -> Done:
    try:
        step.target.symlink_to(step.source.readlink())
    except FileExistsError as error:
        raise Unreadable(TAKEN) from error
    shutil.copystat(step.source, step.target, follow_symlinks=False)
    return Done(step.target, step.size, step.mtime_ns)


def _remove_source(step: Step) -> None:
    """Remove what was copied; where that cannot be, remove the copy.

    Raises:
        Unreadable: The source has changed, or cannot be removed.
    """
    refusal = None if is_as_planned(step.source, step) else Unreadable(CHANGED)
    if refusal is None:
        try:
            step.source.unlink()
        except OSError as error:
            refusal = _stuck(error)
    if refusal is None or not os.path.lexists(step.source):
        return  # where somebody else has removed it, the copy is the only one now
    step.target.unlink()
    raise refusal


def settle_move(step: Step, left: Aftermath) -> Done | None:
    """As `Kind.settle`."""
    if not left.is_there(step.source):
        if left.is_there(step.target) and is_as_planned(step.target, step, about=True):
            return done_at(step) if left.parts else Done(step.target, step.size, step.mtime_ns)
        raise Unreadable(GONE, Cause.GONE)
    if not left.is_there(step.target) or is_same_entry(step.source, step.target):
        return None
    if _is_both(step, left):
        flush_folder(step.target.parent)
        step.source.unlink()
        return done_at(step) if left.parts else Done(step.target, step.size, step.mtime_ns)
    if step.size and is_reservation(step.target, since_ns=left.since_ns):
        step.target.unlink()
    elif _is_half_back(step, left):
        step.source.unlink()
        return Done(step.target, step.size, step.mtime_ns)
    return None


def _is_half_back(step: Step, left: Aftermath) -> bool:
    """Whether the file was to be taken back, and got no further than its name."""
    is_name = bool(step.size) and is_reservation(step.source, since_ns=left.since_ns)
    return is_name and is_as_planned(step.target, step, about=True)


def _is_both(step: Step, left: Aftermath) -> bool:
    """Whether the file is at both ends: only the source's removal is missing."""
    source, target = step.source.lstat(), step.target.lstat()
    if os.path.samestat(source, target):
        return True
    if not left.parts:
        return False
    if step.source.is_symlink():
        return step.target.is_symlink() and step.source.readlink() == step.target.readlink()
    return is_as_planned(step.source, step) and is_copy(
        step.source, source, step.target, run=left.run
    )


def _take_back(step: Step, _: Done, work: Work) -> None:
    move(_reversed(step, step.target), work)


def _reversed(step: Step, at: Path) -> Step:
    facts = at.lstat()
    size, mtime_ns = facts.st_size, facts.st_mtime_ns
    return replace(step, source=at, target=step.source, size=size, mtime_ns=mtime_ns)


def _restore(step: Step, work: Work) -> Done:
    done = move(step, work)
    _forget(step.source, work.trash)
    return done


def _settle_restore(step: Step, left: Aftermath) -> Done | None:
    done = settle_move(step, left)
    if done is not None:
        _forget(step.source, left.trash)
    return done


def _forget(place: Path, trash: Trash) -> None:
    try:
        trash.forget(place)
    except OSError as error:  # the file is back; a note too many harms nobody
        _log.warning("the Trash keeps a note of %s: %s", place, error)


MOVE = Kind(move, settle_move, _take_back)
RESTORE = Kind(_restore, _settle_restore)
