"""The window that `benchmarks.stalls` watches: prints its ticks by stages, as JSON."""

import gc
import json
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, QTimer

from gridsne_desktop.progress import Progress
from gridsne_desktop.qt import app
from gridsne_desktop.qt.main_window import MainWindow

TICK: Final = 0.001
LONG: Final = 0.012
"""Seconds from which on a tick counts as a stall that is looked into."""
LOOK: Final = 0.002
AFTER_SECONDS: Final = 3.0
STARTING: Final = "starting"
"""Until all of the app is imported."""


@dataclass(frozen=True, slots=True)
class _Tick:
    stage: str
    late: float
    worked: float
    doing: tuple[str, ...]


class Watch(QObject):
    """Notes each tick, and ends the window when all is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.ticks: list[_Tick] = []
        self._window, self._stage, self._is_wired = window, STARTING, False
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._doing: tuple[str, ...] = ()
        self._me = threading.get_ident()
        self._shown: float | None = None
        self._acts = [self._look_at_map, self._zoom, self._pan, self._look_at_grid, self._end]
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(round(TICK * 1000))
        threading.Thread(target=self._look, daemon=True).start()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late = max(now - self._last - TICK, 0.0)
        doing, self._doing = self._doing, ()
        self.ticks.append(_Tick(self._stage, late, worked - self._worked, doing))
        self._last, self._worked = now, worked
        self._follow()

    def _follow(self) -> None:
        desk = self._window.desk
        if desk is None or not gc.get_freeze_count():
            return
        session = desk.session
        if not self._is_wired:
            self._is_wired, self._stage = True, "scan"
            session.progressed.connect(self._on_progressed)
            session.arranged.connect(self._on_arranged)
            if session.arrangement is not None:
                self._on_arranged()
        if self._shown is not None and time.perf_counter() - self._shown > AFTER_SECONDS:
            self._shown = time.perf_counter()
            self._acts.pop(0)()

    def _on_progressed(self, progress: Progress) -> None:
        self._stage = str(progress.stage.value)

    def _on_arranged(self) -> None:
        self._stage, self._shown = "shown", time.perf_counter()

    def _look_at_map(self) -> None:
        self._stage = "to map"
        self._window.desk.workspace.wall.set_view("map")

    def _look_at_grid(self) -> None:
        self._stage = "to grid"
        self._window.desk.workspace.wall.set_view("grid")

    def _zoom(self) -> None:
        self._stage = "zoom"
        wall = self._window.desk.workspace.wall
        wall.zoom_to(128, QPointF(wall.width() / 2, wall.height() / 2))

    def _pan(self) -> None:
        self._stage = "pan"
        wall = self._window.desk.workspace.wall
        for number in range(60):
            QTimer.singleShot(16 * number, lambda: wall.pan_by(-11, -7))

    def _end(self) -> None:
        self._timer.stop()
        self._window.close()

    def _look(self) -> None:
        """On a thread: note what the window is doing while a tick is late."""
        while True:
            time.sleep(LOOK)
            if time.perf_counter() - self._last > LONG and not self._doing:
                frames = sys._current_frames()  # noqa: SLF001 - the only way
                mine = frames.pop(self._me, None)
                others = [_told(f, 2) for f in frames.values() if f is not sys._getframe()]  # noqa: SLF001
                busy = [" < ".join(told) for told in others if told and "wait" not in told[0]]
                self._doing = ("window: " + " < ".join(_told(mine, 5)), *busy)


def _told(frame: FrameType | None, most: int) -> list[str]:
    told = []
    while frame is not None and len(told) < most:
        code = frame.f_code
        told.append(f"{Path(code.co_filename).stem}.{code.co_name}:{frame.f_lineno}")
        frame = frame.f_back
    return told


def _stages(ticks: list[_Tick]) -> list[dict[str, object]]:
    by_stage: dict[str, list[_Tick]] = defaultdict(list)
    for tick in ticks:
        by_stage[tick.stage].append(tick)
    later = [tick for tick in ticks if tick.stage != STARTING]
    return [_summed(name, some) for name, some in by_stage.items()] + [_summed("all later", later)]


def _summed(name: str, ticks: list[_Tick]) -> dict[str, object]:
    late = 1000 * np.array([tick.late for tick in ticks])
    p50, p99 = np.percentile(late, [50, 99])
    stalls = [
        {"late": 1000 * t.late, "worked": 1000 * t.worked, "stage": name, "doing": t.doing}
        for t in ticks
        if t.late > LONG and name != "all later"
    ]
    seconds = sum(tick.late + TICK for tick in ticks)
    return {
        "stage": name, "seconds": seconds, "p50": p50, "p99": p99, "worst": late.max(),
        "stalls": stalls,
    }  # fmt: skip


def main() -> None:
    """Open the folder in a window and watch it."""
    application = app.new_application()
    watches: list[Watch] = []

    def begin() -> None:
        windows = [w for w in application.topLevelWidgets() if isinstance(w, MainWindow)]
        watches.append(Watch(windows[0]))

    QTimer.singleShot(0, begin)
    app.run([Path(sys.argv[1])])
    print(json.dumps(_stages(watches[0].ticks)))


if __name__ == "__main__":
    main()
