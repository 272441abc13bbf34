"""The controller: what is open, which job runs, what it made. It knows no widget."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop import paths as app_paths
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.layout.pins import pins_among, standing
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.photo import Problem
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Progress, Run, Stage
from gridsne_desktop.qt.follower import Follower, Slots
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.task import Task
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import ArrangeSettings


class State(Enum):
    """Where the session stands."""

    NOTHING_OPEN = auto()
    WORKING = auto()
    STOPPED = auto()
    ARRANGED = auto()
    NO_PHOTOS = auto()


class Session(QObject):
    """Opens folders, one job at a time; a new wish cancels the job and takes its place.

    Signals (all emitted on the GUI thread):
        state_changed: The new `State`.
        progressed: A `Progress` of the running job.
        store_replaced: The `TileStore` of the photos that will be read now.
        photos_embedded: int64 (n,): the slots of the photos that stay; points follow this order.
        points_moved: `Points` of those photos while t-SNE runs.
        grid_moved: The `Grid` of those photos on its way, and their `Points` by now; or None, and
            the grid is of all photos of the store.
        arranged: The `Arrangement` that is in force now.
        repinned: The `Arrangement` that is in force now: the one before, but for its pins.
        failed: A `GridsneError` to show.
        idle: No job runs any more after `close`.
    """

    state_changed = Signal(object)
    progressed = Signal(object)
    store_replaced = Signal(object)
    photos_embedded = Signal(object)
    points_moved = Signal(object)
    grid_moved = Signal(object, object)
    arranged = Signal(object)
    repinned = Signal(object)
    failed = Signal(object)
    idle = Signal()

    def __init__(
        self,
        settings: ArrangeSettings,
        parent: QObject | None = None,
        *,
        cache: Cache | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = State.NOTHING_OPEN
        self.paths: tuple[Path, ...] = ()
        self.settings = settings
        self.store = TileStore(())
        self.slots: Slots | None = None
        self.arrangement: Arrangement | None = None
        self._cache = cache
        self._pipeline = Pipeline(cache)
        self._follower: Follower | None = None
        self._task: Task | None = None
        self._next: Callable[[], None] | None = None
        self._paths_before: tuple[Path, ...] = ()
        self._may_settle = False
        self._reads_all = False
        self._all_read = False
        self._closing = False
        self._sample_folder: Path | None = None

    @property
    def shows_samples(self) -> bool:
        """Whether the sample photos are what is open."""
        return self._sample_folder is not None and self.paths == (self._sample_folder,)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What the arrangement in force left out."""
        return self.arrangement.problems if self.arrangement else ()

    @property
    def photos_found(self) -> int:
        """How many photos the scan has found."""
        return len(self.store.photos)

    @property
    def photos_read(self) -> int:
        """How many photos of a stopped job can be arranged."""
        followed = self._follower is not None and self._follower.has_found
        return self._pipeline.photos_known if followed else 0

    @property
    def all_read(self) -> bool:
        """Whether no photo waits to be read."""
        return self._all_read

    @property
    def is_closing(self) -> bool:
        """Whether `close` was called."""
        return self._closing

    def reshaped(
        self, arrangement: Arrangement, *, settings: ArrangeSettings, run: Run
    ) -> Arrangement:
        """As `Pipeline.reshaped`; for jobs of others, on their own threads."""
        return self._pipeline.reshaped(arrangement, settings=settings, run=run)

    def open(self, paths: Sequence[Path]) -> None:
        """Arrange the photos of `paths`."""
        self._want(partial(self._open, tuple(paths)))

    def reopen(self) -> None:
        """Look at the same folders again and arrange what is there now."""
        self._want(partial(self._arrange, self.paths, rescan=True))

    def place(self, *, without: Collection[Path]) -> None:
        """Place what is new in the same folders; the other photos stay, as far as can be.

        Of the given photos, `without` are gone.
        """
        left = tuple(path for path in self.paths if path not in without)
        keep = self.arrangement
        self._want(partial(self._arrange, left or self.paths, rescan=True, keep=keep))

    def continue_(self) -> None:
        """Go on where `cancel` stopped."""
        self._want(partial(self._arrange, self.paths, rescan=False))

    def arrange_rest(self) -> None:
        """Arrange the photos read so far."""
        self._want(self._settle)

    def change(self, settings: ArrangeSettings) -> None:
        """Use `settings` from now on; what is open is arranged anew from the first stale stage.

        Who pins photos where they stand, or lets some go, moves none.
        """
        before, self.settings = self.settings, settings
        stale = settings.first_stale(before)
        if stale is None or self.state in (State.NOTHING_OPEN, State.STOPPED):
            return
        if (
            self.state is State.ARRANGED
            and self.arrangement
            and _moves_none(before, settings, self.arrangement)
        ):
            self._repin(self.arrangement)
        elif stale is Stage.ASSIGN and self.arrangement and not self._all_read:
            self._want(partial(self._reshape, self.arrangement))
        else:
            self.continue_()

    def samples(self) -> None:
        """Make the sample photos (once) and open them."""
        self._want(self._make_samples)

    def cancel(self) -> None:
        """Stop the running job; what it has stays."""
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """Stop for good; `idle` follows, at once or when the job's thread is over."""
        self._closing = True
        self._next = None
        if self._task is None:
            self.idle.emit()
        else:
            self._task.cancel()

    def _want(self, start: Callable[[], None]) -> None:
        if self._closing:
            return
        if self._task is None:
            start()
        else:
            self._next = start
            self._task.cancel()

    def _repin(self, arrangement: Arrangement) -> None:
        pins = pins_among(self.settings.pins, arrangement.grid.photos)
        self.arrangement = replace(arrangement, pins=tuple(pins.values()))
        self.repinned.emit(self.arrangement)

    def _open(self, paths: tuple[Path, ...]) -> None:
        if paths != self.paths:
            self.settings = replace(self.settings, pins=())
        self._arrange(paths, rescan=True)

    def _arrange(
        self, paths: tuple[Path, ...], *, rescan: bool, keep: Arrangement | None = None
    ) -> None:
        before, self.paths = self.paths, paths
        follower = self._new_follower()
        settings = self.settings

        def job(run: Run) -> Arrangement:
            return self._pipeline.arrange(
                paths, settings=settings, run=run, watcher=follower, rescan=rescan, keep=keep
            )

        self._run(job, before=before, may_settle=True, reads_all=True)

    def _settle(self) -> None:
        follower = self._follower or self._new_follower()  # it knows what the wall shows
        # A settling that keeps a live grid and is stopped must not start itself again.
        may_settle = not self._pipeline.has_live_grid
        self._run(
            lambda run: self._pipeline.settle(run, follower),
            before=self.paths,
            may_settle=may_settle,
        )

    def _reshape(self, arrangement: Arrangement) -> None:
        settings, pipeline = self.settings, self._pipeline
        self._run(
            lambda run: pipeline.reshaped(arrangement, settings=settings, run=run),
            before=self.paths,
        )

    def _make_samples(self) -> None:
        self._run(lambda run: sample_folder(run, cache=app_paths.cache_folder()), before=self.paths)

    def _new_follower(self) -> Follower:
        if self._follower is not None:
            self._follower.deleteLater()
        is_partial = self.arrangement is not None and not self._all_read
        follower = Follower(self.store, self.slots, anew=is_partial, parent=self)
        follower.store_ready.connect(self._on_store_ready)
        follower.slots_kept.connect(self._on_slots_kept)
        follower.moved.connect(self._on_moved)
        follower.grid_found.connect(self._on_grid_found)
        self._follower = follower
        return follower

    def _run(
        self,
        job: Callable[[Run], object],
        *,
        before: tuple[Path, ...],
        may_settle: bool = False,
        reads_all: bool = False,
    ) -> None:
        self._paths_before, self._may_settle, self._reads_all = before, may_settle, reads_all
        task = Task(job, self)
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_succeeded)
        task.cancelled.connect(self._on_cancelled)
        task.failed.connect(self._on_failed)
        task.ended.connect(self._on_ended)
        self._task = task
        self._become(State.WORKING)
        task.start()

    def _become(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)

    @property
    def _is_wanted(self) -> bool:
        """Whether anybody waits for what the running job makes."""
        return self._next is None and not self._closing

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        if self._is_wanted:
            self.progressed.emit(progress)

    @Slot(object)
    def _on_store_ready(self, store: TileStore) -> None:
        if self._is_wanted:
            self.store, self.slots = store, None
            self.arrangement, self._all_read = None, False
            self.store_replaced.emit(store)

    @Slot(object)
    def _on_slots_kept(self, slots: Slots) -> None:
        if self._is_wanted:
            self.slots = slots
            self.photos_embedded.emit(slots)

    @Slot(object)
    def _on_moved(self, points: Points) -> None:
        if self._is_wanted:
            self.points_moved.emit(points)

    @Slot(object, object)
    def _on_grid_found(self, grid: Grid, points: Points | None) -> None:
        if self._is_wanted:
            self.grid_moved.emit(grid, points)

    @Slot(object)
    def _on_succeeded(self, result: object) -> None:
        if isinstance(result, Path):
            self._sample_folder = result
            self._next = partial(self._open, (result,))
        elif isinstance(result, Arrangement):
            self._note_reading()
            self._show(result)

    def _note_reading(self) -> None:
        follower = self._follower
        if self._reads_all and follower is not None and follower.has_embedded:
            self._all_read = True

    def _show(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.arranged.emit(arrangement)
        self._become(State.ARRANGED if arrangement.grid.photos else State.NO_PHOTOS)

    @Slot()
    def _on_cancelled(self) -> None:
        if not self._is_wanted:
            return
        self._note_reading()
        if self._may_settle and self._pipeline.has_live_grid:
            self._next = self._settle
        else:
            self._fall_back()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        if self._is_wanted:
            self._fall_back()
            self.failed.emit(error)

    def _fall_back(self) -> None:
        """Return to what is still there after a job that made nothing."""
        has_found = self._follower is not None and self._follower.has_found
        if self.arrangement is not None:
            self.paths = self._paths_before
            self.settings = replace(self.settings, pins=self.arrangement.pins)
            self._show(self.arrangement)
        elif self.photos_found:
            self.paths = self.paths if has_found else self._paths_before
            self._become(State.STOPPED)
        else:
            self.paths = ()
            self._become(State.NOTHING_OPEN)

    @Slot()
    def _on_ended(self) -> None:
        ended, self._task = self._task, None
        if ended is not None:
            ended.deleteLater()
        if self._closing:
            self.idle.emit()
        elif self._next is not None:
            start, self._next = self._next, None
            start()


def _moves_none(
    before: ArrangeSettings, settings: ArrangeSettings, arrangement: Arrangement
) -> bool:
    """Whether nothing but pins changed, and the new ones are where their photos stand."""
    if replace(before, pins=settings.pins) != settings:
        return False
    new = set(settings.pins) - set(before.pins)
    return new <= standing(settings.pins, arrangement.grid)
