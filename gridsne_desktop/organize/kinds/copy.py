"""Copies."""

import os

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.organize.compare import is_copy
from gridsne_desktop.organize.copying import CHANGED, copy_step
from gridsne_desktop.organize.exclusive import is_reservation
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.kinds.base import Aftermath, Kind, Work, is_as_planned
from gridsne_desktop.organize.steps import Step


def _do(step: Step, work: Work) -> Done:
    part = work.part()
    return copy_step(step, part, ahead=work.ahead, run=work.run, on_bytes=work.on_bytes)


def _settle(step: Step, left: Aftermath) -> Done | None:
    if not left.is_there(step.target):
        return None
    for part in left.parts:
        if not os.path.lexists(part):
            continue
        if part.samefile(step.target):
            return done_at(step)
        if is_reservation(step.target, since_ns=left.since_ns):
            step.target.unlink()
        return None
    return done_at(step) if _is_ours(step, left) else None


def _is_ours(step: Step, left: Aftermath) -> bool:
    if not is_as_planned(step.source, step):  # gone or changed since: nothing to compare with
        return is_as_planned(step.target, step, about=True)
    return is_copy(step.source, step.source.stat(), step.target, run=left.run)


def done_at(step: Step) -> Done:
    """How a step left things whose target was found to be there."""
    facts = step.target.lstat()
    return Done(step.target, facts.st_size, facts.st_mtime_ns)


def _take_back(step: Step, done: Done, _: Work) -> None:
    facts = step.target.lstat()
    if (facts.st_size, facts.st_mtime_ns) != (done.size, done.mtime_ns):
        raise Unreadable(CHANGED)
    step.target.unlink()


COPY = Kind(_do, _settle, _take_back, has_part=True)
