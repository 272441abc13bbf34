"""The last polish: each photo right beside the one most like it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.refinement.board import Board
from gridsne_desktop.layout.refinement.closest import Closest, Polish, distances, objective
from gridsne_desktop.layout.refinement.refine import refine
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.progress import Run

SIDE = 8


def twins(pairs: int) -> Vectors:
    """Photos 2 i and 2 i + 1 are all but the same; no two pairs are alike."""
    random = np.random.default_rng(0)
    each = random.normal(size=(pairs, 32)).repeat(2, axis=0)
    return np.asarray(each + 0.01 * random.normal(size=each.shape), dtype=np.float32)


def polish(vectors: Vectors, *, rounds: int = 150) -> Closest:
    near = KeptNeighbours(vectors, count=min(10, len(vectors) - 1)).get(Run())
    return Closest(distances(vectors), near.indexes, rounds)


def shuffled(n: int, room: int, *, seed: int = 1) -> Cells:
    return np.random.default_rng(seed).permutation(room)[:n].astype(np.int32)


def beside(cells: Cells) -> float:
    """The share of twins that stand side by side or one above the other."""
    first, second = np.divmod(cells[0::2], SIDE), np.divmod(cells[1::2], SIDE)
    away = np.abs(first[0] - second[0]) + np.abs(first[1] - second[1])
    return float((away == 1).mean())


def test_twins_come_to_stand_beside_each_other() -> None:
    cells = shuffled(SIDE * SIDE, SIDE * SIDE)
    assert beside(cells) < 0.3
    step = polish(twins(SIDE * SIDE // 2))
    assert beside(refine(cells, (step,), columns=SIDE, rows=SIDE, run=Run())) > 0.9


@given(
    columns=st.integers(1, 9),
    rows=st.integers(1, 9),
    blanks=st.integers(0, 20),
    pins=st.integers(0, 5),
    seed=st.integers(0, 999),
)
@settings(deadline=None, max_examples=40)
def test_photos_trade_cells_and_the_board_is_no_worse(
    columns: int, rows: int, blanks: int, pins: int, seed: int
) -> None:
    room = columns * rows
    n = max(min(room, 2), room - blanks)
    if n < 2:
        return
    vectors = np.random.default_rng(seed).normal(size=(n, 6)).astype(np.float32)
    cells, step = shuffled(n, room, seed=seed), polish(vectors, rounds=10)
    pinned = np.arange(n) < pins
    found = refine(cells, (step,), columns=columns, rows=rows, run=Run(), seed=seed, pinned=pinned)
    assert sorted(found) == sorted(cells)
    assert np.array_equal(found[pinned], cells[pinned])
    before, after = (
        objective(Board(which, columns=columns, rows=rows), step) for which in (cells, found)
    )
    assert after >= before


@pytest.mark.parametrize("seed", range(5))
def test_what_swaps_promise_is_what_they_gain(seed: int) -> None:
    """Swaps that happen at once are so far apart that none changes what another gains."""
    vectors = twins(30)
    step = polish(vectors)
    board = Board(shuffled(60, SIDE * SIDE), columns=SIDE, rows=SIDE)
    under_way = Polish(board, step, np.random.default_rng(seed))
    for number in range(40):
        before = under_way.cost()
        promised = under_way.round(number / 40)
        assert before - under_way.cost() == pytest.approx(promised, abs=1e-4)


def test_nobody_beside_costs_the_mean_distance() -> None:
    """So that a photo at an edge is no better for it."""
    away: NDArray[np.float32] = distances(twins(3))
    mean = away[:6, :6].sum() / 30
    assert away[:6, 6] == pytest.approx(mean)
    assert (away[6] == 0).all()
    alone = Board(np.array([0], dtype=np.int32), columns=1, rows=1)
    single = Closest(np.array([[0, 0.5], [0, 0]], dtype=np.float32), np.zeros((1, 1), np.int32), 1)
    assert objective(alone, single) == pytest.approx(-0.5 * 1.4)
