"""The last polish of a small grid: each photo right beside the one most like it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.components import unit_rows
from gridsne_desktop.layout.cores import single_threaded_products
from gridsne_desktop.layout.grid import BLANK
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.refinement.board import Board
from gridsne_desktop.layout.refinement.stay import Stay

WORTH = (1.0, 0.25, 0.1, 0.05)
"""What the nearest, the second, … of the four photos beside one counts. DPQ16, which orders photos
equally far on the grid by likeness (Barthel et al. 2023), has about (1, 0.1, 0.02, 0.01) as its
gradient; so steep, it gains 0.002 and the 24 around lose another 0.02 (decision 0013)."""

TO_LIKES = 0.8
"""Share of the proposals that lead beside one of a photo's nearest; the others lead anywhere."""

WARMTH, COOLED = 0.02, 0.05
"""Distance that a swap may lose at first, with 1 in e, and what is left of it at the end: a
photo gets out of its neighbours' way (Kirkpatrick, Gelatt and Vecchi 1983)."""

OWN = 5
"""Cells that see who stands in one: itself and the four beside it."""

PAD = 2
"""Blank cells around the grid, so that no cell needs to know that it is at an edge."""


@dataclass(frozen=True, slots=True, eq=False)
class Closest:
    """Some rounds of swaps judged by the photos right beside each.

    Attributes:
        away: float32 (n + 1, n + 1): distances of photos; the last is nobody, to whom all have
            the mean distance, and who has none to anybody.
        near: int32 (n, k): each photo's nearest, k ≥ 1.
        rounds: How many.
        habit: What it costs to leave a place; None: nothing.
    """

    away: NDArray[np.float32]
    near: NDArray[np.int32]
    rounds: int
    habit: Stay | None = None


def distances(vectors: Vectors) -> NDArray[np.float32]:
    """What `Closest.away` holds, of the vectors' directions."""
    n = len(vectors)
    unit = unit_rows(vectors)
    away = np.zeros((n + 1, n + 1), dtype=np.float32)
    with single_threaded_products():
        squares = 2 - 2 * (unit @ unit.T)
    away[:n, :n] = np.sqrt(np.maximum(squares, 0))
    np.fill_diagonal(away, 0)
    away[:n, n] = away[:n, :n].sum(dtype=np.float64) / max(1, n * (n - 1))
    return away


