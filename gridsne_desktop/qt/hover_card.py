"""A small card beside the photo that the pointer rests on: its name and what its header tells."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import (
    QDateTime,
    QEvent,
    QLocale,
    QObject,
    QPointF,
    QRectF,
    QSizeF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QCursor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gridsne_desktop.library.facts import Facts, read_facts
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs.words import data_size, on_one_line
from gridsne_desktop.qt.grid.wall import Wall

_REST_MS: Final = 500
"""A pointer that stays so long wants to know; one that passes by does not."""
_MOST_KEPT: Final = 256
_READERS: Final = 2
"""One may hang on a slow disk while another photo is asked for."""
_NS_PER_SECOND: Final = 1_000_000_000
_DATE: Final = "d MMM yyyy, HH:mm"
_PADDING: Final = 9.0
_GAP: Final = 8.0
_RADIUS: Final = 7.0
_WIDEST: Final = 340.0
_CLEAR: Final = 22.0
"""View px around the pointer's tip that the card leaves free."""
_ENDING: Final = frozenset(
    {
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.NativeGesture,
        QEvent.Type.ContextMenu,
        QEvent.Type.Leave,
        QEvent.Type.Hide,
        QEvent.Type.Resize,
    }
)
"""What a person does on the wall, and the card is gone."""

Notes = Callable[[Photo], tuple[str, ...]]
"""What the window knows of a photo beside its header, a line each."""


class HoverCard(QWidget):
    """Waits until the pointer rests on a photo of `wall`; the header is read on a thread."""

    def __init__(self, wall: Wall, notes: Notes) -> None:
        super().__init__(wall)
        self._wall, self._notes = wall, notes
        self._is_wanted = True
        self._photo: Photo | None = None
        self._pointer = QPointF()
        self._known: OrderedDict[Photo, Facts] = OrderedDict()
        self._reader = Newest(at_once=_READERS, parent=self)
        self._reader.arrived.connect(self._on_read)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rested)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        wall.installEventFilter(self)
        wall.looked.connect(self._on_looked)
        wall.photo_hovered.connect(self._on_hovered)

    @property
    def lines(self) -> tuple[str, ...]:
        """What the card says; empty: nothing is known to say."""
        photo = self._photo
        if photo is None:
            return ()
        return card_lines(photo, self._known.get(photo), self._notes(photo))

    def set_wanted(self, wanted: bool) -> None:
        """Whether there is a card at all."""
        self._is_wanted = wanted
        self._put_away()

    def shut_down(self) -> None:
        """Stop the threads."""
        self._put_away()
        self._reader.shut_down()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go away at whatever the person does; wait anew after a move."""
        if event.type() in _ENDING:
            self._put_away()
            if event.type() == QEvent.Type.MouseMove and self._is_wanted:
                self._rest.start()
        return super().eventFilter(watched, event)

    def _put_away(self) -> None:
        self._rest.stop()
        self._reader.drop()
        self._photo = None
        self.hide()

    @Slot()
    def _on_looked(self) -> None:
        """The photo has gone from under the pointer."""
        if self._photo is not None and self._wall.is_moving:
            self._put_away()

    @Slot(object)
    def _on_hovered(self, index: int | None) -> None:
        """Another photo, or none, is under a pointer that has not moved."""
        if self._photo is not None and (index is None or self._wall.photos[index] != self._photo):
            self._put_away()

    @Slot()
    def _on_rested(self) -> None:
        index = self._wall.hovered
        if index is None or not self._wall.isVisible():
            return
        photo = self._photo = self._wall.photos[index]
        self._pointer = QPointF(self._wall.mapFromGlobal(QCursor.pos()))
        if photo not in self._known:
            self._reader.ask(lambda _run: (photo, read_facts(photo.path)))
        self._show()

    @Slot(object)
    def _on_read(self, read: tuple[Photo, Facts]) -> None:
        photo, facts = read
        self._known[photo] = facts
        while len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)
        if photo is self._photo:
            self._show()

    def _show(self) -> None:
        index = self._wall.hovered
        if index is None:
            return
        metrics = QFontMetricsF(self.font())
        widest = min(_WIDEST, self._wall.width() - 4 * _PADDING)
        longest = max(metrics.horizontalAdvance(line) for line in self.lines)
        size = QSizeF(
            round(min(longest, widest) + 2 * _PADDING + 1),
            round(metrics.height() * len(self.lines) + 2 * _PADDING),
        )
        tile, view = self._wall.tile_rect(index), QRectF(self._wall.rect())
        corner = card_place(size, tile=tile, pointer=self._pointer, view=view)
        self.setGeometry(QRectF(corner, size).toRect())
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the lines: the name, and the rest more quietly."""
        del event
        palette, metrics = self.palette(), QFontMetricsF(self.font())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(palette.mid().color(), 1))
        painter.setBrush(palette.base())
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        line = QRectF(_PADDING, _PADDING, self.width() - 2 * _PADDING, metrics.height())
        for index, text in enumerate(self.lines):
            painter.setPen((palette.placeholderText() if index else palette.text()).color())
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, line.width())
            painter.drawText(
                line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown
            )
            line.translate(0, metrics.height())
        painter.end()


