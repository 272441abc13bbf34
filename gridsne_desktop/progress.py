"""Progress and cancelling: the one handle that every long job takes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from gridsne_desktop.errors import Cancelled

REPORTS_PER_SECOND = 20
"""More than the eye reads; unthinned reports reach a window seconds late."""


class Stage(StrEnum):
    """A stage of a job, in the order of the main job."""

    SCAN = "scan"
    EMBED = "embed"
    REDUCE = "reduce"
    ASSIGN = "assign"
    REFINE = "refine"
    MEASURE = "measure"
    EXPORT = "export"
    COPY = "copy"
    ORGANIZE = "organize"
    SAMPLES = "samples"
    DOWNLOAD = "download"
    DATES = "dates"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is.

    Attributes:
        stage: The stage.
        done: Units finished (photos, iterations, bytes).
        total: Units in all; 0 where it is not known yet.
        seconds: Since the stage's first report.
        known: Units that were done at the first report already, as after a resumed run.
    """

    stage: Stage
    done: int
    total: int
    seconds: float
    known: int = 0

    @property
    def rate(self) -> float:
        """Units a second so far; 0.0 where nothing is known yet."""
        return (self.done - self.known) / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds the rest will take at this rate; None where that is not known yet."""
        if not self.total or not self.rate:
            return None
        return max(0, self.total - self.done) / self.rate


class Run:
    """A running job's handle: it reports progress and learns that it was cancelled.

    Any thread may call any method. Listeners are called on the thread that reports.
    """

    def __init__(
        self,
        on_progress: Callable[[Progress], None] | None = None,
        *,
        cancelled: threading.Event | None = None,
    ) -> None:
        """Tell `on_progress`; share `cancelled` with whoever may stop this run, too."""
        self._on_progress = on_progress
        self._cancelled = cancelled or threading.Event()
        self._lock = threading.Lock()
        self._stage: Stage | None = None
        self._stage_began = 0.0
        self._stage_known = 0
        self._next_report = 0.0

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the job to stop at its next safe place."""
        self._cancelled.set()

    def check(self) -> None:
        """Raise `Cancelled` if the job was cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def untold(self) -> "Run":
        """A handle for work on the side: cancelled with this run, but nobody hears of it."""
        return Run(cancelled=self._cancelled)

    def wait(self, seconds: float) -> None:
        """Pause for so many seconds.

        Raises:
            Cancelled: The job was cancelled, perhaps during the pause, which ends then.
        """
        self._cancelled.wait(seconds)
        self.check()

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Tell how far `stage` is; thinned, but the first and the last report always arrive.

        Raises:
            Cancelled: The job was cancelled.
        """
        self.check()
        now = time.perf_counter()
        with self._lock:
            is_new = stage is not self._stage
            # What is done may fall: a download that has to begin anew is as slow as a new one.
            if is_new or done < self._stage_known:
                self._stage, self._stage_began, self._stage_known = stage, now, done
            is_last = total > 0 and done >= total
            if not is_new and not is_last and now < self._next_report:
                return
            self._next_report = now + 1 / REPORTS_PER_SECOND
            progress = Progress(stage, done, total, now - self._stage_began, self._stage_known)
        if self._on_progress is not None:
            self._on_progress(progress)
