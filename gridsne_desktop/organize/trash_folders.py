"""Where systems keep what was put in the Trash, and what they note about it.

Linux: specifications.freedesktop.org/trash-spec (1.0): files in `files`, a note each in `info`.
Windows: `$R…` is the file, `$I…` its note (version 1 since Vista, 2 since Windows 10). macOS: a
folder; which file came from where only the Finder knows.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote_to_bytes

TRIED_NAMES: Final = 10
"""Names that a Trash gives to files of one name, one after another, before it is listed."""

_WINDOWS_FILE, _WINDOWS_NOTE = "$R", "$I"
_WINDOWS_PATH_AT: Final = {1: 24, 2: 28}
"""Where the path begins in a note of Windows, in bytes, by the note's version."""


def trash_folders(path: Path) -> list[Path]:
    """The folders in which a file from `path` may lie, the likely ones first; none need exist."""
    if sys.platform == "win32":
        return [
            folder
            for folder in _listed(Path(path.anchor) / "$Recycle.Bin")
            if folder.name.startswith("S-1-")
        ]
    top, user = _mount_point(path.parent), os.getuid()
    if sys.platform == "darwin":
        return [Path.home() / ".Trash", top / ".Trashes" / str(user)]
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "Trash"
    return [home / "files", top / ".Trash" / str(user) / "files", top / f".Trash-{user}" / "files"]


def expected_names(name: str) -> Iterator[str]:
    """What a Trash first calls a file of this name: `a.jpg`, then `a 1.jpg`, and so on."""
    yield name
    stem, ending = os.path.splitext(name)  # noqa: PTH122 — as send2trash divides it
    for number in range(1, TRIED_NAMES):
        yield f"{stem} {number}{ending}"


def note_of(place: Path) -> Path | None:
    """The note that the Trash keeps about the file at `place`; None: this one keeps none."""
    if place.parent.name == "files":
        return place.parent.parent / "info" / f"{place.name}.trashinfo"
    if place.name.startswith(_WINDOWS_FILE):
        return place.with_name(_WINDOWS_NOTE + place.name.removeprefix(_WINDOWS_FILE))
    return None


def original_of(place: Path) -> Path | None:
    """Where the file at `place` in the Trash was before; None: nobody knows.

    Raises:
        OSError: Its note cannot be read.
    """
    note = note_of(place)
    if note is None:
        return None
    told = note.read_bytes()
    if note.suffix == ".trashinfo":
        return _from_trashinfo(told, place)
    at = _WINDOWS_PATH_AT.get(int.from_bytes(told[:8], "little"))
    return Path(told[at:].decode("utf-16-le").partition("\0")[0]) if at else None


def _from_trashinfo(told: bytes, place: Path) -> Path | None:
    for line in told.splitlines():
        if line.startswith(b"Path="):
            path = Path(os.fsdecode(unquote_to_bytes(line.removeprefix(b"Path="))))
            trash = place.parent.parent
            base = trash.parent.parent if trash.parent.name == ".Trash" else trash.parent
            return base / path  # an absolute one stays
    return None


def _mount_point(folder: Path) -> Path:
    folder = folder.resolve()
    while not folder.is_mount():
        folder = folder.parent
    return folder


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
