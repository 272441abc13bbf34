"""What a press on the list becomes: a click, photos that are dragged out, a rubber band."""

from typing import Final

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from gridsne_desktop.qt.grid.choosing import CTRL, SHIFT
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.photo_list.photo_rows import PhotoRows

_SCROLL_MS: Final = 16
_SCROLL_SHARE: Final = 0.2
"""Of how far the pointer is outside, scrolled at each step."""


class BandHand(QObject):
    """The left button on the list, from press to release.

    A drag from a photo gives it to other programs, with the others that are selected; one from
    between photos draws a rubber band, which scrolls where the pointer leaves the view.
    """

    def __init__(self, rows: PhotoRows, wall: Wall) -> None:
        super().__init__(rows)
        self._rows, self._wall = rows, wall
        self._pressed: QPointF | None = None
        self._index: int | None = None
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self._has_clicked = False
        self._start: QPointF | None = None
        self._at = QPointF()
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_MS)
        self._scroll.timeout.connect(self._on_scroll)

    @property
    def band(self) -> QRectF | None:
        """The rubber band in the viewport; None: there is none."""
        if self._start is None:
            return None
        start = QPointF(self._start.x(), self._start.y() - self._top)
        return QRectF(start, self._at).normalized()

    @property
    def _top(self) -> int:
        return self._rows.verticalScrollBar().value()

    def press(self, at: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """The button went down at a point of the viewport."""
        self.give_up()
        self._pressed, self._modifiers = at, modifiers
        self._index = index = self._rows.photo_at(at)
        is_chosen = index is not None and bool(self._wall.selected_mask[index])
        # A press on one of several that are selected may be the start of dragging them all.
        self._has_clicked = not (is_chosen and not modifiers & (CTRL | SHIFT))
        if self._has_clicked:
            self._wall.click(index, modifiers)

    def move(self, at: QPointF) -> None:
        """The pointer moved while the button is down."""
        if self._start is not None:
            self._draw(at)
        elif self._pressed is not None and self._is_far(at):
            if self._index is not None:
                index, self._pressed = self._index, None
                self._wall.drag_out(index)
            else:
                self._wall.start_band(self._modifiers)
                self._start = self._pressed + QPointF(0, self._top)
                self._draw(at)

    def release(self) -> None:
        """The button went up."""
        if self._start is not None:
            self._end()
        elif self._pressed is not None and not self._has_clicked:
            self._wall.click(self._index, self._modifiers)
        self._pressed = None

    def give_up(self) -> bool:
        """Take back what the band selected; whether there was one."""
        had_band = self._start is not None
        if had_band:
            self._wall.drop_choice()
            self._end()
        self._pressed = None
        return had_band

    def _is_far(self, at: QPointF) -> bool:
        assert self._pressed is not None
        way = at - self._pressed
        return way.manhattanLength() >= QApplication.startDragDistance()

    def _draw(self, at: QPointF) -> None:
        self._at = at
        if self._outside() and not self._scroll.isActive():
            self._scroll.start()
        self._choose()

    def _choose(self) -> None:
        band = self.band
        if band is not None:
            top = band.top() + self._top
            edges = band.left(), top, band.right(), top + band.height()
            places = self._rows.flow.touched(edges)
            self._wall.choose_touched(self._wall.order[places])
        self._rows.viewport().update()

    def _outside(self) -> float:
        """How far above (negative) or below the view the pointer is, in px."""
        height = self._rows.viewport().height()
        return min(self._at.y(), 0.0) + max(self._at.y() - height, 0.0)

    @Slot()
    def _on_scroll(self) -> None:
        outside = self._outside()
        if not outside or self._start is None:
            self._scroll.stop()
            return
        bar = self._rows.verticalScrollBar()
        bar.setValue(bar.value() + round(outside * _SCROLL_SHARE + (1 if outside > 0 else -1)))
        self._choose()

    def _end(self) -> None:
        self._scroll.stop()
        self._start = None
        self._rows.viewport().update()
