"""Points to cells: every photo gets a cell of its own, as near to its point as can be."""

import functools
import importlib.util
from collections.abc import Callable
from typing import Final, Protocol, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Cells, Points
from gridsne_desktop.layout.split import Places, places, split, sweep
from gridsne_desktop.progress import Run, Stage

EXACT_LIMIT = 2_500
"""Most photos assigned exactly: the solver cannot be interrupted, and its time grows cubed."""

COST_STEPS = float(1 << 20)
"""Costs become whole numbers up to this: lapjv is several times as fast on them, float32 holds
them and their sums exactly, and the total cost is the same to six digits (measured)."""


SPLIT_TO = 36
"""Most cells that a split alone settles exactly: as good for refinement as 256, and quicker."""

LAPJV_FROM = 1_000
"""Fewest rows for lapjv: below, turning costs into whole numbers takes longer than it saves."""

_Lapjv: TypeAlias = Callable[[NDArray[np.float32]], tuple[NDArray[np.int32], ...]]


class _Assigner(Protocol):
    def __call__(self, wishes: Places, room: Cells, /, *, columns: int, run: Run) -> Cells: ...


def assign(
    points: Points,
    *,
    columns: int,
    rows: int,
    run: Run,
    assigner: str | None = None,
    room: Cells | None = None,
) -> Cells:
    """The cell of each point: the sum of squared distances is least, or nearly so.

    The points' extent is laid over that of the room. Nothing is random; of equal points the
    earlier need not come first.

    Args:
        points: float32 (n, 2), x right, y down, finite.
        columns: Columns of the grid.
        rows: Rows of the grid.
        run: Told how far it is, and asked whether to go on.
        assigner: A key of `ASSIGNERS`; None is exact up to `EXACT_LIMIT` points.
        room: int32 (n,): the cells to give out, all different, ascending; None gives out the
            first n, so that blanks stand at the end.

    Returns:
        int32 (n,): row · columns + column, all different.

    Raises:
        Cancelled: The run was cancelled.
        ValueError: The points do not fit the grid.
    """
    n = len(points)
    if n and (columns < 1 or -(-n // columns) > rows):
        raise ValueError(f"{n} photos do not fit a grid of {columns} × {rows}")
    if not np.isfinite(points).all():
        raise ValueError("a point is not finite")
    run.report(Stage.ASSIGN, 0, n)
    if n == 0:
        return np.empty(0, dtype=np.int32)
    name = assigner or ("exact" if n <= EXACT_LIMIT else "blocks")
    room = _checked(room, n, columns * rows)
    wishes = _over(places(room, columns), points)
    cells = ASSIGNERS[name](wishes, room, columns=columns, run=run)
    run.report(Stage.ASSIGN, n, n)
    return cells


def solve(cost: NDArray[np.floating]) -> NDArray[np.intp]:
    """The column of each row, all different, such that the sum of their costs is least.

    Large squares go to lapjv where it is installed and the processor can run it, all else to
    SciPy.

    Args:
        cost: (n, m), n ≤ m, finite.
    """
    rows, columns = cost.shape
    if rows == columns >= LAPJV_FROM and _lapjv() is not None:
        return solve_lapjv(cost)
    return solve_scipy(cost)


def solve_scipy(cost: NDArray[np.floating]) -> NDArray[np.intp]:
    """As `solve`, by SciPy's shortest augmenting paths (Crouse 2016)."""
    from scipy.optimize import linear_sum_assignment

    return np.asarray(linear_sum_assignment(cost)[1], dtype=np.intp)


def solve_lapjv(cost: NDArray[np.floating]) -> NDArray[np.intp]:
    """As `solve`, by lapjv (Jonker and Volgenant 1987); square costs only, where it can run."""
    lapjv = _lapjv()
    if lapjv is None:
        raise RuntimeError("lapjv cannot run here")
    low, high = float(cost.min()), float(cost.max())
    steps = COST_STEPS / (high - low) if high > low else 0.0
    whole = np.rint((cost - low) * steps).astype(np.float32)
    return np.asarray(lapjv(whole)[0], dtype=np.intp)


def _exact(wishes: Places, room: Cells, /, *, columns: int, run: Run) -> Cells:
    """The least sum of all, in one call of the solver that nothing can interrupt."""
    run.check()
    cells: Cells = room[_settle(wishes, places(room, columns))]
    return cells


def _blocks(wishes: Places, room: Cells, /, *, columns: int, run: Run) -> Cells:
    """Nearly the least sum, for any number: a recursive split, then sweeps of exact blocks."""
    cells = split(wishes, room, columns=columns, settle=_settle, run=run)
    return sweep(wishes, cells, columns=columns, settle=_settle, run=run)


def _split(wishes: Places, room: Cells, /, *, columns: int, run: Run) -> Cells:
    """A recursive split alone: quick, and a start for refinement."""
    return split(wishes, room, columns=columns, settle=_settle, run=run, settled=SPLIT_TO)


ASSIGNERS: Final[dict[str, _Assigner]] = {"exact": _exact, "blocks": _blocks, "split": _split}
"""The ways from points to cells, by name."""


def _settle(wishes: Places, room: Places) -> NDArray[np.intp]:
    """Which place of `room` each wish gets, at the least sum of squared distances."""
    middle = room.mean(axis=0)
    wishes, room = wishes - middle, room - middle
    cost = np.square(room).sum(axis=1) - 2 * (wishes @ room.T)  # without what a row has in common
    cost -= cost.min(axis=1, keepdims=True)
    return solve(cost)


def _checked(room: Cells | None, n: int, size: int) -> Cells:
    """`room`, or the first n cells."""
    if room is None:
        return np.arange(n, dtype=np.int32)
    if len(room) != n or room[0] < 0 or room[-1] >= size or (np.diff(room) <= 0).any():
        raise ValueError(f"the room is not {n} ascending cells of {size}")
    return room


def _over(cells: Places, points: Points) -> Places:
    """The points laid over the extent of the cells, each axis on its own."""
    first, last = cells.min(axis=0), cells.max(axis=0)
    low, high = points.min(axis=0).astype(np.float64), points.max(axis=0).astype(np.float64)
    extent = high - low
    spread = np.where(extent > 0, extent, 1)
    inside = np.where(extent > 0, (points - low) / spread, 0.5)
    return np.asarray(first + inside * (last - first), dtype=np.float64)


@functools.cache
def _lapjv() -> _Lapjv | None:
    """The function of lapjv; None where it is not installed or would crash.

    Its wheels are built for AVX2 alone: on an older processor the import itself may end the
    program with an illegal instruction, so NumPy's look at the processor comes first.
    """
    if not _has_avx2() or importlib.util.find_spec("lapjv") is None:
        return None
    from lapjv import lapjv

    return cast("_Lapjv", lapjv)


def _has_avx2() -> bool:
    """What NumPy found out when it chose its own loops; no AVX2 where it does not tell."""
    numpys_core = importlib.import_module("numpy._core._multiarray_umath")
    return bool(getattr(numpys_core, "__cpu_features__", {}).get("AVX2"))
