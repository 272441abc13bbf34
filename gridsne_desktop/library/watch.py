"""Noticing what happens to the photos of open folders.

The operating system rings (`disk_events`), and then a scan tells what is different: one truth for
what a photo is, whatever system rang. A slow patrol looks without being rung for, because no
system rings for all: not for network drives, linked folders, or beyond its limit of watches.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.library.changes import Changes, compare
from gridsne_desktop.library.scan import scan
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run

_RUNG_SHARE: Final = 0.1
"""Of one core, at most, while photos keep arriving: a scan of 100,000 photos takes seconds."""

_PATROL_SHARE: Final = 0.02
"""Of one core, at most, while nothing happens."""

_TICKS: Final = 5
"""How often in a `quiet` the bell is looked at."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How soon changes are noticed; all in seconds.

    Attributes:
        quiet: Before the first look; after the last event, before looking; and between the two
            looks at a new photo that must agree, so that no half-written one is told.
        at_most: After the first event, before looking although events keep coming.
        patrol: Between two looks without any event, where the system rings.
        patrol_alone: The same where it does not.
        patience: How many times as long the pauses of a patrol get while nothing happens.
    """

    quiet: float = 1.0
    at_most: float = 5.0
    patrol: float = 60.0
    patrol_alone: float = 10.0
    patience: float = 6.0


class Events(Protocol):
    """What rings, as `disk_events.DiskEvents`."""

    @property
    def is_alive(self) -> bool:
        """Whether it would ring."""

    def stop(self) -> None:
        """Ring no more."""


class Ringer(Protocol):
    """What starts to ring."""

    def __call__(
        self, paths: Sequence[Path], *, recursive: bool, on_event: Callable[[], None]
    ) -> Events | None:
        """Call `on_event` on any thread whenever something has changed; None if that cannot be."""


def watch(
    paths: Sequence[Path],
    known: Sequence[Photo],
    *,
    recursive: bool,
    run: Run,
    on_changes: Callable[[Changes], None],
    is_ours: Callable[[Path], bool] | None = None,
    pace: Pace | None = None,
    ringer: Ringer | None = None,
) -> None:
    """Tell how the photos of `paths` differ from `known`, whenever that changes, until cancelled.

    The first look is after `pace.quiet`: photos that have just been arranged may still be on their
    way on a screen. `on_changes` is called on this thread, with empty changes when all is as it was
    again. Photos that grow still, and fresh ones that `is_ours` (files the app writes), are not
    told. While a folder of `paths` is gone nothing is told at all: most likely its drive was
    unplugged.

    Raises:
        Cancelled: The run was cancelled.
    """
    bell = _Bell()
    pace = pace or Pace()
    events = (ringer or _disk_events)(paths, recursive=recursive, on_event=bell.ring)
    try:
        looker = _Looker(paths, known, recursive, run, is_ours or _nobodys, pace.quiet)
        run.wait(pace.quiet)
        _keep_looking(looker, bell, events, pace, on_changes)
    finally:
        if events is not None:
            events.stop()


def _keep_looking(
    looker: "_Looker",
    bell: "_Bell",
    events: Events | None,
    pace: Pace,
    on_changes: Callable[[Changes], None],
) -> None:
    told, patience = Changes(), 1.0
    while True:
        bell.hush()
        changes = looker.look()
        if changes is None or changes == told:
            patience = min(2 * patience, pace.patience)
        else:
            told, patience = changes, 1.0
            on_changes(changes)
        rings = events is not None and events.is_alive
        patrol = patience * (pace.patrol if rings else pace.patrol_alone)
        while not looker.is_due(bell, pace, patrol=patrol):
            looker.run.wait(pace.quiet / _TICKS)


class _Bell:
    """Rung by the system's threads: when it rang first and last since it was hushed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rang: tuple[float, float] | None = None

    def ring(self) -> None:
        """Something has changed."""
        now = time.monotonic()
        with self._lock:
            self._rang = (self._rang[0] if self._rang else now, now)

    def hush(self) -> None:
        """Forget the ringing: somebody looks."""
        with self._lock:
            self._rang = None

    def due(self, pace: Pace) -> float | None:
        """When to look, on the monotonic clock; None if it did not ring."""
        with self._lock:
            if self._rang is None:
                return None
            first, last = self._rang
        return min(last + pace.quiet, first + pace.at_most)


class _Looker:
    """Looks at the folders, and knows what each look cost."""

    def __init__(
        self,
        paths: Sequence[Path],
        known: Sequence[Photo],
        recursive: bool,
        run: Run,
        is_ours: Callable[[Path], bool],
        quiet: float,
    ) -> None:
        self.run = run
        self._paths = tuple(path.absolute() for path in paths)
        self._folders = frozenset(path for path in self._paths if path.is_dir())
        self._known = tuple(known)
        self._recursive = recursive
        self._is_ours = is_ours
        self._quiet = quiet
        self._settled: frozenset[Photo] = frozenset()
        self._is_growing = False
        self._took = 0.0
        self._ended = 0.0

    def look(self) -> Changes | None:
        """What is different by now; None while that cannot be told."""
        began = time.monotonic()
        found = self._found()
        self._took = time.monotonic() - began
        changes = None if found is None else self._settle(compare(self._known, found))
        self._ended = time.monotonic()
        return changes

    def is_due(self, bell: _Bell, pace: Pace, *, patrol: float) -> bool:
        """Whether it is time for another look."""
        due = self._ended + max(patrol, self._took / _PATROL_SHARE)
        rung = self._ended + pace.quiet if self._is_growing else bell.due(pace)
        if rung is not None:
            due = min(due, max(rung, self._ended + self._took / _RUNG_SHARE))
        return time.monotonic() >= due

    def _found(self) -> tuple[Photo, ...] | None:
        there = [path for path in self._paths if path in self._folders or path.exists()]
        try:
            found = scan(there, recursive=self._recursive, run=self.run)
        except GridsneError:  # a folder is gone
            return None
        refused = {problem.path for problem in found.problems}
        return None if refused & self._folders else found.photos

    def _settle(self, changes: Changes) -> Changes:
        """`changes` without our own files and those that are being written."""
        changes = changes.only(lambda photo: not self._is_ours(photo.path))
        doubtful = [photo for photo in changes.fresh if photo not in self._settled]
        if doubtful:
            self.run.wait(self._quiet)
        growing = {photo for photo in doubtful if not _is_still(photo)}
        self._is_growing = bool(growing)
        changes = changes.only(lambda photo: photo not in growing)
        self._settled = frozenset(changes.fresh)
        return changes


def _nobodys(path: Path) -> bool:
    del path
    return False


def _is_still(photo: Photo) -> bool:
    """Whether nobody wrote to the photo since it was found."""
    try:
        facts = photo.path.stat()
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) == (photo.size, photo.mtime_ns)


def _disk_events(
    paths: Sequence[Path], *, recursive: bool, on_event: Callable[[], None]
) -> Events | None:
    from gridsne_desktop.library.disk_events import DiskEvents

    return DiskEvents.started(paths, recursive=recursive, on_event=on_event)
