"""The window that `benchmarks.stalls` watches: prints its ticks by stages, as JSON."""

import faulthandler
import gc
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QPointF, Qt, QTimer

from benchmarks.jitter import Baseline, Jitter
from gridsne_desktop.progress import Progress
from gridsne_desktop.qt import app
from gridsne_desktop.qt.grid.places import View
from gridsne_desktop.qt.main_window import MainWindow

TICK: Final = 0.001
LONG: Final = 0.012
"""Seconds from which on a tick counts as a stall that is looked into."""
LOOK: Final = 0.002
AFTER_SECONDS: Final = 3.0
WORKERS_NICENESS: Final = 10
STARTING: Final = "starting"
"""Until all of the app is imported."""


@dataclass(frozen=True, slots=True)
class _Tick:
    """A tick of the timer; times in seconds.

    Attributes:
        stage: What was being done.
        at: When it came.
        late: How late.
        worked: What the window's thread worked.
        queued: What it waited for a processor; of the rest it waited for Python's lock.
        collected: What a garbage collection took.
        doing: What each thread was doing `LONG` after the tick before, or as soon as Python's lock
            was free: who had it until then is among them.
    """

    stage: str
    at: float
    late: float
    worked: float
    queued: float
    collected: float
    doing: tuple[str, ...]


class Queueing:
    """How long the thread that made this waits for a processor (Linux; elsewhere 0)."""

    def __init__(self) -> None:
        facts = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._facts = os.open(facts, os.O_RDONLY) if facts.exists() else None

    def seconds(self) -> float:
        """Since the thread began."""
        if self._facts is None:
            return 0.0
        return int(os.pread(self._facts, 80, 0).split()[1]) / 1e9


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
        self._rows: list[tuple[str, float, float, float, float, float, tuple[str, ...]]] = []
        self._window, self._stage, self._is_wired = window, STARTING, False
        self._last, self._worked = time.monotonic(), time.thread_time()
        self._queueing = Queueing()
        self._queued = self._queueing.seconds()
        self._looking = Looking()
        self._collecting = Collecting()
        self._shown: float | None = None
        self._acts = [self._look_at_map, self._zoom, self._pan, self._look_at_grid, self._end]
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(round(TICK * 1000))

    @property
    def ticks(self) -> list[_Tick]:
        """All so far; kept as plain tuples, which the garbage collector passes over."""
        return [_Tick(*row) for row in self._rows]

    def _tick(self) -> None:
        now, worked, queued = time.monotonic(), time.thread_time(), self._queueing.seconds()
        late = max(now - self._last - TICK, 0.0)
        self._rows.append(
            (
                self._stage,
                now,
                late,
                worked - self._worked,
                queued - self._queued,
                self._collecting.longest(),
                self._looking.seen(is_late=late > LONG),
            )
        )
        self._last, self._worked, self._queued = now, worked, queued
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
        if self._shown is not None and time.monotonic() - self._shown > AFTER_SECONDS:
            self._shown = time.monotonic()
            self._acts.pop(0)()

    def _has_started(self) -> bool:
        """Whether the second helping is over, during which the garbage collector rests."""
        return self._is_wired or ("scipy.optimize" in sys.modules and gc.isenabled())

    def _on_progressed(self, progress: Progress) -> None:
        self._stage = str(progress.stage.value)

    def _on_arranged(self) -> None:
        self._stage, self._shown = "shown", time.monotonic()

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


class Looking:
    """A thread that notes what all threads are doing while a tick is late.

    No part of the watch: threads must not write what a Qt object has, which Qt reads without the
    lock. Not by `sys._current_frames`: who holds a frame keeps the painter in it alive too long.
    Nor by faulthandler's own watch, which needs no lock: the frames that it reads vanish under it.
    """

    def __init__(self) -> None:
        self._me = threading.get_ident()
        self._ticked = time.monotonic()
        self._seen: tuple[str, ...] = ()
        self._file = tempfile.TemporaryFile("w+")  # noqa: SIM115 - open as long as the thread
        threading.Thread(target=self._go, daemon=True).start()

    def seen(self, *, is_late: bool) -> tuple[str, ...]:
        """What was seen since the last call; where a late tick was not seen, what is done now."""
        seen, self._seen, self._ticked = self._seen, (), time.monotonic()
        return seen or (("at its end", *self._look()) if is_late else ())

    def _look(self) -> tuple[str, ...]:
        self._file.seek(0)
        self._file.truncate()
        faulthandler.dump_traceback(self._file)
        self._file.seek(0)
        return tuple(_told(self._file.read(), self._me))

    def _go(self) -> None:
        while True:
            time.sleep(LOOK)
            if time.monotonic() - self._ticked > LONG and not self._seen:
                self._seen = self._look()


