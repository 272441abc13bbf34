"""The whole wall, small, in a corner of it, and what of it is being looked at."""

from typing import Final

from PySide6.QtCore import (
    QPointF,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.grid.overview import Overview
from gridsne_desktop.qt.grid.wall import Wall

_LONGER_SIDE: Final = 176
_LARGEST_SHARE: Final = 0.3
"""Of the wall's width and height: a small window keeps its photos in sight."""
_FROM_EDGE: Final = 14
_PADDING: Final = 5
_RADIUS: Final = 6.0
_REBUILD_MS: Final = 400
"""Pictures of the wall follow one another no faster, however many tiles arrive."""
_FADE_MS: Final = 180
_OUTSIDE: Final = QColor(0, 0, 0, 84)
"""Over what is not being looked at."""
_INSIDE: Final = QColor(255, 255, 255)
_FRAME_WIDTH: Final = 1.5
_LEAST_FRAME: Final = 5.0
"""View px; a smaller frame could not be found."""


class Minimap(QWidget):
    """Shown while some of the photos are out of sight; a press or a drag in it goes there.

    Signals:
        leaving: The person is about to jump to another place.
    """

    leaving = Signal()

    def __init__(self, wall: Wall) -> None:
        super().__init__(wall)
        self._wall = wall
        self._is_wanted, self._is_animated = True, True
        self._picture = QImage()
        self._made_from: Overview | None = None
        self._is_on, self._opacity = False, 0.0
        self._maker = Newest(at_once=1, parent=self)
        self._maker.arrived.connect(self._on_made)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_REBUILD_MS)
        self._pause.timeout.connect(self._make_if_needed)
        self._fade = QVariantAnimation(self)
        self._fade.valueChanged.connect(self._on_fade)
        self.setAccessibleName(self.tr("Minimap of all photos"))
        self.setToolTip(self.tr("All photos; press or drag to go there (N)"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        wall.looked.connect(self._on_looked)

    @property
    def picture(self) -> QImage:
        """All tiles, in device px; null: not made yet."""
        return self._picture

    @property
    def is_on(self) -> bool:
        """Whether it is shown, or about to be."""
        return self._is_on

    def set_wanted(self, wanted: bool) -> None:
        """Whether it is shown while photos are out of sight."""
        self._is_wanted = wanted
        self._on_looked()

    def set_animated(self, animated: bool) -> None:
        """Whether it fades in and out; without, it is there or gone at once."""
        self._is_animated = animated

    def shut_down(self) -> None:
        """Stop the threads."""
        self._pause.stop()
        self._maker.shut_down()

    @Slot()
    def _on_looked(self) -> None:
        wall = self._wall
        is_on = self._is_wanted and bool(wall.photos) and not wall.shows_all
        if is_on != self._is_on:
            self._turn(is_on)
        if is_on:
            self._settle_in()
            self._make_if_needed()

    def _turn(self, on: bool) -> None:
        self._is_on = on
        self._fade.stop()
        if self._is_animated and self._wall.isVisible():
            with QSignalBlocker(self._fade):  # it tells a value for each that is set
                self._fade.setDuration(_FADE_MS)
                self._fade.setStartValue(self._opacity)
                self._fade.setEndValue(float(on))
            self._fade.start()
        else:
            self._on_fade(float(on))

    @Slot(object)
    def _on_fade(self, opacity: float) -> None:
        self._opacity = opacity
        self.setVisible(opacity > 0)
        self.update()

    def _settle_in(self) -> None:
        """Lie in the lower right corner, shaped like what there is to see."""
        wall, content = self._wall, self._wall.overview.content
        room = QSize(
            min(_LONGER_SIDE, int(wall.width() * _LARGEST_SHARE)),
            min(_LONGER_SIDE, int(wall.height() * _LARGEST_SHARE)),
        )
        shrink = min(room.width() / content.width, room.height() / content.height)
        width = max(1, round(content.width * shrink)) + 2 * _PADDING
        height = max(1, round(content.height * shrink)) + 2 * _PADDING
        left, top = wall.width() - width - _FROM_EDGE, wall.height() - height - _FROM_EDGE
        if self.geometry().getRect() != (left, top, width, height):
            self.setGeometry(left, top, width, height)

    @Slot()
    def _make_if_needed(self) -> None:
        if not self.isVisible() or self._pause.isActive():
            return
        overview = self._wall.overview
        size = (self._inner.size() * self.devicePixelRatioF()).toSize()
        if self._picture.size() == size and overview.is_like(self._made_from):
            return
        self._made_from = overview
        self._maker.ask(lambda _run: overview.picture(size))
        self._pause.start()

    @Slot(object)
    def _on_made(self, picture: QImage) -> None:
        self._picture = picture
        self.update()

    @property
    def _inner(self) -> QRectF:
        return QRectF(self.rect()).adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)

    def _go(self, position: QPointF) -> None:
        """Have what is under the point in the middle of the wall."""
        content, inner = self._wall.overview.content, self._inner
        shrink = content.width / inner.width()
        from_corner = position - inner.topLeft()
        self._wall.hold()
        self._wall.centre_on(
            content.x + from_corner.x() * shrink, content.y + from_corner.y() * shrink
        )

    def _frame(self) -> QRectF:
        """What is being looked at."""
        content, seen, inner = self._wall.overview.content, self._wall.seen, self._inner
        zoom = inner.width() / content.width
        frame = QRectF(
            inner.x() + (seen.x - content.x) * zoom,
            inner.y() + (seen.y - content.y) * zoom,
            seen.width * zoom,
            seen.height * zoom,
        )
        spare_x = max(0.0, _LEAST_FRAME - frame.width()) / 2
        spare_y = max(0.0, _LEAST_FRAME - frame.height()) / 2
        return frame.adjusted(-spare_x, -spare_y, spare_x, spare_y) & inner

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the tiles, and a frame around what is being looked at."""
        del event
        inner, frame = self._inner, self._frame()
        painter = QPainter(self)
        painter.setOpacity(self._opacity)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().mid().color(), 1))
        painter.setBrush(self._wall.ground())
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(whole, _RADIUS, _RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawImage(inner, self._picture)
        around = QPainterPath()
        around.addRect(inner)
        around.addRect(frame)  # the odd-even rule leaves it out
        painter.fillPath(around, _OUTSIDE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(_INSIDE, _FRAME_WIDTH))
        inset = _FRAME_WIDTH / 2
        painter.drawRect(frame.adjusted(inset, inset, -inset, -inset))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.leaving.emit()
            self._go(event.position())
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def showEvent(self, event: QShowEvent) -> None:
        """Take up what has happened meanwhile."""
        super().showEvent(event)
        self._on_looked()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: stop."""
        super().hideEvent(event)
        self._pause.stop()
        self._fade.stop()
        self._opacity = float(self._is_on)
