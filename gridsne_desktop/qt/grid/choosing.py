"""A view of tiles in which photos can be selected, one has the keyboard, one is pointed at."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid import marks
from gridsne_desktop.qt.grid.camera import Box, Camera
from gridsne_desktop.qt.grid.lasso import Lasso
from gridsne_desktop.qt.grid.looking import LookingView
from gridsne_desktop.qt.grid.outlines import Outlined, Outlines
from gridsne_desktop.qt.grid.places import Board, cells_in, tiles_in, tiles_on
from gridsne_desktop.qt.grid.selection import Indexes, Selection
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import GAP, Tile
from gridsne_desktop.qt.grid.walk import Walk

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
_MOST_FRAMES: Final = 50
"""Up to here each selected tile is framed by itself; beyond, all are painted at once."""


class ChoosingView(LookingView):
    """What is selected, and how clicks, keys, rubber bands and lassos change it.

    Signals:
        selection_changed: Other photos are selected now.
        current_changed: The photo that has the keyboard: its index or None.
        photo_hovered: The photo under the pointer: its index or None.
    """

    selection_changed = Signal()
    current_changed = Signal(object)
    photo_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection(0)
        self._outlines = Outlines()
        self._marked: tuple[NDArray[np.bool_], Board, NDArray[np.bool_]] | None = None
        self._told_current: int | None = None
        self._hovered: int | None = None
        self._band: QRectF | None = None
        self._lasso: Lasso | None = None
        self._at_start = self._kept = self._selection.mask

    @property
    def selection(self) -> Indexes:
        """The selected photos: intp (m,), ascending."""
        return self._selection.indexes

    @property
    def selected(self) -> tuple[int, int]:
        """How many photos are selected, and their bytes together."""
        mask = self._selection.mask
        count = int(np.count_nonzero(mask))
        if not count:
            return 0, 0
        return count, int(self._cast.store.file_sizes[self._cast.slots[mask]].sum())

    @property
    def selected_mask(self) -> NDArray[np.bool_]:
        """Bool (n,): whether each photo is selected; look, do not write."""
        return self._selection.mask

    @property
    def current(self) -> int | None:
        """The photo that has the keyboard."""
        return self._selection.current

    @property
    def hovered(self) -> int | None:
        """The photo under the pointer."""
        return self._hovered

    def select(self, indexes: "NDArray[np.integer]") -> None:
        """Select exactly these photos."""
        self._selection.set(indexes)
        self._after_choosing()

    def select_all(self) -> None:
        """Select every photo."""
        self._selection.set_all(True)
        self._after_choosing()

    def select_none(self) -> None:
        """Select no photo."""
        self._selection.set_all(False)
        self._after_choosing()

    def invert_selection(self) -> None:
        """Select exactly the photos that were not selected."""
        self._selection.invert()
        self._after_choosing()

    def set_current(self, index: int | None) -> None:
        """Give a photo the keyboard, select only it and bring it into view."""
        if index is None:
            self._selection.focus(None)
        else:
            self._selection.pick(index)
            self.reveal(index)
        self._after_choosing()

    def click(self, index: int | None, modifiers: Qt.KeyboardModifier) -> None:
        """A photo was clicked, or the ground: select as everywhere."""
        if index is None:
            if not modifiers & (CTRL | SHIFT):
                self._selection.set_all(False)
        elif modifiers & SHIFT:
            adds = bool(modifiers & CTRL)
            self._selection.extend(index, rank=self._cast.places.rank, add=adds)
        elif modifiers & CTRL:
            self._selection.toggle(index)
        else:
            self._selection.pick(index)
        self._after_choosing()

    def walk(self, walk: Walk, modifiers: Qt.KeyboardModifier) -> None:
        """Move the keyboard to another photo; Shift extends the selection, Ctrl leaves it."""
        index = self._destination(walk)
        if index is not None:
            self.walk_to(index, modifiers, is_end=walk.is_end)

    def walk_to(self, index: int, modifiers: Qt.KeyboardModifier, *, is_end: bool) -> None:
        """Move the keyboard to `index`, as `walk` does; `is_end`: the first or the last."""
        if modifiers & SHIFT:
            self._selection.extend(index, rank=self._cast.places.rank)
        elif modifiers & CTRL and not is_end:
            self._selection.focus(index)
        else:
            self._selection.pick(index)
        self.reveal(index)
        self._after_choosing()

    def start_band(self, modifiers: Qt.KeyboardModifier) -> None:
        """A rubber band begins; with Ctrl or Shift it adds to what is selected."""
        adds = bool(modifiers & (CTRL | SHIFT))
        self._at_start = self._selection.mask
        self._kept = self._at_start if adds else np.zeros_like(self._at_start)

    def draw_band(self, band: QRectF | None) -> None:
        """Select what the rubber band touches; None: the hand let go."""
        self._band = band
        if band is not None:
            self.choose_touched(tiles_in(self._cast.motion.places, self._world_box(band)))
        self.update()

    def choose_touched(self, indexes: NDArray[np.intp]) -> None:
        """Select the photos that a rubber band touches, and those it adds to."""
        mask = self._kept.copy()
        mask[indexes] = True
        self._choose(mask)

    def start_lasso(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """A lasso begins at a view point; with Ctrl or Shift it adds to what is selected."""
        self.start_band(modifiers)
        middles = self._cast.motion.places + np.float32((1 - GAP) / 2)
        self._lasso = Lasso(middles, *self.camera.to_world(at.x(), at.y()))

    def draw_lasso(self, to: QPointF | None) -> None:
        """Select the photos whose middles the lasso encloses; None: the hand let go."""
        if to is None:
            self._lasso = None
        elif self._lasso is not None:
            self._lasso.add(*self.camera.to_world(to.x(), to.y()))
            self._choose(self._kept | self._lasso.inside)
        self.update()

    def drop_choice(self) -> None:
        """Select what was selected before the rubber band or the lasso began."""
        self._band = self._lasso = None
        self._choose(self._at_start)
        self.update()

    def hover(self, index: int | None) -> None:
        """The pointer is over this photo now."""
        if index != self._hovered:
            self._hovered = index
            self.photo_hovered.emit(index)
            self.update()

    def _choose(self, mask: NDArray[np.bool_]) -> None:
        if not np.array_equal(mask, self._selection.mask):
            self._selection.set(np.flatnonzero(mask))
            self.selection_changed.emit()

    def _set_store(self, store: TileStore, grid: Grid | None, *, aspect: float) -> None:
        before = self.photos
        super()._set_store(store, grid, aspect=aspect)
        self._keep_choices(self._where_before(before))

    def _where_before(self, before: tuple[Photo, ...]) -> NDArray[np.intp]:
        """Where each photo was among those `before`, by its path: intp (n,); -1: not at all.

        Only those that are selected, or have the keyboard, are looked for.
        """
        chosen = set(self.selection.tolist()) | {self.current} - {None}
        index_of = {before[index].path: index for index in chosen if index is not None}
        kept = np.full(len(self.photos), -1, np.intp)
        if index_of:
            kept[:] = [index_of.get(photo.path, -1) for photo in self.photos]
        return kept

    def _keep_choices(self, kept: NDArray[np.intp]) -> None:
        """Photo i is now what was photo kept[i]; -1: it was not there."""
        self._selection.keep(kept)
        self._band = self._lasso = None
        self.hover(None)
        self._after_choosing()

    def _after_choosing(self) -> None:
        self.selection_changed.emit()
        if self.current != self._told_current:
            self._told_current = self.current
            self.current_changed.emit(self.current)
            self._tell_screen_reader()
        self.update()

    def _tell_screen_reader(self) -> None:
        self.setAccessibleDescription("" if self.current is None else self._words(self.current))
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)

    def _words(self, index: int) -> str:
        places = self._cast.places
        column, row = places.cell(index)
        path = self.photos[index].path
        name = ", ".join(filter(None, (path.name, self._badges.words(path))))
        return self.tr("{name}, row {row} of {rows}, column {column} of {columns}").format(
            name=name, row=row + 1, rows=places.rows, column=column + 1, columns=places.columns
        )

    def _destination(self, walk: Walk) -> int | None:
        if not self.photos:
            return None
        places = self._cast.places
        if self.current is None:
            return int(places.order[-1 if walk is Walk.LAST else 0])
        page = max(1, int(self.height() / self.camera.scale) - 1)
        return walk.destination(places, self.current, page=page)

    def _focus_point(self) -> QPointF:
        """The current photo, where it is in view, else the middle."""
        if self.current is not None:
            middle = self.tile_rect(self.current).center()
            if QRectF(self.rect()).contains(middle):
                return middle
        return super()._focus_point()

    def _world_box(self, rect: QRectF) -> Box:
        x, y = self.camera.to_world(rect.x(), rect.y())
        return Box(x, y, rect.width() / self.camera.scale, rect.height() / self.camera.scale)

    def _outline(self) -> Callable[[QPainter, Camera], None] | None:
        count = int(np.count_nonzero(self._selection.mask))
        if count > _MOST_FRAMES and not self._cast.motion.is_moving:
            count = self._count_in_view()
        if count > _MOST_FRAMES:
            return self._paint_outlines
        self._outlines.forget()
        return None

    def _count_in_view(self) -> int:
        """How many selected photos are in view; on the grid without looking at each."""
        mask, board = self._selection.mask, self._cast.board
        if board is None:
            return len(self._visibly_selected())
        if self._marked is None or self._marked[0] is not mask or self._marked[1] is not board:
            self._marked = mask, board, np.append(mask, np.bool_(False))[board]
        part = cells_in(self._world_box(QRectF(self.rect())))
        return int(np.count_nonzero(self._marked[2][part]))

    def _visibly_selected(self) -> NDArray[np.intp]:
        """The selected photos whose tiles are in view."""
        board, box = self._cast.board, self._world_box(QRectF(self.rect()))
        places = self._cast.motion.places
        visible = tiles_in(places, box) if board is None else tiles_on(board, box)
        return visible[self._selection.mask[visible]]

    def _paint_outlines(self, painter: QPainter, camera: Camera) -> None:
        """Frame the selected tiles all at once, as a camera (device px) sees them."""
        cast, ratio, palette = self._cast, self.devicePixelRatioF(), self.palette()
        side = max(1, round(camera.scale * (1 - GAP)))
        mark = marks.selected_tile(side, ratio, palette)
        style = palette.cacheKey(), ratio
        outlined = Outlined(self._selection.mask, cast.motion.places, cast.board, mark, style)
        is_moving = self.is_moving or self._frame.is_unfinished or camera != self._device_camera()
        self._outlines.paint(
            painter, outlined, camera, self._frame.image.size(), is_moving=is_moving
        )

    def _paint_selected(self, painter: QPainter) -> None:
        """Frame the selected tiles."""
        outline = self._outline()
        if outline is None:
            marks.paint_selected(
                painter, self._tile_rects(self._visibly_selected()), self.palette()
            )
        elif not self._frame.is_marked:
            painter.save()
            painter.scale(1 / self.devicePixelRatioF(), 1 / self.devicePixelRatioF())
            outline(painter, self._device_camera())
            painter.restore()

    def _mark(self, side: int, shown: float) -> Tile:
        return marks.stored_tile(side, self.devicePixelRatioF(), self.palette(), shown=shown)

    def _selected_mask(self) -> NDArray[np.bool_] | None:
        return self._selection.mask

    def _paint_marks(self, painter: QPainter) -> None:
        palette = self.palette()
        if self._selection.mask.any():
            self._paint_selected(painter)
        if self._band is not None:
            marks.paint_band(painter, self._band, palette)
        elif self._lasso is not None:
            line = [QPointF(*self.camera.to_view(x, y)) for x, y in self._lasso.points]
            marks.paint_lasso(painter, line, palette)
        elif self._hovered is not None and not self.is_moving:
            marks.paint_hovered(painter, self.tile_rect(self._hovered))
        if self.current is not None:
            marks.paint_current(
                painter,
                self.tile_rect(self.current),
                palette=palette,
                ground=self.ground(),
                is_active=self.hasFocus(),
            )
