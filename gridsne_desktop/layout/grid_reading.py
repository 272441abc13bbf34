"""Reading grid.json: an arrangement as it was written, by this program or an older one."""

import json
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.grid_file import FIGURES, STAGES, VERSION
from gridsne_desktop.layout.groups import Groups, without_gaps
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.layout.quality import Figures, Quality
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.settings import DEFAULT_BLANKS, DEFAULT_LOOK, DEFAULT_REDUCER, Pin

MAX_CELLS = 100_000_000
"""Larger grids are mistakes: ten times what any folder holds, 400 MB of cells."""

GONE = "This photo is no longer there."


class _Damaged(Exception):
    """The file is no grid file; the message says where it is wrong."""


def read_grid(path: Path) -> Arrangement:
    """Read grid.json; photos that are gone since are left out and told in its problems.

    Raises:
        GridsneError: The file cannot be read, or is no undamaged grid file of this version.
    """
    return grid_of(read_document(path), path, look=photo_on_disk)


def read_document(path: Path) -> object:
    """What a JSON file says.

    Raises:
        GridsneError: The file cannot be read or is no JSON.
    """
    try:
        text = path.read_bytes().decode("utf-8")
        return json.loads(text, parse_constant=_no_constant, object_hook=_as_it_is)
    except OSError as error:
        raise GridsneError(
            f"{path.name} could not be read: {error.strerror or error}.",
            "Choose a grid.json that gridsne-desktop has written.",
        ) from error
    except UnicodeDecodeError as error:
        raise _not_a_grid(path, "it is no text") from error
    except _Damaged as error:
        raise _not_a_grid(path, str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _not_a_grid(path, "it is no JSON") from error


def grid_of(
    document: object, path: Path, *, look: Callable[[Path], Photo | Problem]
) -> Arrangement:
    """The arrangement that a grid file's document tells.

    Args:
        document: As `read_document` gives it.
        path: The file's; it is named in errors.
        look: Makes a photo of its path, or tells what became of it.

    Raises:
        GridsneError: The document is no undamaged grid file of this version.
    """
    try:
        return _arrangement(document, look)
    except (_Damaged, ValueError, OverflowError) as error:
        raise _not_a_grid(path, str(error)) from error


def _not_a_grid(path: Path, reason: str) -> GridsneError:
    return GridsneError(
        f"{path.name} is not a grid file that this version can read: {reason}.",
        "Arrange the folder again to write a new one.",
    )


def _as_it_is(found: dict[str, Any]) -> dict[str, Any]:
    """Change nothing, in Python: so that other threads have their turn after each object.

    The parser itself would keep Python's lock to the end, 25 ms for 10,000 photos.
    """
    return found


def _no_constant(name: str) -> NoReturn:
    raise _Damaged(f"{name} is no number of JSON")


def _arrangement(document: object, look: Callable[[Path], Photo | Problem]) -> Arrangement:
    version = _field(document, "version", int)
    if version != VERSION:
        raise _Damaged(f"it has version {version}, not {VERSION}")
    columns, rows = _count(document, "columns"), _count(document, "rows")
    if columns * rows > MAX_CELLS:
        raise _Damaged(f"its grid of {columns} × {rows} is too large")
    entries = _field(document, "photos", list)
    paths = [_path(entry) for entry in entries]
    cells = [_cell(entry, columns, rows) for entry in entries]
    points = [(_coordinate(entry, "x"), _coordinate(entry, "y")) for entry in entries]
    if len(set(paths)) < len(paths):
        raise _Damaged("a photo occurs twice")
    if len(set(cells)) < len(cells):
        raise _Damaged("two photos share a cell")
    groups = _groups(entries)
    found = [look(path) for path in paths]
    kept = [index for index, photo in enumerate(found) if isinstance(photo, Photo)]
    grid = Grid(
        photos=tuple(photo for photo in found if isinstance(photo, Photo)),
        columns=columns,
        rows=rows,
        cells=np.array(cells, dtype=np.int32)[kept],
    )
    return Arrangement(
        grid=grid,
        points=np.array(points, dtype=np.float32).reshape(-1, 2)[kept],
        model=_field(document, "model", str),
        seed=_count(document, "seed"),
        problems=_problems(document) + tuple(gone for gone in found if isinstance(gone, Problem)),
        seconds=_seconds(document),
        bundles=tuple(_bundles(entries)),
        animated=frozenset(_path(entry) for entry in entries if entry.get("animated") is True),
        # What was measured with photos that are gone is not true of the rest.
        quality=_quality(document) if len(kept) == len(found) else None,
        reducer=_told(document, "reducer", DEFAULT_REDUCER),
        look=_told(document, "look", DEFAULT_LOOK),
        colour=_colour(document),
        pins=_pins(document, {photo.path for photo in grid.photos}),
        blanks=_told(document, "blanks", DEFAULT_BLANKS),
        sort=_told(document, "sort", SIMILARITY),
        groups=None if groups is None else without_gaps(groups[kept]),
    )


def photo_on_disk(path: Path) -> Photo | Problem:
    """The photo as it is on disk now, or what became of it."""
    try:
        facts = path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # no such name can exist
        return Problem(path, GONE, Cause.GONE)
    except OSError as error:
        reason = f"This photo cannot be reached: {error.strerror or error}."
        return Problem(path, reason, Cause.DISK)
    if not stat.S_ISREG(facts.st_mode):
        return Problem(path, GONE, Cause.GONE)
    return Photo(path=path, size=facts.st_size, mtime_ns=facts.st_mtime_ns)


def _told(document: object, name: str, first: str) -> str:
    """How the grid was made; the first files did not tell, it was always the same."""
    is_told = isinstance(document, dict) and name in document
    return _field(document, name, str) if is_told else first


def _problems(document: object) -> tuple[Problem, ...]:
    entries = _field(document, "problems", list)
    return tuple(
        Problem(_path(entry), _field(entry, "reason", str), _cause(entry)) for entry in entries
    )


def _cause(entry: dict[str, Any]) -> Cause:
    """The problem's cause; an older file names none, a newer one may name others."""
    named = entry.get("cause")
    return Cause(named) if named in tuple(Cause) else Cause.OTHER


def _bundles(entries: list[dict[str, Any]]) -> Iterator[Bundle]:
    for entry in entries:
        if entry.get("companions"):
            companions = _field(entry, "companions", list)
            yield Bundle(_path(entry), tuple(_absolute(text) for text in companions))


def _seconds(document: object) -> Mapping[str, float]:
    seconds = _field(document, "seconds", dict)
    return {stage.value: _number(seconds, stage.value) for stage in STAGES}


def _quality(document: object) -> Quality | None:
    """The quality; None where it was not measured, as in files from before there was one."""
    if not isinstance(document, dict) or document.get("quality") is None:
        return None
    quality = _field(document, "quality", dict)
    if quality.get("sample") is None:
        return Quality(*_figures(quality))
    error = Figures(*_figures(_field(quality, "error", dict)))
    return Quality(*_figures(quality), sample=_count(quality, "sample"), error=error)


def _figures(entry: object) -> list[float]:
    return [_number(entry, name) for name in FIGURES]


def _groups(entries: list[dict[str, Any]]) -> Groups | None:
    """The group of each photo; None where no photo tells one."""
    if not any("group" in entry for entry in entries):
        return None
    groups = [_count(entry, "group") for entry in entries]
    if max(groups) > np.iinfo(np.int32).max:
        raise _Damaged('"group" is too large')
    return np.array(groups, dtype=np.int32)


def _colour(document: object) -> float:
    """The share of colour; files of earlier versions have none."""
    if isinstance(document, dict) and "colour" not in document:
        return 0.0
    share = _number(document, "colour")
    if share > 1:
        raise _Damaged('"colour" is above 1')
    return share


def _pins(document: object, there: Collection[Path]) -> tuple[Pin, ...]:
    """The pins of those photos that are still there; most files tell of none."""
    if not isinstance(document, dict) or "pins" not in document:
        return ()
    pins = tuple(
        Pin(_path(entry), _field(entry, "column", int), _field(entry, "row", int))
        for entry in _field(document, "pins", list)
    )
    if len({pin.path for pin in pins}) < len(pins):
        raise _Damaged("a photo is pinned twice")
    return tuple(pin for pin in pins if pin.path in there)


def _path(entry: object) -> Path:
    return _absolute(_field(entry, "path", str))


def _absolute(text: object) -> Path:
    if not isinstance(text, str) or not Path(text).is_absolute():
        raise _Damaged("a path is not absolute")
    return Path(text)


def _cell(entry: object, columns: int, rows: int) -> int:
    column, row = _count(entry, "column"), _count(entry, "row")
    if column >= columns or row >= rows:
        raise _Damaged("a photo stands outside the grid")
    return row * columns + column


def _coordinate(entry: object, key: str) -> float:
    value = _number(entry, key)
    if value > 1:
        raise _Damaged(f'"{key}" is outside the unit square')
    return value


def _count(entry: object, key: str) -> int:
    value: int = _field(entry, key, int)
    if value < 0:
        raise _Damaged(f'"{key}" is negative')
    return value


def _number(entry: object, key: str) -> float:
    value = float(_field(entry, key, (int, float)))
    if not 0 <= value < float("inf"):
        raise _Damaged(f'"{key}" is not a number from 0 up')
    return value


def _field(entry: object, key: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - of `kind`
    """The value of `key`, which must be of `kind`; true and false are no numbers."""
    if not isinstance(entry, dict):
        raise _Damaged("a part of it is no JSON object")
    value = entry.get(key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _Damaged(f'"{key}" is missing or of the wrong kind')
    return value
