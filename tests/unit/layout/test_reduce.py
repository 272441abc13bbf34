"""Vectors become points: like beside like, whatever the vectors are."""

import numpy as np
import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import reduce as reducing
from gridsne_desktop.layout.grid import Points
from gridsne_desktop.layout.neighbours import Vectors, nearest
from gridsne_desktop.layout.reduce import neighbours_needed, reduce, unit_square
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.progress import Progress, Run, Stage
from tests.unit.layout.made import families


def tsne(
    vectors: Vectors, *, perplexity: float = 15, seed: int = 0, run: Run | None = None
) -> Points:
    return reduce(vectors, perplexity=perplexity, seed=seed, run=run or Run())


def test_photos_of_one_family_are_neighbours_on_the_map() -> None:
    vectors, labels = families(120)
    points = tsne(vectors)
    near = nearest(points, count=5, run=Run()).indexes
    assert (labels[near] == labels[:, None]).mean() > 0.99


@pytest.mark.parametrize("perplexity", [1, 5, 40, 1000])
def test_any_perplexity_works_with_few_photos(perplexity: float) -> None:
    points = tsne(families(20)[0], perplexity=perplexity)
    assert len(np.unique(points, axis=0)) == 20


def test_copies_of_one_photo_lie_close_together() -> None:
    vectors, _ = families(40)
    vectors[10:14] = vectors[10]
    points = tsne(vectors)
    assert np.ptp(points[10:14], axis=0).max() < 0.1


def test_another_seed_moves_the_points() -> None:
    vectors, _ = families(40)
    assert not np.array_equal(tsne(vectors, seed=0), tsne(vectors, seed=1))


def test_many_photos_go_by_interpolation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reducing, "FFT_FROM", 100)
    monkeypatch.setattr(reducing, "EARLY_ITERATIONS", 50)
    monkeypatch.setattr(reducing, "MAIN_ITERATIONS", 50)
    vectors, labels = families(120)
    near = nearest(tsne(vectors), count=5, run=Run()).indexes
    assert (labels[near] == labels[:, None]).mean() > 0.9


def test_progress_goes_from_nothing_to_all_and_the_last_points_are_the_result() -> None:
    seen: list[Progress] = []
    shown: list[Points] = []
    points = reduce(
        families(30)[0], perplexity=5, seed=0, run=Run(seen.append), on_points=shown.append
    )
    assert {progress.stage for progress in seen} == {Stage.REDUCE}
    dones = [progress.done for progress in seen]
    assert dones[0] == 0
    assert dones == sorted(dones)
    assert seen[-1].done == seen[-1].total
    assert len(shown) > 20
    assert np.array_equal(shown[-1], points)


def test_what_a_watcher_does_to_its_points_changes_nothing() -> None:
    vectors, _ = families(30)

    def spoil(points: Points) -> None:
        points[:] = 0

    spoiled = reduce(vectors, perplexity=5, seed=0, run=Run(), on_points=spoil)
    assert np.array_equal(spoiled, tsne(vectors, perplexity=5))


def test_cancelling_in_the_middle_stops_soon() -> None:
    run = Run()
    shown: list[Points] = []

    def stop_at_third(points: Points) -> None:
        shown.append(points)
        if len(shown) == 3:
            run.cancel()

    with pytest.raises(Cancelled):
        reduce(families(30)[0], perplexity=5, seed=0, run=run, on_points=stop_at_third)
    assert len(shown) == 3


def test_only_a_reducer_that_needs_neighbours_searches_them() -> None:
    vectors, _ = families(40)
    kept = KeptNeighbours(vectors, count=neighbours_needed(15))
    for reducer in ("pca", "random"):
        reduce(vectors, perplexity=15, seed=0, run=Run(), reducer=reducer, neighbours=kept)
    shares: list[float] = []
    kept.get(Run(), shares.append)
    assert shares


def test_given_neighbours_are_used() -> None:
    vectors, _ = families(40)
    kept = KeptNeighbours(vectors, count=neighbours_needed(5))
    given = reduce(vectors, perplexity=5, seed=0, run=Run(), neighbours=kept)
    assert np.array_equal(given, tsne(vectors, perplexity=5))
    others = KeptNeighbours(vectors[::-1], count=neighbours_needed(5))
    wrong = reduce(vectors, perplexity=5, seed=0, run=Run(), neighbours=others)
    assert not np.array_equal(wrong, given)


def test_another_seed_shuffles_random_points() -> None:
    vectors, _ = families(40)
    first, second, again = (
        reduce(vectors, perplexity=5, seed=seed, run=Run(), reducer="random") for seed in (0, 1, 0)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_vectors_that_are_no_numbers_are_refused(bad: float) -> None:
    vectors, _ = families(10)
    vectors[3, 3] = bad
    with pytest.raises(ValueError, match="finite"):
        tsne(vectors)


def test_the_unit_square_keeps_proportions_and_the_middle() -> None:
    points = unit_square(np.array([[10.0, 5.0], [14.0, 6.0], [12.0, 7.0]]))
    assert points.tolist() == [[0.0, 0.25], [1.0, 0.5], [0.5, 0.75]]


def test_a_single_place_is_the_middle_of_the_unit_square() -> None:
    assert unit_square(np.full((3, 2), 7.0)).tolist() == [[0.5, 0.5]] * 3
