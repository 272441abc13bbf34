"""Vectors, points and arrangements for the tests of the layout."""

from pathlib import Path

import numpy as np

from gridsne_desktop.errors import Cause
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Cells, Grid, Points, grid_shape
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.quality import Quality
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.settings import REDUCER_NAMES

OWN_REDUCERS = tuple(name for name in REDUCER_NAMES if name != "umap")
"""Without the one that is an extra."""

ROOT = Path(Path.cwd().anchor)


def photo(name: str) -> Photo:
    return Photo(path=ROOT / name, size=1, mtime_ns=2)


def photos(n: int) -> tuple[Photo, ...]:
    return tuple(photo(f"{index}.jpg") for index in range(n))


def grid(cells: list[int], *, columns: int, rows: int) -> Grid:
    return Grid(
        photos=photos(len(cells)),
        columns=columns,
        rows=rows,
        cells=np.array(cells, dtype=np.int32),
    )


def arrangement(paths: list[Path], *, seed: int = 0) -> Arrangement:
    """Photos at `paths` in a shuffled grid; one problem."""
    n = len(paths)
    columns, rows = grid_shape(n)
    random = np.random.default_rng(seed)
    return Arrangement(
        grid=Grid(
            photos=tuple(Photo(path=path, size=1, mtime_ns=2) for path in paths),
            columns=columns,
            rows=rows,
            cells=random.permutation(n).astype(np.int32),
        ),
        points=random.random((n, 2), dtype=np.float32),
        model="efficientnet-lite0",
        seed=seed,
        problems=(Problem(ROOT / "broken.jpg", "This photo is empty.", Cause.EMPTY),),
        seconds={"scan": 0.5, "embed": 1.25, "reduce": 2.0, "assign": 0.125},
        quality=Quality(0.9, 0.8, 0.5, 2 / 3),
    )


def families(
    n: int, *, count: int = 4, seed: int = 0, dimensions: int = 32
) -> tuple[Vectors, Cells]:
    """Vectors of `count` families that are well apart, and the family of each."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(count, dimensions))
    labels = (np.arange(n) % count).astype(np.int32)
    vectors = centres[labels] + random.normal(scale=0.3, size=(n, dimensions))
    return vectors.astype(np.float32), labels


def cloud(n: int, *, seed: int = 0) -> Points:
    """Points as a map has them: denser here than there."""
    random = np.random.default_rng(seed)
    centres = random.random((max(1, n // 60), 2))
    points = centres[random.integers(0, len(centres), n)] + random.normal(scale=0.05, size=(n, 2))
    points -= points.min(axis=0)
    return np.asarray(points / points.max(), dtype=np.float32)


def alike_neighbours(cells: Cells, labels: Cells, *, columns: int) -> float:
    """Share of the pairs side by side or one above the other that have the same label."""
    rows = -(-len(cells) // columns)
    flat = np.full(columns * rows, -1)
    flat[cells] = labels
    table = flat.reshape(rows, columns)
    pairs = [(table[:, :-1], table[:, 1:]), (table[:-1], table[1:])]
    left = np.concatenate([first.ravel() for first, _ in pairs])
    right = np.concatenate([second.ravel() for _, second in pairs])
    real = (left >= 0) & (right >= 0)
    return float((left[real] == right[real]).mean())
