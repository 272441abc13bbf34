"""The verbs of the command line, on top of the same core as the window."""

import argparse
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from gridsne_desktop.cli.pinning import check_pinned, pins_for
from gridsne_desktop.cli.words import (
    check_target,
    count,
    no_photos,
    print_json,
    tell,
    tell_notes,
    tell_problems,
)
from gridsne_desktop.export.png import ExportSettings, exporter_for, is_our_picture
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid_file import as_json, is_grid_file, write_grid
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.limit import read_limit
from gridsne_desktop.paths import cache_folder, config_folder
from gridsne_desktop.photo import Problem
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import ArrangeSettings
from gridsne_desktop.sorting import sorted_by


def arrange(
    options: argparse.Namespace, settings: ArrangeSettings, export: ExportSettings, run: Run
) -> None:
    """Arrange the folders or the samples; write the picture and the layout that were asked for.

    Raises:
        GridsneError: No photo could be read, one to be pinned is not there, or a file cannot be
            written.
        Cancelled: The run was cancelled; no file was written.
    """
    exporter = exporter_for(options.output) if options.output else None
    check_target(options.output, is_ours=is_our_picture)
    check_target(options.layout, is_ours=is_grid_file)
    paths = [sample_folder(run, cache=cache_folder())] if options.samples else options.paths
    settings = replace(settings, pins=pins_for(options.pins, paths))
    with open_cache(options) as cache:
        pipeline = Pipeline(cache)
        arranged = pipeline.arrange(paths, settings=settings, run=run)
        arrangement = sorted_by(arranged, options.sort, cache=cache, run=run)
        tell_notes(cache)
    if not arrangement.grid.photos:
        raise no_photos(paths, arrangement.problems)
    check_pinned(settings.pins, arrangement)
    problems = list(arrangement.problems)
    if exporter:
        problems += exporter(arrangement.grid, options.output, settings=export, run=run)
    if options.layout:
        write_grid(arrangement, options.layout)
    if options.json:
        print_json(as_json(arrangement))
    _tell_arranged(arrangement, problems, options)
    for note in pipeline.processor_notes:
        tell(note)


def open_cache(options: argparse.Namespace) -> AbstractContextManager[Cache | None]:
    """The cache; nothing with `--no-cache`."""
    if options.no_cache:
        return nullcontext()
    return Cache(cache_folder(), limit=read_limit(config_folder()))


def _tell_arranged(
    arrangement: Arrangement, problems: list[Problem], options: argparse.Namespace
) -> None:
    grid = arrangement.grid
    seconds = sum(arrangement.seconds.values())
    tell(
        f"{count(len(grid.photos), 'photo')} on {grid.columns} × {grid.rows} cells "
        f"in {seconds:.1f} s."
    )
    if arrangement.groups is not None:
        groups = len(set(arrangement.groups.tolist()))
        tell(f"{count(groups, 'group')} of like photos.")
    if arrangement.bundles:
        files = sum(len(bundle.companions) for bundle in arrangement.bundles)
        tell(
            f"{count(len(arrangement.bundles), 'photo')} of more than one file shown once "
            f"({count(files, 'RAW or clip')} beside)."
        )
    for target in filter(None, (options.output, options.layout)):
        tell(f"Wrote {target}")
    tell_problems(tuple(problems))