def _told(dump: str, me: int) -> list[str]:
    """What each thread was doing, the window's first, those left out that wait."""
    told = []
    for block in re.split(r"\n\n|(?=^Thread )", dump, flags=re.MULTILINE):
        head, *lines = block.strip().splitlines() or [""]
        found = [re.search(r'/([^/"]+)\.py", line (\d+) in (.+)', line) for line in lines[:6]]
        calls = " < ".join(f"{m[1]}.{m[3]}:{m[2]}" for m in found if m)
        if f"{me:x}" in head:
            told.insert(0, f"window: {calls}")
        elif calls and "wait" not in calls.split(" < ")[0]:
            told.append(calls)
    return told


def _stages(ticks: list[_Tick], machine: Mapping[str, Jitter]) -> list[dict[str, object]]:
    by_stage: dict[str, list[_Tick]] = defaultdict(list)
    for tick in ticks:
        by_stage[tick.stage].append(tick)
    later = [tick for tick in ticks if tick.stage != STARTING]
    told = [_summed(name, some, machine) for name, some in by_stage.items()]
    return [*told, _summed("all later", later, machine) | {"stalls": []}]


def _summed(name: str, ticks: list[_Tick], machine: Mapping[str, Jitter]) -> dict[str, object]:
    """The figures of a stage in ms; those of `machine` are what bare timers beside it were late."""
    late = 1000 * np.array([tick.late for tick in ticks])
    p50, p99 = np.percentile(late, [50, 99])
    return {
        "stage": name, "seconds": sum(tick.late + TICK for tick in ticks),
        "p50": p50, "p99": p99, "worst": late.max(),
        **_during(ticks[0].at - ticks[0].late, ticks[-1].at, machine),
        "own": 1000 * max(tick.worked for tick in ticks),
        "lock": 1000 * max(_locked(tick) for tick in ticks),
        "gc": 1000 * max(tick.collected for tick in ticks),
        "stalls": [_told_of(tick, machine) for tick in ticks if tick.late > LONG],
    }  # fmt: skip


def _told_of(tick: _Tick, machine: Mapping[str, Jitter]) -> dict[str, object]:
    """A stall, in ms."""
    return {
        "stage": tick.stage, "late": 1000 * tick.late,
        **_during(tick.at - tick.late, tick.at, machine),
        "own": 1000 * tick.worked, "lock": 1000 * _locked(tick), "gc": 1000 * tick.collected,
        "doing": tick.doing,
    }  # fmt: skip


def _during(began: float, ended: float, machine: Mapping[str, Jitter]) -> dict[str, float]:
    return {name: 1000 * jitter.during(began, ended) for name, jitter in machine.items()}


def _locked(tick: _Tick) -> float:
    return max(tick.late - tick.worked - tick.queued, 0.0)


def main() -> None:
    """Open the folder in a window and watch it."""
    application = app.new_application()
    watches: list[Watch] = []

    def begin() -> None:
        windows = [w for w in application.topLevelWidgets() if isinstance(w, MainWindow)]
        watches.append(Watch(windows[0]))

    QTimer.singleShot(0, begin)
    baselines = {"bare": Baseline(), "nice": Baseline(WORKERS_NICENESS)}
    app.run([Path(sys.argv[1])])
    machine = {name: baseline.end() for name, baseline in baselines.items()}
    print(json.dumps(_stages(watches[0].ticks, machine)))


if __name__ == "__main__":
    main()
