"""The wall follows what runs do to its photos: who leaves, who is back, who has another path."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Slot

from gridsne_desktop.organize.steps import Step, StepKind
from gridsne_desktop.qt.living import Living
from gridsne_desktop.qt.runs.timeline import Seen
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.workspace import Workspace

_LEAVES = frozenset({StepKind.MOVE, StepKind.RESTORE, StepKind.TRASH})
"""Kinds whose source is not there afterwards."""
_COMES = frozenset({StepKind.MOVE, StepKind.RESTORE})
"""Kinds whose target was somewhere before; copies among the opened folders are not offered."""


class Following(QObject):
    """Knows session, workspace and watch; none of them knows of runs."""

    def __init__(
        self, session: Session, workspace: Workspace, living: Living, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._workspace, self._living = session, workspace, living
        self._chosen: frozenset[Path] = frozenset()
        session.state_changed.connect(self._on_state_changed)

    def expect(self, steps: Iterable[Step]) -> None:
        """These steps are done from now on: what they change is no news."""
        steps = tuple(steps)
        self._living.overlook({s.target for s in steps if s.kind is not StepKind.TRASH})
        self._living.overlook_leaving({s.source for s in steps if s.kind in _LEAVES})

    def follow(
        self, planned: Iterable[Step], done: Sequence[Step], seen: Seen | None
    ) -> Seen | None:
        """Show what the steps that were done have changed; nobody else moves.

        `seen` is what the wall showed before that which they take back. Returns what it showed
        before they were followed.
        """
        before = self._seen()
        own = [step for step in done if step.photo in (None, step.source)]
        known = {photo.path for photo in self._session.known_photos}
        gone = {s.source for s in own if s.kind in _LEAVES and s.source in known}
        came = {s.source: s.target for s in own if s.kind in _COMES and self._is_open(s.target)}
        names = {source: target for source, target in came.items() if source in known}
        if names:
            self._rename({s.source: s.target for s in done if s.kind in _COMES}, set(names))
        if gone - names.keys():
            self._take_away(gone - names.keys())
        if back := {target for source, target in came.items() if source not in names}:
            self._put_back(back, seen)
        self._living.look_after({p for s in planned for p in (s.source, s.target)} - _copied(done))
        return before

    def choose(self, paths: Collection[Path]) -> None:
        """Select these photos as soon as they are on the wall."""
        self._chosen = frozenset(paths)
        self._choose()

    def _seen(self) -> Seen | None:
        shown = self._session.arrangement
        return Seen(shown, self._session.paths) if shown is not None else None

    def _is_open(self, path: Path) -> bool:
        """Whether a file lies where photos are looked for."""
        session = self._session
        if session.settings.recursive:
            return any(folder in session.paths for folder in (path, *path.parents))
        return path in session.paths or path.parent in session.paths

    def _rename(self, names: Mapping[Path, Path], own: set[Path]) -> None:
        """Photos have another path; they keep their cells, and who was selected stays it."""
        chosen = {self._workspace.wall.photos[i].path for i in self._workspace.wall.selection}
        self._chosen = (
            frozenset(names.get(path, path) for path in chosen) if chosen & own else frozenset()
        )
        self._session.rename(names)

    def _take_away(self, paths: Collection[Path]) -> None:
        """Photos leave. Who looked at a place goes on looking there; the keyboard moves on."""
        place, wall = self._workspace.place, self._workspace.wall
        following = self._after(paths)
        self._session.take_away(paths)
        if self._session.state is not State.ARRANGED:
            return
        index = self._index(following)
        if index is not None and wall.current is None:
            wall.set_current(index)
        if place.photo is not None:
            self._workspace.go_to(place)
        else:
            wall.go_to(place.camera)

    def _after(self, paths: Collection[Path]) -> Path | None:
        """The photo to go on with, where the one with the keyboard leaves."""
        wall = self._workspace.wall
        if wall.current is None or wall.photos[wall.current].path not in paths:
            return None
        order, rank = wall.order.tolist(), wall.rank(wall.current)
        others = (wall.photos[index].path for index in order[rank:] + order[rank::-1])
        return next((path for path in others if path not in paths), None)

    def _put_back(self, paths: set[Path], seen: Seen | None) -> None:
        """Photos are where they were before; who looked at a place goes on looking there."""
        if seen is not None and not paths <= {p.path for p in seen.arrangement.grid.photos}:
            seen = None
        place = self._workspace.place
        self._session.put_back(
            paths,
            seen.arrangement if seen else None,
            opened=seen.opened if seen else (),
        )
        self.choose(paths)
        if self._session.state is not State.ARRANGED:
            return
        if place.photo is not None:
            self._workspace.go_to(place)
        elif len(self._workspace.wall.photos) > len(paths):
            self._workspace.wall.go_to(place.camera)

    def _index(self, path: Path | None) -> int | None:
        photos = self._workspace.wall.photos
        return next((i for i, photo in enumerate(photos) if photo.path == path), None)

    @Slot(object)
    def _on_state_changed(self, state: State) -> None:
        if state is not State.WORKING:
            self._choose()

    def _choose(self) -> None:
        """Select those that are awaited, once all of them are there."""
        if not self._chosen:
            return
        wall = self._workspace.wall
        found = [i for i, photo in enumerate(wall.photos) if photo.path in self._chosen]
        if len(found) == len(self._chosen):
            self._chosen = frozenset()
            wall.select(np.array(found))


def _copied(done: Iterable[Step]) -> set[Path]:
    """What was made new: it may lie in an opened folder and is not offered there."""
    return {s.target for s in done if s.kind not in _COMES and s.target != s.source}
