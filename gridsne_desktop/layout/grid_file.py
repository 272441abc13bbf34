"""grid.json: an arrangement on disk, for other programs and for later."""

import json
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

import numpy as np

from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.files import whole_file
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.groups import Groups, without_gaps
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.layout.quality import Figures, Quality
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Stage
from gridsne_desktop.settings import DEFAULT_BLANKS, DEFAULT_LOOK, DEFAULT_REDUCER, Pin

VERSION = 1

POINT_DIGITS = 6
"""Digits of x and y: a millionth of the map; float32 keeps them exactly."""

SECONDS_DIGITS = 3

STAGES = (Stage.SCAN, Stage.EMBED, Stage.REDUCE, Stage.ASSIGN)
"""The stages whose seconds are told, in this order."""

QUALITY_DIGITS = 4
"""Digits of the figures of the quality: the fifth differs between processors."""

FIGURES = ("dpq16", "dpq2", "recall_24", "adjacent_ratio")

MAX_CELLS = 100_000_000
"""Larger grids are mistakes: ten times what any folder holds, 400 MB of cells."""

NOTHING_MORE: Final[Mapping[str, Any]] = MappingProxyType({})

_BEGINNING = b'{\n "version": '

GONE = "This photo is no longer there."


class _Damaged(Exception):
    """The file is no grid file; the message says where it is wrong."""


def as_json(arrangement: Arrangement) -> dict[str, Any]:
    """The arrangement in the words of grid.json, ready for `json.dumps`.

    Photos in their own order. The same arrangement gives the same, but for "seconds".
    """
    grid = arrangement.grid
    behind = {bundle.photo: bundle.companions for bundle in arrangement.bundles}
    groups = (
        [None] * len(grid.photos) if arrangement.groups is None else arrangement.groups.tolist()
    )
    points = arrangement.points.tolist()
    places = zip(grid.photos, grid.cells.tolist(), points, groups, strict=True)
    return {
        "version": VERSION,
        "columns": grid.columns,
        "rows": grid.rows,
        "seed": arrangement.seed,
        "model": arrangement.model,
        "reducer": arrangement.reducer,
        "look": arrangement.look,
        "blanks": arrangement.blanks,
        "colour": arrangement.colour,
        **_pins_as_json(arrangement.pins),
        **({} if arrangement.sort == SIMILARITY else {"sort": arrangement.sort}),
        "photos": [
            {
                "path": str(photo.path),
                "column": cell % grid.columns,
                "row": cell // grid.columns,
                "x": round(x, POINT_DIGITS),
                "y": round(y, POINT_DIGITS),
                **({} if group is None else {"group": group}),
                **_extraordinary(photo.path, behind, arrangement.animated),
            }
            for photo, cell, (x, y), group in places
        ],
        "problems": [
            {"path": str(problem.path), "reason": problem.reason, "cause": problem.cause.value}
            for problem in arrangement.problems
        ],
        "seconds": {
            stage.value: round(arrangement.seconds.get(stage, 0.0), SECONDS_DIGITS)
            for stage in STAGES
        },
        "quality": quality_as_json(arrangement.quality),
    }


def _pins_as_json(pins: tuple[Pin, ...]) -> dict[str, Any]:
    """What few arrangements have, and older versions did not tell."""
    told = [{"path": str(pin.path), "column": pin.column, "row": pin.row} for pin in pins]
    return {"pins": told} if told else {}


def _extraordinary(
    path: Path, behind: Mapping[Path, tuple[Path, ...]], animated: Collection[Path]
) -> dict[str, Any]:
    """What few photos have, and older versions did not tell."""
    told: dict[str, Any] = {}
    if path in animated:
        told["animated"] = True
    if path in behind:
        told["companions"] = [str(companion) for companion in behind[path]]
    return told


def quality_as_json(quality: Quality | None) -> dict[str, Any] | None:
    """The figures by name, the photos they are sampled from (or None), their errors (or None)."""
    if quality is None:
        return None
    error = quality.error
    return {
        **_figures_as_json(quality),
        "sample": quality.sample,
        "error": _figures_as_json(error) if error else None,
    }


def _figures_as_json(figures: Figures) -> dict[str, float]:
    rounded = (round(value, QUALITY_DIGITS) for value in figures.values())
    return dict(zip(FIGURES, rounded, strict=True))


def write_grid(
    arrangement: Arrangement, target: Path, *, more: Mapping[str, Any] = NOTHING_MORE
) -> None:
    """Write grid.json, whole or not at all; bytes of a path that are no text become escapes.

    Args:
        arrangement: What is written.
        target: Where.
        more: What else the file shall tell, ready for `json.dumps`; `read_grid` passes over it.

    Raises:
        GridsneError: The folder cannot be written or the disk is full.
    """
    document = as_json(arrangement) | dict(more)
    text = json.dumps(document, indent=1, ensure_ascii=True, allow_nan=False)
    with whole_file(target) as file:
        file.write(text.encode("ascii") + b"\n")


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


def is_grid_file(path: Path) -> bool:
    """Whether the file at `path` begins as every grid file that this program writes.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


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
