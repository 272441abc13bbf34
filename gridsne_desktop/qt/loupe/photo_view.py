"""The widget that shows one photo: at once, then sharp; it zooms and pans."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.loupe.dark import GROUND
from gridsne_desktop.qt.loupe.frame import Frame, fitted
from gridsne_desktop.qt.loupe.keys import Zoom
from gridsne_desktop.qt.loupe.levels import Levels, Screen, rendered
from gridsne_desktop.qt.loupe.screen_image import as_image

ZOOM_STEP = 1.25
"""One notch of the wheel, one press of + or −."""

WHEEL_NOTCH = 120
"""Qt's units of one notch (eighths of a degree)."""

SQUARES_FROM = 4.0
"""From this scale on a photo's pixels are shown as what they are: squares."""

REST_MS = 60
"""The hand rests: now the exact pixels are worth computing."""


class PhotoView(QWidget):
    """One photo on a dark ground; sizes and places inside are device pixels.

    Signals:
        scale_changed: Device pixels per photo pixel; 0.0 while there is no photo.
        moved: The person zoomed or panned: the `Frame` before and the one from now on.
        detail_wanted: More is to be seen of the photo than its levels have; see `refine`.
    """

    scale_changed = Signal(float)
    moved = Signal(object, object)
    detail_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: Levels | None = None
        self._images: tuple[QImage, ...] = ()
        self._frame: Frame | None = None
        self._sharp: tuple[Frame, QImage] | None = None
        self._drag_from: QPointF | None = None
        self._renderer = Newest(at_once=1, parent=self)
        self._renderer.arrived.connect(self._on_rendered)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._render)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(QSize(160, 120))

    @property
    def frame(self) -> Frame | None:
        """What is seen; None while there is no photo, not even a placeholder."""
        return self._frame

    @property
    def is_settled(self) -> bool:
        """Whether the photo is there and as sharp as it gets."""
        has_sharp = self._sharp is not None and self._sharp[0] == self._frame
        has_detail = not self._lacks_detail()
        return (
            self._levels is not None and has_detail and (has_sharp or not self._needs_rendering())
        )

    @property
    def window_size(self) -> tuple[int, int]:
        """Width and height in device pixels."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @property
    def renderer(self) -> Newest:
        """The thread that computes the exact pixels."""
        return self._renderer

    def show_placeholder(self, image: QImage | None) -> None:
        """Forget the photo before and show a thumbnail of the next one, fit; None: nothing yet."""
        self._forget()
        if image is not None and not image.isNull():
            self._images = (image,)
            self._new_frame(fitted(image.width(), image.height(), self.window_size))
        self.update()

    def show_levels(self, levels: Levels) -> None:
        """Show the photo itself, fit."""
        self._forget()
        self._take(levels)
        self._new_frame(fitted(levels.width, levels.height, self.window_size))
        if levels.ready is not None and levels.ready[0] == self._frame:
            self._on_rendered(levels.ready)
        else:
            self._render()

    def refine(self, levels: Levels) -> None:
        """Go on with more levels of the same photo, whatever part of it is seen."""
        self._sharp = None
        self._take(levels)
        self._render()

    def follow(self, before: Frame, after: Frame) -> None:
        """Zoom and move as another view did, without telling of it."""
        if self._frame is not None and self._levels is not None:
            self._move(self._frame.following(before, after))

    def fit(self) -> None:
        """Show the whole photo as large as possible."""
        if self._frame is not None:
            self._go(fitted(self._frame.width, self._frame.height, self._frame.window))

    def zoom_to(self, scale: float, *, at: QPointF | None = None) -> None:
        """Show a photo pixel as `scale` device pixels, the point at `at` staying where it is."""
        if self._frame is not None and self._levels is not None:
            self._go(self._frame.zoomed(scale, at=self._device(at)))

    def zoom_by(self, factor: float, *, at: QPointF | None = None) -> None:
        """Zoom by a factor, the point at `at` staying where it is."""
        if self._frame is not None:
            self.zoom_to(self._frame.scale * factor, at=at)

    def pan_by(self, dx: float, dy: float) -> None:
        """Move the photo by this many logical pixels, as far as there is more to see."""
        if self._frame is not None:
            ratio = self.devicePixelRatioF()
            self._go(self._frame.panned(dx * ratio, dy * ratio))

    def zoom(self, wish: Zoom) -> None:
        """Show the photo in another size, its middle staying where it is."""
        if wish is Zoom.FIT:
            self.fit()
        elif wish is Zoom.ACTUAL:
            self.zoom_to(1.0)
        else:
            self.zoom_by(ZOOM_STEP if wish is Zoom.IN else 1 / ZOOM_STEP)

    def toggle_actual_size(self, *, at: QPointF | None = None) -> None:
        """From fit to 100 % and back."""
        if self._frame is not None and self._frame.is_fit and not self._frame.is_scale(1.0):
            self.zoom_to(1.0, at=at)
        else:
            self.fit()

    def _forget(self) -> None:
        self._rest.stop()
        self._renderer.drop()
        self._levels, self._images, self._sharp, self._frame = None, (), None, None
        self._drag_from = None
        self.unsetCursor()

    def _take(self, levels: Levels) -> None:
        self._levels = levels
        self._images = tuple(as_image(screen) for screen in levels.images)
        self.update()

    def _device(self, place: QPointF | None) -> tuple[float, float] | None:
        ratio = self.devicePixelRatioF()
        return (place.x() * ratio, place.y() * ratio) if place is not None else None

    def _go(self, frame: Frame) -> None:
        before = self._frame
        self._move(frame)
        if before is not None and before != frame:
            self.moved.emit(before, frame)

    def _move(self, frame: Frame) -> None:
        if frame != self._frame:
            self._new_frame(frame)
            self._rest.start()
            self.update()

    def _new_frame(self, frame: Frame) -> None:
        self._frame = frame
        can_pan = frame.extent[0] > frame.window[0] or frame.extent[1] > frame.window[1]
        if self._drag_from is None:
            shape = Qt.CursorShape.OpenHandCursor if can_pan else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
        self.scale_changed.emit(frame.scale if self._levels is not None else 0.0)
        if self._lacks_detail():
            self.detail_wanted.emit()

    def _lacks_detail(self) -> bool:
        levels, frame = self._levels, self._frame
        return levels is not None and frame is not None and not levels.has_detail(frame.scale)

    def _needs_rendering(self) -> bool:
        frame = self._frame
        return frame is not None and not frame.is_scale(1.0) and frame.scale < SQUARES_FROM

    @Slot()
    def _render(self) -> None:
        levels, frame = self._levels, self._frame
        if levels is None or frame is None or not self._needs_rendering():
            return

        def job(run: Run) -> tuple[Frame, Screen]:
            run.check()
            return frame, rendered(levels, frame)

        self._renderer.ask(job)

    @Slot(object)
    def _on_rendered(self, result: tuple[Frame, Screen]) -> None:
        frame, pixels = result
        self._sharp = frame, as_image(pixels)
        self.update()

    def _paint_photo(self, painter: QPainter, frame: Frame) -> None:
        sharp = self._sharp
        if sharp is not None and sharp[0].scale == frame.scale:
            there, image = sharp
            dx, dy = frame.left - there.left, frame.top - there.top
            if (dx, dy) != (0, 0):
                self._paint_coarse(painter, frame)
            painter.drawImage(there.seen[0] + dx, there.seen[1] + dy, image)
        else:
            self._paint_coarse(painter, frame)

    def _paint_coarse(self, painter: QPainter, frame: Frame) -> None:
        levels = self._levels
        level = levels.level_for(frame.scale) if levels is not None else 0
        image = self._images[level - levels.first if levels is not None else 0]
        x0, y0, x1, y1 = frame.seen
        left, top, right, bottom = (edge / 2**level for edge in frame.source)
        is_exact = frame.is_scale(1.0) or frame.scale >= SQUARES_FROM
        is_square = is_exact and levels is not None and not self._lacks_detail()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_square)
        target, source = (
            QRectF(x0, y0, x1 - x0, y1 - y0),
            QRectF(left, top, right - left, bottom - top),
        )
        painter.drawImage(target, image, source)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is at hand: the exact pixels, else the nearest level, else the thumbnail."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), GROUND)
        if self._frame is not None and self._images:
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            self._paint_photo(painter, self._frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay fit, or keep the middle where it is."""
        super().resizeEvent(event)
        if self._frame is not None:
            self._move(self._frame.resized(self.window_size))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / WHEEL_NOTCH
        if notches:
            self.zoom_by(ZOOM_STEP**notches, at=event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the photo."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._drag_from = event.position()
            if self.cursor().shape() == Qt.CursorShape.OpenHandCursor:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the photo."""
        if self._drag_from is not None:
            moved = event.position() - self._drag_from
            self._drag_from = event.position()
            self.pan_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of the photo."""
        self._drag_from = None
        if self._frame is not None:
            self._new_frame(self._frame)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """From fit to 100 % at this point, and back."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle_actual_size(at=event.position())

    def event(self, event: QEvent) -> bool:
        """Pinch zooms; a move to a screen of another density is a resize."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), at=event.position())
                return True
        elif event.type() == QEvent.Type.DevicePixelRatioChange and self._frame is not None:
            self._move(self._frame.resized(self.window_size))
        return super().event(event)
