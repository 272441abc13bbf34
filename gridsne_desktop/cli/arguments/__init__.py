"""What one can type: the parser, with each group of commands from a module of its own."""

import argparse

from gridsne_desktop import __version__
from gridsne_desktop.cli.arguments.arranging import add_arrange
from gridsne_desktop.cli.arguments.disk import (
    add_apply,
    add_organize,
    add_resume,
    add_runs,
    add_undo,
)
from gridsne_desktop.cli.arguments.keeping import add_cache, add_models
from gridsne_desktop.cli.arguments.vectors import add_embed, add_evaluate, add_similar

COMMANDS = frozenset(
    {
        *("arrange", "organize", "apply", "undo", "resume", "runs"),
        *("evaluate", "similar", "embed", "cache", "models"),
    }
)
"""First words that are commands; anything else is a folder to open in the window."""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="gridsne-desktop",
        description="All photos of a folder at once, similar ones side by side. "
        "Without a command the window opens, with PATH if given.",
        usage="gridsne-desktop [PATH ...]\n"
        "       gridsne-desktop {arrange,organize,apply,undo,resume,runs,evaluate,similar,embed,"
        "cache,models} --help",
        epilog="Nothing leaves your computer. No photo is ever changed or overwritten.",
    )
    top.add_argument("--version", action="version", version=f"gridsne-desktop {__version__}")
    subparsers = top.add_subparsers(
        prog="gridsne-desktop",
        title="commands",
        metavar="{arrange,organize,apply,undo,resume,runs,evaluate,similar,embed,cache,models}",
    )
    add_arrange(subparsers)
    add_organize(subparsers)
    add_apply(subparsers)
    add_undo(subparsers)
    add_resume(subparsers)
    add_runs(subparsers)
    add_evaluate(subparsers)
    add_similar(subparsers)
    add_embed(subparsers)
    add_cache(subparsers)
    add_models(subparsers)
    return top
