"""`arrange --pin`: which photo shall keep which cell."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.library.scan import absolute
from gridsne_desktop.settings import CORNERS, Pin

_CELL: Final = re.compile(r"\s*(-?\d{1,9})\s*,\s*(-?\d{1,9})\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wish:
    """A pin as it was typed; which photo is meant depends on the folders.

    Attributes:
        photo: Its path, from the working folder or from one of the folders.
        column: As of a `Pin`.
        row: As of a `Pin`.
    """

    photo: str
    column: int
    row: int


def wish(text: str) -> Wish:
    """What `PHOTO=COLUMN,ROW` or `PHOTO=top-left` means; PHOTO may have a = of its own.

    Raises:
        argparse.ArgumentTypeError: It is neither.
    """
    photo, _, place = text.rpartition("=")
    cell = _CELL.fullmatch(place)
    if not photo or not (cell or place in CORNERS):
        corners = ", ".join(CORNERS)
        raise argparse.ArgumentTypeError(
            f"'{text}' is not PHOTO=COLUMN,ROW; instead of column and row: {corners}"
        )
    column, row = (int(cell[1]), int(cell[2])) if cell else CORNERS[place]
    return Wish(photo, column, row)


def pins_for(wishes: Sequence[Wish], paths: Sequence[Path]) -> tuple[Pin, ...]:
    """The pins that are wished for the photos of `paths`, folders and files.

    Raises:
        GridsneError: A photo does not exist, or is pinned twice.
    """
    pins = tuple(Pin(_found(wish.photo, paths), wish.column, wish.row) for wish in wishes)
    seen = set[Path]()
    for pin in pins:
        if pin.path in seen:
            raise GridsneError(f"{pin.path} is pinned twice.", "Give each photo one cell.")
        seen.add(pin.path)
    return pins


def check_pinned(pins: Sequence[Pin], arrangement: Arrangement) -> None:
    """Say which pinned photo is not among those arranged.

    Raises:
        GridsneError: There is one.
    """
    for pin in pins:
        if pin not in arrangement.pins:
            left_out = (each for each in arrangement.problems if each.path == pin.path)
            reason = next((problem.reason for problem in left_out), "")
            raise GridsneError(
                f"{pin.path} cannot be pinned: it is not among the photos arranged.",
                reason
                or "Pin a photo of the folders given; of photos in several files, the one "
                "that is shown.",
            )


def _found(photo: str, paths: Sequence[Path]) -> Path:
    for place in (Path(photo), *(path / photo for path in paths)):
        if place.is_file():
            return absolute(place)
    raise GridsneError(
        f"There is no photo {photo} to pin.",
        "Give its path from here, or from one of the folders that are arranged.",
    )
