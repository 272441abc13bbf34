"""Refinement by small exact assignments: the photos of a window are given out anew."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.assign import solve_scipy
from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.refinement.board import Board, Window

WORTH_MOVING = 1e-6
"""Gain below which a block stays as it is: less is only rounding."""


class Block(Protocol):
    """What a pull says of some photos that trade their cells."""

    def attraction(self) -> NDArray[np.float32]:
        """float32 (m, m): the worth of photo i in cell j, all others where they stand."""

    def gain(self, chosen: NDArray[np.intp]) -> float:
        """What the objective gains when photo i goes to cell `chosen[i]`, all at once."""


class Pull(Protocol):
    """An objective, seen from one window."""

    reach: int
    """Cells around a window that it depends on; 0 where `refresh` has fixed the surroundings."""

    def refresh(self, board: Board) -> None:
        """Look at the whole board, before a sweep."""

    def objective(self, board: Board) -> float:
        """The sum that is to become greater, as of the last `refresh`."""

    def at(self, board: Board, window: Window, photos: NDArray[np.int32], cells: Cells) -> Block:
        """What this pull says of `photos` trading `cells`, which lie in `window`."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One pass over all windows of the board.

    Attributes:
        side: Of a window, in cells.
        share: Of a window's photos, chosen at random, that are given out anew.
        seed: Of the windows' place and the choice.
    """

    side: int
    share: float
    seed: tuple[int, ...]

    def batches(self, board: Board, apart: int) -> list[list[Window]]:
        """The windows, in batches whose windows do not depend on each other."""
        random = np.random.default_rng(self.seed)
        return list(board.windows(self.side, apart=apart, random=random))

    def chosen(self, board: Board, window: Window) -> Cells:
        """int32 (m,): the cells of `window` whose photos trade."""
        cells = board.free_cells(window)
        if self.share >= 1:
            return cells
        random = np.random.default_rng((*self.seed, window.number))
        return cells[random.random(len(cells)) < self.share]


def settle_batch(
    board: Board, windows: Sequence[Window], *, sweep: Sweep, pulls: Sequence[Pull], pool: Executor
) -> int:
    """Give out the windows' cells anew where that raises the objective; how many photos moved.

    Every window is looked at before any photo moves, so that threads change nothing.
    """

    def better(window: Window) -> tuple[NDArray[np.int32], Cells] | None:
        return _better(board, window, sweep.chosen(board, window), pulls)

    moves = [move for move in pool.map(better, windows) if move is not None]
    for photos, cells in moves:
        board.move(photos, cells)
    return sum(len(photos) for photos, _ in moves)


def _better(
    board: Board, window: Window, cells: Cells, pulls: Sequence[Pull]
) -> tuple[NDArray[np.int32], Cells] | None:
    """The photos of `cells` and their better cells; None where none are found.

    The solver holds all other photos, of the same block too, for still; the true gain decides.
    """
    if len(cells) < 2:
        return None
    photos = board.by_cell[cells]
    blocks = [pull.at(board, window, photos, cells) for pull in pulls]
    attraction = blocks[0].attraction()
    for block in blocks[1:]:
        attraction = attraction + block.attraction()
    if board.groups is not None:
        attraction = _within(board.groups[photos], attraction)
    chosen = solve_scipy(-attraction)
    if (chosen == np.arange(len(cells))).all():
        return None
    if sum(block.gain(chosen) for block in blocks) <= WORTH_MOVING:
        return None
    return photos, cells[chosen]


def _within(groups: NDArray[np.int32], attraction: NDArray[np.float32]) -> NDArray[np.float32]:
    """The attraction, that of a cell where another group stands so low that it is never chosen."""
    worst = float(attraction.min()) - float(np.ptp(attraction)) * len(groups) - 1
    return np.where(groups[:, None] == groups, attraction, np.float32(worst))
