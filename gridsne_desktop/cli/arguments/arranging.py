"""`arrange`."""

import argparse
from pathlib import Path

from gridsne_desktop.cli import commands, pinning
from gridsne_desktop.cli.arguments.kinds import aspect, positive
from gridsne_desktop.cli.arguments.shared import (
    Commands,
    add_processor,
    add_reading,
    add_vectors_wished,
)
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.export.png import ExportSettings
from gridsne_desktop.layout.orders import SIMILARITY, SORTS
from gridsne_desktop.layout.reduce import REDUCERS
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import (
    BLANKS_NAMES,
    DEFAULT_BLANKS,
    DEFAULT_LOOK,
    DEFAULT_MODEL,
    DEFAULT_PERPLEXITY,
    DEFAULT_REDUCER,
    DEFAULT_SEED,
    LOOK_NAMES,
    ArrangeSettings,
)


def add_arrange(subparsers: Commands) -> None:
    """Add `arrange`."""
    arrange = subparsers.add_parser(
        "arrange", help="arrange photos and write the grid as a picture, as JSON, or both"
    )
    _add_files(arrange)
    _add_picture(arrange)
    add_vectors_wished(arrange)
    _add_cells(arrange)
    _add_map(arrange)
    add_processor(arrange)
    add_reading(arrange)
    arrange.add_argument("--json", action="store_true", help="print the grid as one JSON object")
    arrange.set_defaults(command=_arrange, fail=arrange.error)


def _add_files(arrange: argparse.ArgumentParser) -> None:
    add = arrange.add_argument
    add("paths", nargs="*", type=Path, metavar="FOLDER", help="folders (or photos) to arrange")
    add("--samples", action="store_true", help="arrange the built-in sample photos")
    add("-o", "--output", type=Path, metavar="FILE.png", help="write the grid as a picture")
    add("--layout", type=Path, metavar="FILE.json", help="write the grid as JSON")


def _add_picture(arrange: argparse.ArgumentParser) -> None:
    shape = arrange.add_mutually_exclusive_group()
    shape.add_argument("--columns", type=positive, metavar="N", help="columns of the grid")
    shape.add_argument(
        "--aspect", type=aspect, metavar="W:H", default=1.0, help="wished shape (default 1:1)"
    )
    add = arrange.add_argument
    add("--tile", type=int, metavar="PX", default=ExportSettings().tile, help="a tile's width")
    add("--gap", type=int, metavar="PX", default=ExportSettings().gap, help="between tiles")


def _add_cells(arrange: argparse.ArgumentParser) -> None:
    add = arrange.add_argument
    add("--seed", type=int, default=DEFAULT_SEED, help="same seed, same grid (default 0)")
    add(
        "--look",
        choices=LOOK_NAMES,
        default=DEFAULT_LOOK,
        help="crisp: nearest neighbours side by side; smooth: gentle transitions (default crisp)",
    )
    add(
        "--blanks",
        choices=BLANKS_NAMES,
        default=DEFAULT_BLANKS,
        help="where blank cells stand: at the end of the last row, evenly around the edges, or as "
        "margins between groups of like photos (default end)",
    )
    add(
        "--sort",
        choices=SORTS,
        default=SIMILARITY,
        help="what the grid is sorted by; all but similarity, the arrangement itself, fill it "
        "row by row (default similarity)",
    )


def _add_map(arrange: argparse.ArgumentParser) -> None:
    add = arrange.add_argument
    add(
        "--reducer",
        choices=sorted(REDUCERS),
        default=DEFAULT_REDUCER,
        help="what makes the map (default tsne)",
    )
    add(
        "--perplexity",
        type=float,
        default=DEFAULT_PERPLEXITY,
        help=f"neighbours a photo looks to in t-SNE (default {DEFAULT_PERPLEXITY:g})",
    )
    add(
        "--pin",
        action="append",
        type=pinning.wish,
        metavar="PHOTO=COLUMN,ROW",
        default=[],
        dest="pins",
        help="keep a photo in a cell, from 0, or from the end: -1 is the last; or in a corner: "
        "PHOTO=top-left; the rest flows around it; may be repeated",
    )


def _check(options: argparse.Namespace) -> None:
    """Say what does not go together."""
    if bool(options.paths) == options.samples:
        options.fail("say what to arrange: folders, or --samples")
    if not (options.output or options.layout or options.json):
        options.fail("say where the grid should go: -o FILE.png, --layout FILE.json or --json")
    if options.model == COLOUR.name and options.colour is not None:
        options.fail("--model colour is colour alone: leave out --colour, or name another model")
    if options.sort != SIMILARITY and (options.pins or options.blanks != DEFAULT_BLANKS):
        options.fail(f"a grid sorted by {options.sort} has no pins, and its blanks at the end")


def _arrange(options: argparse.Namespace, run: Run) -> None:
    """Build the settings, whose own checks are usage errors here, and arrange."""
    _check(options)
    is_colour = options.model == COLOUR.name
    try:
        settings = ArrangeSettings(
            recursive=options.recursive,
            model=DEFAULT_MODEL if is_colour else options.model,
            colour=1.0 if is_colour else options.colour or 0.0,
            reducer=options.reducer,
            look=options.look,
            blanks=options.blanks,
            seed=options.seed,
            perplexity=options.perplexity,
            columns=options.columns,
            aspect=options.aspect,
            processor=options.processor,
        )
        export = ExportSettings(tile=options.tile, gap=options.gap)
    except ValueError as error:
        options.fail(str(error))
    commands.arrange(options, settings, export, run)
