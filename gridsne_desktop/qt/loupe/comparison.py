"""Two to four photos beside each other, zoomed and moved together."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.loupe import keys
from gridsne_desktop.qt.loupe.dark import GROUND, darken
from gridsne_desktop.qt.loupe.frame import Frame, fitted
from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.pane import Compared, Pane

LEAST: Final = 2
MOST: Final = 4
_PLACES: Final = {
    2: ((0, 0), (0, 1)),
    3: ((0, 0), (0, 1), (0, 2)),
    4: ((0, 0), (0, 1), (1, 0), (1, 1)),
}
"""Row and column of each, by how many there are."""
_STEPS: Final[dict[int, int]] = {
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}
_OPENING: Final[set[int]] = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_CLOSING: Final[set[int]] = {Qt.Key.Key_Escape, Qt.Key.Key_C}


class Comparison(QWidget):
    """Photos side by side; what is done to one is done to all.

    Signals:
        closed: The person wants back to the wall.
        opened: The person wants one of them alone: its index on the wall.
        active_changed: Another one is active: its index on the wall.
    """

    closed = Signal()
    opened = Signal(int)
    active_changed = Signal(int)

    def __init__(self, kept: KeptLevels, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panes = tuple(Pane(kept, self) for _ in range(MOST))
        self._count = 0
        self._active = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        for pane in self._panes:
            pane.hide()
            pane.activated.connect(self._on_activated)
            pane.arrived.connect(self._on_arrived)
            pane.view.moved.connect(self._on_moved)
        darken(self, ground=GROUND)
        for pane in self._panes:
            pane.mark(is_active=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photos side by side"))

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Those that show a photo, in order."""
        return self._panes[: self._count]

    @property
    def active(self) -> int | None:
        """The active photo's index on the wall."""
        compared = self._panes[self._active].compared
        return None if compared is None else compared.index

    @property
    def is_settled(self) -> bool:
        """Whether all photos are there, as sharp as they get."""
        return all(pane.is_settled for pane in self.panes)

    @property
    def is_busy(self) -> bool:
        """Whether a thread still works for the photos."""
        return any(pane.is_busy for pane in self._panes)

    def show_photos(self, compared: Sequence[Compared]) -> None:
        """Show 2 to 4 photos, fit; the first one is active."""
        self._count = len(compared)
        self._place_panes()
        for pane, one in zip(self.panes, compared, strict=True):
            pane.show_photo(one)
        self._activate(0)

    def show_glances(self, glance: Callable[[Photo], QImage | None]) -> None:
        """Other placeholders for the photos that are still to come."""
        for pane in self.panes:
            if pane.compared is not None:
                pane.show_glance(glance(pane.compared.photo))

    def clear(self) -> None:
        """Forget the photos and free their memory."""
        for pane in self._panes:
            pane.clear()
        self._count = self._active = 0

    def shut_down(self) -> None:
        """Stop the threads and wait for them."""
        for pane in self._panes:
            pane.shut_down()

    def _place_panes(self) -> None:
        for pane in self._panes:
            self._grid.removeWidget(pane)
            pane.hide()
        for line in range(MOST):
            self._grid.setRowStretch(line, 0)
            self._grid.setColumnStretch(line, 0)
        for pane, (row, column) in zip(self.panes, _PLACES[self._count], strict=True):
            self._grid.addWidget(pane, row, column)
            self._grid.setRowStretch(row, 1)
            self._grid.setColumnStretch(column, 1)
            pane.show()
        self._grid.activate()  # the photos are decoded for the size they will have

    def _activate(self, number: int) -> None:
        self._active = number
        for place, pane in enumerate(self.panes):
            pane.mark(is_active=place == number)
        self.setAccessibleDescription(self._panes[number].text)
        if self.active is not None:
            self.active_changed.emit(self.active)

    @Slot()
    def _on_activated(self) -> None:
        sender = self.sender()
        self._activate(next(n for n, pane in enumerate(self._panes) if pane is sender))

    @Slot(object, object)
    def _on_moved(self, before: Frame, after: Frame) -> None:
        sender = self.sender()
        for pane in self.panes:
            if pane.view is not sender:
                pane.view.follow(before, after)

    @Slot()
    def _on_arrived(self) -> None:
        """A photo that comes late is zoomed as the active one is already."""
        sender, frame = self.sender(), self._panes[self._active].view.frame
        if (
            frame is not None
            and isinstance(sender, Pane)
            and sender is not self._panes[self._active]
        ):
            sender.view.follow(fitted(frame.width, frame.height, frame.window), frame)

    def _act_on(self, event: QKeyEvent) -> bool:
        key, zoom = keys.plain_key(event), keys.zoom_of(event)
        if not self._count:
            return False
        if zoom is not None:
            self._panes[self._active].view.zoom(zoom)
        elif key is None:
            return False
        elif key in _STEPS:
            self._activate((self._active + _STEPS[key]) % self._count)
        elif key in _OPENING and self.active is not None:
            self.opened.emit(self.active)
        elif key in _CLOSING:
            self.closed.emit()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, choose another one, open it or close."""
        if self._act_on(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes from photo to photo, not away."""
        del following
        return False

    def event(self, event: QEvent) -> bool:
        """While the photos have the focus, their keys are not the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ours = {*_STEPS, *_OPENING, *_CLOSING}
            if keys.zoom_of(event) is not None or keys.plain_key(event) in ours:
                event.accept()
                return True
        return super().event(event)
