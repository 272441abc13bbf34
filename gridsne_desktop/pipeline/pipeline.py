"""The main job, composed in one place: scan → decode → embed → reduce → assign → grid → quality."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from gridsne_desktop.embedding.embedder import Embedding, Vectors
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.homes import are_mostly_known
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.measured import measured
from gridsne_desktop.layout.pins import pins_among
from gridsne_desktop.layout.standing import Layout, layout_of
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.scan import Scan, scan
from gridsne_desktop.photo import Photo, known_again
from gridsne_desktop.pipeline.grids import blanks_of, grid_of, layout_before, layout_shown
from gridsne_desktop.pipeline.reading import Reading, model_of
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import ArrangeSettings
from gridsne_desktop.watcher import TakesGrids, Unwatched, Watcher

_T = TypeVar("_T")


class Pipeline:
    """Arranges photos and keeps each stage's last result, so that only stale stages run again.

    One thread at a time. A cancelled call keeps what it has: the vectors, and the points as
    they stood; `settle` makes the best of them, `arrange` goes on from them.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        """Use `cache`, which changes what is computed, but never a result."""
        self._cache = cache
        self._paths: tuple[Path, ...] = ()
        self._settings: ArrangeSettings | None = None
        self._found: tuple[Photo, ...] = ()
        self._scan: Scan | None = None
        self._reading = Reading(cache)
        self._embedding: Embedding | None = None
        self._layouts = LayoutMaker(cache)
        self._seconds: dict[str, float] = {}

    @property
    def photos_known(self) -> int:
        """How many photos of the last scan have their vector."""
        return self._reading.count(self._settings) if self._settings else 0

    @property
    def processor_notes(self) -> tuple[str, ...]:
        """What is to say of what computed the vectors; nothing unless it was to be chosen."""
        return self._reading.choice.notes

    @property
    def has_live_grid(self) -> bool:
        """Whether a cancelled `arrange` had a grid already, which `settle` keeps."""
        return self._layouts.live is not None

    def arrange(
        self,
        paths: Sequence[Path],
        *,
        settings: ArrangeSettings,
        run: Run,
        watcher: Watcher | None = None,
        rescan: bool = False,
        keep: Arrangement | None = None,
    ) -> Arrangement:
        """Arrange the photos of `paths` (folders and files); `rescan` looks at the disk again.

        With `keep` its photos stay in their cells, as far as can be, and only the new ones are
        placed; unless most of the photos are new.

        Raises:
            Cancelled: The run was cancelled.
            GridsneError: A path does not exist, the model is missing or damaged.
        """
        self._forget_stale(tuple(paths), settings, rescan=rescan)
        self._layouts.live = None  # of an earlier run; there is nothing to settle yet
        watcher = watcher or Unwatched()
        found = self._scanned(run, watcher)
        stays = keep is not None and are_mostly_known(found.photos, keep.grid.photos)
        embedding = self._embedded(found, run, watcher, may_sketch=not stays)
        before = layout_before(embedding.photos, keep) if keep is not None else None
        if before is None:
            layout = self._laid_out(embedding, run, watcher)
        else:
            layout = self._timed(
                Stage.ASSIGN,
                lambda: self._layouts.place(
                    embedding.vectors,
                    before,
                    settings=settings,
                    run=run,
                    pins=pins_among(settings.pins, embedding.photos),
                ),
            )
        return self._arranged(embedding, layout, run)

    def read(
        self,
        paths: Sequence[Path],
        *,
        settings: ArrangeSettings,
        run: Run,
        watcher: Watcher | None = None,
    ) -> tuple[Embedding, Scan]:
        """The vectors by which the photos of `paths` would be arranged, and what was found there.

        Raises:
            Cancelled: The run was cancelled.
            GridsneError: A path does not exist, the model is missing or damaged.
        """
        self._forget_stale(tuple(paths), settings, rescan=False)
        watcher = watcher or Unwatched()
        found = self._scanned(run, watcher)
        return self._embedded(found, run, watcher, may_sketch=False), found

    def settle(self, run: Run, watcher: Watcher | None = None) -> Arrangement:
        """Arrange what a cancelled `arrange` has left: its points, else the vectors known so far.

        Raises:
            Cancelled: The run was cancelled, too.
            RuntimeError: Nothing was arranged before.
        """
        if self._settings is None or self._scan is None:
            raise RuntimeError("settle needs an arrange before it")
        watcher = watcher or Unwatched()
        live, embedding = self._layouts.live, self._embedding
        if live is None or embedding is None:
            embedding = embedding or self._reading.partial(
                self._scan, settings=self._settings, run=run
            )
            watcher.photos_embedded(embedding.photos)
            live = self._laid_out(embedding, run, watcher)
        return self._arranged(embedding, live, run)

    def reshaped(
        self, arrangement: Arrangement, *, settings: ArrangeSettings, run: Run
    ) -> Arrangement:
        """The same map in a grid of the shape, look, blanks and pins that `settings` wish.

        With margins, groups that the arrangement shows already stay as they are.

        Raises:
            Cancelled: The run was cancelled.
        """
        photos = arrangement.grid.photos
        vectors = self.vectors_of(photos, run, settings=settings)
        pins = pins_among(settings.pins, photos)
        layout = layout_of(
            vectors,
            arrangement.points,
            settings=settings,
            run=run,
            pins=pins,
            cache=self._cache,
            before=layout_shown(arrangement),
        )
        grid = grid_of(photos, layout)
        return replace(
            arrangement,
            grid=grid,
            look=settings.look,
            blanks=blanks_of(settings, layout),
            groups=layout.groups,
            quality=measured(vectors, grid=grid, run=run, cache=self._cache),
            pins=tuple(pins.values()),
        )

    def vectors_of(
        self, photos: tuple[Photo, ...], run: Run, *, settings: ArrangeSettings
    ) -> Vectors:
        """float32 (n, d): the vectors by which `settings` arrange photos that were read here."""
        return self._reading.known_of(photos, settings=settings, run=run).vectors

    def reader_of(
        self, photos: tuple[Photo, ...], *, settings: ArrangeSettings
    ) -> Callable[[Run], Embedding]:
        """As `Reading.reader_of`."""
        return self._reading.reader_of(photos, settings=settings)

    def _forget_stale(
        self, paths: tuple[Path, ...], settings: ArrangeSettings, *, rescan: bool
    ) -> None:
        earlier, self._settings = self._settings, settings
        stale = earlier and settings.first_stale(earlier)
        if rescan or paths != self._paths or stale is Stage.SCAN:
            self._scan = None
        if self._scan is None:
            self._reading.forget()
        if earlier:
            self._reading.forget_stale(settings, earlier)
        if not self._reading.is_done or (earlier and settings.colour != earlier.colour):
            self._embedding = None
        self._paths = paths

    def _scanned(self, run: Run, watcher: Watcher) -> Scan:
        if self._scan is None:
            recursive = self._now().recursive
            found = self._timed(Stage.SCAN, lambda: scan(self._paths, recursive=recursive, run=run))
            self._found = known_again(found.photos, self._found)
            self._scan = replace(found, photos=self._found)
            self._reading.forget_others(self._scan.photos)
        watcher.photos_found(self._scan.photos)
        return self._scan

    def _embedded(self, found: Scan, run: Run, watcher: Watcher, *, may_sketch: bool) -> Embedding:
        if self._embedding is None:
            self._embedding = self._timed(
                Stage.EMBED,
                lambda: self._reading.read(
                    found.photos,
                    settings=self._now(),
                    run=run,
                    watcher=watcher,
                    may_sketch=may_sketch,
                ),
            )
        watcher.photos_embedded(self._embedding.photos)
        return self._embedding

    def _laid_out(self, embedding: Embedding, run: Run, watcher: Watcher) -> Layout:
        photos = embedding.photos
        takes = watcher.grid_moved if isinstance(watcher, TakesGrids) else None

        def see(layout: Layout) -> None:
            if takes is not None:
                takes(grid_of(photos, layout), layout.points.copy())

        growing = self._reading.growing
        layout = self._layouts.make(
            embedding.vectors,
            settings=self._now(),
            run=run,
            pins=pins_among(self._now().pins, photos),
            on_points=watcher.points_moved,
            on_layout=see if takes else None,
            shown=growing.shown(photos) if growing is not None else None,
        )
        self._reading.growing = None  # from now on the wall shows something else
        self._seconds |= {stage.value: taken for stage, taken in self._layouts.seconds.items()}
        return layout

    def _arranged(self, embedding: Embedding, layout: Layout, run: Run) -> Arrangement:
        settings, grid = self._now(), grid_of(embedding.photos, layout)
        quality = self._timed(
            Stage.MEASURE,
            lambda: measured(embedding.vectors, grid=grid, run=run, cache=self._cache),
        )
        return Arrangement(
            grid=grid,
            points=layout.points,
            model=model_of(settings).name,
            colour=settings.colour,
            seed=settings.seed,
            problems=(self._scan.problems if self._scan else ()) + embedding.problems,
            seconds=dict(self._seconds),
            bundles=self._scan.bundles if self._scan else (),
            animated=self._reading.animations.among(embedding.photos, run=run),
            quality=quality,
            reducer=settings.reducer,
            look=settings.look,
            pins=tuple(pins_among(settings.pins, embedding.photos).values()),
            blanks=blanks_of(settings, layout),
            groups=layout.groups,
        )

    def _timed(self, stage: Stage, work: Callable[[], _T]) -> _T:
        began = time.perf_counter()
        result = work()
        self._seconds[stage.value] = time.perf_counter() - began
        return result

    def _now(self) -> ArrangeSettings:
        if self._settings is None:
            raise RuntimeError("no settings before arrange")
        return self._settings