def card_lines(photo: Photo, facts: Facts | None, notes: tuple[str, ...]) -> tuple[str, ...]:
    """Name, date, size and camera, as far as they are known, and `notes`; None: not read yet."""
    facts_or_none = facts or Facts()
    size = data_size(photo.size)
    if facts_or_none.size is not None:
        width, height = facts_or_none.size
        size = f"{width:,} × {height:,} px · {size}"
    lines = (photo.path.name, _date(photo, facts), size, facts_or_none.camera, *notes)
    return tuple(on_one_line(line) for line in lines if line)


def _date(photo: Photo, facts: Facts | None) -> str:
    """When it was taken; of a photo that does not tell, when its file was written."""
    english = QLocale(QLocale.Language.English)
    if facts is not None and facts.taken is not None:
        moment = QDateTime(*facts.taken.timetuple()[:6])
        return f"Taken {english.toString(moment, _DATE)}"
    moment = QDateTime.fromSecsSinceEpoch(photo.mtime_ns // _NS_PER_SECOND)
    return f"File of {english.toString(moment, _DATE)}"


def card_place(size: QSizeF, *, tile: QRectF, pointer: QPointF, view: QRectF) -> QPointF:
    """The card's top left corner: inside the view, beside the tile, never under the pointer.

    Below the tile, or above it, or beside it; a tile without room around it has the card on it,
    away from the pointer.
    """
    room = view.adjusted(_GAP, _GAP, -_GAP, -_GAP)
    x = tile.center().x() - size.width() / 2
    y = tile.center().y() - size.height() / 2
    away = QRectF(pointer - QPointF(_CLEAR, _CLEAR), QSizeF(2 * _CLEAR, 2 * _CLEAR))
    wishes = (
        QPointF(x, tile.bottom() + _GAP),
        QPointF(x, tile.top() - size.height() - _GAP),
        QPointF(tile.right() + _GAP, y),
        QPointF(tile.left() - size.width() - _GAP, y),
        QPointF(x, away.bottom() + 1),  # 1: places are rounded
        QPointF(x, away.top() - size.height() - 1),
        QPointF(away.right() + 1, y),
        QPointF(away.left() - size.width() - 1, y),
    )
    places = [_into(wish, size, room) for wish in wishes]
    free = (place for place in places if not QRectF(place, size).intersects(away))
    return next(free, places[-1])


def _into(corner: QPointF, size: QSizeF, room: QRectF) -> QPointF:
    """The corner moved so that the card is in the room; at its start, if it is too large."""
    x = max(room.left(), min(corner.x(), room.right() - size.width()))
    y = max(room.top(), min(corner.y(), room.bottom() - size.height()))
    return QPointF(round(x), round(y))
