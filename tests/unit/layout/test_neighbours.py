"""Principal components and exact neighbours."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import neighbours
from gridsne_desktop.layout.neighbours import Vectors, nearest, principal_components, unit_rows
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families


@given(n=st.integers(3, 60), block=st.integers(1, 400), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=40)
def test_the_neighbours_are_the_nearest_of_all(n: int, block: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(n, 5)).astype(np.float32)
    count = min(n - 1, 7)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "BLOCK_FLOATS", block)
        indexes, distances = nearest(vectors, count=count, check=Run().check)
    everything = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
    np.fill_diagonal(everything, np.inf)
    assert np.allclose(distances, np.sort(everything, axis=1)[:, :count], atol=1e-3)
    assert np.allclose(np.take_along_axis(everything, indexes, axis=1), distances, atol=1e-3)


def test_a_photo_is_not_its_own_neighbour_even_among_equals() -> None:
    indexes, distances = nearest(np.ones((6, 3), dtype=np.float32), count=5, check=Run().check)
    for own, others in enumerate(indexes.tolist()):
        assert sorted([own, *others]) == list(range(6))
    assert (distances == 0).all()


def test_the_search_for_neighbours_can_be_cancelled() -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        nearest(np.ones((6, 3), dtype=np.float32), count=2, check=run.check)


@pytest.mark.parametrize("n", [20, 200])
def test_components_keep_all_distances_when_all_are_kept(n: int) -> None:
    vectors, _ = families(n)
    components = principal_components(vectors, 32)

    def distances(values: Vectors) -> Vectors:
        return np.asarray(np.linalg.norm(values[:, None] - values[None], axis=2))

    assert np.allclose(distances(components), distances(vectors), atol=1e-3)
    spreads = components.std(axis=0)
    assert (np.diff(spreads) <= 1e-4).all()


@pytest.mark.parametrize("n", [20, 200])
def test_the_signs_do_not_depend_on_the_way_of_calculation(n: int) -> None:
    components = principal_components(families(n)[0], 3)
    farthest = np.abs(components).argmax(axis=0)
    assert (components[farthest, np.arange(3)] > 0).all()


def test_equal_vectors_have_no_components() -> None:
    assert principal_components(np.ones((5, 9), dtype=np.float32), 3).shape == (5, 0)


def test_rows_get_length_one_and_nothing_stays_nothing() -> None:
    rows = unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32))
    assert np.allclose(rows, np.array([[0.6, 0.8], [0.0, 0.0]]))
    assert rows.dtype == np.float32
