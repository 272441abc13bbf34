"""What every reducer and every assigner must keep."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout.assign import ASSIGNERS, assign
from gridsne_desktop.layout.grid import Points
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.reduce import REDUCERS, reduce
from gridsne_desktop.progress import Progress, Run, Stage
from gridsne_desktop.settings import REDUCER_NAMES
from tests.unit.layout.made import OWN_REDUCERS, families


def test_the_settings_know_every_reducer() -> None:
    assert tuple(REDUCERS) == REDUCER_NAMES


every_reducer = pytest.mark.parametrize("reducer", OWN_REDUCERS)
every_assigner = pytest.mark.parametrize("assigner", ASSIGNERS)


def reduced(vectors: Vectors, reducer: str, run: Run | None = None) -> Points:
    return reduce(vectors, perplexity=15, seed=3, run=run or Run(), reducer=reducer)


@every_reducer
@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 7, 8, 9, 40])
def test_any_number_of_vectors_becomes_as_many_points(reducer: str, n: int) -> None:
    points = reduced(families(n)[0], reducer)
    assert points.shape == (n, 2)
    assert points.dtype == np.float32
    assert ((points >= 0) & (points <= 1)).all()
    if n > 1:
        assert np.ptp(points, axis=0).max() == 1


@every_reducer
@pytest.mark.parametrize("value", [0.0, 1.0])
@pytest.mark.parametrize("n", [2, 5, 30])
def test_equal_vectors_become_points_too(reducer: str, value: float, n: int) -> None:
    points = reduced(np.full((n, 12), value, dtype=np.float32), reducer)
    assert ((points >= 0) & (points <= 1)).all()


@every_reducer
def test_vectors_with_fewer_numbers_than_two_work(reducer: str) -> None:
    vectors = np.array([[-1.0], [1.0]] * 10, dtype=np.float32)
    assert np.isfinite(reduced(vectors, reducer)).all()


@every_reducer
def test_the_same_vectors_give_the_same_points_watched_or_not(reducer: str) -> None:
    vectors, _ = families(60)
    before = vectors.copy()
    watched = reduce(
        vectors, perplexity=15, seed=3, run=Run(), reducer=reducer, on_points=lambda _: None
    )
    assert reduced(vectors, reducer).tobytes() == watched.tobytes()
    assert np.array_equal(vectors, before)


@every_reducer
def test_a_reducer_reports_its_stage_to_the_end(reducer: str) -> None:
    seen: list[Progress] = []
    reduced(families(20)[0], reducer, Run(seen.append))
    assert {progress.stage for progress in seen} == {Stage.REDUCE}
    assert seen[-1].done == seen[-1].total


@every_reducer
def test_a_reducer_can_be_cancelled(reducer: str) -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        reduced(families(20)[0], reducer, run)


@every_assigner
@given(n=st.integers(0, 400), columns=st.integers(1, 60), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=40)
def test_every_photo_gets_one_of_the_first_cells(
    assigner: str, n: int, columns: int, seed: int
) -> None:
    points = np.random.default_rng(seed).random((n, 2), dtype=np.float32)
    cells = assign(points, columns=columns, rows=-(-n // columns), run=Run(), assigner=assigner)
    assert cells.dtype == np.int32
    assert sorted(cells) == list(range(n))


@every_assigner
@given(data=st.data(), columns=st.integers(1, 30), rows=st.integers(1, 30))
@settings(deadline=None, max_examples=40)
def test_exactly_the_cells_of_the_room_are_given_out(
    assigner: str, data: st.DataObject, columns: int, rows: int
) -> None:
    room = np.array(sorted(data.draw(st.sets(st.integers(0, columns * rows - 1)))), dtype=np.int32)
    points = np.random.default_rng(len(room)).random((len(room), 2), dtype=np.float32)
    cells = assign(points, columns=columns, rows=rows, run=Run(), assigner=assigner, room=room)
    assert sorted(cells) == list(room)


@every_assigner
@pytest.mark.parametrize("room", [[0, 1], [0, 2, 2], [2, 1, 0], [-1, 0, 1], [0, 1, 4]])
def test_a_room_that_is_none_is_refused(assigner: str, room: list[int]) -> None:
    points = np.zeros((3, 2), dtype=np.float32)
    with pytest.raises(ValueError, match="the room"):
        assign(
            points,
            columns=2,
            rows=2,
            run=Run(),
            assigner=assigner,
            room=np.array(room, dtype=np.int32),
        )


@every_assigner
@pytest.mark.parametrize("n", [1, 2, 300])
def test_equal_points_get_cells_of_their_own(assigner: str, n: int) -> None:
    points = np.full((n, 2), 0.5, dtype=np.float32)
    cells = assign(points, columns=20, rows=20, run=Run(), assigner=assigner)
    assert sorted(cells) == list(range(n))


@every_assigner
def test_the_same_points_give_the_same_cells(assigner: str) -> None:
    points = np.random.default_rng(0).random((600, 2), dtype=np.float32).round(1)
    first, second = (
        assign(points, columns=25, rows=24, run=Run(), assigner=assigner) for _ in range(2)
    )
    assert np.array_equal(first, second)


@every_assigner
def test_an_assigner_reports_its_stage_to_the_end(assigner: str) -> None:
    seen: list[Progress] = []
    points = np.random.default_rng(0).random((300, 2), dtype=np.float32)
    assign(points, columns=20, rows=15, run=Run(seen.append), assigner=assigner)
    assert {progress.stage for progress in seen} == {Stage.ASSIGN}
    assert seen[0].done == 0
    assert seen[-1].done == seen[-1].total


@every_assigner
def test_an_assigner_can_be_cancelled(assigner: str) -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        assign(np.zeros((4, 2), np.float32), columns=2, rows=2, run=run, assigner=assigner)
