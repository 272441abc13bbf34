"""Folders on the disk as a plan finds them: each is listed once."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.names import legal_name, name_key

Identity: TypeAlias = tuple[int, int] | str
"""What tells one folder from another, however it was reached; its path where it is not there."""


@dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """One folder and what was in it; equal only to itself.

    Attributes:
        path: Absolute path.
        identity: Equal for the same folder under another name.
        device: `st_dev` of it, or of the nearest folder above that exists.
        names: The names of files and links to files in it, in the disk's order.
        folders: The names of its folders and of links to folders.
        by_key: All names by their `name_key`.
    """

    path: Path
    identity: Identity
    device: int
    names: tuple[str, ...] = ()
    folders: frozenset[str] = frozenset()
    by_key: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @property
    def is_there(self) -> bool:
        """Whether it exists."""
        return not isinstance(self.identity, str)

    def among(self, name: str) -> list[str]:
        """The names in it that some system takes for `name`."""
        return self.by_key.get(name_key(name), [])


class Folders:
    """The folders that a plan has looked at."""

    def __init__(self) -> None:
        self._known: dict[Path, Folder] = {}
        self._chosen: dict[tuple[Path, str], str] = {}

    def at(self, path: Path) -> Folder:
        """The folder at `path`, which need not exist.

        Raises:
            GridsneError: It cannot be a folder, or cannot be read.
        """
        if path not in self._known:
            self._known[path] = _listed(path)
        return self._known[path]

    def below(self, into: Path, wished: Sequence[str]) -> Folder:
        """The folder for the names `wished`, one in the other, in the folder `into`.

        A folder that is there already under a name that some system takes for the same is used;
        where something else has the name, " (2)" is added.

        Raises:
            GridsneError: As `at`.
        """
        folder = self.at(into)
        for name in wished:
            key = folder.path, name_key(name)
            chosen = self._chosen.setdefault(key, _fitting(folder, name))
            folder = self.at(folder.path / chosen)
        return folder


def _fitting(folder: Folder, name: str) -> str:
    number, wished = 1, name
    while there := folder.among(wished):
        usable = [each for each in there if each in folder.folders]
        if usable:
            return wished if wished in usable else min(usable)
        number += 1
        wished = legal_name(name, suffix=f" ({number})")
    return wished


def _listed(path: Path) -> Folder:
    names: list[str] = []
    folders: set[str] = set()
    by_key: dict[str, list[str]] = {}
    try:
        with os.scandir(path) as entries:
            for entry in entries:
                (folders.add if entry.is_dir() else names.append)(entry.name)
                by_key.setdefault(name_key(entry.name), []).append(entry.name)
        facts = path.stat()
    except FileNotFoundError as error:
        if path.is_symlink():
            raise GridsneError(
                f"{path} is a link to a folder that is not there.", "Choose another folder."
            ) from error
        return Folder(path, str(path), _device(path))
    except NotADirectoryError as error:
        raise GridsneError(f"{path} is not a folder.", "Choose another folder.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise GridsneError(
            f"The folder {path} cannot be read: {reason}.", "Choose another folder."
        ) from error
    identity = (facts.st_dev, facts.st_ino)
    return Folder(path, identity, facts.st_dev, tuple(names), frozenset(folders), by_key)


def _device(path: Path) -> int:
    for folder in path.parents:
        try:
            return folder.stat().st_dev
        except OSError:
            continue
    return 0
