"""Folders of photos for the tests of plans; their bytes need not be pictures."""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from gridsne_desktop.layout.grid import Grid, grid_shape
from gridsne_desktop.photo import Photo

OLD_NS = 1_234_567_890_123_456_700
"""A time long ago; to 100 ns, as NTFS keeps it."""


def photo(path: Path, content: bytes | None = None, *, mtime_ns: int = OLD_NS) -> Photo:
    """A file with a content of its own unless told, and an old time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.fsencode(path) if content is None else content)
    os.utime(path, ns=(mtime_ns, mtime_ns))
    return known(path)


def known(path: Path) -> Photo:
    """The photo that is there."""
    facts = path.stat()
    return Photo(path=path, size=facts.st_size, mtime_ns=facts.st_mtime_ns)


def grid_of(photos: Iterable[Photo], *, seed: int = 3) -> Grid:
    """The photos in shuffled cells of a grid with blanks."""
    every = tuple(photos)
    columns, rows = grid_shape(len(every))
    cells = np.random.default_rng(seed).permutation(len(every)).astype(np.int32)
    return Grid(photos=every, columns=columns, rows=rows, cells=cells)


def folder_of(folder: Path, count: int, *, size: int = 1000) -> Grid:
    """A grid of `count` photos in `folder`, each with bytes of its own."""
    return grid_of(
        photo(folder / f"IMG_{number}.jpg", number.to_bytes(4, "big") * (size // 4))
        for number in range(count)
    )


def in_order(grid: Grid) -> list[Path]:
    """The photos' paths as one reads the grid."""
    return [grid.photos[index].path for index in grid.order().tolist()]


def tree(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Everything below `folder` with inode, size and times: equal means untouched."""
    found = {str(path): path.lstat() for path in (folder, *folder.rglob("*"))}
    return {
        name: (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
        for name, facts in found.items()
    }
