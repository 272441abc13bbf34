"""Sorting on a thread beside which others must go on."""

import heapq
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

_T = TypeVar("_T")

_RUN: Final = 1024
"""Items sorted at once: some milliseconds, whatever their keys are."""


def merge_sorted(items: Sequence[_T], *, key: Callable[[_T], Any]) -> list[_T]:
    """What `sorted` returns, in about its time; but other threads go on meanwhile.

    `sorted` holds Python's lock from its first to its last comparison: a window beside it stood
    still for 0.3 s while 100,000 photos were sorted by their paths. A merge sort (Knuth, The Art
    of Computer Programming, 5.2.4) of short runs gives others their turn after each.
    """
    runs = [sorted(items[first : first + _RUN], key=key) for first in range(0, len(items), _RUN)]
    return list(heapq.merge(*runs, key=key))
