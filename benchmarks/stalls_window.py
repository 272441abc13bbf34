"""The window that `benchmarks.stalls` watches: prints its ticks by stages, as JSON."""

import faulthandler
import gc
import json
import re
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, QTimer

from gridsne_desktop.progress import Progress
from gridsne_desktop.qt import app
from gridsne_desktop.qt.grid.places import View
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
    collected: float
    doing: tuple[str, ...]


class Collecting:
    """How long Python's garbage collector, which holds its lock, took since it was asked last."""

    def __init__(self) -> None:
        self._began = self._longest = 0.0
        gc.callbacks.append(self._note)

    def longest(self) -> float:
        """Seconds of the longest collection that has ended since the last call."""
        longest, self._longest = self._longest, 0.0
        return longest

    def _note(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._began = time.perf_counter()
        else:
            self._longest = max(self._longest, time.perf_counter() - self._began)


class Watch(QObject):
    """Notes each tick, and ends the window when all is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.ticks: list[_Tick] = []
        self._window, self._stage, self._is_wired = window, STARTING, False
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._doing: tuple[str, ...] = ()
        self._collecting = Collecting()
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
        self.ticks.append(
            _Tick(self._stage, late, worked - self._worked, self._collecting.longest(), doing)
        )
        self._last, self._worked = now, worked
        self._follow()

    def _follow(self) -> None:
        desk = self._window.desk
        if desk is None or not self._has_started():
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

    def _has_started(self) -> bool:
        """Whether the second helping is over, during which the garbage collector rests."""
        return self._is_wired or ("scipy.optimize" in sys.modules and gc.isenabled())

    def _on_progressed(self, progress: Progress) -> None:
        self._stage = str(progress.stage.value)

    def _on_arranged(self) -> None:
        self._stage, self._shown = "shown", time.perf_counter()

    def _look_at_map(self) -> None:
        self._stage = "to map"
        self._window.desk.workspace.wall.set_view(View.MAP)

    def _look_at_grid(self) -> None:
        self._stage = "to grid"
        self._window.desk.workspace.wall.set_view(View.GRID)

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
        """On a thread: note what the window is doing while a tick is late.

        Not by `sys._current_frames`: who holds a frame keeps the painter in it alive too long.
        """
        with tempfile.TemporaryFile("w+") as file:
            while True:
                time.sleep(LOOK)
                if time.perf_counter() - self._last > LONG and not self._doing:
                    file.seek(0)
                    file.truncate()
                    faulthandler.dump_traceback(file)
                    file.seek(0)
                    self._doing = tuple(_told(file.read(), self._me))


def _told(dump: str, me: int) -> list[str]:
    """What each thread was doing, the window's first, those left out that wait."""
    told = []
    for block in dump.split("\n\n"):
        head, *lines = block.strip().splitlines()
        found = [re.search(r'/([^/"]+)\.py", line (\d+) in (.+)', line) for line in lines[:6]]
        calls = " < ".join(f"{m[1]}.{m[3]}:{m[2]}" for m in found if m)
        if f"{me:x}" in head:
            told.insert(0, f"window: {calls}")
        elif "stalls_window._look" not in calls and "wait" not in calls.split(" < ")[0]:
            told.append(calls)
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
        {
            "late": 1000 * t.late,
            "worked": 1000 * t.worked,
            "collected": 1000 * t.collected,
            "stage": name,
            "doing": t.doing,
        }
        for t in ticks
        if t.late > LONG and name != "all later"
    ]
    seconds = sum(tick.late + TICK for tick in ticks)
    return {
        "stage": name, "seconds": seconds, "p50": p50, "p99": p99, "worst": late.max(),
        "own": 1000 * max(tick.worked for tick in ticks),
        "gc": 1000 * max(tick.collected for tick in ticks),
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
