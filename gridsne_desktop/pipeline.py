"""The main job, composed in one place: scan → decode → embed → reduce → assign → grid."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar, runtime_checkable

import numpy as np

from gridsne_desktop.embedding.embedder import Embedding, Vector, embed
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.providers import Choice, choose, falling_back
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import Grid, Points, grid_shape
from gridsne_desktop.layout.reduce import reduce
from gridsne_desktop.layout.remembered import CELLS, POINTS, remembered
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.library.scan import Scan, scan
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import ArrangeSettings, Processor

_T = TypeVar("_T")


class Watcher(Protocol):
    """Who follows a folder on its way to a grid; every method is called on worker threads.

    What a watcher does never changes the result.
    """

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        """The scan is over: these photos will be read."""

    def photo_read(self, index: int, pixels: Pixels) -> None:
        """Photo `index` of `photos_found` was decoded now, or its thumbnail, if that is cached.

        Not called for photos whose vector the pipeline knows from an earlier `arrange`.
        """

    def photos_embedded(self, photos: tuple[Photo, ...]) -> None:
        """All photos are read; the unreadable are gone. Points and cells are in this order."""

    def points_moved(self, points: Points) -> None:
        """Where the photos of `photos_embedded` are by now; the array is the watcher's own."""


@runtime_checkable
class TakesPreviews(Protocol):
    """A watcher that wants to see something of many photos before they are read."""

    def preview_read(self, index: int, pixels: Pixels) -> None:
        """Photo `index` of `photos_found` will be read; this is what its camera embedded in it."""


@runtime_checkable
class TakesThumbnails(Protocol):
    """A watcher that rather takes the JPEG of a cached thumbnail than its pixels."""

    def thumbnail_read(self, index: int, jpeg: bytes) -> None:
        """Photo `index` of `photos_found` is cached; called instead of `photo_read`."""


