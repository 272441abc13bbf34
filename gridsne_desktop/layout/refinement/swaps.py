"""Refinement by swaps: pairs of photos trade places, all over the board at once."""

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK
from gridsne_desktop.layout.refinement.board import Board
from gridsne_desktop.layout.refinement.near import Near

TO_LIKES = 0.6
"""Share of the proposals that lead beside a neighbour, however far; the others stay near."""
STEP = 4
"""Cells that the others go at most, down and across."""
ACCEPTED = 0.6
"""Share of the gainful swaps that happen: the rest would often undo each other."""
WORTH_SWAPPING = 1e-6


def swap(board: Board, pull: Near, *, random: np.random.Generator) -> int:
    """Swap every proposed pair that gains, judged with all others standing still.

    Returns:
        How many pairs have swapped. As they swap at once, the objective may also fall: the
        caller looks.
    """
    if not len(pull.likeness.others):
        return 0
    first, second = _disjoint(*_proposed(board, pull, random), random=random)
    gain = _gains(board, pull, first, second)
    happens = (gain > WORTH_SWAPPING) & (random.random(len(gain)) < ACCEPTED)
    first, second = first[happens], second[happens]
    here, there = board.cell_of[first], board.cell_of[second]
    board.move(first, there)
    board.move(second, here)
    return len(first)


def _proposed(
    board: Board, pull: Near, random: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """A partner for each photo that has one: beside a random neighbour, or a few cells away."""
    starts = pull.likeness.starts
    counts = np.diff(starts)
    photos = np.arange(len(counts), dtype=np.int32)
    edge = starts[:-1] + (random.random(len(counts)) * counts).astype(np.int64)
    like = pull.likeness.others[np.minimum(edge, len(pull.likeness.others) - 1)]
    to_like = (random.random(len(counts)) < TO_LIKES) & (counts > 0)
    base = board.cell_of[np.where(to_like, like, photos)]
    reach = np.where(to_like, 1, STEP)
    step = random.integers(-reach, reach + 1, (2, len(counts)))
    down, across = base // board.columns + step[0], base % board.columns + step[1]
    is_inside = (down >= 0) & (down < board.rows) & (across >= 0) & (across < board.columns)
    cell = np.where(is_inside, down * board.columns + across, board.cell_of)
    both_free = board.free[cell] & board.free[board.cell_of] & (cell != board.cell_of)
    first, second = photos[both_free], board.by_cell[cell[both_free]]
    if board.groups is None:
        return first, second
    alike = board.groups[first] == board.groups[second]
    return first[alike], second[alike]


def _disjoint(
    first: NDArray[np.int32], second: NDArray[np.int32], *, random: np.random.Generator
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Of pairs that share a photo, one at most."""
    order = random.permutation(len(first))
    first, second = first[order], second[order]
    number = np.arange(len(first))
    owner = np.full(int(max(first.max(initial=0), second.max(initial=0))) + 1, BLANK)
    owner[first] = number
    owner[second] = number
    kept = (owner[first] == number) & (owner[second] == number)
    return first[kept], second[kept]


def _gains(
    board: Board, pull: Near, first: NDArray[np.int32], second: NDArray[np.int32]
) -> NDArray[np.float64]:
    """What each swap gains."""
    both = np.concatenate([first, second])
    partner = np.concatenate([second, first])
    row, other, weight = pull.likeness.edges(both)
    there = board.cell_of[other]
    after = pull.worth(board.cell_of[partner][row], there, board.columns)
    before = pull.worth(board.cell_of[both][row], there, board.columns)
    change = np.where(other == partner[row], 0, (after - before) * weight)
    gains = np.bincount(row, weights=change, minlength=len(both))
    return np.asarray(gains[: len(first)] + gains[len(first) :], dtype=np.float64)
