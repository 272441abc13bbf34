"""Threads that read photos and give each to the model."""

import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeAlias

import numpy as np

from gridsne_desktop.embedding.memory import Memory
from gridsne_desktop.embedding.tensor import Vector
from gridsne_desktop.embedding.vectorizer import Vectorizer
from gridsne_desktop.embedding.wave import Wave
from gridsne_desktop.errors import Cancelled, GridsneError, Unreadable
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run

_log = logging.getLogger(__name__)

NICENESS: Final = 10
"""Of workers on Linux: the window comes first, and on an idle machine they lose nothing."""
CANCEL_CHECK_SECONDS: Final = 0.05
"""How often the waiting thread looks whether the run was cancelled; shorter than one notices."""

Outcome: TypeAlias = Vector | Problem
"""What became of a photo."""


class Workers:
    """Threads that turn files into outcomes; leaving the context ends and joins them all.

    A worker holds one photo at a time: it takes a path, decodes, infers, and puts only
    the vector down. So `count` photos are the most that are in memory.
    """

    def __init__(
        self,
        tasks: Sequence[tuple[int, Path]],
        vectorizer: Vectorizer,
        decode: Callable[[Path], Pixels],
        on_read: Callable[[int, Pixels], None] | None,
        keep: Callable[[int, Outcome], None],
        *,
        count: int,
        wave: Wave | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Make `count` workers for `tasks`, (index, absolute path) pairs.

        What `memory` recalls is not computed, and what is computed it learns.

        `keep` is called with an index and its outcome, once, on the thread that waits. The
        workers see to `wave` before the first task.
        """
        self._wave = wave
        self._vectorizer, self._decode, self._memory = vectorizer, decode, memory
        self._on_read, self._keep = on_read, keep
        self._left, self._count = len(tasks), count
        self._stopping = threading.Event()
        self._pending: queue.SimpleQueue[tuple[int, Path]] = queue.SimpleQueue()
        for task in tasks:
            self._pending.put(task)
        self._outcomes: queue.SimpleQueue[tuple[int, Outcome]] = queue.SimpleQueue()
        self._pool = ThreadPoolExecutor(count, "embed", initializer=give_way)
        self._futures: list[Future[None]] = []

    def __enter__(self) -> Self:
        self._futures = [self._pool.submit(self._work) for _ in range(self._count)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._vectorizer.stop()
        self._pool.shutdown(wait=True)
        while not self._outcomes.empty():  # finished before the stop: not to be computed twice
            self._keep(*self._outcomes.get())

    def outcomes_left(self, run: Run) -> Iterator[int]:
        """Keep the outcomes as they come; yields, after each, how many are still to come.

        Raises:
            Cancelled: The run was cancelled.
        """
        while self._left:
            run.check()
            for future in self._futures:
                if future.done():
                    future.result()  # raises what ended a worker before its time
            try:
                index, outcome = self._outcomes.get(timeout=CANCEL_CHECK_SECONDS)
            except queue.Empty:
                continue
            self._keep(index, outcome)
            self._left -= 1
            yield self._left

    def _work(self) -> None:
        if self._wave is not None:
            self._wave.work(self._stopping)
        while not self._stopping.is_set():
            try:
                index, path = self._pending.get_nowait()
            except queue.Empty:
                return
            self._outcomes.put((index, self._outcome(index, path)))

    def _outcome(self, index: int, path: Path) -> Outcome:
        recalled = self._memory.recall(index) if self._memory is not None else None
        return recalled if recalled is not None else self._computed(index, path)

    def _computed(self, index: int, path: Path) -> Outcome:
        try:
            pixels = self._decode(path)
        except (Cancelled, GridsneError):
            raise
        except Unreadable as error:
            return Problem(path, str(error))
        except MemoryError:
            return _without_memory(path)
        except Exception as error:  # noqa: BLE001 - one photo must not cost the person all others
            _log.exception("a photo could not be read: %s", path)
            return Problem(path, f"Reading it failed in a way that nobody foresaw: {error!r}.")
        if self._on_read is not None:
            self._on_read(index, pixels)
        try:
            vector = self._vectorizer.vector(pixels)
        except MemoryError:
            return _without_memory(path)
        if np.isnan(vector).any():
            return Problem(path, "The model finds nothing in it to compare with other photos.")
        vector.setflags(write=False)
        if self._memory is not None:
            self._memory.learn(index, pixels, vector)
        return vector


def _without_memory(path: Path) -> Problem:
    _log.exception("no memory to read a photo: %s", path)
    return Problem(path, "There is not enough memory to read it.")


def core_count() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def give_way() -> None:
    """Make the calling thread nicer than the window; a thread, as Linux has it, not the process."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nicer = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
        try:
            os.setpriority(os.PRIO_PROCESS, thread, nicer)
        except OSError as error:
            _log.debug("this system lets no thread give way", exc_info=error)
