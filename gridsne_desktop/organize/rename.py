"""Giving a photo another name, its companions with it; never over something else."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.library.companions import tail_of
from gridsne_desktop.organize.exclusive import rename_exclusively
from gridsne_desktop.organize.listings import Folders
from gridsne_desktop.organize.names import legal_name, name_key
from gridsne_desktop.organize.sidecars import belongings, renamed

_ANOTHER = "Choose another name."


def plan_rename(files: Sequence[Path], stem: str) -> dict[Path, Path]:
    """The new paths of a photo and all its companions, called `stem`; touches nothing.

    Sidecars are found by their names; one that another file needs, too, keeps its own.

    Args:
        files: Absolute paths: the photo, then its companions that are known.
        stem: The new name without an ending.

    Raises:
        GridsneError: The name is none, or not legal on every system, or taken.
    """
    stem = stem.strip()
    if not stem:
        raise GridsneError("A photo needs a name.", "Type one.")
    photo = files[0]
    new = _checked(stem + tail_of(photo))
    targets = {photo: photo.with_name(new)}
    for path in followers(files):
        targets[path] = path.with_name(_checked(renamed(path.name, photo.name, new)))
    for source, target in targets.items():
        if os.path.lexists(target) and not _is_other_case(source, target):
            raise _taken(target)
    return targets


def followers(files: Sequence[Path]) -> list[Path]:
    """The companions and sidecars that get a new name with their photo, the first of `files`.

    Raises:
        GridsneError: The folder cannot be read.
    """
    photo, *known = files
    names = [path.name for path in known if path.parent == photo.parent]
    found = belongings({photo.name: names}, Folders().at(photo.parent).names)
    here = [photo.with_name(name) for name in found.companions[photo.name]]
    elsewhere = [path for path in known if path.parent != photo.parent]
    return [path for path in here if path.name not in found.staying] + elsewhere


def rename(targets: Mapping[Path, Path]) -> None:
    """Give each file its new path, all or none.

    Raises:
        GridsneError: A name was taken meanwhile, a file is gone or its folder cannot be written;
            all have their old names.
    """
    done: list[tuple[Path, Path]] = []
    for source, target in targets.items():
        if source == target:
            continue
        try:
            _rename(source, target)
        except OSError as error:
            _take_back(done)
            raise _failed(source, target, error) from error
        done.append((source, target))


def _take_back(done: Sequence[tuple[Path, Path]]) -> None:
    for source, target in reversed(done):
        with suppress(OSError):  # what stopped the rename is what is told
            _rename(target, source)


def _checked(name: str) -> str:
    legal = legal_name(name)
    if legal != name:
        raise GridsneError(
            f"Not every system can have a file called “{name}”.", f"“{legal}” would do."
        )
    return name


def _is_other_case(source: Path, target: Path) -> bool:
    """Whether both are one file, on a disk that takes both names for the same."""
    if name_key(source.name) != name_key(target.name):
        return False
    try:
        return source.samefile(target)
    except OSError:
        return False


def _rename(source: Path, target: Path) -> None:
    """Rename without ever replacing.

    Raises:
        OSError: The name is taken, the source is gone, or the folder cannot be written.
    """
    if os.name == "nt" or _is_other_case(source, target):
        source.rename(target)  # refuses to replace on Windows
        return
    rename_exclusively(source, target)


def _taken(target: Path) -> GridsneError:
    return GridsneError(f"“{target.name}” is there already.", _ANOTHER)


def _failed(source: Path, target: Path, error: OSError) -> GridsneError:
    if isinstance(error, FileExistsError):
        return _taken(target)
    if isinstance(error, FileNotFoundError):
        return GridsneError(f"“{source.name}” is no longer there.", "It was moved or deleted.")
    return GridsneError(
        f"“{source.name}” cannot be renamed: {error.strerror or error}.",
        "Its folder may be write-protected.",
    )
