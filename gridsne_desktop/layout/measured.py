"""The quality of a grid, measured once: the cache remembers it with the layout."""

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.quality import Figures, Quality, measure_quality
from gridsne_desktop.layout.remembered import QUALITY, remembered
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.key import key_of
from gridsne_desktop.progress import Run, Stage


def measured(vectors: Vectors, *, grid: Grid, run: Run, cache: Cache | None = None) -> Quality:
    """The quality of `grid`, whose photos have `vectors`.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(vectors)
    where = key_of(QUALITY, np.ascontiguousarray(grid.cells).data).hex()
    row, was_known = remembered(
        QUALITY,
        cache=cache,
        source=vectors,
        wish=f"{grid.columns} {grid.rows} {where}",
        like=np.empty(9, np.float64),
        make=lambda: _row(
            measure_quality(
                vectors, cells=grid.cells, columns=grid.columns, rows=grid.rows, run=run
            )
        ),
    )
    if was_known:
        run.report(Stage.MEASURE, n, n)
    return _quality(row)


def _row(quality: Quality) -> NDArray[np.float64]:
    """The figures, the sample (0: none), its errors: float64 (9,)."""
    error = quality.error.values() if quality.error else (0.0,) * 4
    return np.array([*quality.values(), quality.sample or 0, *error])


def _quality(row: NDArray[np.float64]) -> Quality:
    figures, sample, error = row[:4].tolist(), int(row[4]), row[5:].tolist()
    if not sample:
        return Quality(*figures)
    return Quality(*figures, sample=sample, error=Figures(*error))
