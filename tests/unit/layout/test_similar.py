"""Who is most like whom."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.layout.components import unit_rows
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.layout.similar import Similar
from gridsne_desktop.progress import Run


def made(n: int, seed: int, d: int = 12) -> Vectors:
    return unit_rows(np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32))


def test_the_photos_of_ones_own_kind_come_first() -> None:
    kinds = np.repeat(np.eye(3, 8, dtype=np.float32), 10, axis=0)
    vectors = unit_rows(kinds + 0.1 * made(30, 1, 8))
    similar = Similar(vectors, run=Run())
    assert set(similar.most(14, count=9).tolist()) == set(range(10, 20)) - {14}


@given(n=st.integers(1, 40), seed=st.integers(0, 9), count=st.integers(1, 50), data=st.data())
def test_as_many_as_wished_the_most_alike_first_and_never_the_photo_itself(
    n: int, seed: int, count: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, n - 1))
    similar = Similar(made(n, seed), run=Run())
    found = similar.most(index, count=count)
    likeness = similar.likeness(index)
    assert len(set(found.tolist()) - {index}) == len(found) == min(count, n - 1)
    assert (np.diff(likeness[found]) <= 0).all()
    left_out = np.setdiff1d(np.arange(n), [*found, index])
    if len(left_out):
        assert likeness[left_out].max() <= likeness[found].min()


def test_they_are_the_neighbours_that_arrange_the_grid() -> None:
    vectors = made(50, 3)
    neighbours = KeptNeighbours(vectors, count=10).get(Run())
    similar = Similar(vectors, run=Run())
    for index in range(50):
        assert similar.most(index, count=10).tolist() == neighbours.indexes[index].tolist()


def test_of_equals_the_earlier_comes_first() -> None:
    vectors = np.repeat(made(2, 4), 4, axis=0)
    assert Similar(vectors, run=Run()).most(2, count=3).tolist() == [0, 1, 3]
