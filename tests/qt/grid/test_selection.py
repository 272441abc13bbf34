"""Which photos are selected: the laws, without a window."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.qt.grid.places import Places
from gridsne_desktop.qt.grid.selection import Selection

N = 12
RANK = np.array([3, 0, 2, 1, 7, 6, 5, 4, 11, 10, 9, 8], np.int32)
photos = st.integers(0, N - 1)


@given(st.sets(photos))
def test_inverting_twice_changes_nothing(chosen: set[int]) -> None:
    selection = Selection(N)
    selection.set(np.array(sorted(chosen), np.intp))
    selection.invert()
    assert set(selection.indexes.tolist()) == set(range(N)) - chosen
    selection.invert()
    assert selection.indexes.tolist() == sorted(chosen)


@given(photos, photos)
def test_a_range_is_the_photos_between_in_the_order_of_the_grid(a: int, b: int) -> None:
    selection = Selection(N)
    selection.pick(a)
    selection.extend(b, rank=RANK)
    low, high = sorted((RANK[a], RANK[b]))
    assert [i for i in range(N) if low <= RANK[i] <= high] == selection.indexes.tolist()
    assert selection.current == b


@given(photos, photos, photos)
def test_a_second_range_replaces_the_first_from_the_same_anchor(a: int, b: int, c: int) -> None:
    once, twice = Selection(N), Selection(N)
    for selection in (once, twice):
        selection.pick(a)
    twice.extend(b, rank=RANK)
    for selection in (once, twice):
        selection.extend(c, rank=RANK)
    assert once.indexes.tolist() == twice.indexes.tolist()


@given(st.sets(photos), photos)
def test_toggling_twice_changes_nothing(chosen: set[int], photo: int) -> None:
    selection = Selection(N)
    selection.set(np.array(sorted(chosen), np.intp))
    selection.toggle(photo)
    assert set(selection.indexes.tolist()) == chosen ^ {photo}
    selection.toggle(photo)
    assert set(selection.indexes.tolist()) == chosen


def test_a_range_added_keeps_what_was_selected() -> None:
    selection = Selection(N)
    selection.pick(8)
    selection.toggle(1)
    selection.extend(2, rank=RANK, add=True)
    assert selection.indexes.tolist() == [1, 2, 3, 8]


@given(st.permutations(range(N)), st.integers(0, N), st.sets(photos), photos)
def test_photos_that_stay_keep_their_mark_under_their_new_number(
    order: list[int], count: int, chosen: set[int], current: int
) -> None:
    selection = Selection(N)
    selection.focus(current)
    selection.set(np.array(sorted(chosen), np.intp))
    kept = order[:count]
    selection.keep(np.array(kept, np.intp))
    assert {kept[i] for i in selection.indexes} == chosen & set(kept)
    assert selection.current == (kept.index(current) if current in kept else None)


def test_neighbours_stop_at_the_edge_and_at_blank_cells() -> None:
    places = Places.in_order(5, aspect=1.5)  # 3 × 2, the last cell blank
    assert (places.columns, places.rows) == (3, 2)
    assert places.neighbour(0, 1, 0) == 1
    assert places.neighbour(0, 0, 1) == 3
    assert places.neighbour(0, -1, 0) is None
    assert places.neighbour(2, 1, 0) is None
    assert places.neighbour(2, 0, 1) is None
