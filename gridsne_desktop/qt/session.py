"""The controller: what is open, which job runs, what it made. It knows no widget."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop import paths as app_paths
from gridsne_desktop.embedding.embedder import Embedding
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.homes import among, with_again
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.layout.pins import pins_among, standing
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.thumbnails import THUMBNAIL
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.qt.away import Away
from gridsne_desktop.qt.follower import Follower
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.jobs import Jobs, Wish
from gridsne_desktop.qt.recorder import Recorder
from gridsne_desktop.qt.shown import Shown
from gridsne_desktop.qt.steps import ANEW, PLACE, Step, Steps
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

    What the wall shows meanwhile is told by `shown`.

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
        self._wire()

    def _wire(self) -> None:
        jobs = self._jobs
        jobs.progressed.connect(self.progressed)
        jobs.succeeded.connect(self._on_succeeded)
        jobs.cancelled.connect(self._on_cancelled)
        jobs.failed.connect(self._on_failed)
        jobs.idle.connect(self._tell_idle)
        self._recorder.rested.connect(self._tell_idle)
        self._recorder.failed.connect(self.failed)
        self.shown.store_replaced.connect(self._on_store_replaced)

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
    def waits_for_known(self) -> bool:
        """Whether the job that runs shows what the cache knows, and need compute nothing yet."""
        follower = self.shown.follower
        if self.state is not State.WORKING or follower is None:
            return False
        return not follower.has_recalled or self.store.filled == len(self.store.photos)

    @property
    def is_closing(self) -> bool:
        """Whether `close` was called."""
        return self._jobs.is_closing

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

    @property
    def _in_force(self) -> Arrangement | None:
        """The arrangement that nothing is about to replace."""
        return self.arrangement if self.state is not State.WORKING else None

    def reshaped(
        self, arrangement: Arrangement, *, settings: ArrangeSettings, run: Run
    ) -> Arrangement:
        """As `Pipeline.reshaped`; for jobs of others, on their own threads."""
        return self._pipeline.reshaped(arrangement, settings=settings, run=run)

    def reader(self) -> Callable[[Run], Embedding] | None:
        """What gives the vectors that the arrangement in force was made from, on any thread.

        None: there is none, or something else is being done.
        """
        shown = self.arrangement
        if shown is None or self.state is not State.ARRANGED:
            return None
        return self._pipeline.reader_of(shown.grid.photos, settings=self.settings)

    def open(self, paths: Sequence[Path]) -> None:
        """Arrange the photos of `paths`, as they stood when they were open last."""
        if tuple(paths) == self.paths and self.arrangement is not None and self._all_read:
            self.place(without=())
        else:
            self._want(partial(self._arrange, tuple(paths), rescan=True, opens=True))

    def reopen(self) -> None:
        """Look at the same folders again and arrange what is there now, from scratch."""
        self._want(partial(self._arrange, self.paths, rescan=True, name=ANEW))

    def place(self, *, without: Collection[Path]) -> None:
        """Place what is new in the same folders; the other photos stay, as far as can be.

        Of the given photos, `without` are gone.
        """
        left = tuple(path for path in self.paths if path not in without)
        keep = self.arrangement
        paths = left or self.paths
        self._want(partial(self._arrange, paths, rescan=True, keep=keep, name=PLACE))

    def rename(self, names: Mapping[Path, Path]) -> None:
        """Files have new names by now: their photos keep their cells, in earlier steps, too."""
        self._steps.rename(names)
        step = self._steps.current
        if step is not None:
            self.paths = tuple(names.get(path, path) for path in self.paths)
            self.settings, self.arrangement = step.settings, step.arrangement
            self.place(without=())

    def take_away(self, paths: Collection[Path]) -> None:
        """Files have left the folders, as wished: their photos leave, the others stay in place.

        That is no step of its own.
        """
        self._away.take(paths)
        self.paths = tuple(path for path in self.paths if path not in paths) or self.paths
        shown = self._in_force
        if shown is None:
            self._look_again()
        else:
            self._refit(among(shown, self._away.without(self.store.photos)))

    def put_back(
        self, paths: Collection[Path], earlier: Arrangement | None, opened: tuple[Path, ...] = ()
    ) -> None:
        """Files are where they were: their photos stand where they stood in `earlier`.

        Where that cannot be any more they are placed as new ones are. No step of its own.
        `opened` is what was open then.
        """
        self._away.put_back(paths)
        if set(self.paths) < set(opened):
            self.paths = opened
        shown = self._in_force
        again = with_again(shown, earlier, paths) if shown and earlier else None
        if again is None or not self.shown.has_all(again.grid.photos):
            self._look_again(again)
        else:
            self._refit(again)

    def forget_redo(self) -> None:
        """Something else was done: what was undone before it cannot be done again."""
        self._steps.forget_later()

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
        shown = self.arrangement if self.state is State.ARRANGED else None
        if shown and _moves_none(before, settings, shown):
            self._repin(shown)
        elif stale is Stage.ASSIGN and self.arrangement and not self._all_read:
            self._want(partial(self._reshape, self.arrangement))
        else:
            self.continue_()

    def undo(self) -> None:
        """Go back to the step before, at once; from what is being done to the last step."""
        if self.undo_name:
            self._steps.undo(self._in_force, self.settings)
            self._go_back()

    def redo(self) -> None:
        """Do again what was undone last, at once."""
        if self.redo_name:
            self._steps.redo(self.settings)
            self._go_back()

    def samples(self) -> None:
        """Make the sample photos (once) and open them."""
        self._want(self._make_samples)

    def cancel(self) -> None:
        """Stop the running job; what it has stays."""
        self._jobs.cancel()

    def close(self) -> None:
        """Stop for good; `idle` follows, at once or when the last thread is over."""
        self._jobs.close()

    def _want(self, start: Callable[[], None]) -> None:
        self._steps.stay()
        self._jobs.want(start)

    def _look_again(self, keep: Arrangement | None = None) -> None:
        """Do what is being done once more with the files there are now; else place what is new.

        Photos stay as in `keep`; None: as they stand.
        """
        self._away.is_news = True
        wish, keep = self._jobs.wish, keep or self.arrangement
        if self.state is State.WORKING:
            start = partial(self._arrange, name=wish.name, opens=wish.opens, is_step=wish.is_step)
            self._want(partial(start, self.paths, rescan=True, keep=keep if wish.keeps else None))
        elif self.state is not State.STOPPED:
            start = partial(self._arrange, name=PLACE, is_step=False)
            self._want(partial(start, self.paths, rescan=True, keep=keep))

    def _refit(self, arrangement: Arrangement) -> None:
        """Have this in force in the current step's stead; nobody moves."""
        self._away.is_news = True
        self.shown.stay()
        self._steps.refit(arrangement, self._away.without(self.store.photos))
        self._show(arrangement)

    def _repin(self, shown: Arrangement) -> None:
        pins = pins_among(self.settings.pins, shown.grid.photos)
        self.arrangement = replace(shown, pins=tuple(pins.values()))
        self._complete(self.arrangement, Wish(self.paths))
        self._record()
        self.repinned.emit(self.arrangement)

    def _arrange(
        self,
        paths: tuple[Path, ...],
        *,
        rescan: bool,
        keep: Arrangement | None = None,
        name: str = "",
        opens: bool = False,
        is_step: bool = True,
    ) -> None:
        before, self.paths = self.paths, paths
        rescan, self._away.is_news = rescan or self._away.is_news, False
        if opens and paths != before:
            self.settings = replace(self.settings, pins=())
        follower, settings = self._follow(opens=opens), self.settings
        has_last = keep is None and name != ANEW and (opens or self.arrangement is None)

        def job(run: Run) -> Arrangement:
            kept = self._recorder.find(paths, settings) if has_last else keep
            follower.expect(kept)
            pins = kept.pins if has_last and kept is not None else settings.pins
            pinned = replace(settings, pins=pins)
            return self._pipeline.arrange(
                paths, settings=pinned, run=run, watcher=follower, rescan=rescan, keep=kept
            )

        wish = Wish(
            before,
            name,
            opens,
            may_settle=True,
            reads_all=True,
            rescans=rescan,
            keeps=keep is not None,
            is_step=is_step,
        )
        self._run(job, wish)

    def _settle(self) -> None:
        follower = self.shown.follower or self._follow(opens=False)  # it knows what the wall shows
        # A settling that keeps a live grid and is stopped must not start itself again.
        may_settle = not self._pipeline.has_live_grid
        wish = replace(self._jobs.wish, before=self.paths, may_settle=may_settle, reads_all=False)
        self._run(lambda run: self._pipeline.settle(run, follower), wish)

    def _reshape(self, arrangement: Arrangement) -> None:
        settings, pipeline = self.settings, self._pipeline
        self._run(
            lambda run: pipeline.reshaped(arrangement, settings=settings, run=run),
            Wish(self.paths),
        )

    def _make_samples(self) -> None:
        wish = Wish(self.paths, opens=True)
        self._run(lambda run: sample_folder(run, cache=app_paths.cache_folder()), wish)

    def _follow(self, *, opens: bool) -> Follower:
        has_grid = self.arrangement is not None and bool(self.arrangement.grid.photos)
        is_partial = self.arrangement is not None and not self._all_read
        return self.shown.follow(anew=is_partial, waits=has_grid and not is_partial and not opens)

    def _run(self, job: Callable[[Run], object], wish: Wish) -> None:
        self._jobs.run(job, wish)
        self._become(State.WORKING)

    def _become(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _go_back(self) -> None:
        """Bring the current step back as soon as no job runs; its settings at once."""
        self._restore_settings()
        self._jobs.want(self._restore)

    def _restore(self) -> None:
        step = self._steps.current
        if step is not None and self._steps.needs_a_look(self._away.without(self.store.photos)):
            self._arrange(self.paths, rescan=True, keep=step.arrangement)
        else:
            self._show_step()

    def _restore_settings(self) -> None:
        step = self._steps.current
        if step is not None:
            self.settings = step.settings
            self.settings_restored.emit(step.settings)

    def _show_step(self) -> None:
        """Show the current step without the photos that are gone since."""
        self.shown.stay()
        step = self._steps.bring_back(self._away.without(self.store.photos))
        if step is not None:
            self._all_read = step.is_whole
            self._show(step.arrangement)

    @Slot()
    def _on_store_replaced(self) -> None:
        self.arrangement, self._all_read = None, False
        if self._jobs.wish.opens:
            self._steps.clear()

    @Slot(object)
    def _on_succeeded(self, result: object) -> None:
        if isinstance(result, Path):
            self._sample_folder = result
            start = partial(self._arrange, (result,), rescan=True, opens=True)
            self._jobs.want_next(start)
        elif isinstance(result, Arrangement):
            self._note_reading()
            if self._jobs.wish.rescans:
                self._away.clear()
            if result.pins and not self.settings.pins:  # those of the last grid
                self.settings = replace(self.settings, pins=result.pins)
            self.shown.present(result)  # first: the step knows all photos of the store
            self._complete(result, self._jobs.wish)
            self._show(result)

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

    def _show(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.shown.present(arrangement)
        self._record()
        self.arranged.emit(arrangement)
        self._become(State.ARRANGED if arrangement.grid.photos else State.NO_PHOTOS)

    def _record(self) -> None:
        if self._all_read and self.arrangement is not None:
            self._recorder.record(self.paths, self.settings, self.arrangement)

    @Slot()
    def _on_cancelled(self) -> None:
        self._note_reading()
        if self._jobs.wish.may_settle and self._pipeline.has_live_grid:
            self._jobs.want_next(self._settle)
        else:
            self._fall_back()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._fall_back()
        self.failed.emit(error)

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

    @Slot()
    def _tell_idle(self) -> None:
        if self.is_closing and self._jobs.is_idle and not self._recorder.is_busy:
            self.idle.emit()


def _moves_none(
    before: ArrangeSettings, settings: ArrangeSettings, arrangement: Arrangement
) -> bool:
    """Whether nothing but pins changed, and the new ones are where their photos stand."""
    if replace(before, pins=settings.pins) != settings:
        return False
    new = set(settings.pins) - set(before.pins)
    return new <= standing(settings.pins, arrangement.grid)