class Unwatched:
    """A watcher that does not look."""

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        """Ignore the photos."""

    def photo_read(self, index: int, pixels: Pixels) -> None:
        """Ignore the pixels."""

    def photos_embedded(self, photos: tuple[Photo, ...]) -> None:
        """Ignore the photos."""

    def points_moved(self, points: Points) -> None:
        """Ignore the points."""


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
        self._scan: Scan | None = None
        self._known: dict[Photo, Vector] = {}
        self._choice: Choice | None = None
        self._embedding: Embedding | None = None
        self._points: Points | None = None
        self._live_points: Points | None = None
        self._seconds: dict[str, float] = {}

    @property
    def photos_known(self) -> int:
        """How many photos of the last scan have their vector."""
        return len(self._known)

    @property
    def processor_notes(self) -> tuple[str, ...]:
        """What is to say of what computed the vectors; nothing unless it was to be chosen."""
        return self._choice.notes if self._choice is not None else ()

    @property
    def has_live_points(self) -> bool:
        """Whether a cancelled t-SNE left points that `settle` can snap to a grid."""
        return self._live_points is not None

    def arrange(
        self,
        paths: Sequence[Path],
        *,
        settings: ArrangeSettings,
        run: Run,
        watcher: Watcher | None = None,
        rescan: bool = False,
    ) -> Arrangement:
        """Arrange the photos of `paths` (folders and files); `rescan` looks at the disk again.

        Raises:
            Cancelled: The run was cancelled.
            GridsneError: A path does not exist, the model is damaged.
        """
        self._forget_stale(tuple(paths), settings, rescan=rescan)
        watcher = watcher or Unwatched()
        found = self._scanned(run, watcher)
        embedding = self._embedded(found, run, watcher)
        points = self._reduced(embedding, run, watcher)
        return self._assigned(embedding, points, settings, run)

    def settle(self, run: Run, watcher: Watcher | None = None) -> Arrangement:
        """Arrange what a cancelled `arrange` has left: its points, else the vectors known so far.

        Raises:
            Cancelled: The run was cancelled, too.
            RuntimeError: Nothing was arranged before.
        """
        if self._settings is None or self._scan is None:
            raise RuntimeError("settle needs an arrange before it")
        watcher = watcher or Unwatched()
        embedding = self._embedding or self._partial_embedding(self._scan)
        points = self._points if self._points is not None else self._live_points
        if points is None:
            watcher.photos_embedded(embedding.photos)
            points = self._timed(Stage.REDUCE, lambda: self._reduce(embedding, run, watcher))
        return self._assigned(embedding, points, self._settings, run)

    def _forget_stale(
        self, paths: tuple[Path, ...], settings: ArrangeSettings, *, rescan: bool
    ) -> None:
        stale = self._settings and settings.first_stale(self._settings)
        if rescan or paths != self._paths or stale is Stage.SCAN:
            self._scan = None
        if self._settings and settings.maker != self._settings.maker:
            self._known.clear()
            self._choice = None
        if self._scan is None or stale is Stage.EMBED:
            self._embedding = None
        if self._embedding is None or stale is Stage.REDUCE:
            self._points = None
        self._live_points = None
        self._paths, self._settings = paths, settings

    def _scanned(self, run: Run, watcher: Watcher) -> Scan:
        if self._scan is None:
            recursive = self._now().recursive
            self._scan = self._timed(
                Stage.SCAN, lambda: scan(self._paths, recursive=recursive, run=run)
            )
            found = set(self._scan.photos)
            self._known = {p: vector for p, vector in self._known.items() if p in found}
        watcher.photos_found(self._scan.photos)
        return self._scan

    def _embedded(self, found: Scan, run: Run, watcher: Watcher) -> Embedding:
        if self._embedding is None:
            # Nobody watching needs no thumbnail read.
            on_read = None if isinstance(watcher, Unwatched) else watcher.photo_read
            takes = watcher.thumbnail_read if isinstance(watcher, TakesThumbnails) else None
            preview = watcher.preview_read if isinstance(watcher, TakesPreviews) else None
            model, processor = MODELS[self._now().model], Processor(self._now().processor)

            def work(provider: str) -> Embedding:
                return embed(
                    found.photos,
                    model=model,
                    run=run,
                    known=self._known,
                    on_read=on_read,
                    on_preview=preview,
                    cache=self._cache,
                    on_thumbnail=takes,
                    provider=provider,
                )

            choice = self._choice or choose(model, processor=processor, cache=self._cache, run=run)
            self._choice = choice
            self._embedding = self._timed(
                Stage.EMBED, lambda: falling_back(choice, work, on_failure=self._begin_anew)
            )
        watcher.photos_embedded(self._embedding.photos)
        return self._embedding

    def _begin_anew(self, choice: Choice) -> None:
        self._choice = choice
        self._known.clear()

    def _reduced(self, embedding: Embedding, run: Run, watcher: Watcher) -> Points:
        if self._points is None:
            settings = self._now()
            self._points, was_known = self._timed(
                Stage.REDUCE,
                lambda: remembered(
                    POINTS,
                    cache=self._cache,
                    source=embedding.vectors,
                    wish=f"{settings.perplexity!r} {settings.seed}",
                    like=np.empty((len(embedding.photos), 2), np.float32),
                    make=lambda: self._reduce(embedding, run, watcher),
                ),
            )
            if was_known:
                run.report(Stage.REDUCE, 1, 1)
                watcher.points_moved(self._points.copy())
            self._live_points = None
        return self._points

    def _reduce(self, embedding: Embedding, run: Run, watcher: Watcher) -> Points:
        settings = self._now()

        def follow(points: Points) -> None:
            self._live_points = points
            watcher.points_moved(points.copy())

        return reduce(
            embedding.vectors,
            perplexity=settings.perplexity,
            seed=settings.seed,
            run=run,
            on_points=follow,
        )

    def _assigned(
        self, embedding: Embedding, points: Points, settings: ArrangeSettings, run: Run
    ) -> Arrangement:
        grid = self._timed(
            Stage.ASSIGN,
            lambda: snap(embedding.photos, points, settings=settings, run=run, cache=self._cache),
        )
        problems = (self._scan.problems if self._scan else ()) + embedding.problems
        return Arrangement(
            grid=grid,
            points=points,
            model=settings.model,
            seed=settings.seed,
            problems=problems,
            seconds=dict(self._seconds),
            bundles=self._scan.bundles if self._scan else (),
        )

    def _partial_embedding(self, found: Scan) -> Embedding:
        """The embedding of only those photos whose vectors are known."""
        photos = tuple(photo for photo in found.photos if photo in self._known)
        return embed(photos, model=MODELS[self._now().model], run=Run(), known=self._known)

    def _timed(self, stage: Stage, work: Callable[[], _T]) -> _T:
        began = time.perf_counter()
        result = work()
        self._seconds[stage.value] = time.perf_counter() - began
        return result

    def _now(self) -> ArrangeSettings:
        if self._settings is None:
            raise RuntimeError("no settings before arrange")
        return self._settings


def snap(
    photos: tuple[Photo, ...],
    points: Points,
    *,
    settings: ArrangeSettings,
    run: Run,
    cache: Cache | None = None,
) -> Grid:
    """The grid of `photos` whose points are `points`, in the shape that `settings` wish.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(photos)
    columns, rows = grid_shape(n, columns=settings.columns, aspect=settings.aspect)
    cells, was_known = remembered(
        CELLS,
        cache=cache,
        source=points,
        wish=f"{columns} {rows}",
        like=np.empty(n, np.int32),
        make=lambda: assign(points, columns=columns, rows=rows, run=run),
    )
    if was_known:
        run.report(Stage.ASSIGN, n, n)
    return Grid(photos=photos, columns=columns, rows=rows, cells=cells)
