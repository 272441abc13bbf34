"""Copies of one batch, written, flushed and verified at once: the disk sees a queue of work."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.organize.copying import remove_part, write_part
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.steps import Step
from gridsne_desktop.progress import Run

MOST_COPIES: Final = 64
"""Parts at once: each is an open file, and macOS allows a program 256."""

MOST_BYTES: Final = 32_000_000
"""Of all parts at once; between them nobody looks at Cancel on a slow disk's behalf."""

_FLUSHING: Final = 8
"""Threads that wait for the disk, which then flushes several files together."""

_Waiting: TypeAlias = list[tuple[int, Path, Future[Done]]]


def copy_ahead(copies: Iterable[tuple[int, Step, Path]], *, run: Run) -> dict[int, Done]:
    """Write a part for each of `copies`, told by number, step and the part's path.

    What goes wrong here is left to be done by itself, which tells what is the matter.

    Returns:
        How the steps will be done once their parts are published, by number; nothing is left of
        the other parts.

    Raises:
        Cancelled: The run was cancelled; parts are left.
        OSError: A part cannot be removed.
    """
    with ThreadPoolExecutor(_FLUSHING, "flushing") as pool:
        waiting = list(_written(copies, pool, run))
    return dict(_verified(waiting))


def _written(
    copies: Iterable[tuple[int, Step, Path]], pool: ThreadPoolExecutor, run: Run
) -> Iterator[tuple[int, Path, Future[Done]]]:
    def check(_: int) -> None:
        run.check()

    for number, step, path in copies:
        try:
            part = write_part(step, path, on_bytes=check)
        except Unreadable:
            remove_part(path)
        except OSError:  # the next one would hardly fare better
            remove_part(path)
            return
        else:
            yield number, path, pool.submit(part.verified, run=run)


def _verified(waiting: _Waiting) -> Iterator[tuple[int, Done]]:
    for number, path, verified in waiting:
        try:
            yield number, verified.result()
        except (OSError, Unreadable):
            remove_part(path)
