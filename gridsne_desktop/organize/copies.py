"""The plan of copying photos as they are: own names, each with all files that belong to it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.organize.gathering import Wish
from gridsne_desktop.organize.plan import plan_wishes
from gridsne_desktop.organize.steps import Plan
from gridsne_desktop.progress import Run

OWN_NAMES: Final = "own names"
"""What the plan and its journal call the rule."""

Files: TypeAlias = tuple[Path, ...]
"""Absolute paths: a photo, then its companions."""


def plan_copies(photos: Sequence[Files], *, into: Path, run: Run) -> Plan:
    """Plan copies of `photos` in the folder `into`; nothing on the disk is touched.

    Names that are taken by something else get " (2)", all files of a photo the same; a file
    whose copy is there already is not planned again.

    Raises:
        GridsneError: The folder cannot be used.
        Cancelled: The run was cancelled.
    """
    return plan_wishes(
        [Wish(photo) for photo, *_ in photos],
        {photo: companions for photo, *companions in photos},
        into=into,
        rule=OWN_NAMES,
        run=run,
    )
