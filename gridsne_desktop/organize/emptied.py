"""Folders that a plan leaves empty."""

import os
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.listings import Folders


def emptied(leaving: Collection[Path], targets: Iterable[Path], folders: Folders) -> list[Path]:
    """The folders that are empty once all of `leaving` are gone, those within others first.

    Folders above the photos' own are looked at as far as the photos have them in common.

    Args:
        leaving: Files that move away.
        targets: Folders that something goes into.
        folders: The folders that were looked at.
    """
    left = Counter(str(path).rpartition(os.sep)[0] for path in leaving)
    homes = set(map(Path, left))
    if not homes:
        return []
    top = Path(os.path.commonpath(homes))
    above = {parent for home in homes for parent in home.parents if parent.is_relative_to(top)}
    needed = {folder for target in targets for folder in (target, *target.parents)}
    found: list[Path] = []
    every = homes | (above - {top})
    for folder in sorted(every, key=lambda path: (-len(path.parts), path)):
        if folder not in needed and _held(folder, folders) == left[str(folder)]:
            left[str(folder.parent)] += 1
            found.append(folder)
    return found


def _held(folder: Path, folders: Folders) -> int:
    """How much is in a folder; what cannot be read is not known to become empty."""
    try:
        here = folders.at(folder)
    except GridsneError:
        return -1
    return len(here.names) + len(here.folders)
