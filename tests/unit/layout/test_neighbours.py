"""Who is nearest to whom, exactly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import neighbours
from gridsne_desktop.layout.neighbours import Neighbours, nearest
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families


@given(n=st.integers(0, 60), block=st.integers(1, 400), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=60)
def test_the_neighbours_are_the_nearest_of_all(n: int, block: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(n, 5)).astype(np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neighbours, "BLOCK_FLOATS", block)
        found = nearest(vectors, count=7, run=Run())
    count = max(0, min(n - 1, 7))
    assert found.indexes.shape == found.distances.shape == (n, count)
    everything = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
    np.fill_diagonal(everything, np.inf)
    assert np.allclose(found.distances, np.sort(everything, axis=1)[:, :count], atol=1e-3)
    named = np.take_along_axis(everything, found.indexes, axis=1)
    assert np.allclose(named, found.distances, atol=1e-3)


def test_a_photo_is_not_its_own_neighbour_even_among_equals() -> None:
    found = nearest(np.ones((6, 3), dtype=np.float32), count=5, run=Run())
    for own, others in enumerate(found.indexes.tolist()):
        assert sorted([own, *others]) == list(range(6))
    assert (found.distances == 0).all()


def test_of_equals_the_earlier_comes_first() -> None:
    vectors = np.tile(np.eye(3, dtype=np.float32), (4, 1))
    found = nearest(vectors, count=3, run=Run())
    assert found.indexes[0].tolist() == [3, 6, 9]
    assert found.indexes[6].tolist() == [0, 3, 9]


def test_neighbours_cannot_be_changed() -> None:
    found = nearest(families(20)[0], count=5, run=Run())
    for array in (found.indexes, found.distances, found.first(2).indexes):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_the_first_few_are_a_part_of_all() -> None:
    found = nearest(families(20)[0], count=5, run=Run())
    assert found.count == 5
    assert found.first(2).count == 2
    assert found.first(9).count == 5
    assert np.array_equal(found.first(2).indexes, found.indexes[:, :2])


def test_indexes_and_distances_of_different_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="one shape"):
        Neighbours(np.zeros((3, 2), np.int32), np.zeros((3, 1), np.float32))


def test_the_share_done_rises_to_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "BLOCK_FLOATS", 100)
    shares: list[float] = []
    nearest(families(20)[0], count=2, run=Run(), on_share=shares.append)
    assert len(shares) == 4
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_the_search_for_neighbours_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "BLOCK_FLOATS", 40)
    run = Run()
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        run.cancel()

    with pytest.raises(Cancelled):
        nearest(families(20)[0], count=2, run=run, on_share=stop)
    assert len(shares) == 1
