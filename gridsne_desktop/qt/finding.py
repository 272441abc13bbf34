"""Find Similar: the photos most like the chosen one are selected and shown; again: more of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.similar import SIMILAR_COUNT, Indexes, Similar
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.workspace import Workspace

FEWEST: Final = 6
_STEP: Final = 2
"""Each press doubles or halves how many there are."""

Say = Callable[[str, str, Callable[[], None] | None], None]
"""Tells the person a result: a text, a link's text, what the link does."""


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """What answers for the photos of one arrangement."""

    arrangement: Arrangement
    photos: tuple[Photo, ...]
    similar: Similar


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """An answer: the photo asked for, and those like it, as they stand on the wall."""

    prepared: _Prepared
    index: int
    count: int
    photos: Indexes


class Finding(QObject):
    """The verb of the chosen photo that asks for its likes; looks for them on its own thread.

    Signals:
        failed: A `GridsneError`: the photos could not be compared.
    """

    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        actions: Actions,
        *,
        say: Say,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._wall, self._say = session, workspace.wall, say
        self._prepared: _Prepared | None = None
        self._shown: _Found | None = None
        self._asks = Newest(at_once=1, parent=self)
        self._asks.arrived.connect(self._on_arrived)
        self._asks.failed.connect(self.failed)
        actions.find_similar.triggered.connect(self._find)
        actions.fewer_similar.triggered.connect(self._find_fewer)
        self._wall.selection_changed.connect(self._on_selection_changed)
        session.state_changed.connect(self._on_state_changed)

    @Slot()
    def _find(self) -> None:
        """Select the likes of the chosen photo; twice as many, if they are selected already."""
        index, shown = self._chosen(), self._shown
        if index is None:
            self._tell("Select the photo to compare with first")
        elif shown is not None and shown.index == index:
            self._ask(index, min(shown.count * _STEP, max(1, len(self._wall.photos) - 1)))
        else:
            self._ask(index, SIMILAR_COUNT)

    @Slot()
    def _find_fewer(self) -> None:
        """Select half as many of the likes that are selected."""
        if self._shown is None:
            self._find()
        else:
            self._ask(self._shown.index, max(FEWEST, self._shown.count // _STEP))

    def _chosen(self) -> int | None:
        """The photo that has the keyboard, if it is selected, else the only selected one."""
        chosen, current = self._wall.selection, self._wall.current
        if current is not None and (current in chosen or not len(chosen)):
            return current
        return int(chosen[0]) if len(chosen) else None

    def _ask(self, index: int, count: int) -> None:
        arrangement, read = self._session.arrangement, self._session.reader()
        if arrangement is None or read is None:
            return
        prepared = self._prepared
        if prepared is not None and prepared.arrangement is not arrangement:
            prepared = None
        photo = self._wall.photos[index]
        if prepared is None:
            self._tell(f"Looking for photos like {photo.path.name}…")

        def job(run: Run) -> _Found | None:
            ready = prepared
            if ready is None:
                read_now = read(run)
                similar = Similar(read_now.vectors, run=run)
                ready = _Prepared(arrangement, read_now.photos, similar)
            return _found(ready, index, count)

        self._asks.ask(job)

    @Slot(object)
    def _on_arrived(self, found: _Found | None) -> None:
        if found is None:
            self._tell(
                "This photo cannot be read any more, so that nothing can be compared with it"
            )
            return
        if found.prepared.arrangement is not self._session.arrangement:
            return
        self._prepared, self._shown = found.prepared, None
        together = np.append(found.photos, found.index)
        self._wall.select(together)
        self._wall.bring_into_view(together)
        self._shown = found
        name = self._wall.photos[found.index].path.name
        text = f"{counted(len(found.photos), 'photo')} most like {name}"
        has_more = len(found.photos) + 1 < len(self._wall.photos)
        self._say(text, "More" if has_more else "", self._find)

    @Slot()
    def _on_selection_changed(self) -> None:
        """Who selects something else is through with what was found."""
        shown = self._shown
        if shown is None:
            return
        wanted = np.sort(np.append(shown.photos, shown.index))
        if not np.array_equal(wanted, self._wall.selection):
            self._shown = None
            self._tell("")

    def _tell(self, text: str) -> None:
        self._say(text, "", None)

    @Slot(object)
    def _on_state_changed(self, state: State) -> None:
        if state is State.WORKING:
            self._asks.drop()
            self._prepared = self._shown = None


def _found(ready: _Prepared, index: int, count: int) -> _Found | None:
    """The likes of a photo of the wall, as indexes there; None: it could not be read again."""
    on_wall = {photo: place for place, photo in enumerate(ready.arrangement.grid.photos)}
    photo = ready.arrangement.grid.photos[index]
    rows = {each: row for row, each in enumerate(ready.photos)}
    if photo not in rows:
        return None
    most = ready.similar.most(rows[photo], count=count)
    photos = np.array([on_wall[ready.photos[row]] for row in most], dtype=np.intp)
    return _Found(ready, index, count, photos)
