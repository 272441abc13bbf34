"""What there is to paint, and large tiles of it, one by one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from gridsne_desktop.qt.grid.badge_marks import LEAST_SIDE, paint_badge
from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.motion import Places2D
from gridsne_desktop.qt.grid.places import Board
from gridsne_desktop.qt.grid.sharp import Sharp, image_of, side_for
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import GAP, Tile, inner_side

_KEEP: Final = Qt.AspectRatioMode.KeepAspectRatio
_ALPHA_SHIFT: Final = 24


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What there is to paint.

    Attributes:
        store: The tiles.
        sharp: Larger pixels of a few.
        slots: intp (n,): the store's slot of each photo.
        places: float32 (n, 2): where the tiles are in the world.
        board: Which photo is in each cell; None: not all tiles rest in their cells.
        is_fit: Whether large tiles show whole photos.
        kinds: uint8 (n,): the `Badge` bits of each photo.
        ratio: Device px per device-independent px.
        selected: bool (n,): which photos are selected; None: marks are not painted with the tiles.
        accent: 0xAARRGGBB of what is selected.
        outline: Frames the selected tiles as a camera (device px) sees them; None: they are few.
        mark: What lies over a selected tile of so many px that is shown in so many device px, as
            large as that tile; None: they are few.
    """

    store: TileStore
    sharp: Sharp
    slots: NDArray[np.intp]
    places: Places2D
    board: Board | None
    is_fit: bool
    kinds: NDArray[np.uint8]
    ratio: float
    selected: NDArray[np.bool_] | None = None
    accent: int = 0
    outline: Callable[[QPainter, Camera], None] | None = None
    mark: Callable[[int, float], Tile] | None = None


def paint_each(
    painter: QPainter,
    scene: Scene,
    visible: NDArray[np.intp],
    camera: Camera,
    *,
    is_hurried: bool,
    ground: QColor | None = None,
) -> None:
    """Paint tiles one by one, with edges on whole pixels and the best pixels there are.

    With `ground` what was there before is painted over. Unless hurried, better pixels are wanted.
    """
    has_badges = camera.scale >= LEAST_SIDE * scene.ratio
    sharp, side = scene.sharp, side_for(_side_of(camera))
    wanted: dict[int, tuple[float, float]] = {}
    for slot, kind, tile in _tiles(scene, visible, camera):
        if ground is not None:
            painter.fillRect(tile, ground)
        image = sharp.find(slot)
        if not is_hurried and sharp.could_be_better(slot, side):
            wanted[slot] = camera.to_world(tile.x(), tile.y())
        if image is None:
            _paint_stand_in(painter, scene.store, slot, tile)
        elif scene.is_fit:
            painter.drawImage(_fitted(image, tile), image)
        else:
            painter.drawImage(tile, image, _middle(image.size()))
        if kind and has_badges:
            paint_badge(painter, kind, _photo_in(scene, slot, tile, image), ratio=scene.ratio)
    sharp.want(wanted, side)


def paint_badges(
    painter: QPainter, scene: Scene, visible: NDArray[np.intp], camera: Camera
) -> None:
    """Paint the badges of tiles that were painted all at once; while all moves, if at all."""
    if camera.scale >= LEAST_SIDE * scene.ratio:
        badged = visible[scene.kinds[visible] != 0]
        for slot, kind, tile in _tiles(scene, badged, camera):
            paint_badge(painter, kind, _photo_in(scene, slot, tile, None), ratio=scene.ratio)


def _tiles(
    scene: Scene, indexes: NDArray[np.intp], camera: Camera
) -> Iterator[tuple[int, int, QRect]]:
    """Slot, badges and place of each tile, in whole device px."""
    corners = (scene.places[indexes].astype(float) - (camera.x, camera.y)) * camera.scale
    lefts, tops = np.rint(corners).astype(int).T.tolist()
    slots, kinds = scene.slots[indexes].tolist(), scene.kinds[indexes].tolist()
    side = _side_of(camera)
    for slot, kind, left, top in zip(slots, kinds, lefts, tops, strict=True):
        yield slot, kind, QRect(left, top, side, side)


def _side_of(camera: Camera) -> int:
    return round(camera.scale * (1 - GAP))


def _photo_in(scene: Scene, slot: int, tile: QRect, image: QImage | None) -> QRect:
    """What of `tile` the photo covers, painted from `image` or from the stand-in."""
    if not scene.is_fit:
        return tile
    if image is not None:
        return _fitted(image, tile)
    side = scene.store.sides[-1]
    box = _opaque(scene.store.level(side)[slot])
    zoom = tile.width() / inner_side(side)
    size = QSize(round(box.width() * zoom), round(box.height() * zoom))
    return QRect(tile.topLeft() + QPoint(round(box.x() * zoom), round(box.y() * zoom)), size)


def _opaque(tile: Tile) -> QRect:
    """The part that is not see-through."""
    is_opaque = (tile >> _ALPHA_SHIFT) != 0
    rows, columns = np.flatnonzero(is_opaque.any(axis=1)), np.flatnonzero(is_opaque.any(axis=0))
    if not len(rows):
        return QRect(QPoint(0, 0), QSize(*is_opaque.shape))
    top_left = QPoint(int(columns[0]), int(rows[0]))
    return QRect(top_left, QPoint(int(columns[-1]), int(rows[-1])))


def _fitted(image: QImage, tile: QRect) -> QRect:
    """The whole photo in the middle of its tile."""
    side = tile.width()
    size = image.size().scaled(side, side, _KEEP)
    inset = QPoint((side - size.width()) // 2, (side - size.height()) // 2)
    return QRect(tile.topLeft() + inset, size)


def _paint_stand_in(painter: QPainter, store: TileStore, slot: int, tile: QRect) -> None:
    side = store.sides[-1]
    inner = inner_side(side)
    painter.drawImage(tile, image_of(store.level(side)[slot]), QRect(0, 0, inner, inner))


def _middle(size: QSize) -> QRect:
    side = min(size.width(), size.height())
    return QRect((size.width() - side) // 2, (size.height() - side) // 2, side, side)
