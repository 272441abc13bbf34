"""What one can type, and its checks."""

import argparse
from pathlib import Path

from gridsne_desktop import __version__
from gridsne_desktop.cli import (
    caching,
    commands,
    evaluating,
    finding,
    modelling,
    organizing,
    pinning,
    undoing,
    vectors,
)
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.export.png import ExportSettings
from gridsne_desktop.layout.orders import SIMILARITY, SORTS
from gridsne_desktop.layout.reduce import REDUCERS
from gridsne_desktop.layout.similar import SIMILAR_COUNT
from gridsne_desktop.library.cache.limit import GIGABYTE, LEAST_LIMIT
from gridsne_desktop.organize.readings import READINGS
from gridsne_desktop.organize.rules import DATES, RuleOptions
from gridsne_desktop.organize.steps import StepKind
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
    Processor,
)

_WAYS = {
    StepKind.COPY: "copy them (the default)",
    StepKind.MOVE: "move them, also within their own folders",
    StepKind.HARD_LINK: "a second name of the same file: costs no space, one volume only",
    StepKind.SYMBOLIC_LINK: "a link to each photo: costs no space",
}

COMMANDS = frozenset(
    {
        *("arrange", "organize", "apply", "undo", "resume", "runs"),
        *("evaluate", "similar", "embed", "cache", "models"),
    }
)
"""First words that are commands; anything else is a folder to open in the window."""

_MOST_GIGABYTES = 1_000_000


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="gridsne-desktop",
        description="All photos of a folder at once, similar ones side by side. "
        "Without a command the window opens, with PATH if given.",
        usage="gridsne-desktop [PATH ...]\n"
        "       gridsne-desktop {arrange,organize,apply,undo,resume,runs,evaluate,similar,embed,"
        "cache,models} --help",
        epilog="Nothing leaves your computer. Photos are never changed.",
    )
    top.add_argument("--version", action="version", version=f"gridsne-desktop {__version__}")
    subparsers = top.add_subparsers(
        title="commands",
        metavar="{arrange,organize,apply,undo,resume,runs,evaluate,similar,embed,cache,models}",
    )
    _add_arrange(subparsers)
    _add_organize(subparsers)
    _add_apply(subparsers)
    _add_undo(subparsers)
    _add_resume(subparsers)
    _add_runs(subparsers)
    _add_evaluate(subparsers)
    _add_similar(subparsers)
    _add_embed(subparsers)
    _add_cache(subparsers)
    _add_models(subparsers)
    return top


