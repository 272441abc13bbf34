"""What decides where photos go: into which folders, and with what before their names."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.grouping import Grouping
from gridsne_desktop.layout.groups import LEAST
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.organize.names import legal_name, name_key
from gridsne_desktop.organize.readings import READINGS
from gridsne_desktop.photo import Photo

LEAST_DIGITS: Final = 4
"""Digits of the order number: the usual length, so that small and large folders look alike."""

UNSORTED: Final = "Unsorted"
"""The folder of photos that belong to no group for sure."""

DATES: Final = {"year": ("%Y",), "month": ("%Y", "%Y-%m"), "day": ("%Y", "%Y-%m", "%Y-%m-%d")}
"""The folders of a date, one in the other; each sorts by its name and tells all without the one
that it lies in."""

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - the clock on the wall has no zone
_SECOND: Final = 10**9


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The photos that a rule decides about, and what is known of them; equal only to itself.

    Attributes:
        grid: The photos, n of them, as they stand on the wall.
        bundles: Photos of more than one file.
        groups: The groups of the photos; None: nobody has computed them.
        chosen: The indexes of the chosen photos, ascending.
        taken: int64 (n,): when each was taken, in ns since 1970 by the clock on the wall; None:
            nobody has asked.
    """

    grid: Grid
    bundles: tuple[Bundle, ...] = ()
    groups: Grouping | None = None
    chosen: tuple[int, ...] = ()
    taken: NDArray[np.int64] | None = None

    def __post_init__(self) -> None:
        n = len(self.grid.photos)
        if self.groups is not None and len(self.groups.groups) != n:
            raise ValueError(f"{n} photos need {n} groups, not {len(self.groups.groups)}")
        if self.taken is not None and self.taken.shape != (n,):
            raise ValueError(f"{n} photos need {n} dates, not {self.taken.shape}")
        if any(not 0 <= index < n for index in self.chosen):
            raise ValueError(f"a chosen photo is none of {n}")

    @classmethod
    def of(
        cls,
        arrangement: Arrangement,
        *,
        groups: Grouping | None = None,
        chosen: tuple[int, ...] = (),
        taken: NDArray[np.int64] | None = None,
    ) -> "Subject":
        """The photos of an arrangement; the other arguments are the attributes."""
        return cls(arrangement.grid, arrangement.bundles, groups, chosen, taken)


@dataclass(frozen=True, slots=True)
class RuleOptions:
    """What a person may wish of a rule; each rule looks at what concerns it.

    Attributes:
        order: How the grid is read, a name of `READINGS`.
        dates: How fine the folders of dates are, a name of `DATES`.
        name: The folder for the chosen photos.
    """

    order: str = "rows"
    dates: str = "month"
    name: str = "Selection"

    def __post_init__(self) -> None:
        if self.order not in READINGS:
            raise ValueError(f'no grid is read by "{self.order}"')
        if self.dates not in DATES:
            raise ValueError(f'no folders are made by "{self.dates}"')
        if not self.name.strip():
            raise ValueError("a folder needs a name")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule puts a photo.

    Attributes:
        photo: The photo.
        folder: Names of the folders that it lies in, one in the other, legal on every system;
            empty: none but the plan's own.
        prefix: What stands before the photo's own name.
    """

    photo: Photo
    folder: tuple[str, ...] = ()
    prefix: str = ""


Places: TypeAlias = Callable[[Subject, RuleOptions], Iterator[Place]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to put photos somewhere.

    Attributes:
        places: Yields the photos that the rule is about, each once; the same subject and options
            always give the same places.
        needs: Which of "groups", "chosen" and "taken" it must know of its subject.
    """

    places: Places
    needs: frozenset[str] = frozenset()


def by_order(subject: Subject, options: RuleOptions) -> Iterator[Place]:
    """Number the photos as one reads the grid: any file manager then shows its order."""
    photos = subject.grid.photos
    digits = max(LEAST_DIGITS, len(str(len(photos))))
    for number, index in enumerate(READINGS[options.order](subject.grid).tolist(), start=1):
        yield Place(photos[index], prefix=f"{number:0{digits}}_")


def by_groups(subject: Subject, options: RuleOptions) -> Iterator[Place]:
    """A folder for each group; who belongs to none for sure goes into "Unsorted"."""
    del options
    grouping = subject.groups
    if grouping is None:
        raise GridsneError("These photos have no groups.", "Choose another rule.")
    is_sure = ~grouping.uncertain
    sure = np.bincount(grouping.groups[is_sure], minlength=len(grouping.names))
    names = distinct_names(grouping.names)
    for index in subject.grid.order().tolist():
        group = int(grouping.groups[index])
        has_folder = is_sure[index] and sure[group] >= LEAST
        yield Place(subject.grid.photos[index], (names[group] if has_folder else UNSORTED,))


def by_rows(subject: Subject, options: RuleOptions) -> Iterator[Place]:
    """A folder for each row of the grid."""
    del options
    grid = subject.grid
    digits = max(2, len(str(grid.rows)))
    for index in grid.order().tolist():
        row = int(grid.cells[index]) // grid.columns + 1
        yield Place(grid.photos[index], (f"Row {row:0{digits}}",))


def by_regions(subject: Subject, options: RuleOptions) -> Iterator[Place]:
    """The chosen photos into one folder; the others stay where they are."""
    if not subject.chosen:
        raise GridsneError("No photos are selected.", "Select those that belong together first.")
    folder = (legal_name(options.name.strip()),)
    chosen = np.zeros(len(subject.grid.photos), dtype=bool)
    chosen[list(subject.chosen)] = True
    for index in subject.grid.order().tolist():
        if chosen[index]:
            yield Place(subject.grid.photos[index], folder)


def by_date(subject: Subject, options: RuleOptions) -> Iterator[Place]:
    """A folder for each year, with folders for its months and days if wished."""
    if subject.taken is None:
        raise GridsneError("Nobody knows when these photos were taken.", "Choose another rule.")
    forms = DATES[options.dates]
    for index in subject.grid.order().tolist():
        moment = _EPOCH + timedelta(seconds=int(subject.taken[index]) // _SECOND)
        folder = tuple(_dated(moment, form) for form in forms)
        yield Place(subject.grid.photos[index], folder)


RULES: Final[dict[str, Rule]] = {
    "order": Rule(by_order),
    "groups": Rule(by_groups, frozenset({"groups"})),
    "date": Rule(by_date, frozenset({"taken"})),
    "rows": Rule(by_rows),
    "regions": Rule(by_regions, frozenset({"chosen"})),
}


def _dated(moment: datetime, form: str) -> str:
    return moment.strftime(form)


def distinct_names(names: tuple[str, ...]) -> list[str]:
    """Legal names, no two of which any system takes for the same, and none for `UNSORTED`."""
    taken = {name_key(UNSORTED)}
    found: list[str] = []
    for name in names:
        number, wished = 1, legal_name(name.strip())
        while name_key(wished) in taken:
            number += 1
            wished = legal_name(name.strip(), suffix=f" ({number})")
        taken.add(name_key(wished))
        found.append(wished)
    return found
