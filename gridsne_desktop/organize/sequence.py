"""The order in which photos move, so that names are free before others get them."""

import heapq
from collections.abc import Callable, Iterable, Sequence, Set
from pathlib import Path
from typing import Final

from gridsne_desktop.organize.placing import Placement

ROUNDS: Final = 8
"""Times that photos are placed anew because a name does not become free after all; then no name
counts on another's leaving."""


def in_sequence(
    place: Callable[[Set[Path]], Sequence[Placement]], leaving: Iterable[Path]
) -> list[Placement]:
    """Placements in an order that frees every name before it is needed.

    Where photos want one another's names, one of them keeps both: it gets another name.

    Args:
        place: Places all photos, given the files whose names are free once they have left.
        leaving: Files that may leave.
    """
    leaving = set(leaving)
    for _ in range(ROUNDS):
        placements = place(leaving)
        wrong = _staying(placements)
        order = _sorted(placements) if not wrong else []
        if len(order) == len(placements):
            return [placements[index] for index in order]
        leaving -= wrong or _in_circles(placements, set(order))
    return list(place(frozenset()))


def moved(placement: Placement) -> Iterable[Path]:
    """The files of a photo whose names become free."""
    return (
        placed.file.path
        for placed in placement.files
        if not (placement.stays or placed.is_done or placed.is_own or placed.file.is_shared)
    )


def _staying(placements: Sequence[Placement]) -> set[Path]:
    """Files that others wait for, and that do not leave."""
    awaited = {path for placement in placements for path in placement.after}
    if not awaited:  # as mostly
        return awaited
    return awaited.difference(path for placement in placements for path in moved(placement))


def _waits(placements: Sequence[Placement]) -> list[set[int]]:
    """Of each placement, those that it waits for, by number."""
    number_of = {path: n for n, placement in enumerate(placements) for path in moved(placement)}
    return [{number_of[path] for path in placement.after} for placement in placements]


def _sorted(placements: Sequence[Placement]) -> list[int]:
    """The numbers of placements, none before those that it waits for; without circles."""
    if not any(placement.after for placement in placements):  # as mostly
        return list(range(len(placements)))
    waits = _waits(placements)
    waiting: dict[int, list[int]] = {}
    for number, awaited in enumerate(waits):
        for each in awaited:
            waiting.setdefault(each, []).append(number)
    left = [len(awaited) for awaited in waits]
    ready = [number for number, count in enumerate(left) if not count]
    order: list[int] = []
    while ready:
        order.append(heapq.heappop(ready))
        for number in waiting.get(order[-1], ()):
            left[number] -= 1
            if not left[number]:
                heapq.heappush(ready, number)
    return order


def _in_circles(placements: Sequence[Placement], sorted_ones: set[int]) -> set[Path]:
    """Files of one photo of every circle of photos that wait for one another."""
    waits = _waits(placements)
    seen: set[int] = set()
    found: set[Path] = set()
    for start in range(len(placements)):
        here, walk = start, list[int]()
        while here not in sorted_ones and here not in seen:
            seen.add(here)
            walk.append(here)
            here = min(waits[here] - sorted_ones)
        if here in walk:
            found.update(moved(placements[min(walk[walk.index(here) :])]))
    return found
