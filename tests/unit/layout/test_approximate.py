"""Nearly all of the nearest are found, whatever the vectors are."""

import tracemalloc

import numpy as np
import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import lists
from gridsne_desktop.layout.approximate import approximately_nearest
from gridsne_desktop.layout.lists import make_lists
from gridsne_desktop.layout.neighbours import Neighbours, Vectors, nearest
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families

COUNT = 30


def found(vectors: Vectors) -> Neighbours:
    return approximately_nearest(vectors, count=COUNT, run=Run())


def test_nearly_all_neighbours_of_overlapping_families_are_found() -> None:
    vectors, _ = families(6_000, count=300, dimensions=20)
    exact = nearest(vectors, count=COUNT, run=Run()).indexes
    some = found(vectors).indexes
    assert np.mean([np.isin(*rows).mean() for rows in zip(exact, some, strict=True)]) > 0.9


@pytest.mark.parametrize("n", [31, 40, 299, 300, 700, 2_000])
def test_each_vector_has_different_others_in_order(n: int) -> None:
    vectors, _ = families(n)
    some = found(vectors)
    assert some.indexes.shape == (n, COUNT)
    with_own = np.column_stack([some.indexes, np.arange(n)])
    assert (np.diff(np.sort(with_own, axis=1), axis=1) > 0).all()
    assert (np.diff(some.distances, axis=1) >= 0).all()
    named = np.linalg.norm(vectors[:, None] - vectors[some.indexes], axis=2)
    assert np.allclose(named, some.distances, atol=2e-2)


def test_few_vectors_have_all_others_as_neighbours() -> None:
    assert found(families(9)[0]).count == 8


def test_copies_find_one_another_and_no_list_grows_with_them() -> None:
    vectors, _ = families(4_000)
    vectors[1_000:] = vectors[1_000]
    some = found(vectors)
    assert some.distances[1_000:].max() < 1e-2
    assert np.diff(make_lists(vectors, seed=0, run=Run()).starts).max() <= lists.MOST


def test_equal_vectors_are_neighbours_too() -> None:
    some = found(np.ones((1_500, 7), dtype=np.float32))
    assert (some.distances == 0).all()
    assert (some.indexes >= 0).all()


def test_every_vector_is_in_one_list() -> None:
    made = make_lists(families(2_000)[0], seed=0, run=Run())
    assert sorted(made.order.tolist()) == list(range(2_000))
    assert sorted(np.concatenate([made.members(k) for k in range(len(made))])) == list(range(2_000))


def test_the_search_can_be_cancelled_between_lists() -> None:
    run = Run()
    shares: list[float] = []

    def stop(share: float) -> None:
        shares.append(share)
        run.cancel()

    with pytest.raises(Cancelled):
        approximately_nearest(families(3_000)[0], count=COUNT, run=run, on_share=stop)
    assert len(shares) == 1


def test_memory_is_that_of_the_result_and_some_lists() -> None:
    vectors, _ = families(20_000, count=500, dimensions=256)
    tracemalloc.start()
    try:
        some = found(vectors)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    result = some.indexes.nbytes + some.distances.nbytes
    assert peak < 4 * result + 80 * 2**20
    assert peak < len(vectors) ** 2 * 4 / 10
