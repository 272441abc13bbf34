"""Small thumbnails for the rows that are seen, made in slices so that scrolling stays smooth."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gridsne_desktop.photo import Photo

THUMBNAIL: Final = 32
"""Logical pixels of a thumbnail's longer side."""

_MAX_THUMBNAILS: Final = 2000
"""Kept at most: 8 MB at two device pixels a pixel, and 60 screens of rows."""

_SLICE_SECONDS: Final = 0.006

Seen = Callable[[], Iterable[Photo]]
"""The photos that a view shows now."""


class Thumbnails(QObject):
    """Keeps small thumbnails; makes those that its views are looked at for.

    Args:
        thumbnail: A photo's thumbnail in its true shape, called on the GUI thread.
        parent: The dialog, whose screen decides how many pixels they have.
    """

    def __init__(self, thumbnail: Callable[[Photo], QImage | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnail, self._window = thumbnail, parent
        self._kept: OrderedDict[Photo, QPixmap] = OrderedDict()
        self._views: list[tuple[QAbstractItemView, Seen]] = []
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._make_some)

    def serve(self, view: QAbstractItemView, seen: Seen) -> None:
        """Make the thumbnails of what `view` shows, whenever it is scrolled or `look` is called."""
        self._views.append((view, seen))
        view.verticalScrollBar().valueChanged.connect(self.look)

    def pixmap(self, photo: Photo) -> QPixmap | None:
        """The thumbnail, if it was made; a null one says there is none."""
        return self._kept.get(photo)

    @Slot()
    def look(self) -> None:
        """Make what is seen now."""
        self._slices.start()

    @Slot()
    def _make_some(self) -> None:
        end = time.perf_counter() + _SLICE_SECONDS
        for view, seen in self._views:
            missing = [photo for photo in seen() if photo not in self._kept]
            for photo in missing:
                if time.perf_counter() > end:
                    view.viewport().update()
                    return
                self._kept[photo] = self._made(photo)
            if missing:
                view.viewport().update()
        self._slices.stop()
        while len(self._kept) > _MAX_THUMBNAILS:
            self._kept.popitem(last=False)

    def _made(self, photo: Photo) -> QPixmap:
        image = self._thumbnail(photo)
        if image is None or image.isNull():
            return QPixmap()
        ratio = self._window.devicePixelRatioF()
        edge = round(THUMBNAIL * ratio)
        small = image.scaled(
            edge,
            edge,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        return QPixmap.fromImage(small)
