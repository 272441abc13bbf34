"""Cells to better cells: photos trade places until those alike in their vectors stand together."""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from os import cpu_count
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout.cores import single_threaded_products
from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.refinement.blocks import Sweep, settle_batch
from gridsne_desktop.layout.refinement.board import Board
from gridsne_desktop.layout.refinement.closest import Closest, Polish, objective
from gridsne_desktop.layout.refinement.looks import Blocks, Step, Swaps
from gridsne_desktop.layout.refinement.swaps import swap
from gridsne_desktop.progress import Run, Stage

OnCells: TypeAlias = Callable[[Cells], None]
"""Is given cells of its own: int32 (n,)."""

WORTH_ANOTHER = 1e-4
"""Share of the objective that a sweep must gain for another one of its step to follow."""

REPORTED = 100
"""Parts of a step that are told apart in a report."""

ROUNDS_BETWEEN_LOOKS = 10
"""Rounds of swaps after which the objective is looked at: they may overshoot."""


def refine(
    cells: Cells,
    steps: tuple[Step, ...],
    *,
    columns: int,
    rows: int,
    run: Run,
    seed: int = 0,
    pinned: NDArray[np.bool_] | None = None,
    groups: NDArray[np.int32] | None = None,
    on_cells: OnCells | None = None,
) -> Cells:
    """Better cells for the photos, judged by their vectors themselves.

    The map has lost much of what the vectors know; here the grid itself is what is made better,
    after Barthel et al. 2023, but against the nearest neighbours and by exact assignments of
    small blocks. Every state on the way is a grid; the last is never worse than the first by
    the last step's objective. Blanks stay where they are.

    Args:
        cells: int32 (n,), all different: where the photos stand.
        steps: What to do, in this order; `looks` has some.
        columns: Columns of the grid.
        rows: Rows of the grid.
        run: Told how far it is, and asked whether to go on.
        seed: Of all randomness: the same input and seed give the same cells.
        pinned: bool (n,): the photos that stay where they are.
        groups: int32 (n,): photos trade cells with those of their own group only.
        on_cells: Given the cells after every sweep, also after the last when cancelled.

    Returns:
        int32 (n,): the same cells, given out anew.

    Raises:
        Cancelled: The run was cancelled; `on_cells` has the cells as they were.
    """
    run.report(Stage.REFINE, 0, 1)
    board = Board(cells, columns=columns, rows=rows, pinned=pinned, groups=groups)
    follow = on_cells or _look_away
    if steps and np.count_nonzero(board.free) > 1:
        try:
            with single_threaded_products(), ThreadPoolExecutor(cpu_count()) as pool:
                _Refinement(board, steps, seed, run, pool, follow).go()
        except Cancelled:
            follow(board.cell_of.copy())
            raise
    run.report(Stage.REFINE, 1, 1)
    return board.cell_of


class _Refinement:
    """One refinement under way."""

    def __init__(
        self,
        board: Board,
        steps: tuple[Step, ...],
        seed: int,
        run: Run,
        pool: Executor,
        follow: OnCells,
    ) -> None:
        self._board, self._steps, self._seed = board, steps, seed
        self._run, self._pool, self._follow = run, pool, follow

    def go(self) -> None:
        """Take the steps, and go back to the start if it was better."""
        first, before = self._board.cell_of.copy(), self._objective(self._steps[-1])
        after = before
        for number, step in enumerate(self._steps):
            self._report(number, 0.0)
            if isinstance(step, Blocks):
                after = self._blocks(number, step)
            elif isinstance(step, Swaps):
                after = self._swaps(number, step)
            else:
                after = self._closest(number, step)
        if after < before:
            self._put(first)

    def _blocks(self, number: int, step: Blocks) -> float:
        """Sweep until little is gained; the objective then. So of the steps below."""
        best = self._objective(step)
        for count in range(step.sweeps):
            saved = self._board.cell_of.copy()
            self._sweep(number, step, count)
            now = self._objective(step)
            if now < best:
                self._put(saved)
                break
            self._follow(self._board.cell_of.copy())
            before, best = best, now
            if now - before <= WORTH_ANOTHER * abs(before):
                break
        return best

    def _sweep(self, number: int, step: Blocks, count: int) -> None:
        sweep = Sweep(step.side, step.share, (self._seed, number, count))
        batches = sweep.batches(self._board, max(pull.reach for pull in step.pulls))
        for done, windows in enumerate(batches):
            self._report(number, (count + done / len(batches)) / step.sweeps)
            settle_batch(self._board, windows, sweep=sweep, pulls=step.pulls, pool=self._pool)

    def _swaps(self, number: int, step: Swaps) -> float:
        random = np.random.default_rng((self._seed, number))
        saved, best = self._board.cell_of.copy(), step.pull.objective(self._board)
        for count in range(1, step.rounds + 1):
            swap(self._board, step.pull, random=random)
            if count % ROUNDS_BETWEEN_LOOKS and count < step.rounds:
                continue
            self._report(number, count / step.rounds)
            now = step.pull.objective(self._board)
            if now < best:
                self._put(saved)
            else:
                saved, best = self._board.cell_of.copy(), now
        self._follow(self._board.cell_of.copy())
        return best

    def _closest(self, number: int, step: Closest) -> float:
        polish = Polish(self._board, step, np.random.default_rng((self._seed, number)))
        for count in range(step.rounds):
            self._report(number, count / step.rounds)
            polish.round(count / step.rounds)
        polish.finish()
        self._follow(self._board.cell_of.copy())
        return self._objective(step)

    def _objective(self, step: Step) -> float:
        if isinstance(step, Closest):
            return objective(self._board, step)
        if isinstance(step, Swaps):
            return step.pull.objective(self._board)
        for pull in step.pulls:
            pull.refresh(self._board)
        return sum(pull.objective(self._board) for pull in step.pulls)

    def _put(self, cells: Cells) -> None:
        self._board.move(np.arange(len(cells), dtype=np.int32), cells)

    def _report(self, number: int, share: float) -> None:
        total = len(self._steps) * REPORTED
        self._run.report(Stage.REFINE, int((number + share) * REPORTED), total)


def _look_away(cells: Cells) -> None:
    """Nobody watches."""
    del cells
