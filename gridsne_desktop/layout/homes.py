"""Where photos stood before, and what of that still holds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import BLANK, Cells, Grid
from gridsne_desktop.layout.groups import without_gaps
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.photo import Photo
from gridsne_desktop.settings import Pin

MOST_NEW: Final = 0.5
"""Share of new photos up to which the others keep their places; beyond, it is another folder."""


def are_mostly_known(photos: Iterable[Photo], known: Iterable[Photo]) -> bool:
    """Whether so many of `photos` are among `known`, by their paths, that those stay in place."""
    found = tuple(photos)
    return bool(found) and len(new_paths(found, known)) <= MOST_NEW * len(found)


def indexes_in(arrangement: Arrangement, photos: Iterable[Photo]) -> Cells:
    """int32 (n,): the index of each photo in the arrangement, found by its path, or `BLANK`."""
    index_of = {photo.path: index for index, photo in enumerate(arrangement.grid.photos)}
    return np.array([index_of.get(photo.path, BLANK) for photo in photos], dtype=np.int32)


def standing(photos: tuple[Photo, ...], keep: Arrangement) -> Grid | None:
    """Where `photos` stand until they are arranged; None: most of them were nowhere.

    Those in `keep` are in their cells, the others in the free ones, in order.
    """
    if not are_mostly_known(photos, keep.grid.photos):
        return None
    was, columns = indexes_in(keep, photos), keep.grid.columns
    rows = max(keep.grid.rows, -(-len(photos) // columns))
    taken = keep.grid.cells[was[was != BLANK]]
    free = np.setdiff1d(np.arange(columns * rows, dtype=np.int32), taken)
    cells = np.empty(len(photos), np.int32)
    cells[was != BLANK] = taken
    cells[was == BLANK] = free[: int((was == BLANK).sum())]
    return Grid(photos=photos, columns=columns, rows=rows, cells=cells)


def among(arrangement: Arrangement, photos: Iterable[Photo]) -> Arrangement:
    """The arrangement without the photos that are not among `photos`, found by their paths.

    The others stay where they are, with the facts that `photos` know of them.
    """
    grid = arrangement.grid
    now = {photo.path: photo for photo in photos}
    if all(now.get(photo.path) == photo for photo in grid.photos):
        return arrangement
    left = [index for index, photo in enumerate(grid.photos) if photo.path in now]
    kept = Grid(
        photos=tuple(now[grid.photos[index].path] for index in left),
        columns=grid.columns,
        rows=grid.rows,
        cells=grid.cells[left],
    )
    # What was measured with photos that are gone or changed is not true of the rest.
    return replace(
        arrangement,
        grid=kept,
        points=arrangement.points[left],
        quality=None,
        groups=None if arrangement.groups is None else without_gaps(arrangement.groups[left]),
        pins=tuple(pin for pin in arrangement.pins if pin.path in now),
    )


def with_again(
    arrangement: Arrangement, earlier: Arrangement, paths: Collection[Path]
) -> Arrangement | None:
    """The arrangement with the photos of `paths` in the cells they have in `earlier`; nobody moves.

    None: it was arranged anew since, something else stands there, or groups cannot be told.
    """
    grid, was = arrangement.grid, earlier.grid
    if (grid.columns, grid.rows) != (was.columns, was.rows):
        return None
    now = {photo.path: index for index, photo in enumerate(grid.photos)}
    before = {photo.path: index for index, photo in enumerate(was.photos)}
    back = [path for path in before if path in paths and path not in now]
    both = [path for path in before if path in now]
    here, there = [now[path] for path in both], [before[path] for path in both]
    again = [before[path] for path in back]
    if not np.array_equal(arrangement.points[here], earlier.points[there]):
        return None
    if np.isin(was.cells[again], grid.cells).any():
        return None
    is_whole = len(both) == len(now) and len(both) + len(back) == len(before)
    if not is_whole and arrangement.groups is not None:
        return None
    if is_whole and np.array_equal(grid.cells[here], was.cells[there]):
        return replace(earlier, pins=_pins_of_both(arrangement, earlier, paths))
    return replace(
        arrangement,
        grid=Grid(
            photos=(*grid.photos, *(was.photos[index] for index in again)),
            columns=grid.columns,
            rows=grid.rows,
            cells=np.concatenate([grid.cells, was.cells[again]]),
        ),
        points=np.concatenate([arrangement.points, earlier.points[again]]),
        groups=None,
        quality=None,
        pins=_pins_of_both(arrangement, earlier, paths),
    )


def _pins_of_both(
    arrangement: Arrangement, earlier: Arrangement, paths: Collection[Path]
) -> tuple[Pin, ...]:
    known = {pin.path for pin in arrangement.pins}
    back = (pin for pin in earlier.pins if pin.path in paths and pin.path not in known)
    return (*arrangement.pins, *back)


def renamed(arrangement: Arrangement, names: Mapping[Path, Path]) -> Arrangement:
    """The arrangement with new paths for files that have been renamed; nobody moves."""
    grid = arrangement.grid
    bundles = (
        Bundle(names.get(b.photo, b.photo), tuple(names.get(path, path) for path in b.companions))
        for b in arrangement.bundles
    )
    return replace(
        arrangement,
        grid=replace(grid, photos=renamed_photos(grid.photos, names)),
        bundles=tuple(bundles),
        animated=frozenset(names.get(path, path) for path in arrangement.animated),
        pins=renamed_pins(arrangement.pins, names),
    )


def renamed_photos(photos: Iterable[Photo], names: Mapping[Path, Path]) -> tuple[Photo, ...]:
    """The photos, those that have been renamed with their new paths."""
    return tuple(replace(p, path=names[p.path]) if p.path in names else p for p in photos)


def renamed_pins(pins: Iterable[Pin], names: Mapping[Path, Path]) -> tuple[Pin, ...]:
    """The pins, those of renamed photos with their new paths."""
    return tuple(replace(p, path=names[p.path]) if p.path in names else p for p in pins)


def new_paths(photos: Iterable[Photo], before: Iterable[Photo]) -> set[Path]:
    """The paths that no photo had before."""
    return {photo.path for photo in photos} - {photo.path for photo in before}
