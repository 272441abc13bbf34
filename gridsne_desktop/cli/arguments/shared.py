"""Options that several commands have."""

import argparse
from typing import TypeAlias

from gridsne_desktop.cli.arguments.kinds import model
from gridsne_desktop.settings import DEFAULT_MODEL, Processor

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
"""Where a command is added."""


def add_vectors_wished(command: argparse.ArgumentParser) -> None:
    """Add the options that say by what photos are alike; no share is that of content."""
    add = command.add_argument
    add(
        "--model",
        type=model,
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


def add_processor(command: argparse.ArgumentParser) -> None:
    """Add the option of commands that compute vectors."""
    command.add_argument(
        "--processor",
        choices=[processor.value for processor in Processor],
        default=Processor.CPU.value,
        help="automatic: a graphics card or the like, where it is right and faster (default cpu)",
    )


def add_reading(command: argparse.ArgumentParser) -> None:
    """Add the options of commands that read photos."""
    command.add_argument(
        "--recursive",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="whether sub-folders belong to a folder (default: yes)",
    )
    add_no_cache(command)


def add_no_cache(command: argparse.ArgumentParser) -> None:
    """Add the option of commands that use the cache."""
    command.add_argument(
        "--no-cache", action="store_true", help="compute all anew and keep nothing for later"
    )
