"""The grid that was in force last in whatever was opened, for the next time that it is opened."""

import dataclasses
import hashlib
import json
import logging
import os
from collections.abc import Iterable, Mapping, Set
from pathlib import Path
from typing import Any, Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid_file import write_grid
from gridsne_desktop.layout.grid_reading import grid_of, read_document
from gridsne_desktop.photo import Photo
from gridsne_desktop.settings import NOT_KEPT, ArrangeSettings

MOST_FILES: Final = 200
"""Grids of folders opened longer ago are forgotten; one of 10,000 photos takes about 3 MB."""

_SETTINGS: Final = "settings"
_log = logging.getLogger(__name__)


class LastGrids:
    """A folder of grid files, one for each set of paths that was opened.

    Each is a grid.json with one entry more, "settings". Nothing here ever stops the work of the
    person: a file that is damaged, or cannot be written, is a line in the log.
    """

    def __init__(self, folder: Path, *, most: int = MOST_FILES) -> None:
        """Keep the files in `folder`, which need not exist, and no more than `most` of them."""
        self._folder, self._most = folder, most
        self._on_disk: dict[Path, str] = {}

    def __len__(self) -> int:
        return len(self._files())

    def find(self, paths: Iterable[Path], settings: ArrangeSettings) -> Arrangement | None:
        """The grid in force last for `paths`, if `settings` made it; of its photos only the paths.

        Nobody looks whether the photos are still there: size and time of all of them are 0.
        """
        file = self._file(paths)
        if not file.exists():
            return None
        try:
            document = read_document(file)
            if not isinstance(document, dict) or document.get(_SETTINGS) != _told(settings):
                return None
            found = grid_of(document, file, look=_unseen)
        except GridsneError as error:
            _log.warning("A last grid is not used: %s", error)
            return None
        self._on_disk[file] = _mark(settings, found)
        return found

    def keep(
        self, paths: Iterable[Path], settings: ArrangeSettings, arrangement: Arrangement
    ) -> None:
        """The grid that `settings` made of `paths` is in force now."""
        file, mark = self._file(paths), _mark(settings, arrangement)
        try:
            if self._on_disk.get(file) == mark and file.exists():
                os.utime(file)  # it is in use, and not among the oldest
                return
            self._folder.mkdir(parents=True, exist_ok=True)
            write_grid(arrangement, file, more={_SETTINGS: _told(settings)})
            self._on_disk[file] = mark
            self._forget_oldest()
        except (GridsneError, OSError) as error:
            _log.warning("The grid will not be known at the next start: %s", error)

    def clear(self) -> None:
        """Forget all of them.

        Raises:
            GridsneError: A file could not be removed.
        """
        self._on_disk.clear()
        for file in self._files():
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise GridsneError(
                    "The last grids could not be forgotten.",
                    f"{error.strerror or error}. Remove the folder {self._folder} yourself.",
                ) from error

    def _file(self, paths: Iterable[Path]) -> Path:
        names = sorted({os.fspath(path.absolute()) for path in paths})
        told = "\0".join(names).encode("utf-8", "surrogatepass")
        return self._folder / f"{hashlib.blake2b(told, digest_size=16).hexdigest()}.json"

    def _files(self) -> list[Path]:
        return list(self._folder.glob("*.json"))

    def _forget_oldest(self) -> None:
        files = self._files()
        if len(files) > self._most:
            files.sort(key=lambda file: file.stat().st_mtime_ns)
            for file in files[: -self._most]:
                file.unlink(missing_ok=True)


def _unseen(path: Path) -> Photo:
    return Photo(path=path, size=0, mtime_ns=0)


def _mark(settings: ArrangeSettings, arrangement: Arrangement) -> str:
    """The same for a grid that is the same, whatever else is known of its photos."""
    grid = arrangement.grid
    told = hashlib.blake2b(json.dumps(_told(settings)).encode(), digest_size=16)
    told.update("\0".join(os.fspath(p.path) for p in grid.photos).encode("utf-8", "surrogatepass"))
    told.update(repr(arrangement.pins).encode("utf-8", "surrogatepass"))
    told.update(f" {grid.columns} {grid.rows} ".encode() + grid.cells.tobytes())
    return told.hexdigest()


def _told(settings: ArrangeSettings) -> Any:  # noqa: ANN401 - whatever JSON has
    """The settings as they come back from a JSON file, so that two of them can be compared.

    Pins are a part of the grid, which tells them itself.
    """
    fields = [f for f in dataclasses.fields(settings) if not f.metadata.get(NOT_KEPT)]
    plain = {field.name: _plain(getattr(settings, field.name)) for field in fields}
    return json.loads(json.dumps(plain))


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return sorted(([_plain(key), _plain(each)] for key, each in value.items()), key=json.dumps)
    if isinstance(value, Set):
        return sorted(map(_plain, value), key=json.dumps)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Path):
        return os.fspath(value)
    return value
