"""How late this machine comes to a bare timer: what no program here is to blame for.

`python -m benchmarks.jitter [NICENESS]` sleeps 1 ms again and again until it reads the end of its
input, then prints, as JSON, when it was late (a clock that all processes share) and by how much.
"""

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Final

TICK: Final = 0.001
LATE: Final = 0.004
"""Seconds from which on a tick is told by itself."""


@dataclass(frozen=True, slots=True)
class Jitter:
    """What was late.

    Attributes:
        lates: When a late tick came (`time.monotonic`) and how late it was, in seconds.
        p99: Seconds.
        worst: Seconds.
    """

    lates: list[tuple[float, float]]
    p99: float
    worst: float

    def during(self, began: float, ended: float) -> float:
        """The latest tick, in seconds, whose lateness falls into this time; 0: none."""
        return max((late for at, late in self.lates if at > began and at - late < ended), default=0)


class Baseline:
    """The bare timer in a process of its own, as nice as this one or of a certain niceness."""

    def __init__(self, niceness: int | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-S", "-m", "benchmarks.jitter", str(niceness or "")],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def end(self) -> Jitter:
        """What it found."""
        told, _ = self._process.communicate("")
        return Jitter(**json.loads(told))


def _main() -> None:
    if sys.platform == "linux" and sys.argv[1:] > [""]:
        os.setpriority(os.PRIO_PROCESS, 0, int(sys.argv[1]))
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    lates: list[float] = []
    told: list[tuple[float, float]] = []
    last = time.monotonic()
    while not ended.is_set():
        time.sleep(TICK)
        now = time.monotonic()
        lates.append(max(now - last - TICK, 0.0))
        if lates[-1] > LATE:
            told.append((now, lates[-1]))
        last = now
    lates.sort()
    p99 = lates[int(0.99 * (len(lates) - 1))]
    print(json.dumps({"lates": told, "p99": p99, "worst": lates[-1]}))


if __name__ == "__main__":
    _main()
