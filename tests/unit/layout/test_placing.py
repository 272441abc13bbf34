"""New photos find a place near their likes; the others stay, as far as can be."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.layout.grid import BLANK, grid_shape
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.placing import place, points_beside
from gridsne_desktop.layout.quality import measure_quality
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.layout.standing import Layout
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings
from tests.unit.layout.refinement.test_refine import vectors_of

SETTINGS = ArrangeSettings()


@given(
    n=st.integers(1, 90),
    new=st.integers(0, 30),
    gone=st.integers(0, 30),
    aspect=st.sampled_from([0.05, 1.0, 4.0]),
    seed=st.integers(0, 99),
)
@settings(deadline=None, max_examples=60)
def test_every_photo_gets_a_cell_of_its_own_in_the_grid(
    n: int, new: int, gone: int, aspect: float, seed: int
) -> None:
    columns, rows = grid_shape(n, aspect=aspect)
    random = np.random.default_rng(seed)
    homes = random.permutation(columns * rows)[:n].astype(np.int32)[min(gone, n) :]
    homes = np.concatenate([homes, np.full(new, BLANK, np.int32)])
    rows = max(rows, -(-len(homes) // columns))
    near = KeptNeighbours(vectors_of(len(homes), seed=seed), count=30).get(Run())
    cells = place(homes, near, columns=columns, rows=rows, run=Run(), seed=seed)
    assert len(np.unique(cells)) == len(homes)
    assert ((cells >= 0) & (cells < columns * rows)).all()
    if new == 0:
        assert np.array_equal(cells, homes)


def test_a_grid_that_is_too_small_is_refused() -> None:
    near = KeptNeighbours(vectors_of(5), count=4).get(Run())
    homes = np.array([0, 1, 2, 3, BLANK], dtype=np.int32)
    with pytest.raises(ValueError, match="5 photos do not fit"):
        place(homes, near, columns=2, rows=2, run=Run())


def test_ten_among_four_hundred_move_few_and_cost_little_order() -> None:
    vectors, n = vectors_of(410, dimensions=40), 400
    maker = LayoutMaker()
    old = maker.make(vectors[:n], settings=SETTINGS, run=Run())
    anew = LayoutMaker().make(vectors, settings=SETTINGS, run=Run())
    homes = np.concatenate([old.cells, np.full(10, BLANK, np.int32)])
    points = np.vstack([old.points, np.zeros((10, 2), np.float32)])
    before = replace(old, cells=homes, points=points)
    placed = maker.place(vectors, before, settings=SETTINGS, run=Run())
    moved = placed.cells[:n] != old.cells
    assert moved.mean() <= 0.1
    assert (placed.points[:n] == old.points).all()

    def dpq16(layout: Layout) -> float:
        return measure_quality(
            vectors, cells=layout.cells, columns=layout.columns, rows=layout.rows, run=Run()
        ).dpq16

    assert dpq16(placed) > dpq16(anew) - 0.05


def test_a_new_point_is_amid_those_of_its_likes() -> None:
    vectors = vectors_of(60)
    near = KeptNeighbours(vectors, count=20).get(Run())
    points = np.random.default_rng(0).random((60, 2)).astype(np.float32)
    is_new = np.arange(60) >= 57
    found = points_beside(points, is_new, near)
    assert (found[:57] == points[:57]).all()
    assert ((found >= 0) & (found <= 1)).all()
    likes = near.indexes[58][~is_new[near.indexes[58]]][:10]
    np.testing.assert_allclose(found[58], points[likes].mean(axis=0), rtol=1e-5)


def test_with_nothing_new_nobody_moves_and_rows_that_became_blank_go() -> None:
    vectors = vectors_of(4)
    points = np.linspace(0, 1, 8, dtype=np.float32).reshape(4, 2)
    before = Layout(points, np.array([5, 0, 3, 1], np.int32), columns=3, rows=4)
    after = LayoutMaker().place(vectors, before, settings=SETTINGS, run=Run())
    assert after.cells.tolist() == [5, 0, 3, 1]
    assert after.points.tolist() == points.tolist()
    assert (after.columns, after.rows) == (3, 2)
