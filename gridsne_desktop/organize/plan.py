"""From photos and a rule to the plan of what will be done; making it touches nothing."""

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.gathering import Wish, gather
from gridsne_desktop.organize.listings import Folder, Folders, Identity
from gridsne_desktop.organize.planning import Planning
from gridsne_desktop.organize.rules import RULES, RuleOptions, Subject
from gridsne_desktop.organize.steps import Plan, Resolution, Step, StepKind
from gridsne_desktop.progress import Run

__all__ = ["Plan", "Step", "StepKind", "make_plan"]

DEFAULTS: Final = RuleOptions()
NOTHING_RESOLVED: Final[Mapping[Path, Resolution]] = MappingProxyType({})


def make_plan(
    subject: Subject,
    *,
    into: Path,
    rule: str,
    way: StepKind = StepKind.COPY,
    options: RuleOptions = DEFAULTS,
    resolutions: Mapping[Path, Resolution] = NOTHING_RESOLVED,
    otherwise: Resolution = Resolution.KEEP_BOTH,
    remove_emptied: bool = False,
    run: Run,
    journals: Path | None = None,
) -> Plan:
    """Plan where the photos of `subject` go, all their companions with them; touches nothing.

    What is there already with the same bytes is not planned again, so that the same wish after a
    partial run resumes it. A photo that an earlier run has numbered loses its old number, where a
    journal proves it.

    Args:
        subject: The photos.
        into: The folder for all of them; it need not exist. Moved photos may lie in it already.
        rule: A name of `RULES`.
        way: One of `WAYS`.
        options: What is wished of the rule.
        resolutions: What to do where the name of a photo is taken, by the photo's path.
        otherwise: The same for all other photos.
        remove_emptied: Whether folders go away that are empty once their photos have moved.
        run: Asked whether to go on.
        journals: The folder of the journals.

    Raises:
        GridsneError: There is no such rule, it needs what the subject does not know, or the
            folder cannot be used.
        Cancelled: The run was cancelled.
    """
    if rule not in RULES:
        raise GridsneError(
            f'There is no rule "{rule}".', f"Choose one of: {', '.join(sorted(RULES))}."
        )
    wishes = [
        Wish(place.photo.path, place.folder, place.prefix)
        for place in RULES[rule].places(subject, options)
    ]
    return plan_wishes(
        wishes,
        {bundle.photo: bundle.companions for bundle in subject.bundles},
        into=into,
        rule=rule,
        way=way,
        resolutions=resolutions,
        otherwise=otherwise,
        remove_emptied=remove_emptied,
        run=run,
        journals=journals,
    )


def plan_wishes(
    wishes: Sequence[Wish],
    companions: Mapping[Path, Sequence[Path]],
    *,
    into: Path,
    rule: str,
    way: StepKind = StepKind.COPY,
    resolutions: Mapping[Path, Resolution] = NOTHING_RESOLVED,
    otherwise: Resolution = Resolution.KEEP_BOTH,
    remove_emptied: bool = False,
    run: Run,
    journals: Path | None = None,
) -> Plan:
    """As `make_plan`, for photos whose places are known.

    Args:
        wishes: Where the photos go, each once.
        companions: Those that are known already, by photo; others are found by their names.
        into: As `make_plan`; so are the other arguments.
        rule: What the plan and its journal call it.
        way: One of `WAYS`.
        resolutions: By photo.
        otherwise: For all others.
        remove_emptied: Whether emptied folders go away.
        run: Asked whether to go on.
        journals: The folder of the journals.

    Raises:
        GridsneError: The folder cannot be used.
        Cancelled: The run was cancelled.
    """
    into = _plain(into.absolute())
    folders = Folders()
    wished = dict.fromkeys(wish.folder for wish in wishes)
    targets = {folder: folders.below(into, folder) for folder in wished}
    folders.at(into)
    gathered = gather(wishes, companions, folders=folders, journals=journals, run=run)
    homes = {item.home.identity: item.home.path for item in gathered.items}
    if way is not StepKind.MOVE:
        _check_apart(targets.values(), homes)
    planning = Planning(gathered, targets, way=way, homes=homes, run=run)
    planning.place(lambda photo: resolutions.get(photo, otherwise))
    return planning.plan(into, rule, folders=folders, remove_emptied=remove_emptied)


def _plain(path: Path) -> Path:
    """The same folder without `..`, which a link before it would make another than it seems."""
    return path.resolve() if ".." in path.parts else path


def _check_apart(targets: Iterable[Folder], homes: Container[Identity]) -> None:
    """Refuse to let copies mix with the photos that they are of.

    Raises:
        GridsneError: A target is a folder of photos.
    """
    for target in targets:
        if target.identity in homes:
            raise GridsneError(
                f"{target.path} is a folder that these photos are in.",
                "Copies would mix with the photos there. "
                "Choose another folder, or a new one in it.",
            )
