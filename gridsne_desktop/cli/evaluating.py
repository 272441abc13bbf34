"""`evaluate`: how well a grid keeps like photos together."""

import argparse
from pathlib import Path
from typing import Final

import numpy as np

from gridsne_desktop.cli.commands import open_cache
from gridsne_desktop.cli.vectors import read_vectors
from gridsne_desktop.cli.words import count, print_json, tell, tell_notes, tell_problems
from gridsne_desktop.embedding.embedder import Vector, embed
from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.grid_file import quality_as_json
from gridsne_desktop.layout.grid_reading import read_grid
from gridsne_desktop.layout.measured import measured
from gridsne_desktop.layout.quality import NEIGHBOURS, Quality
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Run

NO_VECTOR: Final = "The file of vectors has none of this photo."


def evaluate(options: argparse.Namespace, run: Run) -> None:
    """Measure the quality of `options.grid`, on vectors that are known or computed now.

    Raises:
        GridsneError: The grid, the vectors or all of the photos cannot be read.
        Cancelled: The run was cancelled.
    """
    arrangement = read_grid(options.grid)
    with open_cache(options) as cache:
        if options.vectors:
            vectors, model = read_vectors(options.vectors)
            problems: tuple[Problem, ...] = _without_vector(arrangement.grid, vectors)
        else:
            model = options.model or arrangement.model
            vectors, problems = vectors_for(arrangement.grid, model, cache, run)
        problems = (*arrangement.problems, *problems)
        grid = only_with(arrangement.grid, vectors)
        if not grid.photos:
            raise _nothing_left(options.grid, problems)
        rows = np.stack([vectors[photo.path] for photo in grid.photos])
        quality = measured(rows, grid=grid, run=run, cache=cache)
        tell_notes(cache)
    if options.json:
        _print(options.grid, grid, model, quality, problems)
    else:
        _tell(grid, model, quality)
    tell_problems(problems)


def vectors_for(
    grid: Grid, model: str, cache: Cache | None, run: Run
) -> tuple[dict[Path, Vector], tuple[Problem, ...]]:
    """The vectors of those photos that can be read, and what is the matter with the others."""
    try:
        found = find_model(model)
    except GridsneError as error:
        raise GridsneError(
            f"The model {model}, which made the grid, is not here.",
            f"{error.detail} Or choose another with --model.",
        ) from error
    made = embed(grid.photos, model=found, run=run, known={}, cache=cache)
    return dict(zip((p.path for p in made.photos), made.vectors, strict=True)), made.problems


def _without_vector(grid: Grid, vectors: dict[Path, Vector]) -> tuple[Problem, ...]:
    missing = (photo.path for photo in grid.photos if photo.path not in vectors)
    return tuple(Problem(path, NO_VECTOR) for path in missing)


def only_with(grid: Grid, vectors: dict[Path, Vector]) -> Grid:
    """The grid without the photos that have no vector; all others stand still."""
    kept = [index for index, photo in enumerate(grid.photos) if photo.path in vectors]
    photos: tuple[Photo, ...] = tuple(grid.photos[index] for index in kept)
    return Grid(photos=photos, columns=grid.columns, rows=grid.rows, cells=grid.cells[kept])


def _nothing_left(path: Path, problems: tuple[Problem, ...]) -> GridsneError:
    if not problems:
        return GridsneError(f"There are no photos in {path}.", "Arrange a folder with photos.")
    last = problems[-1]
    return GridsneError(
        f"None of the photos in {path} can be measured.", f"{last.path.name}: {last.reason}"
    )


def _print(
    path: Path, grid: Grid, model: str, quality: Quality, problems: tuple[Problem, ...]
) -> None:
    print_json(
        {
            "grid": str(path),
            "photos": len(grid.photos),
            "columns": grid.columns,
            "rows": grid.rows,
            "model": model,
            "quality": quality_as_json(quality),
            "problems": [{"path": str(p.path), "reason": p.reason} for p in problems],
        }
    )


def _tell(grid: Grid, model: str, quality: Quality) -> None:
    error = quality.error.values() if quality.error else (None,) * 4
    near, wide, found, apart = map(_figure, quality.values(), error, (100, 100, NEIGHBOURS, 1))
    tell(
        f"{count(len(grid.photos), 'photo')} on {grid.columns} × {grid.rows} cells, "
        f"by the vectors of {model}."
    )
    tell(f"Neatness: {near} % (DPQ16; many shuffled photos have about 15 to 35)")
    tell(f"Large areas: {wide} % (DPQ2; many shuffled photos have about 5)")
    tell(f"Of the {NEIGHBOURS} photos most like it, a photo has {found} in the 24 cells around it.")
    tell(f"Adjacent photos are {apart} times as far apart as any two (by likeness).")
    if quality.sample is not None:
        tell(f"Measured from {quality.sample:,} of them; ± holds in 95 of 100 samples.")


def _figure(value: float, error: float | None, scale: int) -> str:
    """E.g. `91.2`, or `91.2 ± 0.4` where it comes from a sample."""
    digits = 1 if scale > 1 else 2
    told = f"{value * scale:.{digits}f}"
    return told if error is None else f"{told} ± {error * scale:.{digits}f}"
