"""The photos of the wall in rows: larger, with names and dates, scrolling."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from gridsne_desktop.library.taken import date_in_words
from gridsne_desktop.qt.grid import marks
from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.scene import Scene, paint_each
from gridsne_desktop.qt.grid.sharp import Sharp
from gridsne_desktop.qt.grid.tiles import GAP as TILE_GAP
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.photo_list.captions import caption_height, paint_caption
from gridsne_desktop.qt.photo_list.flow import GAP, MARGIN, Flow

DEFAULT_SIDE = 168
ACTUAL_SIDE = 256
LEAST_SIDE, MOST_SIDE = 96, 640
_POLL_MS = 33


class PhotoRows(QAbstractScrollArea):
    """Shows the photos of `wall` in its order; knows nothing of what a person does to them.

    Signals:
        photo_hovered: The photo under the pointer: its index or None.
    """

    photo_hovered = Signal(object)

    def __init__(self, wall: Wall, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wall, self._sharp = wall, Sharp(wall.store)
        self._store, self._seen_version = wall.store, 0
        self._side = DEFAULT_SIDE
        self._taken: NDArray[np.int64] | None = None
        self._hovered: int | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_POLL_MS)
        self._clock.timeout.connect(self._on_tick)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Photo list"))
        wall.selection_changed.connect(self.viewport().update)
        wall.current_changed.connect(self._on_current_changed)

    @property
    def side(self) -> int:
        """Of a tile, in px."""
        return self._side

    @property
    def flow(self) -> Flow:
        """Where the tiles are."""
        caption = caption_height(self.fontMetrics())
        width = self.viewport().width()
        return Flow(len(self._wall.photos), width, self._side, caption)

    @property
    def is_settled(self) -> bool:
        """Whether all pixels that are wanted have arrived."""
        return not self._sharp.is_busy and self._seen_version == self._store.version

    def refresh(self) -> None:
        """The wall has other photos, or another order."""
        if self._store is not self._wall.store:
            self._sharp.close()
            self._store = self._wall.store
            self._sharp = Sharp(self._store)
        self._hover(None)
        if not self.isVisible():
            return
        self._measure()
        self._clock.start()
        self.viewport().update()

    def show_dates(self, taken: NDArray[np.int64] | None) -> None:
        """Write below the photos when they were taken: int64 (n,), or None: nobody knows yet."""
        self._taken = taken
        self.viewport().update()

    def set_side(self, side: int, at: QPointF | None = None) -> None:
        """Show tiles of `side` px; the row at a view point, else in the middle, stays there."""
        side = min(max(side, LEAST_SIDE), MOST_SIDE)
        y = at.y() if at is not None else self.viewport().height() / 2
        before, bar = self.flow, self.verticalScrollBar()
        row = (bar.value() + y - MARGIN) / before.row_height
        place = row * before.columns
        self._side = side
        self._measure()
        now = self.flow
        bar.setValue(round(place / now.columns * now.row_height + MARGIN - y))
        self.viewport().update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show tiles larger by `factor`, as `set_side` does."""
        side = round(self._side * factor)
        self.set_side(side if side != self._side else side + (1 if factor > 1 else -1), at)

    def reveal(self, index: int) -> None:
        """Scroll just so far that a photo is in view."""
        flow, bar = self.flow, self.verticalScrollBar()
        _, top = flow.corner(self._wall.rank(index))
        bottom = top + flow.row_height - GAP
        if bottom + MARGIN > bar.value() + self.viewport().height():
            bar.setValue(bottom + MARGIN - self.viewport().height())
        if top - MARGIN < bar.value():
            bar.setValue(top - MARGIN)

    def photo_at(self, position: QPointF) -> int | None:
        """The photo under a point of the viewport."""
        y = position.y() + self.verticalScrollBar().value()
        place = self.flow.place_at(position.x(), y)
        return None if place is None else int(self._wall.order[place])

    def tile_rect(self, index: int) -> QRectF:
        """Where a photo's tile is in the viewport."""
        return self._tile(self.flow, self._wall.rank(index))

    def _tile(self, flow: Flow, place: int) -> QRectF:
        x, y = flow.corner(place)
        return QRectF(round(x), y - self.verticalScrollBar().value(), self._side, self._side)

    def _measure(self) -> None:
        flow, bar, seen = self.flow, self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, flow.height - seen))
        bar.setPageStep(seen)
        bar.setSingleStep(max(20, flow.row_height // 3))

    def _hover(self, index: int | None) -> None:
        if index != self._hovered:
            self._hovered = index
            self.photo_hovered.emit(index)
            self.viewport().update()

    @Slot(object)
    def _on_current_changed(self, index: int | None) -> None:
        if index is not None and self.isVisible():
            self.setAccessibleDescription(self._wall.photos[index].path.name)
            self.reveal(index)
        self.viewport().update()

    @Slot()
    def _on_tick(self) -> None:
        """Paint what has arrived."""
        has_news = bool(self._sharp.collect()) or self._seen_version != self._store.version
        self._seen_version = self._store.version
        if has_news:
            self.viewport().update()
        elif not self._sharp.is_busy and self._store.filled == len(self._store.photos):
            self._clock.stop()

    def _paint_photos(self, painter: QPainter, places: range) -> None:
        wall, flow, ratio = self._wall, self.flow, self.devicePixelRatioF()
        shown = wall.order[places.start : places.stop]
        scale = self._side * ratio / (1 - TILE_GAP)
        corners = [self._tile(flow, place).topLeft() for place in places]
        at = np.array([(corner.x(), corner.y()) for corner in corners]).reshape(-1, 2)
        scene = Scene(
            self._store,
            self._sharp,
            wall.slots[shown],
            (at * ratio / scale).astype(np.float32),
            None,
            wall.is_tile_fit,
            wall.kinds[shown],
            ratio,
        )
        self._sharp.forget_wishes()  # of what was scrolled away
        focus = (
            self.viewport().rect().toRectF()
            if self._hovered is None
            else self.tile_rect(self._hovered)
        )
        self._sharp.look_at(*(at * ratio / scale for at in focus.center().toTuple()))
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        camera = Camera(scale, 0, 0)
        paint_each(painter, scene, np.arange(len(shown)), camera, is_hurried=False)
        painter.restore()

    def _paint_words(self, painter: QPainter, places: range) -> None:
        wall, flow, taken = self._wall, self.flow, self._taken
        is_known = taken is not None and len(taken) == len(wall.photos)
        for place in places:
            index = int(wall.order[place])
            date = date_in_words(int(taken[index])) if taken is not None and is_known else ""
            name = wall.photos[index].path.name
            paint_caption(painter, self._tile(flow, place), name, date, self.palette())

    def _paint_marks(self, painter: QPainter, places: range) -> None:
        wall, flow = self._wall, self.flow
        chosen = wall.selected_mask[wall.order[places.start : places.stop]]
        tiles = [self._tile(flow, places[i]) for i in np.flatnonzero(chosen).tolist()]
        marks.paint_selected(painter, tiles, self.palette())
        if self._hovered is not None:
            marks.paint_hovered(painter, self.tile_rect(self._hovered))
        if wall.current is not None:
            marks.paint_current(
                painter,
                self.tile_rect(wall.current),
                palette=self.palette(),
                ground=wall.ground(),
                is_active=self.hasFocus(),
            )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in view."""
        del event
        top = self.verticalScrollBar().value()
        places = self.flow.between(top, top + self.viewport().height())
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._wall.ground())
        if places:
            self._paint_photos(painter, places)
            self._paint_words(painter, places)
            self._paint_marks(painter, places)
        painter.end()
        if self._sharp.is_busy and not self._clock.isActive():
            self._clock.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the photos at the top in view."""
        super().resizeEvent(event)
        now, bar = self.flow, self.verticalScrollBar()
        before = replace(now, width=event.oldSize().width())
        row, below = divmod(bar.value(), before.row_height)
        self._measure()
        if before.columns != now.columns:
            bar.setValue(row * before.columns // now.columns * now.row_height + below)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew: only what is seen costs anything."""
        del dx, dy
        self._hover(None)
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the current photo into view."""
        super().showEvent(event)
        self.refresh()
        if self._wall.current is not None:
            self.reveal(self._wall.current)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: stop."""
        super().hideEvent(event)
        self._clock.stop()
        self._sharp.forget_wishes()
        self._hover(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show who has the keyboard."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show who has it no more."""
        super().focusOutEvent(event)
        self.viewport().update()
