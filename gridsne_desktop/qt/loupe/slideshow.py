"""Photos one after the other on the whole screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, QVariantAnimation, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs.words import on_one_line
from gridsne_desktop.qt.loupe.dark import INK
from gridsne_desktop.qt.loupe.frame import Frame, fitted
from gridsne_desktop.qt.loupe.kept import Decoded, KeptLevels
from gridsne_desktop.qt.loupe.levels import Levels, Screen, rendered
from gridsne_desktop.qt.loupe.screen_image import as_image
from gridsne_desktop.qt.loupe.source import PhotoSource

FADE_MS: Final = 700
_FADE_SHARE: Final = 0.5
"""Of the time a photo has, at most so much is taken by its coming."""
_CURSOR_MS: Final = 2000
_CURSOR_MOVES: Final = 8
"""Pixels: a table that shakes is no hand."""
_GROUND: Final = QColor(0, 0, 0)
_NOTE_GROUND: Final = QColor(0x20, 0x21, 0x23, 0xE0)
_NOTE_MARGIN: Final = 28
_STEPS: Final[dict[int, int]] = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_Backspace: -1,
}
_CLOSING: Final[set[int]] = {Qt.Key.Key_Escape, Qt.Key.Key_F8, Qt.Key.Key_Q}


@dataclass(frozen=True, slots=True, eq=False)
class _Slide:
    """What is on the screen: a picture at a place in device pixels, or a sentence."""

    image: QImage | None = None
    place: tuple[int, int] = (0, 0)
    sentence: str = ""


class Slideshow(QWidget):
    """A window of its own over the whole screen; after the last photo the first comes again.

    Signals:
        shown: The photo with this place in `photos` is on the screen.
        ended: It is over; the place of the photo that was shown last.
    """

    shown = Signal(int)
    ended = Signal(int)

    def __init__(
        self,
        photos: Sequence[Photo],
        *,
        first: int,
        seconds: float,
        is_animated: bool,
        kept: KeptLevels,
        parent: QWidget | None = None,
    ) -> None:
        """Show `photos` from the one at place `first` on, `seconds` each; nothing starts yet."""
        super().__init__(parent, Qt.WindowType.Window)
        self._photos, self._place = photos, first
        self._is_animated, self._is_paused, self._is_started = is_animated, False, False
        self._before, self._slide = _Slide(), _Slide()
        self._source = PhotoSource(kept, self)
        self._source.arrived.connect(self._on_arrived)
        self._source.failed.connect(self._on_failed)
        self._renderer = Newest(at_once=1, parent=self)
        self._renderer.arrived.connect(self._on_rendered)
        self._renderer.failed.connect(self._on_failed)
        self._timer = QTimer(self, singleShot=True, interval=round(seconds * 1000))
        self._timer.timeout.connect(self._on_time)
        self._fade = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._fade.setDuration(round(min(FADE_MS, seconds * 1000 * _FADE_SHARE)))
        self._fade.valueChanged.connect(self._on_faded)
        self._hand = QTimer(self, singleShot=True, interval=_CURSOR_MS)
        self._hand.timeout.connect(self._hide_cursor)
        self._pointer: QPointF | None = None
        self.setWindowTitle(self.tr("Slideshow"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self._hide_cursor()

    @property
    def place(self) -> int:
        """The place in the photos of the one that is shown or on its way."""
        return self._place

    @property
    def is_paused(self) -> bool:
        """Whether the photo stays until the person goes on."""
        return self._is_paused

    @property
    def is_fading(self) -> bool:
        """Whether one photo is still seen through the next."""
        return self._fade.state() is QVariantAnimation.State.Running

    @property
    def is_busy(self) -> bool:
        """Whether a photo is being decoded or rendered, or one of the next."""
        return self._source.is_busy or self._renderer.is_busy

    @property
    def note(self) -> str:
        """What is written over the photo; empty while the show goes on."""
        if not self._is_paused:
            return ""
        name = on_one_line(self._photos[self._place].path.name)
        return f"Paused  ·  {self._place + 1:,} of {len(self._photos):,}  ·  {name}"

    def start(self) -> None:
        """Fill the screen and begin."""
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()
        self._is_started = True
        self._go(self._place)

    def step(self, by: int) -> None:
        """Go to another photo now."""
        self._go((self._place + by) % len(self._photos))

    def toggle_pause(self) -> None:
        """Stay with this photo, or go on."""
        self._is_paused = not self._is_paused
        if self._is_paused:
            self._timer.stop()
        elif not self._source.is_awaited and not self._renderer.is_awaited:
            self._timer.start()
        self.update()

    def shut_down(self) -> None:
        """Stop the threads and wait for them."""
        self._source.shut_down()
        self._renderer.shut_down()

    def _go(self, place: int) -> None:
        self._place = place
        self._timer.stop()
        self._renderer.drop()
        self._source.ask(self._photos[place], window=self._window())

    def _window(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @Slot(object)
    def _on_arrived(self, decoded: Decoded) -> None:
        if isinstance(decoded, Levels):
            self._render(decoded)
        else:
            self._show(_Slide(sentence=f"{self._photos[self._place].path.name}: {decoded}"))

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._show(_Slide(sentence=error.title))

    def _render(self, levels: Levels) -> None:
        frame, ready = fitted(levels.width, levels.height, self._window()), levels.ready

        def job(run: Run) -> tuple[Frame, Screen]:
            run.check()
            if ready is not None and ready[0] == frame:
                return ready
            return frame, rendered(levels, frame)

        self._renderer.ask(job)

    @Slot(object)
    def _on_rendered(self, result: tuple[Frame, Screen]) -> None:
        frame, pixels = result
        self._show(_Slide(as_image(pixels), frame.seen[:2]))

    def _show(self, slide: _Slide) -> None:
        self._before, self._slide = self._slide, slide
        self._fade.stop()
        if self._is_animated:
            self._fade.start()
        if not self._is_paused and len(self._photos) > 1:
            self._timer.start()
        self.update()
        self.shown.emit(self._place)
        count = len(self._photos)
        around = dict.fromkeys((self._place + by) % count for by in (1, -1))
        self._source.prepare([self._photos[place] for place in around if place != self._place])

    @Slot()
    def _on_time(self) -> None:
        self.step(1)

    @Slot()
    def _on_faded(self) -> None:
        self.update()

    @Slot()
    def _hide_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.BlankCursor)

    def _paint_slide(self, painter: QPainter, slide: _Slide) -> None:
        painter.fillRect(self.rect(), _GROUND)
        if slide.image is not None:
            ratio = self.devicePixelRatioF()
            painter.save()
            painter.scale(1 / ratio, 1 / ratio)
            painter.drawImage(*slide.place, slide.image)
            painter.restore()
        elif slide.sentence:
            painter.setPen(INK)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, slide.sentence)

    def _paint_note(self, painter: QPainter) -> None:
        metrics = self.fontMetrics()
        room = self.width() - 4 * _NOTE_MARGIN
        text = metrics.elidedText(self.note, Qt.TextElideMode.ElideMiddle, room)
        height = metrics.height() + _NOTE_MARGIN
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + _NOTE_MARGIN, height)
        box.moveCenter(QPointF(self.width() / 2, self.height() - _NOTE_MARGIN - height / 2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_NOTE_GROUND)
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(INK)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo, over the one before while it comes."""
        del event
        painter = QPainter(self)
        if self.is_fading:
            self._paint_slide(painter, self._before)
            painter.setOpacity(float(self._fade.currentValue()))
        self._paint_slide(painter, self._slide)
        painter.setOpacity(1.0)
        if self.note:
            self._paint_note(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the photo anew; the first size of a window is often not that of the screen."""
        super().resizeEvent(event)
        if self._is_started:
            self._go(self._place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pause, step or end."""
        key = event.key()
        if key == Qt.Key.Key_Space:
            self.toggle_pause()
        elif key in _STEPS:
            self.step(_STEPS[key])
        elif key in _CLOSING:
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click pauses and goes on; the right button ends."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.toggle_pause()
        elif event.button() is Qt.MouseButton.RightButton:
            self.close()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the pointer for as long as it moves."""
        place, before = event.position(), self._pointer
        self._pointer = place
        if before is not None and (place - before).manhattanLength() > _CURSOR_MOVES:
            self.setCursor(Qt.CursorShape.ArrowCursor)
            self._hand.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop everything and say where the show ended."""
        for timer in (self._timer, self._hand):
            timer.stop()
        self._fade.stop()
        self._source.drop()
        self._renderer.drop()
        super().closeEvent(event)
        self.ended.emit(self._place)
