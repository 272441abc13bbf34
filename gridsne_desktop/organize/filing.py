"""The plan of copying or moving chosen photos into a folder, each with all that belongs to it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gridsne_desktop.organize.copies import Files, plan_copies
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.progress import Run


def plan_filing(photos: Sequence[Files], *, into: Path, way: StepKind, run: Run) -> Plan:
    """Plan that `photos` come into the folder `into` by `way`; nothing on the disk is touched.

    Names are as in `plan_copies`. A photo that is there already stays as it is.

    Raises:
        GridsneError: The folder cannot be used.
        Cancelled: The run was cancelled.
    """
    into = into.absolute()
    others = [files for files in photos if any(path.parent != into for path in files)]
    plan = plan_copies(others, into=into, run=run)
    owners = {path: files[0] for files in reversed(photos) for path in files}

    def filed(steps: tuple[Step, ...]) -> tuple[Step, ...]:
        return tuple(replace(s, kind=way, photo=owners[s.source]) for s in steps)

    return replace(plan, way=way, steps=filed(plan.steps), already_there=filed(plan.already_there))
