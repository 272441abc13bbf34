"""A picture at rest gets better softly: what was shown before goes out over what is right."""

from typing import Final

from PySide6.QtGui import QImage, QPainter

SOFT_SECONDS: Final = 0.15
_OFTEN_ENOUGH: Final = 0.5
"""Of a picture that still covers more than this, no newer one is taken: each costs a copy."""


class Softly:
    """The picture that goes out. The clock comes in as an argument, in seconds.

    It keeps the memory of one picture: new memory of this size costs more than the copy itself.
    """

    def __init__(self) -> None:
        self._before = QImage()
        self._is_seen = False
        self._since = 0.0

    def __bool__(self) -> bool:
        return self._is_seen

    def begin(self, shown: QImage, *, now: float) -> None:
        """`shown`, under what goes out already, is about to be painted better."""
        cover = self._cover(now)
        if cover > _OFTEN_ENOUGH:
            return
        if self._before.size() != shown.size():
            self._before, cover = QImage(shown.size(), shown.format()), 0.0
        painter = QPainter(self._before)
        painter.setOpacity(1 - cover)
        painter.drawImage(0, 0, shown)
        painter.end()
        self._is_seen, self._since = True, now

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
        self._is_seen = False

    def _cover(self, now: float) -> float:
        return max(0.0, 1 - (now - self._since) / SOFT_SECONDS) if self._is_seen else 0.0
