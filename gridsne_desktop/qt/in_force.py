"""What is open and in force, and what it comes back to; it knows no widget."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.thumbnails import THUMBNAIL
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.qt.away import Away
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.jobs import Jobs, Wish
from gridsne_desktop.qt.recorder import Recorder
from gridsne_desktop.qt.shown import Shown
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.steps import Step, Steps
from gridsne_desktop.settings import ArrangeSettings


class InForce(QObject):
    """The arrangement in force, the steps that led to it, and what comes back where a job fails.

    What the wall shows is told by `shown`.

    Signals (all emitted on the GUI thread):
        state_changed: The new `State`.
        progressed: A `Progress` of the running job.
        arranged: The `Arrangement` that is in force now.
        repinned: The `Arrangement` that is in force now: the one before, but for its pins.
        settings_restored: The `ArrangeSettings` that undo or redo brought back.
        failed: A `GridsneError` to show.
        idle: No job runs any more after `close`.
    """

    state_changed = Signal(object)
    progressed = Signal(object)
    arranged = Signal(object)
    repinned = Signal(object)
    settings_restored = Signal(object)
    failed = Signal(object)
    idle = Signal()

    def __init__(
        self,
        settings: ArrangeSettings,
        parent: QObject | None = None,
        *,
        cache: Cache | None = None,
        last_grids: LastGrids | None = None,
    ) -> None:
        """Nothing is open; `last_grids` keeps the grid in force for the next time it is opened."""
        super().__init__(parent)
        self.state = State.NOTHING_OPEN
        self.paths: tuple[Path, ...] = ()
        self.settings = settings
        self.arrangement: Arrangement | None = None
        self._jobs = Jobs(self)
        again = partial(cache.item_of, kind=THUMBNAIL) if cache is not None else None
        self.shown = Shown(lambda: self._jobs.is_wanted, self, again=again)
        self._pipeline = Pipeline(cache)
        self._recorder = Recorder(last_grids, self)
        self._steps = Steps()
        self._all_read = False
        self._away = Away()
        self._sample_folder: Path | None = None

    @property
    def store(self) -> TileStore:
        """The tiles of what is on the wall."""
        return self.shown.store

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
    def known_photos(self) -> tuple[Photo, ...]:
        """All photos that the arrangement in force knows of, also those that it left out."""
        step = self._steps.current
        return step.found if step is not None else self._away.without(self.store.photos)

    @property
    def photos_read(self) -> int:
        """How many photos of a stopped job can be arranged."""
        return self._pipeline.photos_known if self.shown.has_found else 0

    @property
    def all_read(self) -> bool:
        """Whether no photo waits to be read."""
        return self._all_read

    @property
    def is_closing(self) -> bool:
        """Whether `close` was called."""
        return self._jobs.is_closing

    @property
    def waits_for_known(self) -> bool:
        """Whether the job that runs shows what the cache knows, and need compute nothing yet."""
        follower = self.shown.follower
        if self.state is not State.WORKING or follower is None:
            return False
        return not follower.has_recalled or self.store.filled == len(self.store.photos)

    @property
    def undo_name(self) -> str:
        """What `undo` would undo: what is being done, else the last step; empty: nothing."""
        wish = self._jobs.wish
        if wish.opens and self.state is State.WORKING:
            return ""
        return self._steps.undo_name(self._in_force, wish.name, self.settings)

    @property
    def redo_name(self) -> str:
        """What `redo` would do again; empty: nothing."""
        return self._steps.redo_name(self._in_force)

    @property
    def undo_stamp(self) -> int:
        """When that was done which `undo` would undo, as `new_stamp` counts; 0: nothing."""
        step = self._steps.current
        if step is None or not self.undo_name:
            return 0
        return step.stamp if self._in_force is step.arrangement else self.new_stamp()

    @property
    def redo_stamp(self) -> int:
        """The same of `redo`."""
        later = self._steps.later
        return later.stamp if later is not None and self.redo_name else 0

    @property
    def step_stamp(self) -> int:
        """When the step in force was done; 0: there is none."""
        step = self._steps.current
        return step.stamp if step is not None else 0

    def new_stamp(self) -> int:
        """When something is done now that stands between the steps, as to files."""
        return self._steps.new_stamp()

    def forget_redo(self) -> None:
        """Something else was done: what was undone before it cannot be done again."""
        self._steps.forget_later()

    @property
    def _in_force(self) -> Arrangement | None:
        """The arrangement that nothing is about to replace."""
        return self.arrangement if self.state is not State.WORKING else None

    def _become(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _show(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.shown.present(arrangement)
        self._record()
        self.arranged.emit(arrangement)
        self._become(State.ARRANGED if arrangement.grid.photos else State.NO_PHOTOS)

    def _show_step(self) -> None:
        """Show the current step without the photos that are gone since."""
        self.shown.stay()
        step = self._steps.bring_back(self._away.without(self.store.photos))
        if step is not None:
            self._all_read = step.is_whole
            self._show(step.arrangement)

    def _restore_settings(self) -> None:
        step = self._steps.current
        if step is not None:
            self.settings = step.settings
            self.settings_restored.emit(step.settings)

    def _fall_back(self) -> None:
        """Return to what is still there after a job that made nothing."""
        self._steps.give_up()
        before = self._jobs.wish.before
        if self.arrangement is not None:
            self.paths = before
            self._restore_settings()
            self._show_step()
        elif self.photos_found:
            self.paths = self.paths if self.shown.has_found else before
            self._become(State.STOPPED)
        else:
            self.paths = ()
            self._become(State.NOTHING_OPEN)

    def _refit(self, arrangement: Arrangement) -> None:
        """Have this in force in the current step's stead; nobody moves."""
        self._away.is_news = True
        self.shown.stay()
        self._steps.refit(arrangement, self._away.without(self.store.photos))
        self._show(arrangement)

    def _complete(self, made: Arrangement, wish: Wish) -> None:
        """What was done is a step from now on, or belongs to the one in force."""
        if not wish.is_step and self._steps.current is not None:
            self._steps.refit(made, self._away.without(self.store.photos))
            return
        step = Step(
            wish.name,
            made,
            self.settings,
            self._away.without(self.store.photos),
            is_whole=self._all_read,
        )
        self._steps.complete(step, opens=wish.opens)

    def _note_reading(self) -> None:
        if self._jobs.wish.reads_all and self.shown.has_embedded:
            self._all_read = True

    def _record(self) -> None:
        if self._all_read and self.arrangement is not None:
            self._recorder.record(self.paths, self.settings, self.arrangement)
