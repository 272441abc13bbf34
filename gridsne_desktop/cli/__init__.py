"""The command line: the second thin client of the core.

`main` parses (`arguments`), runs one command (`commands`) and turns every outcome into an exit
code: 0 done, 1 a clear error, 2 wrong usage. Progress goes to a terminal (`terminal`).
"""

import logging
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from gridsne_desktop.cli.arguments import COMMANDS, parser
from gridsne_desktop.cli.terminal import TerminalProgress
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.progress import Run

__all__ = ["COMMANDS", "main"]

DONE, FAILED = 0, 1


def main(argv: Sequence[str]) -> int:
    """Run the command in `argv` (without the program's name); the exit code."""
    options = parser().parse_args(argv)
    if "command" not in options:
        parser().print_help()
        return DONE
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s: %(message)s")
    progress = TerminalProgress(sys.stderr)
    run = Run(progress.show if sys.stderr.isatty() else None)
    try:
        with _interrupt_cancels(run):
            options.command(options, run)
    except Cancelled:
        return _fail(progress, "Stopped, as you asked.")
    except GridsneError as error:
        return _fail(progress, str(error))
    progress.clear()
    return DONE


def _fail(progress: TerminalProgress, sentence: str) -> int:
    progress.clear()
    sys.stderr.write(f"gridsne-desktop: {sentence}\n")
    return FAILED


@contextmanager
def _interrupt_cancels(run: Run) -> Iterator[None]:
    """Let Ctrl+C stop the run at its next safe place; a second Ctrl+C ends the process."""

    def cancel(*_: object) -> None:
        run.cancel()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    earlier = signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, earlier)
