"""Past runs in words: when, what, how they stand."""

from datetime import date, datetime, timedelta
from typing import Final

from gridsne_desktop.organize.record import Record
from gridsne_desktop.organize.runs import PastRun, RunState
from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.organize.undo import UNDO
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.runs import words

_VERBS: Final = {
    StepKind.COPY: "Copied",
    StepKind.MOVE: "Moved",
    StepKind.HARD_LINK: "Linked",
    StepKind.SYMBOLIC_LINK: "Linked",
    StepKind.TRASH: "Moved",
}
_ARTICLES: Final = {
    StepKind.COPY: "A copy",
    StepKind.MOVE: "A move",
    StepKind.HARD_LINK: "Linking",
    StepKind.SYMBOLIC_LINK: "Linking",
    StepKind.TRASH: "A move",
}


def when(begun: datetime, *, today: date) -> str:
    """`Today, 12:41`, `Yesterday, 18:03`, `23 Nov 2026, 18:03`."""
    day = begun.date()
    if day == today:
        told = "Today"
    elif day == today - timedelta(days=1):
        told = "Yesterday"
    else:
        told = f"{day.day} {day:%b %Y}"
    return f"{told}, {begun:%H:%M}"


def what(past: PastRun) -> str:
    """`Moved 398 files into Best`."""
    if past.rule == UNDO:
        return f"Took back {counted(past.done, 'file')}"
    return f"{_VERBS[past.way]} {counted(past.done, 'file')} {_there(past)}"


def state(past: PastRun) -> str:
    """How it stands, and what is not as it was wished."""
    match past.state:
        case RunState.FINISHED:
            told = "Done"
        case RunState.STOPPED | RunState.UNFINISHED:
            verb = "Stopped" if past.state is RunState.STOPPED else "Interrupted"
            told = f"{verb} after {past.done:,} of {past.steps:,}"
        case RunState.UNDER_WAY:
            told = "Under way"
        case RunState.UNDONE:
            told = "Undone"
        case RunState.PARTLY_UNDONE:
            told = f"Partly undone, {past.standing:,} of {past.done:,} stay"
    return f"{told}, {past.left_out:,} left out" if past.left_out else told


def name(past: PastRun) -> str:
    """As the menu would call it."""
    return words.menu_name(past.way, past.done, "File")


def interrupted(record: Record) -> str:
    """What a killed run was, and how far it came."""
    every = {step.photo or step.source for step in record.steps.values()}
    done = {
        record.steps[number].photo or record.steps[number].source
        for number in record.done
        if number in record.steps
    }
    if record.undoes is not None:
        told = "Taking something back"
    elif record.way is StepKind.TRASH:
        told = "A move to the Trash"
    else:
        told = f"{_ARTICLES[record.way]} into {record.into.name or record.into}"
    return f"{told} was interrupted after {len(done):,} of {counted(len(every), 'photo')}."


def _there(past: PastRun) -> str:
    if past.way is StepKind.TRASH:
        return "to the Trash"
    return f"into {past.into.name or past.into}"
