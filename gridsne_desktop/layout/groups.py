"""Groups: which photos on a wall belong together, and how many groups there are."""

from collections.abc import Iterator
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.layout.neighbours import Neighbours, Vectors
from gridsne_desktop.layout.ward import Merges, ward
from gridsne_desktop.progress import Run

Groups: TypeAlias = NDArray[np.int32]
"""int32 (n,): the group of each photo, from 0 up, none empty."""

COMPONENTS: Final = 16
"""Principal components that groups are told by: with 8 the 24 families of the sample photos are
found less well (0.84 against 0.92 pure), with 32 the rooms of houses (0.958 against 0.965)."""

LEAST: Final = 4
"""Photos of a group at least: fewer are no island."""

PHOTOS_A_GROUP: Final = 30
"""Photos a group on average, at least: smaller islands need more lanes than there is room for."""

ASKED, ROUNDS = 10, 2
"""Nearest neighbours whose groups are looked at for strays, and how often: on 6 walls of rooms of
houses the mean purity rises from 0.961 to 0.977 (5 and 20 neighbours: 0.971, 0.971)."""

CLEAR: Final = 1.0
"""How clear a number of groups must be to decide. The rooms of houses (4) have 1.4, rooms and
objects (5) 2.0; noise and 400 different objects at most 0.5, whatever the number."""

FEWER: Final = 0.9
"""Factor from one number of groups to the next that is tried, where none is clear."""


def merges_of(components: Vectors, cells: Cells, *, columns: int, rows: int, run: Run) -> Merges:
    """How the photos on a wall merge into groups: only what stands side by side ever does.

    Args:
        components: float32 (n, d): the photos' principal components, the widest first.
        cells: int32 (n,), all different.
        columns: Columns of the wall.
        rows: Rows of the wall.
        run: Asked whether to go on.

    Raises:
        Cancelled: The run was cancelled.
    """
    return ward(components[:, :COMPONENTS], adjacent(cells, columns=columns, rows=rows), run=run)


def likely_groups(merges: Merges, *, photos_a_group: int = PHOTOS_A_GROUP) -> Iterator[Groups]:
    """Ways to group the photos, of two groups or more, the likeliest first.

    A clear number is looked for with `photos_a_group` on average at least; other numbers are as
    many as islands have room for.

    A number of groups is clear if the last merge before it is dear and the next one cheap
    (log(number) · log(ratio of their heights)). Where none is, it is as many as can be.
    """
    splits = np.flatnonzero((merges.smaller >= LEAST) & (merges.heights > 0))[::-1]
    clear, most = (merges.count // least + 2 for least in (photos_a_group, PHOTOS_A_GROUP))
    for count in _numbers(merges.heights[splits], clear, most):
        yield merges.without(splits[: count - 1])


def without_strays(groups: Groups, neighbours: Neighbours) -> Groups:
    """The groups, but who has most of its nearest in another group goes there.

    The wall cannot put every photo amid its likes; an island can. No group is left with less
    than `LEAST` photos: then all stay.

    Args:
        groups: int32 (n,).
        neighbours: Of all photos.
    """
    near = neighbours.first(ASKED).indexes
    for _ in range(ROUNDS if neighbours.count else 0):
        theirs = np.sort(groups[near], axis=1)
        usual = theirs[:, theirs.shape[1] // 2]  # what more than half have is in the middle
        is_most = 2 * (theirs == usual[:, None]).sum(axis=1) > theirs.shape[1]
        found = np.where(is_most, usual, groups)
        if np.bincount(found, minlength=int(groups.max()) + 1).min() < LEAST:
            break
        groups = found
    return groups


def without_gaps(groups: NDArray[np.integer]) -> Groups:
    """The same groups numbered without gaps, in the same order: some have lost all photos."""
    return np.asarray(np.unique(groups, return_inverse=True)[1], dtype=np.int32)


def adjacent(cells: Cells, *, columns: int, rows: int) -> NDArray[np.int32]:
    """int32 (m, 2): the photos side by side or one above the other."""
    by_cell = np.full(columns * rows, BLANK, dtype=np.int32)
    by_cell[cells] = np.arange(len(cells), dtype=np.int32)
    wall = by_cell.reshape(rows, columns)
    beside = np.stack([wall[:, :-1].ravel(), wall[:, 1:].ravel()], axis=1)
    above = np.stack([wall[:-1].ravel(), wall[1:].ravel()], axis=1)
    pairs = np.concatenate([beside, above])
    found: NDArray[np.int32] = pairs[(pairs != BLANK).all(axis=1)]
    return found


def _numbers(heights: NDArray[np.float64], most_clear: int, most: int) -> Iterator[int]:
    """Numbers of groups from the heights of the merges that would undo them, greatest first."""
    numbers = np.arange(2, min(most_clear, len(heights) - 1) + 1)
    clarity = np.log(numbers) * np.log(heights[numbers - 2] / heights[numbers - 1])
    for place in np.argsort(-clarity, kind="stable"):
        if clarity[place] >= CLEAR:
            yield int(numbers[place])
    number = min(most, len(heights) + 1)
    while number > 1:
        yield number
        number = min(number - 1, int(number * FEWER))
