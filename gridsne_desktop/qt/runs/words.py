"""What is said of runs: before, meanwhile, afterwards."""

from pathlib import Path
from typing import Final

from gridsne_desktop.organize.steps import StepKind
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.runs.work import Result

_NOUNS: Final = {
    StepKind.COPY: "Copy of",
    StepKind.MOVE: "Move of",
    StepKind.HARD_LINK: "Linking of",
    StepKind.SYMBOLIC_LINK: "Linking of",
}
_PARTICIPLES: Final = {
    StepKind.COPY: "copied",
    StepKind.MOVE: "moved",
    StepKind.HARD_LINK: "linked",
    StepKind.SYMBOLIC_LINK: "linked",
    StepKind.TRASH: "moved",
}
_DOING: Final = {
    StepKind.COPY: "Copying",
    StepKind.MOVE: "Moving",
    StepKind.HARD_LINK: "Linking",
    StepKind.SYMBOLIC_LINK: "Linking",
    StepKind.TRASH: "Moving",
}


def menu_name(way: StepKind, count: int, noun: str = "Photo") -> str:
    """What the menu says after "Undo": `Move of 3 Photos`."""
    told = counted(count, noun)
    return f"Move of {told} to the Trash" if way is StepKind.TRASH else f"{_NOUNS[way]} {told}"


def doing(way: StepKind, photos: int) -> str:
    """What is said while it is done: `Moving 3 photos`."""
    told = f"{_DOING[way]} {counted(photos, 'photo')}"
    return f"{told} to the Trash" if way is StepKind.TRASH else told


def undoing(name: str, *, again: bool) -> str:
    """What is said while something is taken back, or done again."""
    return f"{'Doing again' if again else 'Undoing'}: {_sentence(name)}"


def going_on(name: str) -> str:
    """What is said while a stopped run goes on."""
    return f"Going on: {_sentence(name)}"


def result(way: StepKind, into: Path, outcome: Result) -> str:
    """What was done, and what could not be, in a sentence each."""
    there = "to the Trash" if way is StepKind.TRASH else f"into {into.name or into}"
    told = []
    if outcome.photos or not (outcome.problems or outcome.error):
        verb = _PARTICIPLES[way]
        told.append(f"{counted(outcome.photos, 'photo')} {verb} {there}")
    if outcome.was_cancelled:
        told.insert(0, "Stopped")
    return "; ".join([*told, *_left(outcome, f"could not be {_PARTICIPLES[way]}")])


def undone(name: str, outcome: Result, *, again: bool) -> str:
    """What came of taking back, or doing again, what is called `name`."""
    told = []
    if not (outcome.problems or outcome.error or outcome.was_cancelled):
        told.append(f"{_sentence(name)} {'done again' if again else 'undone'}")
    elif outcome.photos:
        told.append(f"{counted(outcome.photos, 'photo')} brought back")
    if outcome.was_cancelled:
        told.insert(0, "Stopped")
    return "; ".join([*told, *_left(outcome, "could not be brought back")])


def _left(outcome: Result, verb: str) -> list[str]:
    """What was left out, and why where one sentence says it all."""
    if outcome.error is not None:
        return [outcome.error.title.removesuffix(".")]
    if not outcome.problems:
        return []
    reasons = {problem.reason for problem in outcome.problems}
    why = f": {reasons.pop().removesuffix('.')}" if len(reasons) == 1 else ""
    return [f"{counted(len(outcome.problems), 'file')} {verb}{why}"]


def _sentence(name: str) -> str:
    """`Move of 3 Photos` as a sentence begins."""
    return name.replace("Photo", "photo").replace("File", "file")
