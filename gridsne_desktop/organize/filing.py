"""The plans of what is done to chosen photos: into a folder, into the Trash, each as a whole."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.organize.gathering import Wish, gather
from gridsne_desktop.organize.listings import Folders
from gridsne_desktop.organize.plan import plan_wishes
from gridsne_desktop.organize.steps import Plan, StepKind
from gridsne_desktop.organize.undo import plan_trash
from gridsne_desktop.progress import Run

OWN_NAMES: Final = "own names"
"""What the plan and its journal call the rule."""

Files: TypeAlias = tuple[Path, ...]
"""Absolute paths: a photo, then its companions."""


def plan_filing(photos: Sequence[Files], *, into: Path, way: StepKind, run: Run) -> Plan:
    """Plan that `photos` come into the folder `into` by `way`; nothing on the disk is touched.

    Sidecars come along. Names that are taken by something else get " (2)", all files of a photo
    the same. What has its copy there already, or is moved to where it is, is not planned again.

    Raises:
        GridsneError: The folder cannot be used.
        Cancelled: The run was cancelled.
    """
    return plan_wishes(
        [Wish(photo) for photo, *_ in photos],
        {photo: companions for photo, *companions in photos},
        into=into,
        rule=OWN_NAMES,
        way=way,
        run=run,
    )


def plan_discarding(photos: Sequence[Files], *, run: Run) -> Plan:
    """Plan that `photos` go to the Trash with all that is theirs alone; nothing is touched.

    Raises:
        ValueError: There are no photos.
        Cancelled: The run was cancelled.
    """
    found = gather(
        [Wish(photo) for photo, *_ in photos],
        {photo: companions for photo, *companions in photos},
        folders=Folders(),
        journals=None,
        run=run,
    )
    belonging = {
        item.wish.photo: [file.path for file in item.files[1:] if file.path not in found.staying]
        for item in found.items
    }
    return plan_trash([(photo, *belonging.get(photo, ())) for photo, *_ in photos], run=run)
