"""Points become cells: exactly, or nearly so and in little memory."""

import itertools
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import assign as assigning
from gridsne_desktop.layout.assign import assign, solve, solve_lapjv, solve_scipy
from gridsne_desktop.layout.grid import Cells, Points
from gridsne_desktop.progress import Progress, Run, Stage
from tests.unit.layout.made import cloud

MEBIBYTE = 1 << 20

needs_lapjv = pytest.mark.skipif(assigning._lapjv() is None, reason="lapjv cannot run here")


class EveryReport(Run):
    """A run that thins nothing out."""

    def __init__(self) -> None:
        super().__init__()
        self.dones: list[int] = []

    def report(self, stage: Stage, done: int, total: int) -> None:
        super().report(stage, done, total)
        self.dones.append(done)


def cost_of(points: Points, cells: Cells, *, columns: int, rows: int) -> float:
    """Sum of squared distances, the points' extent laid over the grid's."""
    low, high = points.min(axis=0), points.max(axis=0)
    wishes = (points - low) / (high - low) * [columns - 1, rows - 1]
    return float(np.square(wishes - np.stack([cells % columns, cells // columns], 1)).sum())


@given(shape=st.sampled_from([(2, 2), (3, 2), (2, 3), (6, 1)]), seed=st.integers(0, 999))
@settings(deadline=None, max_examples=40)
def test_no_other_way_to_give_out_the_cells_costs_less(shape: tuple[int, int], seed: int) -> None:
    columns, rows = shape
    n = columns * rows
    points = np.random.default_rng(seed).random((n, 2), dtype=np.float32)
    cells = assign(points, columns=columns, rows=rows, run=Run())
    others = (np.array(other) for other in itertools.permutations(range(n)))
    best = min(cost_of(points, other, columns=columns, rows=rows) for other in others)
    assert cost_of(points, cells, columns=columns, rows=rows) == pytest.approx(best, abs=1e-4)


def test_points_that_lie_like_a_grid_keep_their_places() -> None:
    columns, rows = 7, 5
    cells = np.random.default_rng(0).permutation(columns * rows).astype(np.int32)
    points = np.stack([cells % columns / 6, cells // columns / 4], axis=1).astype(np.float32)
    assert np.array_equal(assign(points, columns=columns, rows=rows, run=Run()), cells)


@given(n=st.integers(2, 60), seed=st.integers(0, 999), high=st.sampled_from([1e-6, 1.0, 1e6]))
@settings(deadline=None, max_examples=40)
@needs_lapjv
def test_both_solvers_find_the_same_cost(n: int, seed: int, high: float) -> None:
    cost = np.random.default_rng(seed).random((n, n)) * high
    rows = np.arange(n)
    ours, theirs = solve_lapjv(cost), solve_scipy(cost)
    assert sorted(ours) == sorted(theirs) == list(range(n))
    assert cost[rows, ours].sum() == pytest.approx(cost[rows, theirs].sum(), rel=1e-3)


@needs_lapjv
def test_both_solvers_agree_on_a_map_of_real_size() -> None:
    points = cloud(1_100)
    places = np.stack(np.divmod(np.arange(1_100), 34)[::-1], axis=1)
    cost = np.square(points[:, None] * 33 - places[None]).sum(axis=2)
    rows = np.arange(1_100)
    assert cost[rows, solve(cost)].sum() == pytest.approx(
        cost[rows, solve_scipy(cost)].sum(), rel=1e-4
    )


@needs_lapjv
def test_equal_costs_are_no_trouble() -> None:
    assert sorted(solve_lapjv(np.full((5, 5), 3.0))) == list(range(5))


def test_a_rectangle_is_solved_too() -> None:
    assert solve(np.array([[5.0, 1.0, 9.0], [1.0, 0.0, 9.0]])).tolist() == [1, 0]


@pytest.mark.skipif(not Path("/proc/cpuinfo").exists(), reason="only Linux lists its processor")
def test_the_processor_is_known_as_the_system_knows_it() -> None:
    assert assigning._has_avx2() == (" avx2 " in Path("/proc/cpuinfo").read_text(encoding="utf-8"))


def test_without_avx2_lapjv_is_never_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assigning, "_has_avx2", lambda: False)
    monkeypatch.delitem(sys.modules, "lapjv", raising=False)
    assert assigning._lapjv.__wrapped__() is None
    assert "lapjv" not in sys.modules


@pytest.mark.parametrize("columns", [39, 60, 12])
def test_blocks_cost_hardly_more_than_the_least(columns: int) -> None:
    points, rows = cloud(1_500), -(-1_500 // columns)
    costs = {
        name: cost_of(
            points,
            assign(points, columns=columns, rows=rows, run=Run(), assigner=name),
            columns=columns,
            rows=rows,
        )
        for name in ("exact", "blocks")
    }
    assert costs["exact"] <= costs["blocks"] * (1 + 1e-6)
    assert costs["blocks"] < 1.02 * costs["exact"]


def test_many_photos_need_little_memory() -> None:
    points = cloud(20_000)

    def stop_at_sweeps(progress: Progress) -> None:
        if progress.done >= 1_000:
            run.cancel()

    run = Run(stop_at_sweeps)
    tracemalloc.start()
    try:
        with pytest.raises(Cancelled):
            assign(points, columns=142, rows=141, run=run)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 * MEBIBYTE  # a dense matrix would be 1,526 MiB


def test_more_photos_than_the_exact_limit_go_to_blocks() -> None:
    run = EveryReport()
    cells = assign(cloud(2_501), columns=51, rows=50, run=run)
    assert sorted(cells) == list(range(2_501))
    assert len(run.dones) > 10  # between the blocks, too
    assert run.dones == sorted(run.dones)


@pytest.mark.parametrize(("columns", "rows"), [(0, 5), (3, 1), (2, 2)])
def test_a_grid_without_room_is_refused(columns: int, rows: int) -> None:
    with pytest.raises(ValueError, match="do not fit"):
        assign(cloud(5), columns=columns, rows=rows, run=Run())


def test_points_that_are_no_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        assign(np.full((4, 2), np.nan, dtype=np.float32), columns=2, rows=2, run=Run())
