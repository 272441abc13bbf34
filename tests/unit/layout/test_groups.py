"""Groups: photos that are alike and stand together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout.grid import Cells, grid_shape
from gridsne_desktop.layout.groups import (
    LEAST,
    Groups,
    adjacent,
    likely_groups,
    merges_of,
    without_strays,
)
from gridsne_desktop.layout.neighbours import Vectors, nearest
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.layout.ward import Merges, ward
from gridsne_desktop.progress import Run


def in_stripes(n: int, kinds: int, *, seed: int = 0) -> tuple[Vectors, Groups]:
    """Vectors of some kinds, which take turns on the wall in stripes; and the kind of each."""
    random = np.random.default_rng(seed)
    kind = (np.arange(n) * kinds // n).astype(np.int32)
    vectors = 4 * np.eye(kinds, 24)[kind] + 0.3 * random.normal(size=(n, 24))
    return vectors.astype(np.float32), kind


def merges_on_wall(vectors: Vectors, cells: Cells, columns: int, rows: int) -> Merges:
    components = KeptNeighbours(vectors, count=10).components(Run())
    return merges_of(components, cells, columns=columns, rows=rows, run=Run())


def first_groups(vectors: Vectors, columns: int, rows: int) -> Groups | None:
    cells = np.arange(len(vectors), dtype=np.int32)
    merges = merges_on_wall(vectors, cells, columns, rows)
    return next(likely_groups(merges), None)


@pytest.mark.parametrize("kinds", [2, 3, 4, 6])
def test_as_many_groups_are_found_as_there_are_kinds(kinds: int) -> None:
    vectors, kind = in_stripes(240, kinds)
    groups = first_groups(vectors, 15, 16)
    assert groups is not None
    assert len(set(zip(groups.tolist(), kind.tolist(), strict=True))) == kinds
    assert groups.max() == kinds - 1


@given(
    n=st.integers(0, 300),
    aspect=st.sampled_from([0.02, 1.0, 20.0]),
    seed=st.integers(0, 99),
    copies=st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_each_group_hangs_together_and_is_no_speck(
    n: int, aspect: float, seed: int, copies: bool
) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(n, 8)).astype(np.float32)
    if copies and n:
        vectors = vectors[random.integers(0, max(1, n // 5), n)]
    columns, rows = grid_shape(n, aspect=aspect)
    cells = random.permutation(n).astype(np.int32)
    pairs = adjacent(cells, columns=columns, rows=rows)
    for groups in likely_groups(merges_on_wall(vectors, cells, columns, rows)):
        sizes = np.bincount(groups)
        assert sizes.min() >= LEAST
        alike = pairs[groups[pairs[:, 0]] == groups[pairs[:, 1]]]
        together = ward(np.zeros((n, 1), np.float32), alike, run=Run())
        assert len(together.pairs) == n - len(sizes)


def test_a_stray_goes_to_its_likes_unless_too_few_would_stay() -> None:
    vectors, kind = in_stripes(60, 3)
    near = nearest(vectors, count=10, run=Run())
    strays = kind.copy()
    strays[[0, 30, 59]] = [2, 0, 1]
    np.testing.assert_array_equal(without_strays(strays, near), kind)
    few = kind.copy()
    few[kind == 2] = 1
    few[:LEAST] = 2  # all of them would go
    np.testing.assert_array_equal(without_strays(few, near), few)
    alone = np.zeros(1, dtype=np.int32)
    np.testing.assert_array_equal(
        without_strays(alone, nearest(vectors[:1], count=10, run=Run())), alone
    )


@pytest.mark.parametrize("n", [0, 1, 2, 7, 60])
def test_photos_that_are_all_equal_are_no_groups(n: int) -> None:
    columns, rows = grid_shape(n)
    assert first_groups(np.ones((n, 5), np.float32), columns, rows) is None


def test_merges_are_those_of_ward_where_all_touch_all() -> None:
    from scipy.cluster.hierarchy import linkage

    vectors = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32)
    merges = ward(vectors, np.argwhere(np.triu(np.ones((40, 40)), 1)), run=Run())
    grown = np.square(linkage(vectors, "ward")[:, 2]) / 2  # SciPy tells √(2 · growth)
    np.testing.assert_allclose(merges.heights, np.sort(grown), rtol=1e-6)


def test_what_does_not_touch_is_never_merged() -> None:
    merges = ward(np.zeros((4, 1), np.float32), np.array([[0, 1], [2, 3]]), run=Run())
    assert merges.without(np.empty(0, dtype=np.intp)).tolist() == [0, 0, 1, 1]


def test_grouping_stops_when_cancelled() -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        ward(np.zeros((4, 1), np.float32), np.array([[0, 1]]), run=run)
