"""What the wall is sorted by: orders of the arrangement in force, found on a thread."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.orders import ORDERS, SIMILARITY, Permutation
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Progress, Run
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.task import Task
from gridsne_desktop.sorting import learn, seen_in_order

_TAKEN = frozenset({"taken"})
_PATIENCE_SECONDS = 0.3
"""Looking for facts that takes no longer needs no progress."""


class Sorting(QObject):
    """Keeps the arrangement, and shows it in the order that the person wishes.

    What was found stays as long as the photos do, so that every order comes back at once.

    Signals (all emitted on the GUI thread):
        sorted: Another order is in force: see `seen`.
        dates_known: When each photo was taken is known from now on.
        progressed: A `Progress` of looking for facts, if that takes a while.
        toggled: `is_busy` is another.
        failed: A `GridsneError` to show.
    """

    sorted = Signal()
    dates_known = Signal()
    progressed = Signal(object)
    toggled = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, cache: Cache, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._cache = session, cache
        self._arrangement: Arrangement | None = None
        self._seen: Arrangement | None = None
        self._orders: dict[str, Permutation] = {}
        self._taken: NDArray[np.int64] | None = None
        self._wanted = SIMILARITY
        self._wants_dates = False
        self._task: Task | None = None

    @property
    def wanted(self) -> str:
        """What the person wishes to sort by, a name of `SORTS`."""
        return self._wanted

    @property
    def seen(self) -> Arrangement | None:
        """The arrangement as it is sorted now; by similarity it is the session's own."""
        return self._seen

    @property
    def taken(self) -> NDArray[np.int64] | None:
        """int64 (n,): when each photo was taken, as `Facts` tell it; None: not known yet."""
        return self._taken

    @property
    def is_busy(self) -> bool:
        """Whether facts are being looked for."""
        return self._task is not None

    def arrange(self, arrangement: Arrangement) -> Arrangement:
        """Show `arrangement` from now on; how it is seen until `sorted` comes, if it does."""
        before = self._arrangement.grid.photos if self._arrangement else ()
        if arrangement.grid.photos != before:
            self._forget_facts()
        self._arrangement = arrangement
        self._seen = self._in_order()
        self._go_on()
        return self._seen

    def forget(self) -> None:
        """Something else is opened: it begins by similarity."""
        self._forget_facts()
        self._arrangement = self._seen = None
        self._wanted = SIMILARITY

    def choose(self, sort: str) -> None:
        """Sort by `sort` as soon as it can be; `sorted` follows."""
        self._wanted = sort
        self._show()
        self._go_on()

    def want_dates(self) -> None:
        """Find out when the photos were taken, now and of all later ones; `dates_known` follows."""
        self._wants_dates = True
        self._go_on()

    def cancel(self) -> None:
        """Stop looking for facts; the wall stays as it is sorted."""
        self._give_up()
        self._drop()

    def _forget_facts(self) -> None:
        self._orders, self._taken = {}, None
        self._drop()

    def _drop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _in_order(self) -> Arrangement:
        arrangement, order = self._arrangement, self._orders.get(self._wanted)
        if arrangement is None:
            raise RuntimeError("nothing is arranged")
        if order is None:
            return arrangement
        return seen_in_order(arrangement, self._wanted, order)

    def _show(self) -> None:
        if self._arrangement is None:
            return
        is_there = self._wanted == SIMILARITY or self._wanted in self._orders
        if is_there and (self._seen is None or self._seen.sort != self._wanted):
            self._seen = self._in_order()
            self.sorted.emit()

    def _go_on(self) -> None:
        """Look for what is missing, one after the other."""
        if self._arrangement is None or self._task is not None or self._session.is_closing:
            return
        photos, cache, taken = self._arrangement.grid.photos, self._cache, self._taken
        if self._wanted != SIMILARITY and self._wanted not in self._orders:
            self._start(partial(_find_order, photos, self._wanted, taken, cache))
        elif self._wants_dates and taken is None:
            self._start(partial(_find_dates, photos, cache))

    def _start(self, job: "partial[_Found]") -> None:
        task = self._task = Task(job, self)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_found)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)
        task.start()
        self.toggled.emit()

    def _give_up(self) -> None:
        self._wanted = self._seen.sort if self._seen else SIMILARITY
        self._wants_dates = False

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if progress.seconds > _PATIENCE_SECONDS:
            self.progressed.emit(progress)

    @Slot(object)
    def _on_found(self, found: "_Found") -> None:
        if self._arrangement is None or found.photos != self._arrangement.grid.photos:
            return
        if found.order is not None:
            self._orders[found.sort] = found.order
        if found.taken is not None and self._taken is None:
            self._taken = found.taken
            self.dates_known.emit()
        self._show()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._give_up()
        self.failed.emit(error)

    @Slot()
    def _on_ended(self) -> None:
        ended, self._task = self._task, None
        if ended is not None:
            ended.deleteLater()
        self.toggled.emit()
        self._go_on()


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The order of photos, if one was wished, and when they were taken, if that was needed."""

    photos: tuple[Photo, ...]
    sort: str = SIMILARITY
    order: Permutation | None = None
    taken: NDArray[np.int64] | None = None


def _find_order(
    photos: tuple[Photo, ...],
    sort: str,
    taken: NDArray[np.int64] | None,
    cache: Cache,
    run: Run,
) -> _Found:
    order = ORDERS[sort]
    missing = order.needs if taken is None else order.needs - _TAKEN
    facts = learn(photos, missing, cache=cache, run=run)
    if taken is not None:
        facts = replace(facts, taken=taken)
    return _Found(photos, sort, order.permutation(photos, facts), facts.taken)


def _find_dates(photos: tuple[Photo, ...], cache: Cache, run: Run) -> _Found:
    return _Found(photos, taken=learn(photos, _TAKEN, cache=cache, run=run).taken)
