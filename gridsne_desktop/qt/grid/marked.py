"""Tiles with the mark of what is selected laid over them: the same in all frames of a flight."""

from dataclasses import dataclass
from typing import Final
from weakref import ref

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter, QPixmap

from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import image_of
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import Tile

_MOST_ROWS: Final = 32_000
"""Of px: Qt paints nothing beyond 32,767 (QT_RASTER_COORD_LIMIT)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """The marked tiles, and what they are of.

    Attributes:
        tiles: uint32 (m, side, side): those of the selected photos, in order.
        rows: intp (n,): of each selected photo the place among them.
        mark: What lies over each.
        store: Whose tiles they are; it is not held.
        version: The store's.
        slots: The slot of each photo.
        selected: Who is selected.
    """

    tiles: NDArray[np.uint32]
    rows: NDArray[np.intp]
    mark: Tile
    store: ref[TileStore]
    version: int
    slots: NDArray[np.intp]
    selected: NDArray[np.bool_]

    def are_of(self, scene: Scene, mark: Tile) -> bool:
        """Whether those of `scene` are the same."""
        return (
            self.store() is scene.store
            and self.slots is scene.slots
            and self.selected is scene.selected
            and self.version == scene.store.version
            and np.array_equal(self.mark, mark)
        )


class Marked:
    """Makes them once a flight, as long as the level stays the same."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def forget(self) -> None:
        """Nobody flies any more."""
        self._kept = None

    def tiles(
        self, scene: Scene, selected: NDArray[np.bool_], mark: Tile
    ) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
        """The tiles of all selected photos under `mark`, and of each photo its place there."""
        kept = self._kept
        if kept is None or not kept.are_of(scene, mark):
            kept = self._kept = _made(scene, selected, mark)
        return kept.tiles, kept.rows


def _made(scene: Scene, selected: NDArray[np.bool_], mark: Tile) -> _Kept:
    version = scene.store.version  # first: what changes meanwhile may be in them or not
    tiles = np.take(scene.store.level(len(mark)), scene.slots[selected], axis=0)
    _lay_over(tiles, mark)
    rows = np.cumsum(selected) - 1
    return _Kept(tiles, rows, mark, ref(scene.store), version, scene.slots, selected)


def _lay_over(tiles: NDArray[np.uint32], mark: Tile) -> None:
    """Lay a tile over each of `tiles`, many at once: one below the other they are one picture."""
    pixmap, side = QPixmap.fromImage(image_of(mark)), len(mark)
    for first in range(0, len(tiles), _MOST_ROWS // side):
        column = image_of(tiles[first : first + _MOST_ROWS // side].reshape(-1, side))
        painter = QPainter(column)
        painter.drawTiledPixmap(column.rect(), pixmap)
        painter.end()
