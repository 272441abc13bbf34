"""A picture at rest gets better softly: what was shown before goes out over what is right."""

from typing import Final

from PySide6.QtGui import QImage, QPainter

SOFT_SECONDS: Final = 0.15
_OFTEN_ENOUGH: Final = 0.5
"""Of a picture that still covers more than this, no newer one is taken: each costs a copy."""


class Softly:
    """The picture that goes out. The clock comes in as an argument, in seconds."""

    def __init__(self) -> None:
        self._before = QImage()
        self._since = 0.0

    def __bool__(self) -> bool:
        return not self._before.isNull()

    def begin(self, shown: QImage, *, now: float) -> None:
        """`shown`, under what goes out already, is about to be painted better."""
        cover = self._cover(now)
        if cover > _OFTEN_ENOUGH:
            return
        before = shown.copy()
        if cover and self._before.size() == before.size():
            painter = QPainter(before)
            painter.setOpacity(cover)
            painter.drawImage(0, 0, self._before)
            painter.end()
        self._before, self._since = before, now

    def paint(self, painter: QPainter, *, now: float) -> None:
        """Paint what is left of the picture before over the better one."""
        cover = self._cover(now)
        if not cover:
            self.forget()
            return
        painter.setOpacity(cover)
        painter.drawImage(0, 0, self._before)
        painter.setOpacity(1.0)

    def forget(self) -> None:
        """The picture before is of another place: nothing of it may stay."""
        self._before = QImage()

    def _cover(self, now: float) -> float:
        if self._before.isNull():
            return 0.0
        return max(0.0, 1 - (now - self._since) / SOFT_SECONDS)
