"""Ways from vectors to cells, for benchmarks: ours and others'."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np

from benchmarks.flas import flas
from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.reduce import SEARCH, reduce, unit_square
from gridsne_desktop.layout.standing import Layout
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import ArrangeSettings

FLAS_DECAY = 0.95
"""Between the quick ones and the good ones."""

STAGES = ("neighbours", "t-SNE", "assign", "refine")
"""What ours does, in this order."""


class StageClock(Run):
    """A run that notes what each of `STAGES` takes, by what it is told.

    Attributes:
        seconds: CPU seconds of all threads, by stage; only stages that were told of.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seconds: dict[str, float] = {}
        self._part, self._since = "", time.process_time()

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Give the time since the last report to the stage it was of."""
        super().report(stage, done, total)
        self.stop()
        if stage is Stage.REDUCE:
            self._part = "neighbours" if done < SEARCH else "t-SNE"
        else:
            self._part = "assign" if stage is Stage.ASSIGN and done < total else "refine"

    def stop(self) -> None:
        """Give the time since then to the stage under way."""
        now = time.process_time()
        if self._part:
            self.seconds[self._part] = self.seconds.get(self._part, 0.0) + now - self._since
        self._since = now


Cut: TypeAlias = Callable[[Vectors, int, int, StageClock], Cells]
"""From vectors, columns and rows to cells; the clock is told what it does, if it is ours."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way from vectors to cells.

    Attributes:
        cut: What goes it.
        limit: Most photos for which it is bearable: some minutes.
    """

    cut: Cut
    limit: int


def _ours(vectors: Vectors, columns: int, rows: int, clock: StageClock, *, look: str) -> Cells:
    del columns, rows
    made = LayoutMaker().make(vectors, settings=ArrangeSettings(look=look), run=clock)
    clock.stop()
    return made.cells


class _Shown(Exception):
    """The first grid is there."""


def _first(vectors: Vectors, columns: int, rows: int, clock: StageClock) -> Cells:
    """What is shown before neighbours and t-SNE: the sketch."""
    del columns, rows, clock
    shown = list[Cells]()

    def stop(layout: Layout) -> None:
        shown.append(layout.cells)
        raise _Shown

    with suppress(_Shown):
        LayoutMaker().make(vectors, settings=ArrangeSettings(), run=Run(), on_layout=stop)
    return shown[0]


def _split(vectors: Vectors, columns: int, rows: int, clock: StageClock) -> Cells:
    """A map halved again and again, as RasterFairy does it."""
    points = reduce(vectors, perplexity=ArrangeSettings().perplexity, seed=0, run=clock)
    cells = assign(points, columns=columns, rows=rows, run=clock, assigner="split")
    clock.stop()
    return cells


def _raw(vectors: Vectors, columns: int, rows: int, clock: StageClock) -> Cells:
    """The notebook's way: openTSNE with what it does by itself, lapjv with all distances."""
    del clock
    from lapjv import lapjv
    from openTSNE import TSNE

    map_ = TSNE(perplexity=ArrangeSettings().perplexity, random_state=0, n_jobs=1).fit(vectors)
    wished = unit_square(np.asarray(map_)) * np.float32([columns - 1, rows - 1])
    down, across = np.divmod(np.arange(columns * rows, dtype=np.float32), np.float32(columns))
    cost = np.square(wished[:, :1] - across)
    cost += np.square(wished[:, 1:] - down)
    blanks = np.zeros((columns * rows - len(vectors), columns * rows), np.float32)  # a square only
    return np.asarray(lapjv(np.vstack([cost, blanks]))[0][: len(vectors)], dtype=np.int32)


def _flas(vectors: Vectors, columns: int, rows: int, clock: StageClock) -> Cells:
    del clock
    return flas(vectors, columns, rows, decay=FLAS_DECAY)


WAYS = {
    "ours, crisp": Way(partial(_ours, look="crisp"), 100_000),
    "ours, smooth": Way(partial(_ours, look="smooth"), 30_000),
    "ours, first grid": Way(_first, 100_000),
    "t-SNE + split": Way(_split, 100_000),
    "openTSNE + lapjv": Way(_raw, 4_096),
    "FLAS": Way(_flas, 10_000),
}
"""The ways by name."""
