"""Refinement: every photo keeps a cell, pins hold, the objective never falls."""

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop import progress
from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout.grid import Cells, grid_shape
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.quality import measure_quality
from gridsne_desktop.layout.refinement.board import Board
from gridsne_desktop.layout.refinement.closest import Closest
from gridsne_desktop.layout.refinement.closest import objective as of_closest
from gridsne_desktop.layout.refinement.far import Far
from gridsne_desktop.layout.refinement.kernels import around, gaussian, logarithmic, rings
from gridsne_desktop.layout.refinement.likeness import likeness
from gridsne_desktop.layout.refinement.looks import LOOKS, Step, sketch
from gridsne_desktop.layout.refinement.near import Near
from gridsne_desktop.layout.refinement.refine import refine
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.progress import Progress, Run, Stage
from gridsne_desktop.settings import LOOK_NAMES

KINDS = 5


def vectors_of(n: int, *, seed: int = 0, dimensions: int = 16) -> Vectors:
    """Unit vectors of `KINDS` kinds that overlap."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(KINDS, dimensions))
    vectors = centres[np.arange(n) % KINDS] + 0.6 * random.normal(size=(n, dimensions))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def steps_of(vectors: Vectors, look: str, columns: int, rows: int) -> tuple[Step, ...]:
    near = KeptNeighbours(vectors, count=30).get(Run())
    return LOOKS[look](near, vectors, columns, rows, Run())


def shuffled(n: int, seed: int = 0) -> Cells:
    return np.random.default_rng(seed).permutation(n).astype(np.int32)


def test_there_is_a_look_for_every_name() -> None:
    assert set(LOOKS) == set(LOOK_NAMES)


@given(
    n=st.integers(0, 120),
    aspect=st.sampled_from([0.02, 0.5, 1.0, 3.0, 50.0]),
    look=st.sampled_from(LOOK_NAMES),
    seed=st.integers(0, 99),
    pinned=st.floats(0, 1),
)
@settings(deadline=None, max_examples=60)
def test_every_photo_keeps_a_cell_and_the_pinned_keep_theirs(
    n: int, aspect: float, look: str, seed: int, pinned: float
) -> None:
    vectors, before = vectors_of(n, seed=seed), shuffled(n, seed)
    columns, rows = grid_shape(n, aspect=aspect)
    held = np.random.default_rng(seed).random(n) < pinned
    steps = steps_of(vectors, look, columns, rows) if n else ()
    after = refine(before, steps, columns=columns, rows=rows, run=Run(), seed=seed, pinned=held)
    assert sorted(after) == sorted(before)
    assert np.array_equal(after[held], before[held])


@pytest.mark.parametrize("look", LOOK_NAMES)
def test_no_photo_leaves_the_cells_of_its_group(look: str) -> None:
    vectors, before = vectors_of(144), shuffled(144)
    groups = (before % 12 // 5).astype(np.int32)
    steps = steps_of(vectors, look, 12, 12)
    after = refine(before, steps, columns=12, rows=12, run=Run(), groups=groups)
    for group in range(3):
        assert sorted(after[groups == group]) == sorted(before[groups == group])
    assert (after != before).mean() > 0.5


@pytest.mark.parametrize("look", LOOK_NAMES)
@pytest.mark.parametrize("n", [2, 9, 90])
def test_vectors_that_are_all_equal_stay_where_they_are(n: int, look: str) -> None:
    vectors = np.tile(vectors_of(1), (n, 1))
    columns, rows = grid_shape(n)
    before = shuffled(n)
    after = refine(
        before, steps_of(vectors, look, columns, rows), columns=columns, rows=rows, run=Run()
    )
    assert sorted(after) == list(range(n))


@pytest.mark.parametrize("look", LOOK_NAMES)
def test_refining_brings_likes_together(look: str) -> None:
    n = 400
    vectors, before = vectors_of(n), shuffled(n)
    after = refine(before, steps_of(vectors, look, 20, 20), columns=20, rows=20, run=Run())

    def quality(cells: Cells) -> float:
        return measure_quality(vectors, cells=cells, columns=20, rows=20, run=Run()).dpq16

    assert quality(after) > quality(before) + 0.4


@pytest.mark.parametrize("look", LOOK_NAMES)
def test_no_state_on_the_way_is_worse_by_the_last_objective_in_the_end(look: str) -> None:
    vectors = vectors_of(300)
    steps = steps_of(vectors, look, 20, 15)
    start = refine(shuffled(300), steps, columns=20, rows=15, run=Run())
    again = refine(start, steps, columns=20, rows=15, run=Run(), seed=1)

    def objective(cells: Cells) -> float:
        board = Board(cells, columns=20, rows=15)
        last = steps[-1]
        if isinstance(last, Closest):
            return of_closest(board, last)
        pulls = getattr(last, "pulls", None) or (last.pull,)  # type: ignore[union-attr]
        for pull in pulls:
            pull.refresh(board)
        return sum(pull.objective(board) for pull in pulls)

    assert objective(again) >= objective(start) - 1e-6


def test_the_sketch_brings_order_before_anybody_knows_neighbours() -> None:
    vectors = vectors_of(400)
    after = refine(shuffled(400), sketch(vectors, 20, 20), columns=20, rows=20, run=Run())
    before = measure_quality(vectors, cells=shuffled(400), columns=20, rows=20, run=Run())
    assert (
        measure_quality(vectors, cells=after, columns=20, rows=20, run=Run()).dpq2
        > before.dpq2 + 0.3
    )


@pytest.mark.parametrize("look", LOOK_NAMES)
def test_cancelled_at_any_report_the_last_cells_told_are_a_grid(
    look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "REPORTS_PER_SECOND", math.inf)  # on a fast machine, too
    vectors, told = vectors_of(200), list[Cells]()
    steps = steps_of(vectors, look, 20, 10)

    def stop(at: Progress) -> None:
        assert at.stage is Stage.REFINE
        if at.done > at.total / 2:
            run.cancel()

    run = Run(stop)
    with pytest.raises(Cancelled):
        refine(shuffled(200), steps, columns=20, rows=10, run=run, on_cells=told.append)
    assert len(told) > 1
    assert all(sorted(cells) == list(range(200)) for cells in told)


@pytest.mark.parametrize("kernel", [rings(), gaussian(1.5), around()])
def test_what_a_block_says_it_gains_is_what_the_objective_gains(
    kernel: np.ndarray[tuple[int, int], np.dtype[np.float32]],
) -> None:
    vectors = vectors_of(150)
    near = Near(likeness(KeptNeighbours(vectors, count=20).get(Run()), count=20), kernel)
    for seed in range(5):
        board = Board(shuffled(150, seed), columns=15, rows=10)
        window = next(board.windows(8, apart=9, random=np.random.default_rng(seed)))[0]
        cells = board.free_cells(window)
        photos = board.by_cell[cells]
        block = near.at(board, window, photos, cells)
        chosen = np.random.default_rng(seed).permutation(len(cells))
        before = near.objective(board)
        board.move(photos, cells[chosen])
        assert near.objective(board) - before == pytest.approx(block.gain(chosen), abs=1e-3)


def test_the_far_pull_is_the_sum_over_all_pairs_and_knows_what_a_block_gains() -> None:
    vectors, rows, columns = vectors_of(150), 10, 15
    kernel = logarithmic(rows, columns)
    far = Far(vectors, kernel)
    centred = vectors - vectors.mean(axis=0)
    away = np.square(centred[:, None] - centred[None]).sum(axis=2)
    scale = 2 * np.square(centred).sum(axis=1).mean()

    def expected(cells: Cells) -> float:
        down, across = np.divmod(cells, columns)
        between = kernel[np.abs(down[:, None] - down), np.abs(across[:, None] - across)]
        return float(-(away / scale * between).sum() / 2)

    for seed in range(5):
        board = Board(shuffled(150, seed), columns=columns, rows=rows)
        far.refresh(board)
        assert far.objective(board) == pytest.approx(expected(board.cell_of), rel=1e-3)
        window = next(board.windows(8, apart=0, random=np.random.default_rng(seed)))[0]
        cells = board.free_cells(window)
        photos = board.by_cell[cells]
        block = far.at(board, window, photos, cells)
        chosen = np.random.default_rng(seed).permutation(len(cells))
        before = expected(board.cell_of)
        board.move(photos, cells[chosen])
        gained = expected(board.cell_of) - before
        assert block.gain(chosen) == pytest.approx(gained, abs=1e-2 + 1e-3 * abs(before))


SAME_EVERYWHERE = """
import hashlib
import os
import sys
os.cpu_count = lambda: int(sys.argv[1])
import numpy as np
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import LOOK_NAMES, ArrangeSettings
from tests.unit.layout.refinement.test_refine import vectors_of
vectors = vectors_of(700, dimensions=96)
for look in LOOK_NAMES:
    layout = LayoutMaker().make(vectors, settings=ArrangeSettings(look=look), run=Run())
    print(hashlib.sha256(layout.cells.tobytes() + layout.points.tobytes()).hexdigest())
"""


def test_one_and_more_threads_give_the_same_bytes() -> None:
    """Our own threads, one a core, and those of the libraries."""
    told = {
        subprocess.run(
            [sys.executable, "-c", SAME_EVERYWHERE, threads],
            env={**os.environ, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "2", "3")
    }
    assert len(told) == 1
    assert len(told.pop().split()) == len(LOOK_NAMES)
