"""What the dialog says: what can be chosen, what a plan is, how it goes, what became of it."""

from typing import Final

from gridsne_desktop.organize.steps import Plan, Resolution, StepKind
from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.dialogs.organize.choice import Offer
from gridsne_desktop.qt.dialogs.organize.preview import Folder, Preview, Result, Sums
from gridsne_desktop.qt.dialogs.words import counted, data_size
from gridsne_desktop.qt.words import duration

RULES: Final = {
    "order": Offer("&Order", "Numbers the names as one reads the grid."),
    "groups": Offer("&Groups", "A folder for each group of like photos."),
    "date": Offer("&Date", "Folders by when photos were taken."),
    "rows": Offer("Ro&ws", "A folder for each row of the grid."),
    "regions": Offer("&Selection", "The selected photos into one folder."),
}
"""Keys of `rules.RULES`, as a person chooses them."""

RESOLUTIONS: Final = {
    Resolution.KEEP_BOTH: ("&Keep Both", "The new one gets (2) after its name."),
    Resolution.SKIP: ("&Skip", "The photo stays where it is, and nothing is made of it."),
    Resolution.REPLACE: ("&Replace", "What is there now goes to the Trash."),
}
"""What can be done about a taken name, and what that means."""

NO_DESTINATION: Final = "Choose the folder that the photos go to. A new one is made if need be."
LOOKING: Final = "Looking what is there…"

_SECONDS_TO_TRUST_A_RATE = 1.0
_BETWEEN = "  ·  "
_VERBS: Final = {
    StepKind.COPY: ("&Copy", "Copying…", "copied"),
    StepKind.MOVE: ("&Move", "Moving…", "moved"),
    StepKind.HARD_LINK: ("&Link", "Linking…", "linked"),
    StepKind.SYMBOLIC_LINK: ("&Link", "Linking…", "linked"),
}


def order_line(sort: str) -> str:
    """What the rule "order" does where photos are sorted."""
    return f"Numbers the names, sorted by {sort}."


def copy_line(size: int) -> str:
    """What a copy of files of `size` bytes costs."""
    return f"{data_size(size)} more. The originals stay."


def ways(size: int) -> dict[str, Offer]:
    """What can be done with photos of `size` bytes: its cost, what becomes of the originals."""
    return {
        StepKind.COPY: Offer("Cop&y", copy_line(size)),
        StepKind.MOVE: Offer("&Move", "Originals go there; no space on one disk."),
        StepKind.HARD_LINK: Offer(
            "&Hard link",
            "No space, same disk only. One file under two names: who edits one edits both.",
        ),
        StepKind.SYMBOLIC_LINK: Offer(
            "S&ymbolic link", "No space. Leads to the originals, which must stay where they are."
        ),
    }


def button_text(sums: Sums | None, way: StepKind) -> str:
    """What the button will do."""
    verb = _VERBS[way][0]
    if sums is None or not sums.plan.steps:
        return f"{verb} photos"
    size = f" ({data_size(sums.size)})" if sums.size else ""
    return f"{verb} {counted(sums.photos, 'photo')}{size}"


def totals(preview: Preview) -> str:
    """How many photos, how much is written, how much room there is, what needs a look."""
    sums, plan = preview.sums, preview.sums.plan
    facts = [_amount(sums), _room(preview)]
    if sums.already:
        facts.append(f"{counted(sums.already, 'photo')} already there")
    if plan.problems:
        facts.append(f"{len(plan.problems):,} cannot be {_VERBS[plan.way][2]}")
    if plan.orphans:
        facts.append(_orphans(len(plan.orphans)))
    if sums.emptied:
        facts.append(f"{counted(sums.emptied, 'emptied folder')} removed")
    return _BETWEEN.join(facts)


def needs_more_room(preview: Preview) -> bool:
    """Whether what is written is more than there is room for."""
    return preview.sums.size > preview.free


def conflicts(count: int) -> str:
    """How many names are taken."""
    if count == 1:
        return "1 name is taken there by another file."
    return f"{count:,} names are taken there by other files."


def working(plan: Plan) -> str:
    """What is being done."""
    return "Undoing…" if plan.undoes is not None else _VERBS[plan.way][1]


def progress_text(progress: Progress, sums: Sums) -> str:
    """How far it is, how fast, how long it takes yet."""
    share = progress.done / progress.total if progress.total else 0.0
    facts = [f"{round(share * sums.photos):,} of {counted(sums.photos, 'photo')}"]
    if progress.seconds >= _SECONDS_TO_TRUST_A_RATE:
        if sums.size:
            facts.append(f"{data_size(round(share * sums.size / progress.seconds))} a second")
        if progress.seconds_left is not None and progress.done < progress.total:
            facts.append(f"{duration(progress.seconds_left)} left")
    return _BETWEEN.join(facts)


def result(result: Result) -> str:
    """What was done, in one sentence for each thing."""
    verb = _VERBS[result.plan.way][2]
    made, problems = f"{counted(result.made, 'photo')} {verb}", len(result.outcome.problems)
    if problems:
        made += f", {problems:,} could not be {verb}: see the list"
    sentences = [f"{made}."]
    if result.already:
        were = "were" if result.already > 1 else "was"
        sentences.append(f"{result.already:,} {were} already there.")
    return " ".join(sentences)


def stopped(result: Result) -> str:
    """What there is after Cancel."""
    of = counted(result.made + result.left, "photo")
    if result.plan.undoes is not None:
        return f"Stopped. {result.made:,} of {of} taken back."
    return f"Stopped. {result.made:,} of {of} {_VERBS[result.plan.way][2]}: go on, or undo."


def undone(result: Result) -> str:
    """What an undo has brought back."""
    back, left = counted(result.made, "photo"), len(result.outcome.problems)
    if not left:
        return f"Undone: {back} taken back. Everything is as it was."
    stay = f"{left:,} files stay as they are" if left > 1 else "1 file stays as it is"
    return f"{back} taken back. {stay}: see the list."


def folder_facts(folder: Folder) -> str:
    """How much comes into a folder."""
    return _BETWEEN.join([counted(folder.photos, "photo"), data_size(folder.size)])


def folder_tip(name: str, folder: Folder) -> str:
    """The same with its name and the number of files."""
    return f"{name}: {folder_facts(folder)}{_BETWEEN}{counted(folder.files, 'file')}"


def _orphans(count: int) -> str:
    return f"{count:,} files without photos stay" if count > 1 else "1 file without a photo stays"


def _amount(sums: Sums) -> str:
    if sums.files > sums.photos:
        return f"{counted(sums.photos, 'photo')} in {counted(sums.files, 'file')}"
    return counted(sums.photos, "photo")


def _room(preview: Preview) -> str:
    needed, free = preview.sums.size, data_size(preview.free)
    if not preview.sums.plan.steps:
        return "nothing to do"
    if not needed:
        return "costs no space"
    if needs_more_room(preview):
        return f"{data_size(needed)} to write, only {free} free there: not enough"
    return f"{data_size(needed)} to write, {free} free there"