def _add_arrange(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    arrange = subparsers.add_parser(
        "arrange", help="arrange photos and write the grid as a picture, as JSON, or both"
    )
    add = arrange.add_argument
    add("paths", nargs="*", type=Path, metavar="FOLDER", help="folders (or photos) to arrange")
    add("--samples", action="store_true", help="arrange the built-in sample photos")
    add("-o", "--output", type=Path, metavar="FILE.png", help="write the grid as a picture")
    add("--layout", type=Path, metavar="FILE.json", help="write the grid as JSON")
    shape = arrange.add_mutually_exclusive_group()
    shape.add_argument("--columns", type=_positive, metavar="N", help="columns of the grid")
    shape.add_argument(
        "--aspect", type=aspect, metavar="W:H", default=1.0, help="wished shape (default 1:1)"
    )
    add("--tile", type=int, metavar="PX", default=ExportSettings().tile, help="a tile's width")
    add("--gap", type=int, metavar="PX", default=ExportSettings().gap, help="between tiles")
    add(
        "--model",
        type=_model,
        metavar="NAME",
        default=DEFAULT_MODEL,
        help="whose vectors; colour is the same as --colour 1",
    )
    add(
        "--colour",
        type=float,
        metavar="SHARE",
        help="how far colour decides, from 0, only content (the default), to 1, only colour",
    )
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
    _add_processor(arrange)
    _add_reading(arrange)
    add("--json", action="store_true", help="print the grid as one JSON object")
    arrange.set_defaults(command=_arrange, fail=arrange.error)


def _add_organize(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    organize = subparsers.add_parser(
        "organize", help="copy, move or link photos to where a rule wants them; can be undone"
    )
    add = organize.add_argument
    add(
        "grid",
        type=Path,
        metavar="GRID_OR_FOLDER",
        help="a grid that `arrange --layout` wrote, or a folder, which is arranged first",
    )
    add("--into", type=Path, required=True, metavar="DEST", help="the folder for the photos")
    add(
        "--by",
        choices=organizing.CHOICES,
        default="order",
        help="order: numbers before the names; groups: a folder for each group of like photos; "
        "date: folders of years and months; rows: a folder for each row (default order)",
    )
    ways = organize.add_mutually_exclusive_group()
    for way, told in _WAYS.items():
        ways.add_argument(f"--{way.value}", action="store_const", dest="way", const=way, help=told)
    organize.set_defaults(way=StepKind.COPY)
    defaults = RuleOptions()
    add(
        "--order",
        choices=list(READINGS),
        default=defaults.order,
        help="how the grid is read: row by row, every other row backwards, or along a curve that "
        "keeps neighbours together (default rows)",
    )
    add(
        "--dates",
        choices=list(DATES),
        default=defaults.dates,
        help="how fine the folders of dates are (default month)",
    )
    add(
        "--if-taken",
        choices=list(organizing.IF_TAKEN),
        default="keep",
        help="where something else has the name: keep both, skip the photo, or replace: what is "
        "there goes to the Trash (default keep)",
    )
    add("--remove-emptied", action="store_true", help="remove folders that moves leave empty")
    add("--dry-run", action="store_true", help="only show what would be done")
    add("--plan", type=Path, metavar="FILE.json", help="write the plan, for `apply`")
    _add_no_cache(organize)
    add("--json", action="store_true", help="print the plan or the outcome as one JSON object")
    organize.set_defaults(command=organizing.organize)


def _add_apply(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = subparsers.add_parser("apply", help="do a plan that `organize --plan` wrote")
    add = command.add_argument
    add("plan", type=Path, metavar="plan.json", help="the plan")
    add("--json", action="store_true", help="print the outcome as one JSON object")
    command.set_defaults(command=organizing.apply)


def _add_undo(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    undo = subparsers.add_parser("undo", help="take back what a run did to the disk")
    which = undo.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "run", nargs="?", metavar="RUN", help="its name, as `runs` lists it; of an undo: redo"
    )
    which.add_argument("--last", action="store_true", help="the last run that is not undone")
    undo.add_argument("--dry-run", action="store_true", help="only show what would be done")
    undo.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    undo.set_defaults(command=undoing.undo)


def _add_resume(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    resume = subparsers.add_parser("resume", help="go on with a run that was interrupted")
    resume.add_argument("run", nargs="?", metavar="RUN", help="its name (default: the last one)")
    resume.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    resume.set_defaults(command=undoing.resume_run)


def _add_runs(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    runs = subparsers.add_parser("runs", help="list what was done to the disk, the newest first")
    runs.add_argument("--json", action="store_true", help="print the runs as one JSON object")
    runs.set_defaults(command=undoing.list_runs)


def _add_evaluate(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    evaluate = subparsers.add_parser(
        "evaluate", help="measure how well a grid keeps like photos together"
    )
    add = evaluate.add_argument
    add("grid", type=Path, metavar="grid.json", help="a grid that `arrange --layout` wrote")
    source = evaluate.add_mutually_exclusive_group()
    source.add_argument(
        "--model", type=_model, metavar="NAME", help="whose vectors (default: the grid's)"
    )
    source.add_argument(
        "--vectors",
        type=Path,
        metavar="FILE.npz",
        help="vectors that `embed` wrote; reads no photo",
    )
    _add_no_cache(evaluate)
    add("--json", action="store_true", help="print the figures as one JSON object")
    evaluate.set_defaults(command=evaluating.evaluate)


def _add_similar(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    similar = subparsers.add_parser("similar", help="name the photos most like one photo")
    add = similar.add_argument
    add("photo", type=Path, metavar="PHOTO", help="the photo, from here or from a folder given")
    add("paths", nargs="+", type=Path, metavar="FOLDER", help="folders (or photos) to look in")
    add(
        "--count",
        type=_positive,
        metavar="N",
        default=SIMILAR_COUNT,
        help=f"how many (default {SIMILAR_COUNT})",
    )
    add(
        "--model",
        type=_model,
        metavar="NAME",
        default=DEFAULT_MODEL,
        help="whose vectors; colour is the same as --colour 1",
    )
    add(
        "--colour",
        type=float,
        metavar="SHARE",
        default=0.0,
        help="how far colour decides, from 0, only content (the default), to 1, only colour",
    )
    _add_processor(similar)
    _add_reading(similar)
    add("--json", action="store_true", help="print the photos as one JSON object")
    similar.set_defaults(command=_similar, fail=similar.error)


def _add_embed(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    embed = subparsers.add_parser("embed", help="write the photos' vectors for other programs")
    add = embed.add_argument
    add("paths", nargs="+", type=Path, metavar="FOLDER", help="folders (or photos) to read")
    add(
        "-o", "--output", type=Path, required=True, metavar="FILE.npz",
        help="write paths, vectors and the model's name, as NumPy's .npz",
    )  # fmt: skip
    add(
        "--model",
        type=_model,
        metavar="NAME",
        default=DEFAULT_MODEL,
        help="whose vectors; colour needs no network",
    )
    _add_processor(embed)
    _add_reading(embed)
    embed.set_defaults(command=vectors.embed_folders)


def _add_cache(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    cache = subparsers.add_parser("cache", help="look after what is kept between runs")
    add = cache.add_argument
    add(
        "action",
        choices=list(caching.ACTIONS),
        help="info: what there is; clear: forget it all; verify: check all, drop the damaged",
    )
    add("--limit", type=_gigabytes, metavar="GB", help="from now on keep at most so much")
    add("--json", action="store_true", help="print the answer as one JSON object")
    cache.set_defaults(command=caching.cache)


def _add_models(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    models = subparsers.add_parser("models", help="what turns photos into vectors")
    add = models.add_argument
    add(
        "action",
        choices=list(modelling.ACTIONS),
        help="list: what there is; download NAME; add FILE.onnx: your own; remove NAME; "
        "verify: compare all, or those named, with what they should be",
    )
    add("what", nargs="*", metavar="NAME", help="of a model; for add, the ONNX file")
    add("--name", metavar="NAME", help="for add: what your model is to be called")
    add("--json", action="store_true", help="print the answer as one JSON object")
    models.set_defaults(command=modelling.models, fail=models.error)


def _add_processor(command: argparse.ArgumentParser) -> None:
    """Add the option of commands that compute vectors."""
    command.add_argument(
        "--processor",
        choices=[processor.value for processor in Processor],
        default=Processor.CPU.value,
        help="automatic: a graphics card or the like, where it is right and faster (default cpu)",
    )


def _add_reading(command: argparse.ArgumentParser) -> None:
    """Add the options of commands that read photos."""
    command.add_argument(
        "--recursive",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="whether sub-folders belong to a folder (default: yes)",
    )
    _add_no_cache(command)


def _add_no_cache(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--no-cache", action="store_true", help="compute all anew and keep nothing for later"
    )


def _arrange(options: argparse.Namespace, run: Run) -> None:
    """Build the settings, whose own checks are usage errors here, and arrange."""
    if bool(options.paths) == options.samples:
        options.fail("say what to arrange: folders, or --samples")
    if not (options.output or options.layout or options.json):
        options.fail("say where the grid should go: -o FILE.png, --layout FILE.json or --json")
    is_colour = options.model == COLOUR.name
    if is_colour and options.colour is not None:
        options.fail("--model colour is colour alone: leave out --colour, or name another model")
    if options.sort != SIMILARITY and (options.pins or options.blanks != DEFAULT_BLANKS):
        options.fail(f"a grid sorted by {options.sort} has no pins, and its blanks at the end")
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


def _similar(options: argparse.Namespace, run: Run) -> None:
    is_colour = options.model == COLOUR.name
    try:
        settings = ArrangeSettings(
            recursive=options.recursive,
            model=DEFAULT_MODEL if is_colour else options.model,
            colour=1.0 if is_colour else options.colour,
            processor=options.processor,
        )
    except ValueError as error:
        options.fail(str(error))
    finding.similar(options, settings, run)


def aspect(text: str) -> float:
    """Width ÷ height of `W:H`, e.g. 1.78 of `16:9`."""
    width, separator, height = text.partition(":")
    try:
        ratio = float(width) / float(height if separator else "1")
        ArrangeSettings(aspect=ratio)
    except (ValueError, ZeroDivisionError):
        raise argparse.ArgumentTypeError(f"'{text}' is not a shape like 16:9") from None
    return ratio


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1 up")
    return int(text)


def _model(name: str) -> str:
    try:
        return find_model(name).name
    except GridsneError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _gigabytes(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not LEAST_LIMIT / GIGABYTE <= number <= _MOST_GIGABYTES:
        raise argparse.ArgumentTypeError(
            f"'{text}' is not a size from {LEAST_LIMIT / GIGABYTE} to {_MOST_GIGABYTES} GB"
        )
    return number
