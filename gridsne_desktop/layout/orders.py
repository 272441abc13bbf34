"""Orders that photos can be sorted in, and the grid that shows one, row by row."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Grid, grid_shape
from gridsne_desktop.layout.room import room_of
from gridsne_desktop.merging import merge_sorted
from gridsne_desktop.photo import Photo

Permutation: TypeAlias = NDArray[np.intp]
"""intp (n,): the indexes of all n photos, the first photo's first."""

SIMILARITY: Final = "similarity"
"""The order of the arrangement itself: its grid, as it is read."""

GREY: Final = 0.02
"""Chroma in OKLab below which the eye sees no hue in a photo's mean colour."""

_NUMBER: Final = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known of n photos beside what the disk tells; None: nobody has asked.

    Attributes:
        taken: int64 (n,): when each was taken, in ns since 1970 by the clock on the wall.
        colours: float (n, 3): each one's mean colour in OKLab; NaN: not known.
    """

    taken: NDArray[np.int64] | None = None
    colours: "NDArray[np.floating] | None" = None


@dataclass(frozen=True, slots=True)
class Order:
    """One way to sort.

    Attributes:
        permutation: Makes the order of photos and their facts; ties go by path, whatever order
            the photos come in.
        needs: Which of the `Facts` it looks at.
    """

    permutation: Callable[[Sequence[Photo], Facts], Permutation]
    needs: frozenset[str] = frozenset()


def by_date(photos: Sequence[Photo], facts: Facts) -> Permutation:
    """The oldest first."""
    return _sorted(photos, _known(facts.taken, photos).tolist())


def by_name(photos: Sequence[Photo], facts: Facts) -> Permutation:
    """By the files' names, numbers by their value: img2 before img10, in either case."""
    del facts
    return _sorted(photos, [_natural(photo.path.name) for photo in photos])


def by_colour(photos: Sequence[Photo], facts: Facts) -> Permutation:
    """Around the colour circle from red on, then greys from dark to light, then the unknown."""
    colours = _known(facts.colours, photos)
    return _sorted(photos, [_on_the_circle(*colour) for colour in colours.tolist()])


def by_size(photos: Sequence[Photo], facts: Facts) -> Permutation:
    """The most bytes first."""
    del facts
    return _sorted(photos, [-photo.size for photo in photos])


ORDERS: Final[dict[str, Order]] = {
    "date": Order(by_date, frozenset({"taken"})),
    "name": Order(by_name),
    "colour": Order(by_colour, frozenset({"colours"})),
    "size": Order(by_size),
}
SORTS: Final = (SIMILARITY, *ORDERS)
"""All that a wall can be sorted by."""


def grid_in_order(grid: Grid, order: Permutation) -> Grid:
    """The photos of `grid` in another order, row by row, in about the same shape.

    Its columns stay, unless it has so many blanks (margins, photos that are gone) that the wall
    would become too low.
    """
    n = len(grid.photos)
    if grid.blanks < max(grid.columns, 1):
        columns, rows = grid.columns, grid.rows
    else:
        columns, rows = grid_shape(n, aspect=grid.columns / grid.rows)
    cells = np.empty(n, dtype=np.int32)
    cells[order] = room_of(n, columns, rows, "end")
    return Grid(photos=grid.photos, columns=columns, rows=rows, cells=cells)


def _sorted(photos: Sequence[Photo], keys: Sequence[object]) -> Permutation:
    ranked = [(key, str(photo.path)) for key, photo in zip(keys, photos, strict=True)]
    order = merge_sorted(range(len(photos)), key=ranked.__getitem__)
    return np.array(order, dtype=np.intp)


def _known(values: "NDArray[np.generic] | None", photos: Sequence[Photo]) -> "NDArray[np.generic]":
    if values is None or len(values) != len(photos):
        raise ValueError(f"this order needs a fact of each of {len(photos)} photos")
    return values


def _natural(name: str) -> list[tuple[int, str]]:
    """The name in pieces: text as it is read, numbers by their value and before letters."""
    pieces = _NUMBER.split(name.casefold())
    return [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces]


def _on_the_circle(lightness: float, a: float, b: float) -> tuple[int, float]:
    if np.isnan(lightness):
        return 2, 0.0
    if np.hypot(a, b) < GREY:
        return 1, lightness
    return 0, float(np.arctan2(b, a) % (2 * np.pi))
