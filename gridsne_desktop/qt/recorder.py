"""Keeps last grids on a thread of their own, one after the other."""

from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.task import Task
from gridsne_desktop.settings import ArrangeSettings

_Paths: TypeAlias = tuple[Path, ...]

_PAUSE_MS: Final = 1500
"""Longer than tiles fly to a new grid: what is written meanwhile takes every other frame."""


class Recorder(QObject):
    """Writes grids of what is open soon after they come into force; of those that wait the newest.

    Signals:
        rested: Nothing is being written, and nothing waits.
        failed: A `GridsneError`: the writing has ended by a bug.
    """

    rested = Signal()
    failed = Signal(object)

    def __init__(self, grids: LastGrids | None, parent: QObject | None = None) -> None:
        """Write to `grids`; None: write nothing."""
        super().__init__(parent)
        self._grids = grids
        self._task: Task | None = None
        self._waiting: dict[_Paths, tuple[ArrangeSettings, Arrangement]] = {}
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._start)

    @property
    def is_busy(self) -> bool:
        """Whether something is still to be written."""
        return self._task is not None or bool(self._waiting)

    def find(self, paths: _Paths, settings: ArrangeSettings) -> Arrangement | None:
        """The last grid of `paths`, if `settings` made it; on any thread."""
        return self._grids.find(paths, settings) if self._grids is not None else None

    def record(self, paths: _Paths, settings: ArrangeSettings, arrangement: Arrangement) -> None:
        """This is in force now."""
        if self._grids is None or not arrangement.grid.photos:
            return
        self._waiting[paths] = (settings, arrangement)
        self._pause.start()

    def hurry(self) -> None:
        """Write what waits now: something else is about to be done."""
        self._pause.stop()
        self._start()

    @Slot()
    def _start(self) -> None:
        if self._task is not None or not self._waiting or self._grids is None:
            return
        paths, (settings, arrangement) = self._waiting.popitem()
        self._task = Task(partial(_keep, self._grids, paths, settings, arrangement), self)
        self._task.failed.connect(self.failed)
        self._task.ended.connect(self._on_ended)
        self._task.start()

    @Slot()
    def _on_ended(self) -> None:
        ended, self._task = self._task, None
        if ended is not None:
            ended.deleteLater()
        self._start()
        if self._task is None:
            self.rested.emit()


def _keep(
    grids: LastGrids,
    paths: _Paths,
    settings: ArrangeSettings,
    arrangement: Arrangement,
    _run: Run,
) -> None:
    """Write even while the window closes: it is the last chance, and soon done."""
    grids.keep(paths, settings, arrangement)
