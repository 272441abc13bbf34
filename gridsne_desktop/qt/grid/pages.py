"""The grid at rest in ready pieces: pages of tiles in each of the store's sizes."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.places import Board
from gridsne_desktop.qt.grid.scene import Scene
from gridsne_desktop.qt.grid.sharp import image_of

_PAGE_SIDE: Final = 256
"""Px at most: small pieces, of which some fit into a frame, and few enough to be drawn at once."""
_MOST_NEW: Final = 4
"""Pages made in one frame, about 2 ms; a coarser one stands in for each of the others."""
_COARSER: Final = 2
"""Levels down to what stands in: a page there covers sixteen, so that few have to be made."""
_BYTES: Final = 24 * 2**20
"""More than a large screen full, beside the coarsest; the least recently drawn go first."""
_MOST_CHANGED: Final = 256
"""When more tiles change between two frames, all pages are made anew."""

_Key = tuple[int, int, int]
"""Side of the tiles, column and row of the page."""


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """What the pages were made of."""

    scene: Scene
    board: Board
    ground: QColor
    cells: NDArray[np.int32] = field(init=False)
    """The cell of each slot; -1: none."""

    def __post_init__(self) -> None:
        cells = np.full(len(self.scene.store.photos), -1, np.int32)
        filled = np.flatnonzero(self.board.ravel() >= 0).astype(np.int32)
        cells[self.scene.slots[self.board.ravel()[filled]]] = filled
        object.__setattr__(self, "cells", cells)

    def is_of(self, scene: Scene, ground: QColor) -> bool:
        """Whether pages of `scene` would be the same, but for tiles that arrived."""
        mine = self.scene
        return (
            mine.store is scene.store
            and mine.slots is scene.slots
            and self.board is scene.board
            and self.ground == ground
        )


class Pages:
    """Opaque pictures of some cells each, kept up to a number of bytes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, QImage] = OrderedDict()
        self._bytes = 0
        self._source: _Source | None = None
        self._version = 0
        self._new = 0

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        camera: Camera,
        side: int,
        ground: QColor,
        *,
        shown: list[QRect],
        is_complete: bool = True,
    ) -> None:
        """Paint all cells in these parts of the view, from tiles of `side` px where possible.

        Incomplete: only where it is possible; what is there already stays elsewhere.
        """
        source = self._of(scene, ground)
        if source is None:
            return
        self._new = 0
        tiles = _tiles_across(scene.store.sides, side)
        for part in shown:
            painter.setClipRect(part)
            x, y = camera.to_world(part.x(), part.y())
            box = Box(x, y, part.width() / camera.scale, part.height() / camera.scale)
            for column, row in _pages_in(box, source.board, tiles):
                key = side, column, row
                self._paint_page(painter, source, camera, key, is_complete=is_complete)

    def _of(self, scene: Scene, ground: QColor) -> _Source | None:
        """The source for `scene`, after pages that are wrong by now are forgotten."""
        source = self._source
        if scene.board is None:
            return None
        if source is None or not source.is_of(scene, ground):
            self._forget_all()
            source = self._source = _Source(scene, scene.board, ground)
        changed = scene.store.changed_since(self._version)
        self._version += len(changed)
        if len(changed) > _MOST_CHANGED:
            self._forget_all()
        elif len(changed) and self._kept:
            self._forget_tiles(source, changed)
        return source

    def _forget_all(self) -> None:
        self._kept.clear()
        self._bytes = 0

    def _forget_tiles(self, source: _Source, slots: NDArray[np.intp]) -> None:
        cells = source.cells[slots]
        rows, columns = np.divmod(cells[cells >= 0], source.board.shape[1])
        sides = source.scene.store.sides
        for side in sides:
            tiles = _tiles_across(sides, side)
            for column, row in zip(
                (columns // tiles).tolist(), (rows // tiles).tolist(), strict=True
            ):
                page = self._kept.pop((side, column, row), None)
                if page is not None and side != sides[0]:
                    self._bytes -= page.sizeInBytes()

    def _paint_page(
        self, painter: QPainter, source: _Source, camera: Camera, key: _Key, *, is_complete: bool
    ) -> None:
        """Paint the cells of page `key`, if need be from a coarser one."""
        sides = source.scene.store.sides
        side, column, row = key
        across = _tiles_across(sides, side)
        left, top = column * across, row * across
        part = source.board[top : top + across, left : left + across]
        finest = sides.index(side)
        stand_in = sides[max(0, finest - _COARSER)]
        for each in reversed(sides[: finest + 1]) if is_complete else [side]:
            wide = _tiles_across(sides, each)
            must = is_complete and each == stand_in
            page = self._find(source, (each, left // wide, top // wide), must=must)
            if page is not None:
                corner = QPoint(left % wide * each, top % wide * each)
                painter.drawImage(
                    _edges(camera, left, top, part.shape),
                    page,
                    QRect(corner, QSize(part.shape[1] * each, part.shape[0] * each)),
                )
                return

    def _find(self, source: _Source, key: _Key, *, must: bool) -> QImage | None:
        """The page, made now if a frame has time for that, or if it must be there."""
        page = self._kept.get(key)
        if page is not None:
            self._kept.move_to_end(key)
            return page
        if self._new >= _MOST_NEW and not must:
            return None
        self._new += 1
        page = self._kept[key] = _made(source, key)
        coarsest = source.scene.store.sides[0]
        if key[0] != coarsest:  # those stay: at the next look at everything all are needed
            self._bytes += page.sizeInBytes()
            self._make_room(coarsest)
        return page

    def _make_room(self, coarsest: int) -> None:
        """Let the least recently drawn pages go, but none of the coarsest level."""
        for key in list(self._kept):
            if self._bytes <= _BYTES:
                return
            if key[0] != coarsest:
                self._bytes -= self._kept.pop(key).sizeInBytes()


def _tiles_across(sides: tuple[int, ...], side: int) -> int:
    """Tiles across a page; a page of one level lies inside one page of the next coarser level."""
    return _PAGE_SIDE // sides[-1] * (sides[-1] // side)


def _pages_in(box: Box, board: Board, tiles: int) -> Iterator[tuple[int, int]]:
    """Column and row of each page that touches the box."""
    rows, columns = board.shape
    first, last = int(max(box.x, 0) // tiles), (box.x + box.width) // tiles
    upper, lower = int(max(box.y, 0) // tiles), (box.y + box.height) // tiles
    for row in range(upper, int(min(lower, (rows - 1) // tiles)) + 1):
        for column in range(first, int(min(last, (columns - 1) // tiles)) + 1):
            yield column, row


def _edges(camera: Camera, left: int, top: int, shape: tuple[int, ...]) -> QRect:
    """Where cells are in the view: on whole px, so that pages meet without a seam."""
    x, y = camera.to_view(left, top)
    right, bottom = camera.to_view(left + shape[1], top + shape[0])
    corner = QPoint(round(x), round(y))
    return QRect(corner, QSize(round(right) - corner.x(), round(bottom) - corner.y()))


def _made(source: _Source, key: _Key) -> QImage:
    side, column, row = key
    scene = source.scene
    across = _tiles_across(scene.store.sides, side)
    cells = source.board[row * across : (row + 1) * across, column * across : (column + 1) * across]
    # (rows, columns, side, side); `take` needs half the time of an index
    tiles = np.take(scene.store.level(side), scene.slots[cells], axis=0)
    tiles[cells < 0] = 0
    pixels = tiles.transpose(0, 2, 1, 3).reshape(cells.shape[0] * side, cells.shape[1] * side)
    page = QImage(pixels.shape[1], pixels.shape[0], QImage.Format.Format_RGB32)
    page.fill(source.ground)
    painter = QPainter(page)
    painter.drawImage(0, 0, image_of(pixels))
    painter.end()
    return page
