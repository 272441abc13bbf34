"""The photos before and after the large one, small, in a strip below it."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.grid.selection import Indexes
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import Tile, make_tile
from gridsne_desktop.qt.loupe.dark import BAR, INK

SIDE = 64
"""Of a tile, logical pixels: what the store keeps ready on screens of usual density."""
_PITCH = SIDE + 6
_MARGIN = 7
_MARK = 2
_LOOK_AGAIN_MS = 200
_WHEEL_NOTCH = 120
_TILES_A_NOTCH = 3


class Filmstrip(QWidget):
    """Tiles in reading order, the current one in the middle and marked; paints only those in view.

    What the store keeps ready is painted at once; on denser screens sharper tiles follow from a
    thread, which decodes the store's thumbnails.

    Signals:
        chosen: The photo that was clicked: its index on the wall.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = TileStore(())
        self._order: Indexes = np.zeros(0, np.intp)
        self._slot_of: Callable[[int], int] = int
        self._rank = 0
        self._left = 0.0
        self._sharp: dict[int, Tile] = {}
        self._maker = Newest(at_once=1, parent=self)
        self._maker.arrived.connect(self._on_made)
        self._asked: frozenset[int] = frozenset()
        self._again = QTimer(self, singleShot=True, interval=_LOOK_AGAIN_MS)
        self._again.timeout.connect(self.update)
        self.setFixedHeight(SIDE + 2 * _MARGIN)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Filmstrip"))

    @property
    def count(self) -> int:
        """How many photos the strip has."""
        return len(self._order)

    @property
    def maker(self) -> Newest:
        """The thread that makes sharper tiles."""
        return self._maker

    @property
    def ranks_in_view(self) -> range:
        """The places in reading order that are painted."""
        first = max(0, math.floor(self._left / _PITCH))
        return range(first, min(self.count, math.ceil((self._left + self.width()) / _PITCH)))

    def show_photos(
        self, store: TileStore, order: Indexes, slot_of: Callable[[int], int], *, rank: int
    ) -> None:
        """Show the photos of `store` with the one at `rank` in the middle.

        Args:
            store: Holds their thumbnails.
            order: intp (n,): their indexes as one reads the grid.
            slot_of: The slot of the photo with an index.
            rank: The place of the current one in `order`.
        """
        if store is not self._store:
            self._sharp = {}
        self._store, self._order, self._slot_of, self._rank = store, order, slot_of, rank
        self._centre()
        self.update()

    def clear(self) -> None:
        """Show nothing and free the tiles."""
        self._maker.drop()
        self._asked = frozenset()
        self.show_photos(TileStore(()), np.zeros(0, np.intp), int, rank=0)

    def rect_of(self, rank: int) -> QRectF:
        """Where the tile of a place in reading order lies in the widget."""
        return QRectF(rank * _PITCH - self._left, _MARGIN, SIDE, SIDE)

    def _centre(self) -> None:
        self._left = self._rank * _PITCH + SIDE / 2 - self.width() / 2

    def _scroll(self, by: float) -> None:
        """Move the strip, but keep something of it in the middle."""
        least, most = SIDE / 2 - self.width() / 2, (self.count - 1) * _PITCH
        self._left = max(least, min(self._left + by, least + most))
        self.update()

    def _ask_for_sharp(self, slots: list[int]) -> None:
        store, side = self._store, round(SIDE * self.devicePixelRatioF())
        wanted = frozenset(s for s in slots if store.has(s) and s not in self._sharp)
        if side in store.sides or not wanted - self._asked:
            return
        self._asked = wanted

        def job(run: Run) -> tuple[TileStore, dict[int, Tile]]:
            return store, _sharp_tiles(store, sorted(wanted), side, run)

        self._maker.ask(job)

    @Slot(object)
    def _on_made(self, result: tuple[TileStore, dict[int, Tile]]) -> None:
        store, tiles = result
        self._asked = frozenset()
        if store is self._store:
            seen = {self._slot(rank) for rank in self.ranks_in_view}
            self._sharp = {s: tile for s, tile in (self._sharp | tiles).items() if s in seen}
            self.update()

    def _slot(self, rank: int) -> int:
        return self._slot_of(int(self._order[rank]))

    def _tile(self, slot: int) -> Tile:
        ready: Tile = self._store.level(self._store.sides[-1])[slot]
        return self._sharp.get(slot, ready)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles in view."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), BAR)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        slots = [self._slot(rank) for rank in self.ranks_in_view]
        for rank, slot in zip(self.ranks_in_view, slots, strict=True):
            painter.drawImage(self.rect_of(rank), _as_image(self._tile(slot)))
        if self.count:
            painter.setPen(QPen(INK, _MARK))
            painter.drawRect(self.rect_of(self._rank).adjusted(-2, -2, 0, 0))
        self._ask_for_sharp(slots)
        if not all(self._store.has(slot) for slot in slots):
            self._again.start()

    def resizeEvent(self, event: object) -> None:
        """Keep the current photo in the middle."""
        del event
        self._centre()

    def hideEvent(self, event: QHideEvent) -> None:
        """Wait for nothing while nobody looks."""
        super().hideEvent(event)
        self._again.stop()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the photo under the pointer."""
        if event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        rank = math.floor((self._left + event.position().x()) / _PITCH)
        if 0 <= rank < self.count:
            self.chosen.emit(int(self._order[rank]))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move the strip."""
        delta, pixels = event.angleDelta(), event.pixelDelta()
        if not pixels.isNull():
            self._scroll(-(pixels.x() or pixels.y()))
        else:
            notches = (delta.y() or delta.x()) / _WHEEL_NOTCH
            self._scroll(-notches * _TILES_A_NOTCH * _PITCH)
        event.accept()


def _sharp_tiles(store: TileStore, slots: list[int], side: int, run: Run) -> dict[int, Tile]:
    tiles = {}
    for slot in slots:
        run.check()
        thumbnail = store.thumbnail(slot)
        if thumbnail is not None:
            tiles[slot] = make_tile(thumbnail, side=side, fit=store.is_fit)
    return tiles


def _as_image(tile: "NDArray[np.uint32]") -> QImage:
    """A QImage over the tile's own memory, which it keeps alive."""
    tile = np.ascontiguousarray(tile)
    side = tile.shape[0]
    return QImage(tile.data, side, side, 4 * side, QImage.Format.Format_ARGB32_Premultiplied)
