"""Watching the open folders while their photos are arranged, and offering what is new."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.library.changes import Changes
from gridsne_desktop.library.watch import Pace, watch
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.task import Task


@dataclass(frozen=True, slots=True)
class _Target:
    """What is watched, and the photos that are known of it."""

    paths: tuple[Path, ...]
    recursive: bool
    photos: tuple[Photo, ...]


class Living(QObject):
    """Watches what the session has arranged; never while the session shows others.

    Signals:
        noticed: The `Changes` since the photos were arranged; empty: there are none any more.
        failed: A `GridsneError`: the watch has ended by a bug.
    """

    noticed = Signal(object)
    failed = Signal(object)
    _seen = Signal(object, object)

    def __init__(
        self, session: Session, parent: QObject | None = None, *, pace: Pace | None = None
    ) -> None:
        super().__init__(parent)
        self.changes = Changes()
        self._session = session
        self._pace = pace or Pace()
        self._ours: frozenset[Path] = frozenset()
        self._leaving: frozenset[Path] = frozenset()
        self._target: _Target | None = None
        self._watched: _Target | None = None
        self._task: Task | None = None
        self._seen.connect(self._on_seen)
        session.state_changed.connect(self._on_state_changed)
        session.shown.store_replaced.connect(self._on_store_replaced)

    @property
    def is_watching(self) -> bool:
        """Whether a thread watches, or is about to end."""
        return self._task is not None

    @Slot(object)
    def overlook(self, paths: Collection[Path]) -> None:
        """Say nothing of `paths`: the app writes them itself."""
        self._ours |= frozenset(paths)

    def overlook_leaving(self, paths: Collection[Path]) -> None:
        """Say nothing of photos that the app takes away itself."""
        self._leaving |= frozenset(paths)

    def look_after(self, paths: Collection[Path]) -> None:
        """Photos have come or gone as wished, and that is known: what happens from now on counts.

        Call it when the session knows.
        """
        self._ours -= frozenset(paths)
        self._leaving -= frozenset(paths)

    @Slot()
    def place(self) -> None:
        """Arrange the folders as they are now."""
        self._session.place(without={photo.path for photo in self.changes.removed})

    def stop(self) -> None:
        """Watch nothing; the thread ends soon."""
        self._follow(None)

    @Slot(object)
    def _on_state_changed(self, state: State) -> None:
        session = self._session
        if state in (State.ARRANGED, State.NO_PHOTOS):
            self._follow(_Target(session.paths, session.settings.recursive, session.known_photos))
        elif state is not State.WORKING or self._is_other(session.paths):
            self._follow(None)

    @Slot()
    def _on_store_replaced(self) -> None:
        self._follow(None)

    def _is_other(self, paths: tuple[Path, ...]) -> bool:
        return self._target is not None and self._target.paths != paths

    def _follow(self, target: _Target | None) -> None:
        if target == self._target:
            return
        self._target = target
        self._tell(Changes())
        if self._task is None:
            self._start()
        else:
            self._task.cancel()

    def _start(self) -> None:
        target = self._target
        if target is None or self._session.is_closing:
            return

        def job(run: Run) -> None:
            watch(
                target.paths,
                target.photos,
                recursive=target.recursive,
                run=run,
                on_changes=lambda changes: self._seen.emit(target, changes),
                is_ours=lambda path: path in self._ours,
                pace=self._pace,
            )

        self._task = Task(job, self)
        self._task.failed.connect(self.failed)
        self._task.ended.connect(self._on_ended)
        self._watched = target
        self._task.start()

    @Slot(object, object)
    def _on_seen(self, target: _Target, changes: Changes) -> None:
        if target is self._target:
            left = tuple(p for p in changes.removed if p.path not in self._leaving)
            self._tell(replace(changes, removed=left))

    def _tell(self, changes: Changes) -> None:
        if changes != self.changes:
            self.changes = changes
            self.noticed.emit(changes)

    @Slot()
    def _on_ended(self) -> None:
        ended, self._task = self._task, None
        if ended is not None:
            ended.deleteLater()
        if self._target is not self._watched:
            self._start()
