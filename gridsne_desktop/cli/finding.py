"""`similar`: the photos most like one photo."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gridsne_desktop.cli.commands import open_cache
from gridsne_desktop.cli.words import count, print_json, tell, tell_notes, tell_problems
from gridsne_desktop.embedding.embedder import Embedding
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.similar import Similar
from gridsne_desktop.library.scan import Scan, absolute
from gridsne_desktop.photo import Problem
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings


def similar(options: argparse.Namespace, settings: ArrangeSettings, run: Run) -> None:
    """Print the photos of `options.paths` most like `options.photo`, the most alike first.

    Raises:
        GridsneError: The photo is not there or cannot be read, or a folder does not exist.
        Cancelled: The run was cancelled.
    """
    path = _found(options.photo, options.paths)
    with open_cache(options) as cache:
        # Where the photo lies in one of the folders it is found once.
        pipeline = Pipeline(cache)
        read, scan = pipeline.read((*options.paths, path), settings=settings, run=run)
        tell_notes(cache)
    index = _index(path, read, scan)
    finder = Similar(read.vectors, run=run)
    found = finder.most(index, count=options.count).tolist()
    if options.json:
        likeness = finder.likeness(index)
        print_json(_as_json(read, index, found, likeness.tolist(), settings))
    else:
        for each in found:
            sys.stdout.write(f"{read.photos[each].path}\n")
    tell(f"{count(len(found), 'photo')} most like {path.name}, of {len(read.photos):,}.")
    tell_problems((*scan.problems, *read.problems))
    for note in pipeline.processor_notes:
        tell(note)


def _found(photo: Path, folders: Sequence[Path]) -> Path:
    for place in (photo, *(folder / photo for folder in folders)):
        if place.is_file():
            return absolute(place)
    raise GridsneError(
        f"There is no photo {photo}.", "Give its path from here, or from one of the folders."
    )


def _index(path: Path, read: Embedding, scan: Scan) -> int:
    """The row of the photo, or of the one that is shown for it.

    Raises:
        GridsneError: It was not read.
    """
    shown = next((each.photo for each in scan.bundles if path in each.companions), path)
    paths = [photo.path for photo in read.photos]
    if shown in paths:
        return paths.index(shown)
    own = shown.resolve()  # given by a link, and known by its own name, or the other way round
    for index, each in enumerate(paths):
        if each.resolve() == own:
            return index
    problems: tuple[Problem, ...] = (*scan.problems, *read.problems)
    reason = next((problem.reason for problem in problems if problem.path == shown), "")
    raise GridsneError(f"{path} cannot be compared.", reason or "It is not a photo.")


def _as_json(
    read: Embedding,
    index: int,
    found: Sequence[int],
    likeness: Sequence[float],
    settings: ArrangeSettings,
) -> dict[str, Any]:
    return {
        "photo": str(read.photos[index].path),
        "model": COLOUR.name if settings.colour == 1 else settings.model,
        "colour": settings.colour,
        "similar": [
            {"path": str(read.photos[each].path), "likeness": round(likeness[each], 4)}
            for each in found
        ],
    }
