"""Groups with names, and how sure each photo's membership is."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.groups import (
    LEAST,
    Groups,
    likely_groups,
    merges_of,
    without_gaps,
    without_strays,
)
from gridsne_desktop.layout.neighbours import Neighbours, Vectors
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.progress import Run

PHOTOS_A_FOLDER: Final = 10
"""Photos a group on average, at least, where a number of groups is clear: folders need no lanes."""

NEIGHBOURS: Final = 10
"""Nearest photos whose groups say how sure a photo's own is."""

SURE: Final = 0.6
"""Share of them in the same group from which on it is sure (decision 0028)."""

SHARED: Final = 0.6
"""Share of a group's photos whose names or folders must agree to give the group its name."""

_FRONT, _BACK = re.compile(r"[^\W\d_]{3,}"), re.compile(r"[^\W\d_]{3,}(?=[\W\d_]*$)")
"""The first word of a name, and the last: `aurora` of `aurora-01`, `kitchen` of `12_kitchen`."""

_NO_NAMES: Final = frozenset(
    ("img", "dsc", "dscf", "dscn", "pxl", "mvi", "photo", "image", "picture", "foto", "scan",
     "screenshot", "dcim", "camera", "photos", "pictures", "images", "edited", "copy", "hdr")
)  # fmt: skip
"""Words that cameras, phones and programs put into all names."""

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - the clock on the wall has no zone
_SECOND: Final = 10**9


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Photos in named groups; equal only to itself.

    Attributes:
        groups: int32 (n,), read-only: the group of each photo, from 0 up.
        names: What each group is called; two may have the same name.
        uncertain: bool (n,), read-only: whether a photo may as well belong elsewhere.
    """

    groups: Groups
    names: tuple[str, ...]
    uncertain: NDArray[np.bool_]

    def __post_init__(self) -> None:
        n = len(self.groups)
        if self.uncertain.shape != (n,):
            raise ValueError(f"{n} photos need {n} certainties, not {self.uncertain.shape}")
        if n and not 0 <= self.groups.min() <= self.groups.max() < len(self.names):
            raise ValueError(f"a group is none of the {len(self.names)} that have names")
        self.groups.setflags(write=False)
        self.uncertain.setflags(write=False)


def grouping_of(
    vectors: Vectors,
    grid: Grid,
    *,
    groups: Groups | None = None,
    taken: NDArray[np.int64] | None = None,
    run: Run,
) -> Grouping:
    """The groups of the photos on a wall, with names.

    Args:
        vectors: float32 (n, d), finite: of the photos of `grid`, in their order.
        grid: The wall.
        groups: int32 (n,): those that the wall shows already; None: they are found.
        taken: int64 (n,): when each was taken, in ns since 1970; None: not known.
        run: Asked whether to go on.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(grid.photos)
    if n < 2:
        return Grouping(
            np.zeros(n, np.int32), names_of(np.zeros(n, np.int32), grid, taken), _none(n)
        )
    near = KeptNeighbours(vectors, count=NEIGHBOURS)
    neighbours = near.get(run)
    if groups is None:
        merges = merges_of(
            near.components(run), grid.cells, columns=grid.columns, rows=grid.rows, run=run
        )
        found = next(
            likely_groups(merges, photos_a_group=PHOTOS_A_FOLDER), np.zeros(n, dtype=np.int32)
        )
        groups = without_gaps(without_strays(found, neighbours))
    groups = _as_read(groups, grid)
    uncertain = agreement(groups, neighbours) < SURE
    return Grouping(groups, names_of(groups, grid, taken), uncertain)


def agreement(groups: Groups, neighbours: Neighbours) -> NDArray[np.float64]:
    """float64 (n,): the share of each photo's nearest that are in its own group.

    Of a group with fewer photos than there are neighbours it is the share of those it can have.
    """
    near = neighbours.first(NEIGHBOURS).indexes
    same = (groups[near] == groups[:, None]).sum(axis=1)
    possible = np.minimum(np.bincount(groups)[groups] - 1, near.shape[1])
    return np.asarray(np.where(possible > 0, same / np.maximum(possible, 1), 0.0))


def names_of(groups: Groups, grid: Grid, taken: NDArray[np.int64] | None = None) -> tuple[str, ...]:
    """A name for each group: what most of its photos' names or folders share, else their dates.

    Where there is neither, `Group 01` and so on, by the groups' numbers.
    """
    count = int(groups.max()) + 1 if len(groups) else 0
    digits = max(2, len(str(count)))
    every = [photo.path for photo in grid.photos]
    wide = _words(every)
    names: list[str] = []
    for group in range(count):
        members = np.flatnonzero(groups == group)
        name = _shared([every[index] for index in members.tolist()], wide, len(every))
        if name is None and taken is not None and len(members):
            name = _span(taken[members])
        names.append(name or f"Group {group + 1:0{digits}}")
    return tuple(names)


def _as_read(groups: Groups, grid: Grid) -> Groups:
    """The same groups, numbered in the order in which one meets them on the wall."""
    met = dict.fromkeys(groups[grid.order()].tolist())
    number = np.zeros(int(groups.max()) + 1, dtype=np.int32)
    number[list(met)] = np.arange(len(met), dtype=np.int32)
    return number[groups]


def _words_of(path: Path) -> set[str]:
    """What a photo's group may be called by: words of its name, the name of its folder."""
    found = (pattern.search(path.stem) for pattern in (_FRONT, _BACK))
    words = {match[0].casefold() for match in found if match is not None}
    return (words | {path.parent.name.casefold()}) - _NO_NAMES - {""}


def _words(paths: Sequence[Path]) -> Counter[str]:
    return Counter(word for path in paths for word in _words_of(path))


def _shared(paths: Sequence[Path], wide: Counter[str], n: int) -> str | None:
    """The word that most of `paths` have and that is most their own; None: there is none."""
    if len(paths) < LEAST:
        return None
    own = _words(paths)
    many = [word for word, count in own.items() if count >= SHARED * len(paths) and wide[word] < n]
    if not many:
        return None
    best = max(many, key=lambda word: (own[word] ** 2 / wide[word], word))
    return _as_written(best, paths)


def _as_written(word: str, paths: Sequence[Path]) -> str:
    """The word in the letters that most of the names have it in."""
    written = Counter(
        match[0]
        for path in paths
        for text in (path.stem, path.parent.name)
        if (match := re.search(re.escape(word), text, re.IGNORECASE)) is not None
    )
    return written.most_common(1)[0][0] if written else word


def _span(taken: NDArray[np.int64]) -> str | None:
    """The day, the month or the year that all were taken in; None: it is longer."""
    first, last = (
        _EPOCH + timedelta(seconds=int(t) // _SECOND) for t in (taken.min(), taken.max())
    )
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        if f"{first:{form}}" == f"{last:{form}}":
            return f"{first:{form}}"
    return None


def _none(n: int) -> NDArray[np.bool_]:
    return np.zeros(n, dtype=bool)
