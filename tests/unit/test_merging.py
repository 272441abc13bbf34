"""A sort that lets other threads go on gives what `sorted` gives."""

from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.merging import merge_sorted


@given(st.lists(st.integers(0, 50)), st.integers(1, 300))
def test_it_is_sorted_and_equals_stay_in_order(values: list[int], times: int) -> None:
    items = list(enumerate(values * times))
    assert merge_sorted(items, key=lambda item: item[1]) == sorted(items, key=lambda item: item[1])
