"""What goes away: files into the Trash, and folders that are empty."""

import errno
import os
from dataclasses import replace

from gridsne_desktop.errors import Cause, Unreadable
from gridsne_desktop.organize.copying import CHANGED, GONE, unreadable
from gridsne_desktop.organize.exclusive import is_reservation
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.kinds.base import Aftermath, Kind, Work, is_as_planned
from gridsne_desktop.organize.kinds.move import RESTORE
from gridsne_desktop.organize.steps import Step

_NOT_EMPTY = (errno.ENOTEMPTY, errno.EEXIST)

NOT_EMPTY = "This folder is not empty; it was left."
NOBODY_KNOWS = "It is in the Trash, but nobody knows under which name."


def _trash(step: Step, work: Work) -> Done:
    try:
        step.source.lstat()
    except OSError as error:
        raise unreadable(error) from error
    if not is_as_planned(step.source, step):
        raise Unreadable(CHANGED)
    try:
        place = work.trash.put(step.source)
    except OSError as error:
        if os.path.lexists(step.source):
            reason = error.strerror or error
            raise Unreadable(f"This cannot be put into the Trash: {reason}.") from error
        place = work.trash.find(step.source, size=step.size, mtime_ns=step.mtime_ns)
        if place is None:
            raise Unreadable(GONE, Cause.GONE) from error
    return Done(place, step.size, step.mtime_ns)


def _settle_trash(step: Step, left: Aftermath) -> Done | None:
    is_there = left.is_there(step.source)
    if is_there and not (step.size and is_reservation(step.source, since_ns=left.since_ns)):
        return None
    place = left.trash.find(step.source, size=step.size, mtime_ns=step.mtime_ns)
    if is_there:
        if place is None:
            return None
        step.source.unlink()  # it was to be taken back, and got no further than its name
    return Done(place, step.size, step.mtime_ns)


def _out_of_trash(step: Step, done: Done, work: Work) -> None:
    if done.at is None:
        raise Unreadable(NOBODY_KNOWS)
    RESTORE.do(replace(step, source=done.at, target=step.source), work)


def _remove_folder(step: Step, _: Work) -> Done:
    try:
        step.target.rmdir()
    except FileNotFoundError:
        return Done(None)
    except OSError as error:
        if error.errno in _NOT_EMPTY:
            raise Unreadable(NOT_EMPTY) from error
        raise Unreadable(f"This folder was left: {error.strerror or error}.") from error
    return Done(None)


def _settle_folder(step: Step, left: Aftermath) -> Done | None:
    return None if left.is_there(step.target) else Done(None)


TRASH = Kind(_trash, _settle_trash, _out_of_trash)
REMOVE_FOLDER = Kind(_remove_folder, _settle_folder)
