"""Points to cells for many photos: halve and halve again, then settle small blocks exactly."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.progress import Run, Stage

Places: TypeAlias = NDArray[np.float64]
"""float64 (n, 2): where photos want to stand, in cells: x in columns, y in rows."""

Settle: TypeAlias = Callable[[Places, Places], NDArray[np.intp]]
"""Given n wishes and n cells' places: which cell each wish gets, at least squared distance."""

BLOCK = 16
"""Side of a block in cells: 256 photos are settled exactly in some milliseconds."""

OFFSETS = ((8, 8), (0, 8), (8, 0), (0, 0), (4, 4), (12, 4), (4, 12), (12, 12))
"""How far the blocks are shifted in each sweep (columns, rows), so that no border stays one."""

WORTH_ANOTHER = 1e-3
"""Share of the cost that a sweep must save for another one to follow."""


def split(
    wishes: Places,
    room: Cells,
    *,
    columns: int,
    settle: Settle,
    run: Run,
    settled: int = BLOCK * BLOCK,
) -> Cells:
    """The cells of `room` for `wishes`: halved again and again along the longer side.

    Each half of the cells gets as many wishes as it has cells, those that lie on its side; a
    part of at most `settled` cells is settled exactly.

    Returns:
        int32 (n,).
    """
    cells = np.empty(len(wishes), dtype=np.int32)
    sides = places(room, columns)
    parts = [(np.arange(len(wishes)), np.arange(len(room)))]
    while parts:
        run.check()
        photos, part = parts.pop()
        if len(part) <= settled:
            cells[photos] = room[part[settle(wishes[photos], sides[part])]]
            continue
        axis, first = _halved(sides[part])
        photos = photos[np.argsort(wishes[photos, axis], kind="stable")]
        count = int(first.sum())
        parts += [(photos[:count], part[first]), (photos[count:], part[~first])]
    return cells


def sweep(wishes: Places, cells: Cells, *, columns: int, settle: Settle, run: Run) -> Cells:
    """Better cells for `wishes`: block after block is settled exactly, until little is gained.

    Never holds costs of more than one block.

    Returns:
        int32 (n,): the same cells, given out anew.
    """
    room = np.sort(cells)
    by_cell = np.full(room[-1] + 1, BLANK, dtype=np.int32)
    by_cell[cells] = np.arange(len(cells), dtype=np.int32)
    cost = _cost(wishes[by_cell[room]], room, columns)
    for number, offset in enumerate(OFFSETS):
        blocks = list(_blocks(by_cell != BLANK, columns, offset))
        for done, block in enumerate(blocks):
            share = (number + done / len(blocks)) / len(OFFSETS)
            run.report(Stage.ASSIGN, int(share * len(cells)), len(cells))
            photos = by_cell[block]
            by_cell[block[settle(wishes[photos], places(block, columns))]] = photos
        before, cost = cost, _cost(wishes[by_cell[room]], room, columns)
        if before - cost <= WORTH_ANOTHER * before:
            break
    better = np.empty_like(cells)
    better[by_cell[room]] = room
    return better


def places(cells: Cells, columns: int) -> Places:
    """Where cells lie: float64 (n, 2), column and row."""
    return np.stack([cells % columns, cells // columns], axis=1).astype(np.float64)


def _halved(sides: Places) -> tuple[int, NDArray[np.bool_]]:
    """The axis along which cells reach farther, and which of them lie in the first half."""
    low, high = sides.min(axis=0), sides.max(axis=0)
    axis = int(np.argmax(high - low))
    return axis, sides[:, axis] <= (low[axis] + high[axis]) / 2


def _blocks(is_room: NDArray[np.bool_], columns: int, offset: tuple[int, int]) -> Iterator[Cells]:
    """The cells of the room in each block that has at least two."""
    rows = -(-len(is_room) // columns)
    for top in range(-offset[1], rows, BLOCK):
        for left in range(-offset[0], columns, BLOCK):
            down = np.arange(max(top, 0), min(top + BLOCK, rows), dtype=np.int32)
            across = np.arange(max(left, 0), min(left + BLOCK, columns), dtype=np.int32)
            block = (down[:, None] * columns + across).ravel()
            block = block[block < len(is_room)]
            block = block[is_room[block]]
            if len(block) > 1:
                yield block


def _cost(wishes: Places, cells: Cells, columns: int) -> float:
    return float(np.square(wishes - places(cells, columns)).sum())
