"""What an exported picture will look like: its upper left corner, and the whole in outline."""

import time
from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gridsne_desktop.export.picture import ExportSettings, picture_size
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo

_ACROSS = 4.5
"""Tiles beside each other: enough to see their shape; half a one says that there are more."""

_OUTLINE = 64.0
"""Logical pixels of the outline's longer side."""

_OUTLINE_MARGIN = 12.0
_OUTLINE_GROUND = QColor(0, 0, 0, 150)
_OUTLINE_INK = QColor(255, 255, 255, 235)
_THUMBNAILS_KEPT = 256
_SLICE_SECONDS = 0.003
"""Thumbnails are made for so long, and one at least, between two paintings."""
_AGAIN_MS = 50
"""Thumbnails on their way are looked for so often."""
_LEAST_SIZE = QSize(320, 240)
_LEAST_PART = QSizeF(2, 2)


class ExportPreview(QWidget):
    """Draws the corner with the photos' thumbnails; an outline shows the whole picture's shape.

    For a shape other than the screen's the photos stand roughly: their true places are computed
    only for the picture itself.
    """

    def __init__(
        self,
        grid: Grid,
        *,
        thumbnail: Callable[[Photo], QImage | None] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._thumbnail = thumbnail
        self._missing: list[Photo] = []
        self._slices = QTimer(self, interval=0, singleShot=True)
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        for timer in (self._slices, self._again):
            timer.timeout.connect(self._make_some)
        self._thumbnails: OrderedDict[Photo, QImage | None] = OrderedDict()
        self._settings = ExportSettings()
        self.setMinimumSize(_LEAST_SIZE)
        self.setAccessibleName(self.tr("Preview"))

    def show_settings(self, settings: ExportSettings, grid: Grid) -> None:
        """Draw the picture of `grid` as `settings` say."""
        self._settings, self._grid = settings, grid
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the corner, and the outline over it."""
        del event
        self._missing.clear()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        whole, scale = self._whole()
        shown = whole.intersected(QRectF(self.rect()))
        painter.setClipRect(shown)
        painter.fillRect(shown, QColor(self._settings.background))
        self._paint_tiles(painter, shown, scale)
        if shown != whole:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_outline(painter, whole, shown)
        painter.end()
        if self._missing and not self._again.isActive():
            self._slices.start()

    def _whole(self) -> tuple[QRectF, float]:
        """Where the whole picture would lie, and logical pixels per pixel of it."""
        width, height = picture_size(self._grid.columns, self._grid.rows, self._settings)
        step = self._settings.tile + self._settings.gap
        corner = picture_size(1, 1, self._settings)[0] + (_ACROSS - 1) * step
        room = self.rect()
        # All of it where it is small, else so many tiles across, whichever is larger.
        scale = max(min(room.width() / width, room.height() / height), room.width() / corner)
        if self._grid.columns <= _ACROSS and self._grid.rows <= _ACROSS:
            scale = min(room.width() / width, room.height() / height)
        whole = QRectF(0, 0, width * scale, height * scale)
        if whole.width() <= room.width():
            whole.moveLeft((room.width() - whole.width()) / 2)
        if whole.height() <= room.height():
            whole.moveTop((room.height() - whole.height()) / 2)
        return whole, scale

    def _paint_tiles(self, painter: QPainter, shown: QRectF, scale: float) -> None:
        settings = self._settings
        wide, high = settings.tile * scale, settings.tile_height * scale
        gap = settings.gap * scale
        columns = min(self._grid.columns, int(shown.width() / (wide + gap)) + 1)
        rows = min(self._grid.rows, int(shown.height() / (high + gap)) + 1)
        for row in range(rows):
            for column in range(columns):
                corner = QPointF(gap + column * (wide + gap), gap + row * (high + gap))
                photo = self._grid.photo_at(row * self._grid.columns + column)
                if photo is not None:
                    tile = QRectF(shown.topLeft() + corner, QRectF(0, 0, wide, high).size())
                    self._paint_photo(painter, photo, tile)

    def _paint_photo(self, painter: QPainter, photo: Photo, tile: QRectF) -> None:
        image = self._image(photo)
        if image is None:
            painter.fillRect(tile, self.palette().mid())
            return
        wide, high = float(image.width()), float(image.height())
        across, down = tile.width() / wide, tile.height() / high
        if self._settings.mode == "fit":
            scale = min(across, down)
            place = QRectF(0, 0, wide * scale, high * scale)
            place.moveCenter(tile.center())
            painter.drawImage(place, image)
        else:
            scale = max(across, down)
            part = QRectF(0, 0, tile.width() / scale, tile.height() / scale)
            part.moveCenter(QPointF(wide / 2, high / 2))
            painter.drawImage(tile, image, part)

    def _image(self, photo: Photo) -> QImage | None:
        if self._thumbnail is None:
            return None
        if photo not in self._thumbnails:
            self._missing.append(photo)
            return None
        return self._thumbnails[photo]

    @Slot()
    def _make_some(self) -> None:
        """Make thumbnails that the last painting missed, and paint again."""
        if self._thumbnail is None:
            return
        until, made = time.perf_counter() + _SLICE_SECONDS, 0
        for photo in self._missing:
            image = self._thumbnail(photo)
            if image is not None:
                self._thumbnails[photo] = None if image.isNull() else image
                made += 1
            if made and time.perf_counter() > until:
                break
        while len(self._thumbnails) > _THUMBNAILS_KEPT:
            self._thumbnails.popitem(last=False)
        if made:
            self.update()
        elif self._missing:  # all are on their way
            self._again.start()

    def _paint_outline(self, painter: QPainter, whole: QRectF, shown: QRectF) -> None:
        """A small page in the lower right corner, the part that is seen marked on it."""
        scale = _OUTLINE / max(whole.width(), whole.height())
        page = QRectF(0, 0, max(4.0, whole.width() * scale), max(4.0, whole.height() * scale))
        page.moveBottomRight(
            shown.bottomRight() - QPointF(_OUTLINE_MARGIN + 4, _OUTLINE_MARGIN + 4)
        )
        part = QRectF(page.topLeft(), (shown.size() * scale).expandedTo(_LEAST_PART))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_OUTLINE_GROUND)
        painter.drawRoundedRect(page.adjusted(-6, -6, 6, 6), 5, 5)
        painter.setBrush(_OUTLINE_INK)
        painter.drawRect(part)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_OUTLINE_INK)
        painter.drawRect(page)
