"""The frames of thousands of selected tiles: one picture, used again while the camera moves."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter

from gridsne_desktop.qt.grid.blit import blit
from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.motion import Places2D
from gridsne_desktop.qt.grid.places import Board
from gridsne_desktop.qt.grid.sharp import image_of
from gridsne_desktop.qt.grid.tiles import Tile

_MARGIN: Final = 160
"""Device px around the view: so far it can be moved before the picture is made anew."""
_MOST_SCALED: Final = 1.5
"""While one zooms the picture is enlarged or reduced by no more than this."""
_WHOLE_STEP: Final = 0.02
"""Device px from a whole number that still count as one."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlined:
    """What there is to frame.

    Attributes:
        mask: bool (n,): whether each photo is selected.
        places: float32 (n, 2): where the tiles are in the world.
        board: Which photo is in each cell; None: not all tiles rest in their cells.
        mark: What lies over one selected tile; as large as a tile is shown.
        style: The colours and widths that marks are made in: equal where they are.
    """

    mask: NDArray[np.bool_]
    places: Places2D
    board: Board | None
    mark: Tile
    style: object

    def is_like(self, other: "Outlined") -> bool:
        """Whether the same tiles are framed in the same way, but for their size."""
        return (
            self.mask is other.mask
            and self.places is other.places
            and self.board is other.board
            and self.style == other.style
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    """Frames painted by `camera`; `rect` is what of that view it covers, in device px."""

    outlined: Outlined
    camera: Camera
    rect: QRect
    pixels: NDArray[np.uint32]
    image: QImage


class Outlines:
    """Keeps the picture; cameras and sizes are in device px."""

    def __init__(self) -> None:
        self._kept: _Picture | None = None

    def forget(self) -> None:
        """There are not so many any more."""
        self._kept = None

    def paint(
        self, painter: QPainter, outlined: Outlined, camera: Camera, size: QSize, *, is_moving: bool
    ) -> None:
        """Paint all frames in a view of this size, one painter's unit a device px."""
        kept = self._kept
        if kept is not None and kept.outlined.is_like(outlined):
            target = _seen_by(camera, kept)
            if _serves(kept, camera, target, size, is_moving=is_moving):
                painter.drawImage(target, kept.image)
                return
        rect = QRect(QPoint(0, 0), size).adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
        rect &= _rect_of(outlined, camera).toAlignedRect().adjusted(-1, -1, 1, 1)
        if rect.isEmpty():
            return
        pixels = _framed(outlined, camera, rect)
        self._kept = _Picture(outlined, camera, rect, pixels, image_of(pixels))
        painter.drawImage(rect.topLeft(), self._kept.image)


def _seen_by(camera: Camera, picture: _Picture) -> QRectF:
    """Where the picture is in the view of another camera."""
    then, rect = picture.camera, picture.rect
    zoom = camera.scale / then.scale
    x, y = camera.to_view(*then.to_world(rect.x(), rect.y()))
    if zoom == 1 and max(abs(x - round(x)), abs(y - round(y))) < _WHOLE_STEP:
        x, y = round(x), round(y)
    return QRectF(x, y, rect.width() * zoom, rect.height() * zoom)


def _serves(
    picture: _Picture, camera: Camera, target: QRectF, size: QSize, *, is_moving: bool
) -> bool:
    """Whether the picture, painted at `target`, will do."""
    zoom = camera.scale / picture.camera.scale
    is_exact = zoom == 1 and target.topLeft() == target.topLeft().toPoint().toPointF()
    if not is_exact and not (is_moving and 1 / _MOST_SCALED < zoom < _MOST_SCALED):
        return False
    needed = QRectF(QPoint(0, 0), size) & _rect_of(picture.outlined, camera)
    return target.contains(needed) or needed.isEmpty()


def _rect_of(outlined: Outlined, camera: Camera) -> QRectF:
    """Where all cells, or else all tiles, are in the view."""
    if outlined.board is not None:
        (left, top), (bottom, right) = (0.0, 0.0), outlined.board.shape
    elif len(outlined.places):
        left, top = outlined.places.min(axis=0).tolist()
        right, bottom = (outlined.places.max(axis=0) + 1).tolist()
    else:
        return QRectF()
    x, y = camera.to_view(left, top)
    return QRectF(x, y, (right - left) * camera.scale, (bottom - top) * camera.scale)


def _framed(outlined: Outlined, camera: Camera, rect: QRect) -> NDArray[np.uint32]:
    """See-through but for the frames: uint32 of the size of `rect`."""
    if outlined.board is not None:
        return _framed_cells(outlined.mask, outlined.board, outlined.mark, camera, rect)
    side = len(outlined.mark)
    around = 2 * side + 2  # tiles that are only just in view begin outside
    height, width = rect.height() + 2 * around, rect.width() + 2 * around
    places = outlined.places[outlined.mask].astype(float)
    corners = np.rint((places - (camera.x, camera.y)) * camera.scale).astype(np.int32)
    corners += np.array([around - rect.x(), around - rect.y()], np.int32)
    inside = (corners >= 0).all(axis=1) & (corners < (width - side, height - side)).all(axis=1)
    target = np.zeros((height, width), np.uint32)
    corners = corners[inside]
    blit(outlined.mark[None], np.zeros(len(corners), np.intp), corners, target)
    return np.ascontiguousarray(target[around:-around, around:-around])


def _framed_cells(
    mask: NDArray[np.bool_], board: Board, mark: Tile, camera: Camera, rect: QRect
) -> NDArray[np.uint32]:
    """The same of tiles in their cells: a line of pixels of each row of cells is made, and copied.

    All lines of `mark` are the same but for those of its upper and lower edge.
    """
    columns, across = _cells_along(camera.x, camera.scale, rect.x(), rect.width(), len(mark))
    rows, down = _cells_along(camera.y, camera.scale, rect.y(), rect.height(), len(mark))
    columns, across = _within(columns, across, board.shape[1])
    rows, down = _within(rows, down, board.shape[0])
    first, last = (int(rows.min()), int(rows.max()) + 1) if len(rows) else (0, 0)
    is_marked = np.append(mask, np.bool_(False))[board[first:last]][:, columns]
    is_marked &= across >= 0
    edge, inner = mark[0][across], mark[len(mark) // 2][across]
    lines = np.zeros((1 + 2 * is_marked.shape[0], rect.width()), np.uint32)
    np.multiply(is_marked, edge, out=lines[1 : 1 + len(is_marked)])
    np.multiply(is_marked, inner, out=lines[1 + len(is_marked) :])
    is_edge = (mark[:, len(mark) // 2] == mark[0, 0])[down]
    line = np.where(is_edge, 1, 1 + len(is_marked)) + rows - first
    return np.take(lines, np.where(down < 0, 0, line), axis=0)


def _cells_along(
    start: float, scale: float, first_px: int, count: int, side: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Of each px the cell, and how far inside its tile it is; -1: in a gap."""
    first = math.floor(start + first_px / scale) - 1
    cells = np.arange(first, math.ceil(start + (first_px + count) / scale) + 2)
    corners = np.rint((cells - start) * scale)
    px = np.arange(first_px, first_px + count)
    found = np.searchsorted(corners, px, side="right") - 1
    inside = (px - corners[found]).astype(np.intp)
    inside[inside >= side] = -1
    return cells[found].astype(np.intp), inside


def _within(
    cells: NDArray[np.intp], inside: NDArray[np.intp], count: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Cells beyond the board's edges are gaps."""
    is_out = (cells < 0) | (cells >= count)
    return cells.clip(0, count - 1), np.where(is_out, -1, inside)
