"""The main job, composed in one place: scan → decode → embed → reduce → assign → grid → quality."""

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from gridsne_desktop.embedding.embedder import Embedding, Vectors
from gridsne_desktop.embedding.known import Known
from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.embedding.providers import Choice, choose, falling_back
from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import BLANK, Grid
from gridsne_desktop.layout.growing import Growing
from gridsne_desktop.layout.homes import are_mostly_known, indexes_in
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.measured import measured
from gridsne_desktop.layout.pins import pins_among
from gridsne_desktop.layout.standing import NO_GROUP, Layout, layout_of
from gridsne_desktop.library.animation import Animations
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.scan import Scan, scan
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import DEFAULT_BLANKS, ArrangeSettings, Processor
from gridsne_desktop.watcher import (
    TakesGrids,
    TakesPreviews,
    TakesSketches,
    TakesSquares,
    TakesThumbnails,
    TakesTurns,
    Unwatched,
    Watcher,
)

_T = TypeVar("_T")


class Pipeline:
    """Arranges photos and keeps each stage's last result, so that only stale stages run again.

    One thread at a time. A cancelled call keeps what it has: the vectors, and the points as
    they stood; `settle` makes the best of them, `arrange` goes on from them.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        """Use `cache`, which changes what is computed, but never a result."""
        self._cache = cache
        self._animations = Animations(cache)
        self._paths: tuple[Path, ...] = ()
        self._settings: ArrangeSettings | None = None
        self._scan: Scan | None = None
        self._known = Known(cache)
        self._read: Embedding | None = None
        self._choice = Choice()
        self._embedding: Embedding | None = None
        self._layouts = LayoutMaker(cache)
        self._growing: Growing | None = None
        self._seconds: dict[str, float] = {}

    @property
    def photos_known(self) -> int:
        """How many photos of the last scan have their vector."""
        return len(self._known.of(self._model())) if self._settings else 0

    @property
    def processor_notes(self) -> tuple[str, ...]:
        """What is to say of what computed the vectors; nothing unless it was to be chosen."""
        return self._choice.notes

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
        before = _before(embedding.photos, keep) if keep is not None else None
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
            embedding = embedding or self._partial_embedding(self._scan, run)
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
            before=_layout(arrangement),
        )
        grid = _grid(photos, layout)
        return replace(
            arrangement,
            grid=grid,
            look=settings.look,
            blanks=_blanks(settings, layout),
            groups=layout.groups,
            quality=measured(vectors, grid=grid, run=run, cache=self._cache),
            pins=tuple(pins.values()),
        )

    def vectors_of(
        self, photos: tuple[Photo, ...], run: Run, *, settings: ArrangeSettings
    ) -> Vectors:
        """float32 (n, d): the vectors by which `settings` arrange photos that were read here."""
        content = self._known.embedding(
            photos, model=_model(settings), run=run, provider=self._choice.provider
        )
        return self._known.mixed(content, share=settings.colour, run=run).vectors

    def reader_of(
        self, photos: tuple[Photo, ...], *, settings: ArrangeSettings
    ) -> Callable[[Run], Embedding]:
        """What gives the vectors by which `settings` arrange photos that were read here.

        It may be called on a thread of its own: it takes with it what is known by now. Ask for it
        while nothing is arranged.
        """
        known, provider = self._known.copy(), self._choice.provider

        def read(run: Run) -> Embedding:
            content = known.embedding(photos, model=_model(settings), run=run, provider=provider)
            return known.mixed(content, share=settings.colour, run=run)

        return read

    def _forget_stale(
        self, paths: tuple[Path, ...], settings: ArrangeSettings, *, rescan: bool
    ) -> None:
        earlier, self._settings = self._settings, settings
        stale = earlier and settings.first_stale(earlier)
        if rescan or paths != self._paths or stale is Stage.SCAN:
            self._scan = None
        if earlier and settings.processor != earlier.processor:
            self._known.forget_contents()
            self._read = None
        if self._scan is None or (earlier and _model(settings) != _model(earlier)):
            self._read = None
        if self._read is None or (earlier and settings.colour != earlier.colour):
            self._embedding = None
        self._paths = paths

    def _scanned(self, run: Run, watcher: Watcher) -> Scan:
        if self._scan is None:
            recursive = self._now().recursive
            self._scan = self._timed(
                Stage.SCAN, lambda: scan(self._paths, recursive=recursive, run=run)
            )
            self._known.forget_others(self._scan.photos)
        watcher.photos_found(self._scan.photos)
        return self._scan

    def _embedded(self, found: Scan, run: Run, watcher: Watcher, *, may_sketch: bool) -> Embedding:
        if self._embedding is None:
            self._embedding = self._timed(
                Stage.EMBED,
                lambda: self._mixed(self._all_read(found, run, watcher, may_sketch), run),
            )
        watcher.photos_embedded(self._embedding.photos)
        return self._embedding

    def _all_read(self, found: Scan, run: Run, watcher: Watcher, may_sketch: bool) -> Embedding:
        if self._read is not None:
            return self._read
        model = self._model()
        processor = Processor.CPU if model is COLOUR else Processor(self._now().processor)
        # Nobody watching needs no thumbnail read.
        on_read = None if isinstance(watcher, Unwatched) else watcher.photo_read
        takes = watcher.thumbnail_read if isinstance(watcher, TakesThumbnails) else None

        on_squares = None
        if isinstance(watcher, TakesSquares) and watcher.wants_squares:
            on_squares = watcher.squares_read
        growing = self._growth(found, watcher) if may_sketch else None

        def work(provider: str) -> Embedding:
            return self._known.embedding(
                found.photos,
                model=model,
                run=run,
                provider=provider,
                decode=self._animations.decode,
                with_colours=self._now().colour > 0,
                on_read=on_read,
                on_preview=watcher.preview_read if isinstance(watcher, TakesPreviews) else None,
                on_thumbnail=takes,
                on_squares=on_squares,
                on_recalled=watcher.known_shown if isinstance(watcher, TakesTurns) else None,
                on_known=growing.look if growing is not None else None,
            )

        self._choice = choose(model, processor=processor, cache=self._cache, run=run)
        with growing or nullcontext():
            self._read = falling_back(self._choice, work, on_failure=self._begin_anew)
        return self._read

    def _growth(self, found: Scan, watcher: Watcher) -> Growing | None:
        """What shows the photos in order while they are read, to whoever wants that."""
        earlier, self._growing = self._growing, None
        if isinstance(watcher, TakesSketches) and watcher.wants_sketches:
            self._growing = Growing(
                found.photos,
                self._known.of(self._model()),
                watcher.photos_sketched,
                settings=self._now(),
                after=earlier,
            )
        return self._growing

    def _begin_anew(self, choice: Choice) -> None:
        self._choice = choice
        self._known.forget_contents()

    def _mixed(self, read: Embedding, run: Run) -> Embedding:
        return self._known.mixed(read, share=self._now().colour, run=run)

    def _laid_out(self, embedding: Embedding, run: Run, watcher: Watcher) -> Layout:
        photos = embedding.photos
        takes = watcher.grid_moved if isinstance(watcher, TakesGrids) else None

        def see(layout: Layout) -> None:
            if takes is not None:
                takes(_grid(photos, layout), layout.points.copy())

        growing = self._growing
        layout = self._layouts.make(
            embedding.vectors,
            settings=self._now(),
            run=run,
            pins=pins_among(self._now().pins, photos),
            on_points=watcher.points_moved,
            on_layout=see if takes else None,
            shown=growing.shown(photos) if growing is not None else None,
        )
        self._growing = None  # from now on the wall shows something else
        self._seconds |= {stage.value: taken for stage, taken in self._layouts.seconds.items()}
        return layout

    def _arranged(self, embedding: Embedding, layout: Layout, run: Run) -> Arrangement:
        settings, grid = self._now(), _grid(embedding.photos, layout)
        quality = self._timed(
            Stage.MEASURE,
            lambda: measured(embedding.vectors, grid=grid, run=run, cache=self._cache),
        )
        return Arrangement(
            grid=grid,
            points=layout.points,
            model=self._model().name,
            colour=settings.colour,
            seed=settings.seed,
            problems=(self._scan.problems if self._scan else ()) + embedding.problems,
            seconds=dict(self._seconds),
            bundles=self._scan.bundles if self._scan else (),
            animated=self._animations.among(embedding.photos, run=run),
            quality=quality,
            reducer=settings.reducer,
            look=settings.look,
            pins=tuple(pins_among(settings.pins, embedding.photos).values()),
            blanks=_blanks(settings, layout),
            groups=layout.groups,
        )

    def _partial_embedding(self, found: Scan, run: Run) -> Embedding:
        """The embedding of only those photos whose vectors are known."""
        model = self._model()
        known = self._known.of(model)
        photos = tuple(photo for photo in found.photos if photo in known)
        provider = self._choice.provider
        read = self._known.embedding(photos, model=model, run=Run(), provider=provider)
        return self._mixed(read, run)

    def _model(self) -> Model:
        return _model(self._now())

    def _timed(self, stage: Stage, work: Callable[[], _T]) -> _T:
        began = time.perf_counter()
        result = work()
        self._seconds[stage.value] = time.perf_counter() - began
        return result

    def _now(self) -> ArrangeSettings:
        if self._settings is None:
            raise RuntimeError("no settings before arrange")
        return self._settings


def _grid(photos: tuple[Photo, ...], layout: Layout) -> Grid:
    return Grid(photos=photos, columns=layout.columns, rows=layout.rows, cells=layout.cells)


def _layout(arrangement: Arrangement) -> Layout:
    grid = arrangement.grid
    return Layout(arrangement.points, grid.cells, grid.columns, grid.rows, arrangement.groups)


def _blanks(settings: ArrangeSettings, layout: Layout) -> str:
    """Where blanks stand; a layout that was stopped before it had margins has none."""
    has_margins = settings.blanks == "margins" and (
        layout.groups is not None or not len(layout.cells)
    )
    return settings.blanks if has_margins or settings.blanks != "margins" else DEFAULT_BLANKS


def _model(settings: ArrangeSettings) -> Model:
    return COLOUR if settings.colour == 1 else find_model(settings.model)


def _before(photos: tuple[Photo, ...], keep: Arrangement) -> Layout | None:
    """Where the photos were, found by their paths; None: most of them were nowhere."""
    if not are_mostly_known(photos, keep.grid.photos):
        return None
    was = indexes_in(keep, photos)
    cells = np.where(was == BLANK, BLANK, keep.grid.cells[was]).astype(np.int32)
    groups = keep.groups
    if groups is not None:
        groups = np.where(was == BLANK, NO_GROUP, groups[was]).astype(np.int32)
    return Layout(keep.points[was], cells, keep.grid.columns, keep.grid.rows, groups)
