"""On which volumes the steps of a plan read and write, and whether there is room."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.copying import clone
from gridsne_desktop.organize.digest import BINARY
from gridsne_desktop.organize.paths import folder_of
from gridsne_desktop.organize.steps import Step, StepKind

_UNITS: Final = ("bytes", "kB", "MB", "GB", "TB")
_UNIT_FACTOR: Final = 1000


class Volumes:
    """Knows of folders, also of those that are still to be made, which volume they are on."""

    def __init__(self) -> None:
        self._nearest: dict[Path, Path] = {}
        self._devices: dict[str, int] = {}

    def nearest(self, folder: Path) -> Path:
        """The folder itself, or the nearest one above it that is there."""
        found = self._nearest.get(folder)
        if found is None:
            is_last = folder.is_dir() or folder == folder.parent
            found = self._nearest[folder] = folder if is_last else self.nearest(folder.parent)
        return found

    def written(self, step: Step) -> int:
        """Bytes that a step will write: of copies, and of moves to another volume."""
        if step.kind is StepKind.COPY:
            return step.size
        if step.kind in {StepKind.MOVE, StepKind.RESTORE}:
            is_same = self._device_of(step.source) == self._device_of(step.target)
            return 0 if is_same else step.size
        return 0

    def check_room(self, steps: Iterable[Step]) -> None:
        """Refuse steps that need more room than there is on one of their volumes.

        Raises:
            GridsneError: So it is.
            OSError: A volume does not tell.
        """
        needed: dict[int, int] = {}
        writing: dict[int, Step] = {}
        for step in steps:
            written = self.written(step)
            if written:
                device = self._device_of(step.target)
                needed[device] = needed.get(device, 0) + written
                writing.setdefault(device, step)
        for device, step in writing.items():
            self._check(step, needed[device])

    def _check(self, step: Step, needed: int) -> None:
        folder = self.nearest(step.target.parent)
        usage = shutil.disk_usage(folder)
        if not usage.total or usage.free >= needed:  # some network folders do not know: total 0
            return
        if _clones(step.source, folder):
            return
        raise GridsneError(
            f"There is too little room in {step.target.parent}: the files need "
            f"{readable(needed)}, {readable(usage.free)} are free.",
            "Make room there, or choose a folder on another disk.",
        )

    def _device_of(self, path: Path) -> int:
        """The volume of the folder of a file."""
        folder = folder_of(path)
        found = self._devices.get(folder)
        if found is None:
            found = self._devices[folder] = self.nearest(path.parent).stat().st_dev
        return found


def readable(size: float) -> str:
    """Bytes as a person reads them."""
    for unit in _UNITS:
        if size < _UNIT_FACTOR or unit == _UNITS[-1]:
            break
        size /= _UNIT_FACTOR
    return f"{size:.0f} {unit}" if unit == _UNITS[0] else f"{size:.1f} {unit}"


def _clones(source: Path, folder: Path) -> bool:
    """Whether copies of such files cost no room there: tried with a file without a name."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        one = os.open(source, os.O_RDONLY | BINARY)
    except OSError:
        return False
    try:
        other = os.open(folder, os.O_TMPFILE | os.O_WRONLY)
    except OSError:
        os.close(one)
        return False
    try:
        return clone(one, other)
    finally:
        os.close(one)
        os.close(other)


def free_bytes(folder: Path) -> int:
    """Bytes free where `folder` is or would be made.

    Raises:
        GridsneError: The disk does not say.
    """
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        return shutil.disk_usage(there).free
    except OSError as error:
        raise GridsneError(
            f"The disk of {folder} cannot be used: {error.strerror}.", "Choose another folder."
        ) from error
