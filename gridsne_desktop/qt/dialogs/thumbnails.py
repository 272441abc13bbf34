"""Small thumbnails for the rows that are seen, made in slices so that scrolling stays smooth."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from weakref import WeakMethod, ref

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QWidget

from gridsne_desktop.photo import Photo

THUMBNAIL: Final = 32
"""Logical pixels of a thumbnail's longer side."""

_MAX_THUMBNAILS: Final = 2000
"""Kept at most: 8 MB at two device pixels a pixel, and 60 screens of rows."""

_SLICE_SECONDS: Final = 0.003
"""What is made is painted in the same turn of the event loop."""

_AGAIN_MS: Final = 50
"""Thumbnails on their way are looked for so often."""

Seen = Callable[[], Iterable[Photo]]
"""The photos that a view shows now."""


class Thumbnails(QObject):
    """Keeps small thumbnails; makes those that its views are looked at for.

    Args:
        thumbnail: A photo's thumbnail in its true shape, called on the GUI thread; None: it is on
            its way; a null image: there is none.
        parent: The dialog, whose screen decides how many pixels they have.
    """

    def __init__(self, thumbnail: Callable[[Photo], QImage | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnail = thumbnail
        self._kept: OrderedDict[Photo, QPixmap] = OrderedDict()
        self._views: list[tuple[ref[QAbstractItemView], WeakMethod[Seen]]] = []
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._make_some)
        self._again = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.look)

    def serve(self, view: QAbstractItemView, seen: Seen) -> None:
        """Make the thumbnails of what `view` shows, whenever it is scrolled or `look` is called.

        `seen` is a method of the view, which may hold these thumbnails: it is not held here.
        """
        self._views.append((ref(view), WeakMethod(seen)))
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
        is_waiting = False
        for view, seen in self._alive():
            missing = [photo for photo in seen() if photo not in self._kept]
            for photo in missing:
                image = self._thumbnail(photo)
                if image is None:
                    is_waiting = True
                else:
                    self._kept[photo] = self._made(image)
                if time.perf_counter() > end:  # after one at least, however slow all is
                    view.viewport().update()
                    return
            if missing:
                view.viewport().update()
        self._slices.stop()
        if is_waiting:
            self._again.start()
        while len(self._kept) > _MAX_THUMBNAILS:
            self._kept.popitem(last=False)

    def _alive(self) -> Iterator[tuple[QAbstractItemView, Seen]]:
        for view, seen in ((view(), seen()) for view, seen in self._views):
            if view is not None and seen is not None:
                yield view, seen

    def _made(self, image: QImage) -> QPixmap:
        if image.isNull():
            return QPixmap()
        window = self.parent()
        ratio = window.devicePixelRatioF() if isinstance(window, QWidget) else 1.0
        edge = round(THUMBNAIL * ratio)
        small = image.scaled(
            edge,
            edge,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        small.setDevicePixelRatio(ratio)
        return QPixmap.fromImage(small)
