"""The near pull: each photo to its nearest neighbours in the original vectors."""

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.refinement.board import Board, Window
from gridsne_desktop.layout.refinement.kernels import Kernel
from gridsne_desktop.layout.refinement.likeness import Likeness


class Near:
    """How well photos stand that are alike: the sum over pairs of weight × kernel.

    A pair that stands farther apart than the kernel reaches counts nothing, so that a window
    depends on its surroundings only.
    """

    def __init__(self, likeness: Likeness, kernel: Kernel, *, factor: float = 1.0) -> None:
        """Pull along `likeness`, worth `factor` · `kernel`."""
        self.likeness = likeness
        self.kernel: Kernel = np.asarray(kernel * factor, dtype=np.float32)
        self.reach = len(kernel) - 1

    def refresh(self, board: Board) -> None:
        """Nothing is kept between windows."""

    def objective(self, board: Board) -> float:
        """What refinement makes greater: the worth of all pairs."""
        here = board.cell_of[self.likeness.owners()]
        there = board.cell_of[self.likeness.others]
        worth = self.worth(here, there, board.columns)
        return float(worth @ self.likeness.weights.astype(np.float64)) / 2

    def worth(self, here: Cells, there: Cells, columns: int) -> NDArray[np.float64]:
        """The kernel between two cells each, on a grid of so many columns."""
        down = np.minimum(np.abs(here // columns - there // columns), self.reach)
        across = np.minimum(np.abs(here % columns - there % columns), self.reach)
        return np.asarray(self.kernel[down, across], dtype=np.float64)

    def at(
        self, board: Board, window: Window, photos: NDArray[np.int32], cells: Cells
    ) -> "NearBlock":
        """What this pull says of `photos` trading `cells`, which lie in `window`."""
        return NearBlock(self, board, window, photos, cells)

    @functools.cache  # noqa: B019 - lives as long as one stage of a refinement
    def table(self, height: int, width: int) -> Kernel:
        """float32 (cells around, cells of the window): the kernel between each two."""
        around_y, around_x = (
            np.arange(-self.reach, height + self.reach),
            np.arange(-self.reach, width + self.reach),
        )
        down = np.minimum(np.abs(around_y[:, None] - np.arange(height)), self.reach)
        across = np.minimum(np.abs(around_x[:, None] - np.arange(width)), self.reach)
        pairs = self.kernel[down[:, None, :, None], across[None, :, None, :]]
        return np.reshape(pairs, (len(around_y) * len(around_x), height * width))


class NearBlock:
    """The near pull on the photos of one window."""

    def __init__(
        self, pull: Near, board: Board, window: Window, photos: NDArray[np.int32], cells: Cells
    ) -> None:
        self._pull, self._columns, self._cells = pull, board.columns, cells
        row, other, weight = pull.likeness.edges(photos)
        there = board.cell_of[other]
        around = _Around(window, pull.reach, board.columns)
        place, is_near = around.places(there)
        self._row, self._there = row[is_near], there[is_near]
        self._weight, self._place = weight[is_near], place[is_near]
        self._own = around.places(cells)[0]
        self._size = around.size
        self._table = pull.table(window.height, window.width)
        down, across = np.divmod(cells, board.columns)
        self._local = (down - window.top) * window.width + across - window.left

    def attraction(self) -> NDArray[np.float32]:
        """float32 (m, m): the worth of photo i in cell j, all others where they stand."""
        from scipy.sparse import csr_matrix

        m = len(self._cells)
        starts = np.searchsorted(self._row, np.arange(m + 1))
        pulls = csr_matrix((self._weight, self._place, starts), shape=(m, self._size))
        return np.asarray(pulls @ np.ascontiguousarray(self._table[:, self._local]))

    def gain(self, chosen: NDArray[np.intp]) -> float:
        """What the objective gains when photo i goes to cell `chosen[i]`, all at once."""
        slot = np.full(self._size, -1)
        slot[self._own] = np.arange(len(self._cells))
        partner = slot[self._place]
        moved = self._cells[chosen]
        then = np.where(partner >= 0, moved[partner], self._there)
        after = self._pull.worth(moved[self._row], then, self._columns)
        before = self._pull.worth(self._cells[self._row], self._there, self._columns)
        twice = np.where(partner >= 0, 0.5, 1.0)  # a pair inside has an edge at either end
        return float(((after - before) * self._weight * twice).sum())


@dataclass(frozen=True, slots=True)
class _Around:
    """The cells of a window and around it, numbered row by row."""

    window: Window
    reach: int
    columns: int

    @property
    def size(self) -> int:
        return (self.window.height + 2 * self.reach) * (self.window.width + 2 * self.reach)

    def places(self, cells: Cells) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
        """The number of each cell, and whether it is around at all."""
        down, across = np.divmod(cells, self.columns)
        down = down - (self.window.top - self.reach)
        across = across - (self.window.left - self.reach)
        width = self.window.width + 2 * self.reach
        height = self.window.height + 2 * self.reach
        is_around = (down >= 0) & (down < height) & (across >= 0) & (across < width)
        return down * width + across, is_around
