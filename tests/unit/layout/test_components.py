"""Principal components, and vectors at length 1."""

import numpy as np
import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import components
from gridsne_desktop.layout.components import principal_components, unit_rows
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families


@pytest.mark.parametrize("n", [20, 200])
def test_components_keep_all_distances_when_all_are_kept(n: int) -> None:
    vectors, _ = families(n)
    found = principal_components(vectors, 32, run=Run())

    def distances(values: Vectors) -> Vectors:
        return np.asarray(np.linalg.norm(values[:, None] - values[None], axis=2))

    assert np.allclose(distances(found), distances(vectors), atol=1e-3)
    spreads = found.std(axis=0)
    assert (np.diff(spreads) <= 1e-4).all()


@pytest.mark.parametrize("n", [20, 200])
def test_the_signs_do_not_depend_on_the_way_of_calculation(n: int) -> None:
    found = principal_components(families(n)[0], 3, run=Run())
    farthest = np.abs(found).argmax(axis=0)
    assert (found[farthest, np.arange(3)] > 0).all()


def test_few_vectors_show_the_directions_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = families(2_000)
    of_all = principal_components(vectors, 2, run=Run())
    monkeypatch.setattr(components, "SAMPLE", 500)
    of_some = principal_components(vectors, 2, run=Run())
    assert of_some.shape == (2_000, 2)
    assert np.abs(of_all - of_all.mean(axis=0) - of_some + of_some.mean(axis=0)).mean() < 0.05


@pytest.mark.parametrize("n", [30, 2_000])
def test_vectors_that_are_arrays_of_their_own_have_the_same_components(
    n: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(components, "SAMPLE", 1_000)
    monkeypatch.setattr(components, "BLOCK", 512)
    vectors, _ = families(n)
    together = principal_components(vectors, 8, run=Run())
    apart = principal_components(list(vectors), 8, run=Run())
    assert together.tobytes() == apart.tobytes()


def test_equal_vectors_have_no_components() -> None:
    found = principal_components(np.full((5, 9), 0.1, dtype=np.float32), 3, run=Run())
    assert found.shape == (5, 0)


def test_no_vectors_have_no_components() -> None:
    assert principal_components(np.empty((0, 9), np.float32), 3, run=Run()).shape == (0, 0)


def test_the_search_for_components_can_be_cancelled() -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        principal_components(families(20)[0], 2, run=run)


def test_rows_get_length_one_and_nothing_stays_nothing() -> None:
    rows = unit_rows(np.array([[3, 4], [0, 0]], dtype=np.float32))
    assert np.allclose(rows, np.array([[0.6, 0.8], [0.0, 0.0]]))
    assert rows.dtype == np.float32


def test_rows_of_length_one_are_not_copied() -> None:
    rows = unit_rows(families(50)[0])
    assert unit_rows(rows) is rows
