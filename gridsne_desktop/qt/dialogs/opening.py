"""Dialogs come up in turns, between which the window's thread does what waits for it."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QDialog, QWidget

_TURN_SECONDS: Final = 0.004
"""Of polishing; a turn of making takes as long as it takes."""


class _Opening(QObject):
    """Finishes a dialog, a step a turn, and opens it; goes when it does."""

    def __init__(self, dialog: QDialog, steps: Iterator[None], show: Callable[[], None]) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._steps, self._show = steps, show
        self._unpolished: list[QWidget] | None = None
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._go_on)
        self._turns.start()

    @property
    def is_under_way(self) -> bool:
        """Whether the dialog is not shown yet."""
        return self._turns.isActive()

    @Slot()
    def _go_on(self) -> None:
        if self._unpolished is None:
            if next(self._steps, self) is self:  # all are done
                self._unpolished = [self._dialog, *self._dialog.findChildren(QWidget)]
        elif self._unpolished:
            self._polish(self._unpolished)
            layout = self._dialog.layout()
            if layout is not None and not self._unpolished:
                layout.activate()
        else:
            self._turns.stop()
            self._end()
            self.deleteLater()

    def _end(self) -> None:
        window = self._dialog.parentWidget()
        if window is None or window.isVisible():
            self._show()
        else:  # it was closed meanwhile
            self._dialog.reject()

    def _polish(self, left: list[QWidget]) -> None:
        """Let the style look at some widgets: shown, all would be looked at at once."""
        until = time.perf_counter() + _TURN_SECONDS
        while left and time.perf_counter() < until:
            left.pop(0).ensurePolished()


def open_in_turns(
    dialog: QDialog, steps: Iterable[None] = (), *, show: Callable[[], None] | None = None
) -> None:
    """Open `dialog` once all `steps` of making it are done, some milliseconds at a time.

    While another dialog of the same parent is on its way, this one is let go.

    Args:
        dialog: The dialog.
        steps: What is left to be done of it, a turn each.
        show: What shows it; None: its `open`.
    """
    window = dialog.parentWidget()
    others = window.findChildren(_Opening) if window is not None else []
    if any(other.is_under_way for other in others):
        dialog.reject()  # who holds it learns that it is over
        dialog.deleteLater()
        return
    _Opening(dialog, iter(steps), show or dialog.open)
