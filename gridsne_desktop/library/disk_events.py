"""The operating system's own word that something in a folder has changed (watchdog)."""

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from gridsne_desktop.library.formats import format_of_name

_EVENTS: Final[list[type[FileSystemEvent]]] = [
    DirCreatedEvent, DirDeletedEvent, DirMovedEvent,
    FileAttribEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent,
]  # fmt: skip
"""Without opening and closing: reading the photos must not ring."""

_HIDDEN: Final = "."

_log = logging.getLogger(__name__)


class DiskEvents:
    """Calls back, on a thread of its own, when a photo or a folder has changed."""

    def __init__(self, observer: BaseObserver) -> None:
        self._observer = observer

    @classmethod
    def started(
        cls, paths: Sequence[Path], *, recursive: bool, on_event: Callable[[], None]
    ) -> "DiskEvents | None":
        """Watch `paths` (folders and single photos); None where the system cannot.

        It cannot where its limit of watched folders is reached: then all of them are given back,
        so that other programs can have theirs.
        """
        folders = {path: recursive for path in paths if path.is_dir()}
        alone = {path.parent for path in paths if path.is_file()} - folders.keys()
        try:
            observer = _listening(folders | dict.fromkeys(alone, False), on_event)
            try:
                _make_sure_some_are_left(folders)
            except OSError:
                _stop(observer)
                raise
        except OSError as error:
            _log.info("The system does not watch these folders: %s", error)
            return None
        if isinstance(observer, PollingObserver):  # our own look costs less
            _stop(observer)
            return None
        return cls(observer)

    @property
    def is_alive(self) -> bool:
        """Whether all folders are watched still; one that was deleted is not."""
        return all(emitter.is_alive() for emitter in self._observer.emitters)

    def stop(self) -> None:
        """Call back no more; the threads are over when this returns."""
        _stop(self._observer)


class _Ear(FileSystemEventHandler):
    """Tells what matters in `root` from what does not."""

    def __init__(self, root: Path, on_event: Callable[[], None]) -> None:
        self._root = root
        self._on_event = on_event

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ring if a photo or a folder that is not hidden is meant."""
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if any(self._matters(path, is_folder=event.is_directory) for path in paths):
            self._on_event()

    def _matters(self, path: Path, *, is_folder: bool) -> bool:
        below = path.parts[len(self._root.parts) :]
        if any(part.startswith(_HIDDEN) for part in below):
            return False
        return is_folder or format_of_name(path) is not None


def _listening(folders: Mapping[Path, bool], on_event: Callable[[], None]) -> BaseObserver:
    """Watch `folders`, with their sub-folders where the value says so.

    Raises:
        OSError: The system does not watch them.
    """
    observer = Observer()
    try:
        for folder, recursive in folders.items():
            ear = _Ear(folder, on_event)
            observer.schedule(ear, str(folder), recursive=recursive, event_filter=_EVENTS)
        observer.start()
    except OSError:
        _stop(observer)
        raise
    return observer


def _stop(observer: BaseObserver) -> None:
    observer.stop()
    if observer.ident is not None:  # else it was never started
        observer.join()


def _make_sure_some_are_left(folders: Iterable[Path]) -> None:
    """Watch one folder once more for a moment.

    watchdog passes over sub-folders that it cannot watch; only for the given folder it speaks up.
    So this is how to learn that Linux' limit of watches was reached on the way.

    Raises:
        OSError: The limit is reached.
    """
    for folder in islice(folders, 1):
        _stop(_listening({folder: False}, lambda: None))
