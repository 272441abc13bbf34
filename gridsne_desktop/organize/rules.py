"""What decides the names of copies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.photo import Photo

LEAST_DIGITS: Final = 4
"""Digits of the order number: the usual length, so that small and large folders look alike."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule puts a photo.

    Attributes:
        photo: The photo.
        prefix: What stands before the photo's own name.
    """

    photo: Photo
    prefix: str


Rule: TypeAlias = Callable[[Grid], Iterator[Place]]
"""Yields every photo of the grid exactly once; the same grid always gives the same places."""


def by_order(grid: Grid) -> Iterator[Place]:
    """Number the photos as one reads the grid: any file manager then shows its order."""
    digits = max(LEAST_DIGITS, len(str(len(grid.photos))))
    for number, index in enumerate(grid.order().tolist(), start=1):
        yield Place(photo=grid.photos[index], prefix=f"{number:0{digits}}_")


RULES: Final[dict[str, Rule]] = {"order": by_order}
