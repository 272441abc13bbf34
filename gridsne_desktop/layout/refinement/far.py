"""The far pull: each photo to wherever, on the whole grid, photos like it stand."""

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.refinement.board import Board, Window
from gridsne_desktop.layout.refinement.kernels import Kernel


class Far:
    """How well the whole grid is in order: minus the sum over pairs of distance² × kernel.

    A sum over all pairs, in time that grows with N log N: the squared distance of two vectors is
    their squared lengths minus twice their product, so what all photos do to a cell is one
    vector, the grid of vectors smoothed with the kernel (as in Barthel et al. 2023, who smooth
    with a box and assign photos to the smoothed vectors; here the kernel has long tails).
    """

    def __init__(self, components: Vectors, kernel: Kernel) -> None:
        """Pull by the distances of `components`, float32 (n, d), with a `kernel` (rows + 1, …)."""
        centred = components - components.mean(axis=0, dtype=np.float64)
        mean = 2 * float(np.square(centred).sum(axis=1).mean()) if len(centred) else 0.0
        self._vectors = np.asarray(centred / np.sqrt(mean or 1.0), dtype=np.float32)
        self._squares = np.square(self._vectors).sum(axis=1)
        self._kernel = kernel
        self._smoothed = self._vectors[:0]
        self._total = self._squares[:0]
        self.reach = 0

    def refresh(self, board: Board) -> None:
        """Smooth the grid of vectors as the photos stand now; `at` and `objective` need it."""
        from scipy.fft import irfft2, next_fast_len, rfft2

        rows, columns = board.rows, board.columns
        size = (next_fast_len(2 * rows, real=True), next_fast_len(2 * columns, real=True))
        spectrum = rfft2(_wrapped(self._kernel, size)).real  # even, so that nothing is imaginary
        is_photo = board.by_cell != BLANK
        weights = np.column_stack([self._vectors, np.ones_like(self._squares)])
        smoothed = np.empty((weights.shape[1], rows * columns), dtype=np.float32)
        plane = np.zeros(rows * columns, dtype=np.float32)
        for channel, out in enumerate(smoothed):
            plane[is_photo] = weights[board.by_cell[is_photo], channel]
            wide = irfft2(rfft2(plane.reshape(rows, columns), s=size) * spectrum, s=size)
            out[:] = wide[:rows, :columns].ravel()
        self._smoothed = np.ascontiguousarray(smoothed[:-1].T)
        self._total = smoothed[-1]

    def objective(self, board: Board) -> float:
        """What refinement makes greater, as of the last `refresh`."""
        pull = np.einsum("ij,ij->i", self._vectors, self._smoothed[board.cell_of])
        return float((pull - self._squares * self._total[board.cell_of]).sum(dtype=np.float64))

    def at(
        self, board: Board, window: Window, photos: NDArray[np.int32], cells: Cells
    ) -> "FarBlock":
        """What this pull says of `photos` trading `cells`, the others as of the last `refresh`."""
        del window
        vectors, squares = self._vectors[photos], self._squares[photos]
        down, across = np.divmod(cells, board.columns)
        between = self._kernel[np.abs(down[:, None] - down), np.abs(across[:, None] - across)]
        worth = 2 * (vectors @ self._smoothed[cells].T) - squares[:, None] * self._total[cells]
        alike = 2 * (vectors @ vectors.T) - squares[:, None] - squares
        return FarBlock(worth, alike, between)


class FarBlock:
    """The far pull on the photos of one window."""

    def __init__(
        self,
        worth: NDArray[np.float32],
        alike: NDArray[np.float32],
        between: NDArray[np.float32],
    ) -> None:
        self._worth, self._alike, self._between = worth, alike, between

    def attraction(self) -> NDArray[np.float32]:
        """float32 (m, m): the worth of photo i in cell j, all others where they stand.

        Up to what a cell means to any photo alike.
        """
        return self._worth

    def gain(self, chosen: NDArray[np.intp]) -> float:
        """What the objective gains when photo i goes to cell `chosen[i]`, all at once."""
        photos = np.arange(len(chosen))
        alone = (self._worth[photos, chosen] - self._worth[photos, photos]).sum(dtype=np.float64)
        # `worth` holds the others of the window where they stood; they move as well.
        still, both = self._between[chosen], self._between[np.ix_(chosen, chosen)]
        inside = (both + self._between) / 2 - still
        return float(alone + (self._alike * inside).sum(dtype=np.float64))


def _wrapped(kernel: Kernel, size: tuple[int, int]) -> NDArray[np.float32]:
    """The kernel around the origin of a plane whose edges meet."""
    down, across = (np.arange(1 - reach, reach) for reach in kernel.shape)
    plane = np.zeros(size, dtype=np.float32)
    at = np.ix_(down[1:-1] % size[0], across[1:-1] % size[1])
    plane[at] = kernel[np.abs(down[1:-1])[:, None], np.abs(across[1:-1])]
    return plane
