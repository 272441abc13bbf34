"""What the commands have to say, and where they may write."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import writing_failed
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.reasons import grouped
from gridsne_desktop.organize.outcome import Outcome
from gridsne_desktop.photo import Problem

NAMED_AT_MOST: Final = 10
"""Photos named for each reason; grid.json and `--json` name all."""


def check_target(target: Path | None, *, is_ours: Callable[[Path], bool]) -> None:
    """Say before the work, not after it, that a file cannot be written there.

    A mistyped name must not cost a photo: only a file that this program wrote is replaced.
    """
    if target is None:
        return
    if not target.absolute().parent.is_dir():
        raise GridsneError(f"The folder {target.parent} does not exist.", "Make it first.")
    if target.is_dir():
        raise GridsneError(f"{target} is a folder.", "Give the name of a file.")
    try:
        is_free = not target.exists() or is_ours(target)
    except OSError as error:
        raise writing_failed(target, error) from error
    if not is_free:
        raise GridsneError(
            f"{target} exists and was not written by gridsne-desktop.",
            "Choose another name, or remove that file first.",
        )


def no_photos(paths: list[Path], problems: tuple[Problem, ...]) -> GridsneError:
    """The error where none of `paths` gave a photo."""
    places = ", ".join(str(path) for path in paths)
    if problems:
        first = problems[0]
        return GridsneError(
            f"None of the photos in {places} can be read.", f"{first.path.name}: {first.reason}"
        )
    return GridsneError(f"There are no photos in {places}.", "Choose a folder with photos in it.")


def check_came(outcome: Outcome) -> None:
    """Let a run of which nothing came to be end as one that failed.

    Raises:
        GridsneError: It is one.
    """
    if outcome.problems and not (outcome.done or outcome.already_there):
        raise GridsneError("Nothing was done: all of it was left out.", "Why, is told above.")


def print_json(value: dict[str, Any]) -> None:
    """Write `value` to stdout."""
    sys.stdout.write(json.dumps(value, indent=1) + "\n")


def tell_problems(problems: tuple[Problem, ...]) -> None:
    """Say why photos were left out, how many for each reason, and name the first of them."""
    if problems:
        tell(f"{count(len(problems), 'photo')} left out:")
    for group in grouped(problems):
        tell(f"  {group.title}: {group.remedy}." if group.remedy else f"  {group.title}:")
        for problem in group.problems[:NAMED_AT_MOST]:
            reason = "" if group.advice else f": {problem.reason}"
            tell(f"    {str(problem.path)!r}{reason}")
        more = len(group.problems) - NAMED_AT_MOST
        if more > 0:
            tell(f"    and {more:,} more")


def tell_notes(cache: Cache | None) -> None:
    """Say what went wrong with the cache."""
    for note in cache.notes if cache is not None else ():
        tell(note)


def tell(sentence: str) -> None:
    """Write to stderr whatever the name's script: what cannot be encoded is escaped."""
    encoding = sys.stderr.encoding or "utf-8"
    safe = sentence.encode(encoding, "backslashreplace").decode(encoding)
    sys.stderr.write(f"{safe}\n")


def count(number: int, noun: str) -> str:
    """E.g. `1 photo`, `2 photos`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