class Polish:
    """A board under swaps that bring the closest photos together; the best board is kept."""

    def __init__(self, board: Board, step: Closest, random: np.random.Generator) -> None:
        """Begin where `board` stands; it is not touched until `finish`."""
        self._board, self._step, self._random = board, step, random
        self._nobody, self._away = len(step.near), step.away.ravel()
        self._width = board.columns + 2 * PAD
        self._beside = np.array([-self._width, -1, 1, self._width])
        self._own = np.array([0, *self._beside])
        cells = np.arange(board.columns * board.rows)
        self._spots = (cells // board.columns + PAD) * self._width + cells % board.columns + PAD
        size = (board.rows + 2 * PAD) * self._width
        self._stands = np.full(size, self._nobody)
        self._stands[self._spots] = np.where(board.by_cell == BLANK, self._nobody, board.by_cell)
        self._free = np.zeros(size, dtype=bool)
        self._free[self._spots] = board.free
        self._spot_of = self._spots[board.cell_of]
        self._cell_of_spot = np.full(size, BLANK, dtype=np.int32)
        self._cell_of_spot[self._spots] = cells
        self._now = 0.0
        self._best, self._best_spots = 0.0, self._spot_of.copy()

    def cost(self) -> float:
        """What it costs as it stands: distances to those beside, by their worth, and habit."""
        owners = self._stands[self._spots]
        around = self._stands[self._beside[:, None] + self._spots]
        cost = float(self._costs(owners, around).sum(dtype=np.float64))
        habit = self._step.habit
        if habit is None:
            return cost
        cells = self._cell_of_spot[self._spot_of]
        return cost + float(habit.cost(np.arange(len(cells)), cells, self._board.columns).sum())

    def round(self, share: float) -> float:
        """Propose a swap for each photo, `share` of all rounds being over; what those gained."""
        first, second = self._proposed()
        zones = np.concatenate([first + self._own[:, None], second + self._own[:, None]])
        gains = self._gains(first, second, zones)
        warmth = WARMTH * COOLED**share
        allowed = warmth * np.log(1 - self._random.random(len(gains)))
        taken = np.flatnonzero((gains > allowed) & (gains != 0))
        taken = taken[self._apart(zones[:, taken], gains[taken])]
        self._swap(first[taken], second[taken])
        gained = float(gains[taken].sum(dtype=np.float64))
        self._now += gained
        if self._now > self._best:
            self._best, self._best_spots = self._now, self._spot_of.copy()
        return gained

    def finish(self) -> None:
        """Put the best of all rounds on the board."""
        photos = np.arange(self._nobody, dtype=np.int32)
        self._board.move(photos, self._cell_of_spot[self._best_spots])

    def _proposed(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Two spots for each photo that can trade: its own and another's."""
        n, random = self._nobody, self._random
        like = self._step.near[np.arange(n), random.integers(self._step.near.shape[1], size=n)]
        beside = self._spot_of[like] + self._beside[random.integers(len(self._beside), size=n)]
        anywhere = self._spot_of[random.integers(n, size=n)]
        second = np.where(random.random(n) < TO_LIKES, beside, anywhere)
        first = self._spot_of
        can = self._free[first] & self._free[second] & (first != second)
        first, second = first[can], second[can]
        groups = self._board.groups
        if groups is None:
            return first, second
        alike = groups[self._stands[first]] == groups[self._stands[second]]
        return first[alike], second[alike]

    def _gains(
        self, first: NDArray[np.intp], second: NDArray[np.intp], zones: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """What each swap gains, all others standing still."""
        owners, around = self._stands[zones], self._stands[self._beside[:, None, None] + zones]
        here, there = self._stands[first], self._stands[second]
        change = self._costs(owners, around)
        change -= self._costs(_traded(owners, here, there), _traded(around, here, there))
        twice = (zones[OWN:, None] == zones[None, :OWN]).any(axis=1)
        change[OWN:][twice] = 0
        gains: NDArray[np.float32] = change.sum(axis=0)
        if self._step.habit is not None:
            gains += self._habit_gains(self._step.habit, (here, there), (first, second))
        return gains

    def _habit_gains(
        self, habit: Stay, photos: tuple[NDArray[np.intp], ...], spots: tuple[NDArray[np.intp], ...]
    ) -> NDArray[np.float32]:
        """What each swap gains by coming nearer to the places that the photos had."""
        columns = self._board.columns
        cells = [self._cell_of_spot[each] for each in spots]
        gains = np.zeros(len(cells[0]), dtype=np.float64)
        for photo, here, there in zip(photos, cells, reversed(cells), strict=True):
            gains += habit.cost(photo, here, columns) - habit.cost(photo, there, columns)
        return gains.astype(np.float32)

    def _costs(self, owners: NDArray[np.intp], around: NDArray[np.intp]) -> NDArray[np.float32]:
        """float32 (…): of owners (…) amid the photos around them (4, …)."""
        ordered = _sorted(self._away.take(owners * (self._nobody + 1) + around))
        costs: NDArray[np.float32] = ordered[0] * np.float32(WORTH[0])
        for place, worth in enumerate(WORTH[1:], start=1):
            costs += ordered[place] * np.float32(worth)
        return costs

    def _apart(self, zones: NDArray[np.intp], gains: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Of swaps whose zones meet only the one that gains most: so that all gains are true."""
        rank = np.empty(len(gains), dtype=np.intp)
        rank[np.argsort(gains, kind="stable")] = np.arange(len(gains))
        highest = np.full(len(self._stands), BLANK)
        np.maximum.at(highest, zones, np.broadcast_to(rank, zones.shape))
        return np.asarray((highest[zones] == rank).all(axis=0))

    def _swap(self, first: NDArray[np.intp], second: NDArray[np.intp]) -> None:
        here, there = self._stands[first], self._stands[second]
        self._stands[first], self._stands[second] = there, here
        self._spot_of[there], self._spot_of[here] = first, second


def _traded(
    photos: NDArray[np.intp], here: NDArray[np.intp], there: NDArray[np.intp]
) -> NDArray[np.intp]:
    return np.where(photos == here, there, np.where(photos == there, here, photos))


def _sorted(four: NDArray[np.float32]) -> NDArray[np.float32]:
    """(4, …) in ascending order: five comparisons, far quicker than sorting rows of four."""
    for low, high in ((0, 1), (2, 3), (0, 2), (1, 3), (1, 2)):
        least = np.minimum(four[low], four[high])
        np.maximum(four[low], four[high], out=four[high])
        four[low] = least
    return four


def objective(board: Board, step: Closest) -> float:
    """What the polish makes greater: minus the distances to those beside, by their worth."""
    return -float(Polish(board, step, np.random.default_rng(0)).cost())
