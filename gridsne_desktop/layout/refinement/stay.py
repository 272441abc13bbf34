"""The pull of habit: who had a place stays there, unless moving is worth it."""

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import BLANK, Cells
from gridsne_desktop.layout.refinement.board import Board, Window


class Stay:
    """What it costs that photos leave the cells they had, and how far they go."""

    def __init__(self, homes: Cells, *, leaving: float, per_cell: float) -> None:
        """`homes`, int32 (n,), are the cells they had, `BLANK` for who had none."""
        self._homes = homes
        self._leaving, self._per_cell = leaving, per_cell
        self.reach = 0

    def refresh(self, board: Board) -> None:
        """Nothing is kept between windows."""

    def objective(self, board: Board) -> float:
        """Minus what all moves cost."""
        photos = np.arange(len(self._homes))
        return -float(self.cost(photos, board.cell_of, board.columns).sum())

    def cost(
        self, photos: NDArray[np.integer], cells: NDArray[np.integer], columns: int
    ) -> NDArray[np.float64]:
        """What it costs that each photo stands in its cell; shapes are broadcast."""
        homes = self._homes[photos]
        away = np.hypot(homes // columns - cells // columns, homes % columns - cells % columns)
        cost = self._leaving * (away > 0) + self._per_cell * away
        return np.asarray(np.where(homes == BLANK, 0.0, cost))

    def at(
        self, board: Board, window: Window, photos: NDArray[np.int32], cells: Cells
    ) -> "StayBlock":
        """What this pull says of `photos` trading `cells`."""
        del window
        return StayBlock(-self.cost(photos[:, None], cells[None], board.columns))


class StayBlock:
    """The pull of habit on the photos of one window."""

    def __init__(self, worth: NDArray[np.float64]) -> None:
        self._worth = worth.astype(np.float32)

    def attraction(self) -> NDArray[np.float32]:
        """float32 (m, m): the worth of photo i in cell j."""
        return self._worth

    def gain(self, chosen: NDArray[np.intp]) -> float:
        """What the objective gains when photo i goes to cell `chosen[i]`."""
        photos = np.arange(len(chosen))
        gained = self._worth[photos, chosen] - self._worth[photos, photos]
        return float(gained.sum(dtype=np.float64))
