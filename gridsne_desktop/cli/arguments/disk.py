"""`organize`, `apply`, `undo`, `resume`, `runs`: what is done to the disk."""

import argparse
from pathlib import Path

from gridsne_desktop.cli import organizing, undoing
from gridsne_desktop.cli.arguments.shared import Commands, add_no_cache
from gridsne_desktop.organize.readings import READINGS
from gridsne_desktop.organize.rules import DATES, RuleOptions
from gridsne_desktop.organize.steps import StepKind

_WAYS = {
    StepKind.COPY: "copy them (the default)",
    StepKind.MOVE: "move them, also within their own folders",
    StepKind.HARD_LINK: "a second name of the same file: costs no space, one volume only",
    StepKind.SYMBOLIC_LINK: "a link to each photo: costs no space",
}


def add_organize(subparsers: Commands) -> None:
    """Add `organize`."""
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
    _add_rules(organize)
    add("--remove-emptied", action="store_true", help="remove folders that moves leave empty")
    add("--dry-run", action="store_true", help="only show what would be done")
    add("--plan", type=Path, metavar="FILE.json", help="write the plan, for `apply`")
    add_no_cache(organize)
    add("--json", action="store_true", help="print the plan or the outcome as one JSON object")
    organize.set_defaults(way=StepKind.COPY, command=organizing.organize)


def _add_rules(organize: argparse.ArgumentParser) -> None:
    add, defaults = organize.add_argument, RuleOptions()
    ways = organize.add_mutually_exclusive_group()
    for way, told in _WAYS.items():
        ways.add_argument(f"--{way.value}", action="store_const", dest="way", const=way, help=told)
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


def add_apply(subparsers: Commands) -> None:
    """Add `apply`."""
    command = subparsers.add_parser("apply", help="do a plan that `organize --plan` wrote")
    add = command.add_argument
    add("plan", type=Path, metavar="plan.json", help="the plan")
    add("--json", action="store_true", help="print the outcome as one JSON object")
    command.set_defaults(command=organizing.apply)


def add_undo(subparsers: Commands) -> None:
    """Add `undo`."""
    undo = subparsers.add_parser("undo", help="take back what a run did to the disk")
    which = undo.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "run", nargs="?", metavar="RUN", help="its name, as `runs` lists it; of an undo: redo"
    )
    which.add_argument("--last", action="store_true", help="the last run that is not undone")
    undo.add_argument("--dry-run", action="store_true", help="only show what would be done")
    undo.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    undo.set_defaults(command=undoing.undo)


def add_resume(subparsers: Commands) -> None:
    """Add `resume`."""
    resume = subparsers.add_parser("resume", help="go on with a run that was interrupted")
    resume.add_argument("run", nargs="?", metavar="RUN", help="its name (default: the last one)")
    resume.add_argument("--json", action="store_true", help="print the outcome as one JSON object")
    resume.set_defaults(command=undoing.resume_run)


def add_runs(subparsers: Commands) -> None:
    """Add `runs`."""
    runs = subparsers.add_parser("runs", help="list what was done to the disk, the newest first")
    runs.add_argument("--json", action="store_true", help="print the runs as one JSON object")
    runs.set_defaults(command=undoing.list_runs)
