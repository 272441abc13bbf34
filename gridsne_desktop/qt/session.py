"""The controller: what is open, which job runs, what it made. It knows no widget."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gridsne_desktop import paths as app_paths
from gridsne_desktop.embedding.embedder import Embedding
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.homes import among, with_again
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.layout.pins import pins_among, standing
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.qt.follower import Follower
from gridsne_desktop.qt.in_force import InForce
from gridsne_desktop.qt.jobs import Wish
from gridsne_desktop.qt.state import State
from gridsne_desktop.qt.steps import ANEW, PLACE
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import ArrangeSettings


class Session(InForce):
    """Opens folders, one job at a time; a new wish cancels the job and takes its place."""

    def __init__(
        self,
        settings: ArrangeSettings,
        parent: QObject | None = None,
        *,
        cache: Cache | None = None,
        last_grids: LastGrids | None = None,
    ) -> None:
        """Nothing is open; `last_grids` keeps the grid in force for the next time it is opened."""
        super().__init__(settings, parent, cache=cache, last_grids=last_grids)
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
        self._recorder.hurry()
        self._jobs.close()

    def _want(self, start: Callable[[], None]) -> None:
        self._recorder.hurry()
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
