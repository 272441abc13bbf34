"""Folders that a plan leaves empty."""

import os
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
    gone = set(leaving)
    homes = {path.parent for path in gone}
    if not homes:
        return []
    top = Path(os.path.commonpath(homes))
    above = {parent for home in homes for parent in home.parents if parent.is_relative_to(top)}
    needed = {folder for target in targets for folder in (target, *target.parents)}
    found: list[Path] = []
    every = homes | (above - {top})
    for folder in sorted(every, key=lambda path: (-len(path.parts), path)):
        if folder not in needed and _is_left_empty(folder, gone, folders):
            gone.add(folder)
            found.append(folder)
    return found


def _is_left_empty(folder: Path, gone: Collection[Path], folders: Folders) -> bool:
    try:
        here = folders.at(folder)
    except GridsneError:  # what cannot be read is not known to be empty
        return False
    return all(folder / name in gone for name in (*here.names, *here.folders))
