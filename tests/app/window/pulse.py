"""A watchdog: how late a timer of 1 ms comes on the window's thread, stage by stage."""

import time
from collections.abc import Iterator
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot

from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.main_window import MainWindow

_TICK_MS: Final = 1


class Pulse(QObject):
    """Ticks as long as its window lives, and keeps when.

    Attributes:
        stage: What is being done now; whoever watches may say more than the window's jobs tell.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.stage = "starting"
        self._ticks: dict[str, list[tuple[float, float]]] = {}
        self._last, self._worked = time.perf_counter(), time.thread_time()
        timer = QTimer(self, interval=_TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start()
        assert window.desk is not None
        window.desk.session.progressed.connect(self._on_progressed)

    def count(self, stage: str) -> int:
        """How often it ticked during a stage."""
        return len(self._ticks.get(stage, ()))

    def told(self) -> Iterator[tuple[str, float, float, float]]:
        """By stage, and of all: the 99th percentile and the most of what ticks were late, and the
        most that this thread worked between two; in ms."""
        everything = [tick for ticks in self._ticks.values() for tick in ticks]
        for stage, ticks in (*self._ticks.items(), ("all", everything)):
            late, worked = 1000 * np.array(ticks).T
            yield stage, float(np.percentile(late, 99)), float(late.max()), float(worked.max())

    @Slot()
    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late = max(0.0, now - self._last - _TICK_MS / 1000)
        self._ticks.setdefault(self.stage, []).append((late, worked - self._worked))
        self._last, self._worked = now, worked

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self.stage = progress.stage.value
