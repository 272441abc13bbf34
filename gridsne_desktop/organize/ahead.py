"""Copies of one batch, written, flushed and verified at once: the disk sees a queue of work."""

from collections.abc import Callable, Iterable, Iterator
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
"""Of all parts at once: so much is flushed before one looks at Cancel again."""

_FLUSHING: Final = 8
"""Threads that wait for the disk, which then flushes several files together."""

_Waiting: TypeAlias = list[tuple[int, Path, Future[Done]]]


def copy_ahead(
    copies: Iterable[tuple[int, Step, Path]], *, run: Run, on_bytes: Callable[[int], None]
) -> dict[int, Done]:
    """Write a part for each of `copies`, told by number, step and the part's path.

    What goes wrong here is left to be done by itself, which tells what is the matter. `on_bytes`
    hears how many bytes of all of them are written.

    Returns:
        How the steps will be done once their parts are published, by number; nothing is left of
        the other parts.

    Raises:
        Cancelled: The run was cancelled; parts are left.
        OSError: A part cannot be removed.
    """
    with ThreadPoolExecutor(_FLUSHING, "flushing") as pool:
        waiting = list(_written(copies, pool, run, on_bytes))
    return dict(_verified(waiting))


def _written(
    copies: Iterable[tuple[int, Step, Path]],
    pool: ThreadPoolExecutor,
    run: Run,
    on_bytes: Callable[[int], None],
) -> Iterator[tuple[int, Path, Future[Done]]]:
    written = 0

    def count(bytes_of_step: int) -> None:
        on_bytes(written + bytes_of_step)

    for number, step, path in copies:
        try:
            part = write_part(step, path, on_bytes=count)
        except Unreadable:
            remove_part(path)
        except OSError:  # the next one would hardly fare better
            remove_part(path)
            return
        else:
            written += step.size
            yield number, path, pool.submit(part.verified, run=run)


def _verified(waiting: _Waiting) -> Iterator[tuple[int, Done]]:
    for number, path, verified in waiting:
        try:
            yield number, verified.result()
        except (OSError, Unreadable):
            remove_part(path)
