"""The folders that a run makes and changes: told to the journal, with their times."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from gridsne_desktop.files import flush_folder
from gridsne_desktop.organize.journal import Journal
from gridsne_desktop.organize.paths import folder_of
from gridsne_desktop.organize.steps import WRITES_NEW, Step, StepKind
from gridsne_desktop.organize.volumes import Volumes

_TAKES_AWAY = frozenset({StepKind.MOVE, StepKind.TRASH})
"""Kinds that change the source's folder; whose the Trash's folders are is no matter of ours."""


class Folders:
    """Makes the targets' folders, and knows which folders the steps have changed."""

    def __init__(self, journal: Journal, volumes: Volumes, *, known: Iterable[Path] = ()) -> None:
        """`known`: folders that the journal has told of already, when the run was begun."""
        self._journal, self._volumes = journal, volumes
        self._changed: dict[Path, None] = dict.fromkeys(known)
        self._there: set[Path] = set()
        self._unflushed: set[Path] = set()

    def tell_times(self, steps: Iterable[Step]) -> None:
        """Tell when the folders that will change were written last.

        Raises:
            OSError: The journal cannot be written.
        """
        changing = dict.fromkeys(map(self._volumes.nearest, _changed_by(steps)))
        new = [folder for folder in changing if folder not in self._changed]
        if new:
            self._journal.times(times_of(new).items())
            self._changed |= dict.fromkeys(new)

    def missing(self, steps: Iterable[Step]) -> list[Path]:
        """The targets' folders that are not there, each after those that it lies in."""
        missing: list[Path] = []
        for folder in dict.fromkeys(folder_of(s.target) for s in steps if s.kind in WRITES_NEW):
            missing += reversed(self._missing(Path(folder)))
        return missing

    def make(self, missing: Iterable[Path]) -> None:
        """Make folders of which the journal has told.

        Raises:
            OSError: One cannot be made.
        """
        for folder in missing:
            self._changed[folder] = None
            folder.mkdir(exist_ok=True)
            self._unflushed |= {folder, folder.parent}

    def _missing(self, folder: Path) -> list[Path]:
        missing: list[Path] = []
        while folder not in self._there:
            self._there.add(folder)
            if folder.is_dir() or folder == folder.parent:
                break
            missing.append(folder)
            folder = folder.parent
        return missing

    def flush(self, steps: Iterable[Step]) -> None:
        """Make the names that the steps have changed last through a power cut."""
        self._unflushed.update(_changed_by(steps))
        for folder in self._unflushed:
            flush_folder(folder)
        self._unflushed.clear()

    def tell_left(self) -> None:
        """Tell how the run leaves the folders.

        Raises:
            OSError: The journal cannot be written.
        """
        self._journal.left(times_of(self._changed).items())


def times_of(folders: Iterable[Path]) -> dict[Path, int]:
    """When folders were written last, in ns; of those that are there."""
    found: dict[Path, int] = {}
    for folder in folders:
        try:
            found[folder] = folder.stat().st_mtime_ns
        except OSError:  # gone, or not to be seen: then it has no time to bring back
            continue
    return found


def set_times(times: Mapping[Path, int]) -> list[tuple[Path, str]]:
    """Let folders seem written last at these times, in ns; the others, and why not."""
    failed: list[tuple[Path, str]] = []
    for folder, mtime_ns in times.items():
        try:
            os.utime(folder, ns=(folder.stat().st_atime_ns, mtime_ns))
        except FileNotFoundError:
            continue
        except OSError as error:
            failed.append((folder, f"Its time could not be set back: {error.strerror or error}."))
    return failed


def _changed_by(steps: Iterable[Step]) -> list[Path]:
    """The folders in which steps change a name, and those that go away themselves."""
    found: dict[str, None] = {}
    for step in steps:
        found[folder_of(step.target)] = None
        if step.kind is StepKind.REMOVE_FOLDER:
            found[str(step.target)] = None
        elif step.kind in _TAKES_AWAY:
            found[folder_of(step.source)] = None
    return [Path(folder) for folder in found]
