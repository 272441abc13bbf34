"""Groups to islands: rectangles on one wall, a lane of blank cells between every two."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import ASPECT_WEIGHT, Cells

LANE: Final = 1
"""Cells between two islands."""

STRETCHES: Final = (2.0, 3.0, 6.0, math.inf)
"""How much longer than wide an island may be: the least that gives a wall about as wished."""

MISFIT: Final = math.log(1.25)
"""How far a wall's shape may be from the wished one before longer islands are tried."""

SPACE: Final = 1.6
"""Cells a photo of the largest wall that is looked at."""

WIDEST: Final = 2.0
"""A wall is at most so much wider or higher than wished."""

BOTH_WAYS: Final = 8
"""Groups up to which a cut is tried both ways; with more, across the longer side only."""

_NEVER: Final = 1 << 30
"""The width of what does not fit, however wide."""

_Widths: TypeAlias = NDArray[np.int64]
"""int64 (heights,): the least width by height from 0 up, never rising."""


@dataclass(frozen=True, slots=True)
class Island:
    """A rectangle of the wall, in cells: from column `left` and row `top`."""

    left: int
    top: int
    width: int
    height: int

    def room(self, n: int, columns: int) -> Cells:
        """int32 (n,): cells for `n` photos on a wall of so many columns, ascending."""
        down, across = np.divmod(np.arange(n, dtype=np.int32), np.int32(self.width))
        return np.asarray((self.top + down) * columns + self.left + across, dtype=np.int32)

    def fitted(self, n: int) -> "Island":
        """The part that `n` photos need: all of its width or its height, with fewest blanks."""
        widths = (self.width, -(-n // self.height))
        width = min(widths, key=lambda width: -(-n // width) * width)
        return Island(self.left, self.top, width, -(-n // width))


@dataclass(frozen=True, slots=True, eq=False)
class Islands:
    """Where each group stands on a wall of `columns` × `rows`; equal only to itself."""

    columns: int
    rows: int
    islands: tuple[Island, ...]


def islands_of(
    sizes: NDArray[np.int64],
    middles: NDArray[np.float64],
    *,
    aspect: float,
    columns: int | None = None,
) -> Islands | None:
    """Islands for groups, each about where its photos were, on a wall as small as can be.

    The groups are cut in two halves again and again; of all the shapes that each part can have,
    those are chosen that make the least wall (Otten 1983, Stockmeyer 1983: slicing floorplans).

    Args:
        sizes: int64 (k,): photos of each group, 1 or more.
        middles: float64 (k, 2): where the photos of each were on average, x right, y down.
        aspect: Wished width ÷ height.
        columns: Wished columns, whatever the aspect.

    Returns:
        None where there is no such wall.
    """
    n = int(sizes.sum())
    cells = SPACE * n + len(sizes)
    ideal = cells / columns if columns else math.sqrt(cells / aspect)
    highest = math.ceil(WIDEST * ideal) + 1
    best: tuple[float, Islands] | None = None
    for stretch, height in (
        *((stretch, highest) for stretch in STRETCHES),
        (math.inf, n + len(sizes) + 1),
    ):
        if best is not None and (best[0] <= MISFIT or height > highest):
            break
        plan = _Planner(sizes, middles, stretch, height).plan(np.arange(len(sizes)))
        shape = _best_shape(plan.widths, n, aspect, columns)
        if shape is not None and (best is None or shape[0] < best[0]):
            best = shape[0], _built(plan, sizes, *shape[1:], is_wished=columns is not None)
    return best and best[1]


def _built(
    plan: "_Part", sizes: NDArray[np.int64], columns: int, rows: int, *, is_wished: bool
) -> Islands:
    """The wall, without columns and rows that stay blank; columns that are wished stay."""
    found = dict(plan.islands(0, 0, columns, rows))
    islands = tuple(found[group].fitted(int(n)) for group, n in enumerate(sizes))
    right = max(island.left + island.width for island in islands)
    bottom = max(island.top + island.height for island in islands)
    return Islands(columns if is_wished else right, bottom, islands)


def _best_shape(
    widths: _Widths, n: int, aspect: float, columns: int | None
) -> tuple[float, int, int] | None:
    """How far the best wall is from the wished shape, its width and its height."""
    if columns is not None:
        height = int(np.searchsorted(-widths, -columns))
        return (0.0, columns, height) if height < len(widths) else None
    heights = np.arange(len(widths))
    possible = widths < _NEVER
    possible[0] = False
    if not possible.any():
        return None
    heights, widths = heights[possible], widths[possible]
    misfit = np.abs(np.log(widths / heights / aspect))
    blank_share = 1 - n / (widths * heights)
    least = int(np.argmin(np.round(blank_share + ASPECT_WEIGHT * misfit, decimals=12)))
    return float(misfit[least]), int(widths[least]), int(heights[least])


class _Part(Protocol):
    """Groups that stand together, in any of the shapes they can have."""

    widths: _Widths

    def islands(self, left: int, top: int, width: int, height: int) -> Iterator[tuple[int, Island]]:
        """The island of each group in a rectangle that is wide enough."""


class _Leaf:
    """One group: as wide as its photos need."""

    def __init__(self, group: int, n: int, stretch: float, highest: int) -> None:
        self._group, self._n = group, n
        least = max(1, math.floor(math.sqrt(n / stretch)))
        most = min(n, math.ceil(math.sqrt(n * stretch))) if stretch < math.inf else n
        heights = np.clip(np.arange(highest), 1, most)
        self.widths: _Widths = np.asarray(-(-n // heights), dtype=np.int64)
        self.widths[:least] = _NEVER

    def islands(self, left: int, top: int, width: int, height: int) -> Iterator[tuple[int, Island]]:
        yield self._group, Island(left, top, width, height)


class _Cut:
    """Two parts side by side, or one above the other."""

    def __init__(self, first: "_Part", second: "_Part", *, stacked: bool) -> None:
        self._first, self._second, self._stacked = first, second, stacked
        combined = _stacked if stacked else _beside
        self.widths: _Widths = combined(first.widths, second.widths)

    def islands(self, left: int, top: int, width: int, height: int) -> Iterator[tuple[int, Island]]:
        if self._stacked:
            needs = [int(np.searchsorted(-p.widths, -width)) for p in (self._first, self._second)]
            one = needs[0] + (height - LANE - sum(needs)) // 2
            yield from self._first.islands(left, top, width, one)
            below = top + one + LANE
            yield from self._second.islands(left, below, width, height - one - LANE)
        else:
            needs = [int(p.widths[height]) for p in (self._first, self._second)]
            one = needs[0] + (width - LANE - sum(needs)) // 2
            yield from self._first.islands(left, top, one, height)
            beside = left + one + LANE
            yield from self._second.islands(beside, top, width - one - LANE, height)


class _Either:
    """The same groups cut one way or the other, whichever is narrower."""

    def __init__(self, first: "_Part", second: "_Part") -> None:
        self._both = first, second
        self.widths: _Widths = np.minimum(first.widths, second.widths)

    def islands(self, left: int, top: int, width: int, height: int) -> Iterator[tuple[int, Island]]:
        first, second = self._both
        narrower = first if first.widths[height] <= second.widths[height] else second
        return narrower.islands(left, top, width, height)


@dataclass(frozen=True, slots=True)
class _Planner:
    """Finds the shapes that groups can have; `islands_of` says from what."""

    sizes: NDArray[np.int64]
    middles: NDArray[np.float64]
    stretch: float
    highest: int

    def plan(self, groups: NDArray[np.intp]) -> _Part:
        """All the shapes that the islands of `groups` can have together."""
        if len(groups) == 1:
            group = int(groups[0])
            return _Leaf(group, int(self.sizes[group]), self.stretch, self.highest)
        extent = np.ptp(self.middles[groups], axis=0)
        longer = int(extent[1] > extent[0])
        cut = self._cut(groups, longer)
        return _Either(cut, self._cut(groups, 1 - longer)) if len(groups) <= BOTH_WAYS else cut

    def _cut(self, groups: NDArray[np.intp], axis: int) -> _Cut:
        """Two halves with about as many photos."""
        groups = groups[np.argsort(self.middles[groups, axis], kind="stable")]
        before = np.cumsum(self.sizes[groups])
        first = int(np.argmin(np.abs(before[:-1] - before[-1] / 2))) + 1
        return _Cut(self.plan(groups[:first]), self.plan(groups[first:]), stacked=bool(axis))


def _beside(first: _Widths, second: _Widths) -> _Widths:
    """The widths by height of two parts side by side."""
    return np.asarray(np.minimum(first + LANE + second, _NEVER), dtype=np.int64)


def _stacked(first: _Widths, second: _Widths) -> _Widths:
    """The widths by height of two parts, one above the other."""
    widths = np.unique(np.concatenate([first, second]))
    height = np.searchsorted(-first, -widths) + LANE + np.searchsorted(-second, -widths)
    fits = np.searchsorted(-height, -np.arange(len(first)))
    found = widths[np.minimum(fits, len(widths) - 1)]
    return np.asarray(np.where(fits < len(widths), found, _NEVER), dtype=np.int64)
