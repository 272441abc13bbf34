"""A view of tiles in which photos can be selected, one has the keyboard, one is pointed at."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.qt.grid import marks
from gridsne_desktop.qt.grid.camera import Box
from gridsne_desktop.qt.grid.places import tiles_in
from gridsne_desktop.qt.grid.selection import Indexes, Selection
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tile_view import TileView
from gridsne_desktop.qt.grid.walk import Walk

SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class ChoosingView(TileView):
    """What is selected, and how clicks, keys and rubber bands change it.

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
        self._told_current: int | None = None
        self._hovered: int | None = None
        self._band: QRectF | None = None
        self._before_band = self._selection.mask

    @property
    def selection(self) -> Indexes:
        """The selected photos: intp (m,), ascending."""
        return self._selection.indexes

    @property
    def selected(self) -> NDArray[np.bool_]:
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
        self._before_band = self._selection.mask if adds else np.zeros(len(self.photos), bool)

    def draw_band(self, band: QRectF | None) -> None:
        """Select what the rubber band touches; None: the hand let go."""
        self._band = band
        if band is not None:
            mask = self._before_band.copy()
            mask[tiles_in(self._cast.motion.places, self._world_box(band))] = True
            if (mask != self._selection.mask).any():
                self._selection.set(np.flatnonzero(mask))
                self.selection_changed.emit()
        self.update()

    def hover(self, index: int | None) -> None:
        """The pointer is over this photo now."""
        if index != self._hovered:
            self._hovered = index
            self.photo_hovered.emit(index)
            self.update()

    def _set_store(self, store: TileStore, grid: Grid | None, *, aspect: float) -> None:
        super()._set_store(store, grid, aspect=aspect)
        self._selection = Selection(len(store.photos))
        self._band = None
        self.hover(None)
        self._after_choosing()

    def _keep_choices(self, kept: NDArray[np.intp]) -> None:
        """Photo i is now what was photo kept[i]; -1: it was not there."""
        self._selection.keep(kept)
        self._band = None
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

    def _paint_marks(self, painter: QPainter) -> None:
        view, palette = QRectF(self.rect()), self.palette()
        visible = tiles_in(self._cast.motion.places, self._world_box(view))
        selected = visible[self._selection.mask[visible]]
        marks.paint_selected(painter, self._tile_rects(selected), palette)
        if self._band is not None:
            marks.paint_band(painter, self._band, palette)
        elif self._hovered is not None and not self.is_moving:
            tile = self.tile_rect(self._hovered)
            marks.paint_hovered(painter, tile)
            path = self.photos[self._hovered].path
            lines = (path.name, *self._badges.lines(path))
            marks.paint_card(painter, lines, tile=tile, view=view)
        if self.current is not None:
            marks.paint_current(
                painter,
                self.tile_rect(self.current),
                palette=palette,
                ground=self.ground(),
                is_active=self.hasFocus(),
            )
