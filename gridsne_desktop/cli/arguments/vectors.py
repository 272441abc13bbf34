"""`evaluate`, `similar`, `embed`: what vectors tell."""

import argparse
from pathlib import Path

from gridsne_desktop.cli import evaluating, finding, vectors
from gridsne_desktop.cli.arguments.kinds import model, positive
from gridsne_desktop.cli.arguments.shared import (
    Commands,
    add_no_cache,
    add_processor,
    add_reading,
    add_vectors_wished,
)
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.layout.similar import SIMILAR_COUNT
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings


def add_evaluate(subparsers: Commands) -> None:
    """Add `evaluate`."""
    evaluate = subparsers.add_parser(
        "evaluate", help="measure how well a grid keeps like photos together"
    )
    add = evaluate.add_argument
    add("grid", type=Path, metavar="grid.json", help="a grid that `arrange --layout` wrote")
    source = evaluate.add_mutually_exclusive_group()
    source.add_argument(
        "--model", type=model, metavar="NAME", help="whose vectors (default: the grid's)"
    )
    source.add_argument(
        "--vectors",
        type=Path,
        metavar="FILE.npz",
        help="vectors that `embed` wrote; reads no photo",
    )
    add_no_cache(evaluate)
    add("--json", action="store_true", help="print the figures as one JSON object")
    evaluate.set_defaults(command=evaluating.evaluate)


def add_similar(subparsers: Commands) -> None:
    """Add `similar`."""
    similar = subparsers.add_parser("similar", help="name the photos most like one photo")
    add = similar.add_argument
    add("photo", type=Path, metavar="PHOTO", help="the photo, from here or from a folder given")
    add("paths", nargs="+", type=Path, metavar="FOLDER", help="folders (or photos) to look in")
    add(
        "--count",
        type=positive,
        metavar="N",
        default=SIMILAR_COUNT,
        help=f"how many (default {SIMILAR_COUNT})",
    )
    add_vectors_wished(similar)
    add_processor(similar)
    add_reading(similar)
    add("--json", action="store_true", help="print the photos as one JSON object")
    similar.set_defaults(command=_similar, fail=similar.error)


def add_embed(subparsers: Commands) -> None:
    """Add `embed`."""
    embed = subparsers.add_parser("embed", help="write the photos' vectors for other programs")
    add = embed.add_argument
    add("paths", nargs="+", type=Path, metavar="FOLDER", help="folders (or photos) to read")
    add(
        "-o", "--output", type=Path, required=True, metavar="FILE.npz",
        help="write paths, vectors and the model's name, as NumPy's .npz",
    )  # fmt: skip
    add(
        "--model",
        type=model,
        metavar="NAME",
        default=DEFAULT_MODEL,
        help="whose vectors; colour needs no network",
    )
    add_processor(embed)
    add_reading(embed)
    embed.set_defaults(command=vectors.embed_folders)


def _similar(options: argparse.Namespace, run: Run) -> None:
    is_colour = options.model == COLOUR.name
    try:
        settings = ArrangeSettings(
            recursive=options.recursive,
            model=DEFAULT_MODEL if is_colour else options.model,
            colour=1.0 if is_colour else options.colour or 0.0,
            processor=options.processor,
        )
    except ValueError as error:
        options.fail(str(error))
    finding.similar(options, settings, run)
