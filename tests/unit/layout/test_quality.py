"""The quality of a grid: high where likes stand together, whatever way round the grid is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import quality
from gridsne_desktop.layout.components import unit_rows
from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.quality import Quality, measure_quality
from gridsne_desktop.progress import Progress, Run, Stage
from tests.unit.layout.made import families

SHAPES = st.tuples(st.integers(1, 12), st.integers(1, 12))
FOUR_DIGITS = 5e-5
SEEDS = st.integers(0, 2**32 - 1)


def measured(vectors: Vectors, cells: Cells, columns: int, rows: int, *, seed: int = 0) -> Quality:
    return measure_quality(vectors, cells=cells, columns=columns, rows=rows, run=Run(), seed=seed)


def ramp(columns: int, rows: int) -> Vectors:
    """Vectors that say where they stand, cell by cell."""
    cells = np.arange(columns * rows)
    return np.stack([cells % columns, cells // columns], axis=1).astype(np.float32)


def shuffled(columns: int, rows: int, *, seed: int, blanks: int = 0) -> tuple[Vectors, Cells]:
    """Vectors of families in cells by chance, some of which stay blank."""
    room = columns * rows
    n = max(0, room - blanks)
    vectors = unit_rows(families(n, seed=seed)[0])
    return vectors, np.random.default_rng(seed).permutation(room)[:n].astype(np.int32)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_so_few_photos_are_always_in_order(n: int) -> None:
    vectors, cells = shuffled(n, min(n, 1), seed=0)
    assert measured(vectors, cells, n, min(n, 1)) == Quality(1, 1, 1, 1)


def test_photos_that_are_all_alike_are_always_in_order() -> None:
    vector = unit_rows(np.random.default_rng(0).normal(size=(1, 1280)).astype(np.float32))
    vectors = np.repeat(vector, 30, axis=0)
    assert measured(vectors, np.arange(30, dtype=np.int32), 6, 5) == Quality(1, 1, 1, 1)


def test_a_perfect_ramp_in_one_row_is_nearly_perfect() -> None:
    figures = measured(ramp(60, 1), np.arange(60, dtype=np.int32), 60, 1)
    assert figures.dpq16 == pytest.approx(1, abs=1e-4)
    assert figures.dpq2 == pytest.approx(1, abs=1e-4)
    assert figures.adjacent_ratio == pytest.approx(3 / 61)  # 1 to the mean of |i − j|


def test_a_perfect_ramp_over_a_square_is_perfect_but_for_its_edges() -> None:
    cells = np.arange(400, dtype=np.int32)
    figures = measured(ramp(20, 20), cells, 20, 20)
    assert figures.dpq16 == pytest.approx(1, abs=1e-4)
    assert figures.dpq2 == pytest.approx(1, abs=1e-4)
    assert figures.recall_24 > 0.9
    mixed = measured(ramp(20, 20), np.random.default_rng(0).permutation(cells), 20, 20)
    assert mixed.dpq16 < 0.5
    assert mixed.dpq2 < 0.1
    assert mixed.recall_24 < 0.1
    assert mixed.adjacent_ratio == pytest.approx(1, abs=0.1)


def test_each_figure_is_what_its_definition_says_counted_by_hand() -> None:
    # 0, 1, 3 and 6 on a line, in one row as 0, 3, 1, 6.
    vectors = np.array([[0], [1], [3], [6]], dtype=np.float32)
    figures = measured(vectors, np.array([0, 2, 1, 3], dtype=np.int32), 4, 1)
    best = np.array([[1, 3, 6], [1, 2, 5], [2, 3, 3], [3, 5, 6]])
    place = np.array([[3, 1, 6], [2, 5, 1], [2, 3, 3], [5, 3, 6]])
    counts, mean = np.arange(1, 4), best.mean()
    gains = [1 - (d.cumsum(axis=1) / counts).mean(axis=0) / mean for d in (place, best)]
    for p, figure in ((16, figures.dpq16), (2, figures.dpq2)):
        ours, highest = ((np.clip(gain, 0, None) ** p).sum() ** (1 / p) for gain in gains)
        assert figure == pytest.approx(ours / highest, abs=1e-5)
    assert figures.recall_24 == pytest.approx((2 + 3 + 3 + 2) / 12)
    assert figures.adjacent_ratio == pytest.approx((3 + 2 + 5) / 3 / mean)


@given(shape=SHAPES, blanks=st.integers(0, 5), seed=SEEDS)
@settings(max_examples=50, deadline=None)
def test_a_grid_seen_in_a_mirror_is_as_good(shape: tuple[int, int], blanks: int, seed: int) -> None:
    columns, rows = shape
    vectors, cells = shuffled(columns, rows, seed=seed, blanks=blanks)
    x, y = cells % columns, cells // columns
    figures = measured(vectors, cells, columns, rows).values()
    for mirrored in (y * columns + columns - 1 - x, (rows - 1 - y) * columns + x):
        seen = measured(vectors, mirrored.astype(np.int32), columns, rows)
        assert seen.values() == pytest.approx(figures, abs=FOUR_DIGITS)
    turned = measured(vectors, (x * rows + y).astype(np.int32), rows, columns)
    assert turned.values() == pytest.approx(figures, abs=FOUR_DIGITS)


@given(shape=SHAPES, blanks=st.integers(0, 5), seed=SEEDS)
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_photos_are_told_does_not_matter(
    shape: tuple[int, int], blanks: int, seed: int
) -> None:
    columns, rows = shape
    vectors, cells = shuffled(columns, rows, seed=seed, blanks=blanks)
    order = np.random.default_rng(seed).permutation(len(cells))
    figures = measured(vectors, cells, columns, rows)
    other = measured(vectors[order], cells[order], columns, rows)
    assert other.values() == pytest.approx(figures.values(), abs=FOUR_DIGITS)


@given(shape=SHAPES, blanks=st.integers(0, 20), seed=SEEDS)
@settings(max_examples=50, deadline=None)
def test_the_figures_stay_in_their_ranges(shape: tuple[int, int], blanks: int, seed: int) -> None:
    vectors, cells = shuffled(*shape, seed=seed, blanks=blanks)
    figures = measured(vectors, cells, *shape)
    assert max(figures.dpq16, figures.dpq2, figures.recall_24) <= 1
    assert figures.error is None


@pytest.mark.parametrize(("columns", "rows", "blanks"), [(4, 5, 3), (30, 7, 0), (32, 33, 40)])
@pytest.mark.parametrize("p", [2, 16])
def test_it_agrees_with_the_definition_s_authors(
    columns: int, rows: int, blanks: int, p: int
) -> None:
    metrics = pytest.importorskip("vc_flas.metrics", reason="vc-flas is not installed")
    vectors, cells = shuffled(columns, rows, seed=p, blanks=blanks)
    for arranged in (cells, np.sort(cells)[np.argsort(np.argsort(vectors[:, 0]))]):
        table = np.zeros((rows * columns, vectors.shape[1]))
        valid = np.zeros(rows * columns)
        table[arranged], valid[arranged] = vectors, 1
        theirs = metrics.distance_preservation_quality(
            table.reshape(rows, columns, -1), valid=valid.reshape(rows, columns), p=p
        )
        figures = measured(vectors, arranged, columns, rows)
        ours = {2: figures.dpq2, 16: figures.dpq16}[p]
        assert ours == pytest.approx(theirs, abs=FOUR_DIGITS)


def test_a_sampled_figure_is_within_its_error_nine_times_in_ten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors, cells = ramp(40, 30), np.arange(1200, dtype=np.int32)
    random = np.random.default_rng(0)
    vectors += random.normal(scale=4, size=vectors.shape).astype(np.float32)
    exact = np.array(measured(vectors, cells, 40, 30).values())
    monkeypatch.setattr(quality, "FULL_LIMIT", 100)
    seeds, hits, widest = 100, np.zeros(4), np.zeros(4)
    for seed in range(seeds):
        sampled = measured(vectors, cells, 40, 30, seed=seed)
        assert sampled.sample == 256
        assert sampled.error is not None
        error = np.array(sampled.error.values())
        hits += np.abs(np.array(sampled.values()) - exact) <= error
        widest = np.maximum(widest, error)
    assert (hits >= 0.9 * seeds).all()
    assert (widest < 0.1).all()  # an error so wide that all lies within would be worth nothing


def test_the_same_seed_gives_the_same_figures_and_another_one_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(quality, "FULL_LIMIT", 100)
    vectors, cells = shuffled(25, 20, seed=1)
    one = measured(vectors, cells, 25, 20, seed=1)
    assert one == measured(vectors, cells, 25, 20, seed=1)
    assert one != measured(vectors, cells, 25, 20, seed=2)


@pytest.mark.parametrize(("columns", "rows"), [(500, 2), (30, 40)])
def test_single_precision_on_the_grid_changes_no_figure(
    monkeypatch: pytest.MonkeyPatch, columns: int, rows: int
) -> None:
    vectors, cells = shuffled(columns, rows, seed=0)
    assert (columns - 1) ** 2 + (rows - 1) ** 2 <= quality.SINGLE_LIMIT
    single = measured(vectors, cells, columns, rows)
    monkeypatch.setattr(quality, "SINGLE_LIMIT", 0)
    assert measured(vectors, cells, columns, rows).values() == pytest.approx(
        single.values(), abs=FOUR_DIGITS
    )


def test_it_reports_and_can_be_cancelled() -> None:
    seen: list[Progress] = []
    vectors, cells = shuffled(10, 10, seed=0)
    run = Run(seen.append)
    measure_quality(vectors, cells=cells, columns=10, rows=10, run=run)
    assert {progress.stage for progress in seen} == {Stage.MEASURE}
    assert (seen[-1].done, seen[-1].total) == (100, 100)
    run.cancel()
    with pytest.raises(Cancelled):
        measure_quality(vectors, cells=cells, columns=10, rows=10, run=run)


def test_vectors_and_cells_belong_together() -> None:
    with pytest.raises(ValueError, match="need as many cells"):
        measured(ramp(3, 1), np.arange(2, dtype=np.int32), 3, 1)


@pytest.mark.parametrize("bad", [-0.1, float("nan"), float("inf")])
def test_a_figure_that_is_none_is_refused(bad: float) -> None:
    with pytest.raises(ValueError, match="figure"):
        Quality(1, 1, bad, 1)


def test_a_sample_without_its_error_is_refused() -> None:
    with pytest.raises(ValueError, match="belong together"):
        Quality(1, 1, 1, 1, sample=3)
