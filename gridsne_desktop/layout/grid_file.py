"""Writing grid.json: an arrangement on disk, for other programs and for later."""

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from gridsne_desktop.files import whole_file
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.layout.quality import Figures, Quality
from gridsne_desktop.progress import Stage
from gridsne_desktop.settings import Pin

VERSION = 1

POINT_DIGITS = 6
"""Digits of x and y: a millionth of the map; float32 keeps them exactly."""

SECONDS_DIGITS = 3

STAGES = (Stage.SCAN, Stage.EMBED, Stage.REDUCE, Stage.ASSIGN)
"""The stages whose seconds are told, in this order."""

QUALITY_DIGITS = 4
"""Digits of the figures of the quality: the fifth differs between processors."""

FIGURES = ("dpq16", "dpq2", "recall_24", "adjacent_ratio")

NOTHING_MORE: Final[Mapping[str, Any]] = MappingProxyType({})

_BEGINNING = b'{\n "version": '


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


def is_grid_file(path: Path) -> bool:
    """Whether the file at `path` begins as every grid file that this program writes.

    Raises:
        OSError: The file cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING
