"""While photos are read: now and then a sketch of those that are known so far."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout.components import principal_components
from gridsne_desktop.layout.grid import Cells, Grid, grid_shape
from gridsne_desktop.layout.refinement.looks import COMPONENTS
from gridsne_desktop.layout.sketching import Shown, as_shown, sketched_cells
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings

_log = logging.getLogger(__name__)

FEWEST: Final = 64
"""Photos of the first sketch: fewer say nothing of what a folder is about."""

GROWTH: Final = 1.5
"""Each sketch has so many times the photos of the one before: all together cost three times the
last, and the eye can follow."""

MANY, GROWTH_OF_MANY = 20_000, 2.0
"""From so many photos on, sketches are rarer: one takes seconds."""

SECONDS_BETWEEN: Final = 3.0
"""From the start to the first sketch and from one to the next: what is read sooner, as out of the
cache, needs none, and a wall that never rests is not calm."""

SHARE: Final = 0.1
"""Of all seconds, during which a sketch may be under way. The workers, one a core, go on beside
it, so that it gets half of the processor at most: sketches cost 5 % of the reading."""

LEAST_WORK: Final = 300
"""Photos' worth of work in every sketch, however few they are: 864 photos take about four times as
long as 64."""


class Pace:
    """When the next sketch is due. The clock comes in as an argument, in seconds."""

    def __init__(self, now: float) -> None:
        """Reading begins."""
        self._began = self._last = now
        self._sketched = 0
        self._spent = self._last_took = 0.0

    def is_due(self, known: int, now: float) -> bool:
        """Whether `known` photos are worth a sketch."""
        growth = GROWTH if self._sketched < MANY else GROWTH_OF_MANY
        if known < max(FEWEST, growth * self._sketched) or now < self._last + SECONDS_BETWEEN:
            return False
        more = (known + LEAST_WORK) / (self._sketched + LEAST_WORK)
        expected = self._last_took * more
        return self._spent + expected <= SHARE * (now - self._began)

    def took(self, seconds: float, known: int, now: float) -> None:
        """A sketch of `known` photos is over."""
        self._last, self._last_took, self._sketched = now, seconds, known
        self._spent += seconds


class Growing:
    """Shows sketches of photos while their vectors become known; a context that ends its thread.

    The known photos fill the grid from its start, the others wait after them in reading order.
    It only ever looks: nothing it does changes a vector or a later grid. A sketch that fails is
    logged and was the last one, for it must not cost the person the photos.
    """

    def __init__(
        self,
        photos: tuple[Photo, ...],
        known: Mapping[Photo, NDArray[np.float32]],
        show: Callable[[Grid], None],
        *,
        settings: ArrangeSettings,
        after: "Growing | None" = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Look at `known`, which others fill with the vectors of `photos`, and `show` grids.

        `show` is called on a thread of its own. With `after`, an earlier reading of the same
        photos that was stopped, the first sketch goes on from its last.
        """
        self.photos: Final = photos
        self._known, self._show, self._clock = known, show, clock
        self._seed = settings.seed
        n = len(photos)
        self._columns, self._rows = grid_shape(n, columns=settings.columns, aspect=settings.aspect)
        goes_on = after is not None and after.photos == photos
        earlier = after.shown(photos) if after is not None and goes_on else None
        self._shown = earlier or self._in_order()
        self._pace = Pace(clock())
        self._run = Run()
        self._pool = ThreadPoolExecutor(1, "sketch")
        self._sketch: Future[None] | None = None
        self._has_failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # To the end: BLAS is limited to one thread while a sketch is made, and what comes next
        # must find it as it was.
        self._run.cancel()
        self._pool.shutdown(wait=True)

    def look(self) -> None:
        """Begin a sketch if one is due. Call it on the thread that fills `known`; it is quick."""
        is_busy = self._sketch is not None and not self._sketch.done()
        if is_busy or self._has_failed or len(self._known) >= len(self.photos):
            return
        if self._pace.is_due(len(self._known), self._clock()):
            found = [i for i, photo in enumerate(self.photos) if photo in self._known]
            vectors = [self._known[self.photos[i]] for i in found]
            self._sketch = self._pool.submit(self._make, np.array(found), vectors)

    def shown(self, photos: Sequence[Photo]) -> Shown | None:
        """What the sketches have made of `photos`; None: nothing, or not of all of them."""
        index_of = {photo: index for index, photo in enumerate(self.photos)}
        if not self._shown.is_sketched.any() or any(photo not in index_of for photo in photos):
            return None
        rows = np.array([index_of[photo] for photo in photos], dtype=np.intp)
        return Shown(self._shown.places[rows], self._shown.is_sketched[rows])

    def _in_order(self) -> Shown:
        n = len(self.photos)
        return as_shown(np.arange(n, dtype=np.int32), max(1, self._columns), np.zeros(n, bool))

    def _make(self, found: NDArray[np.intp], vectors: list[NDArray[np.float32]]) -> None:
        try:
            self._sketched(found, vectors)
        except Cancelled:
            return
        except Exception:  # noqa: BLE001 - see above
            _log.exception("a sketch of %d photos failed", len(found))
            self._has_failed = True

    def _sketched(self, found: NDArray[np.intp], vectors: list[NDArray[np.float32]]) -> None:
        # What the first sketch would else pay for: the job needs them later anyway.
        import scipy.fft
        import scipy.linalg
        import scipy.optimize  # noqa: F401

        began = self._clock()
        before = Shown(self._shown.places[found], self._shown.is_sketched[found])
        components = principal_components(vectors, COMPONENTS, run=self._run)
        cells = sketched_cells(
            components,
            columns=self._columns,
            rows=self._rows,
            run=self._run,
            seed=self._seed,
            shown=before,
        )
        self._place(found, cells)
        now = self._clock()
        self._pace.took(now - began, len(found), now)

    def _place(self, found: NDArray[np.intp], cells: Cells) -> None:
        """Show `found` in their cells and the others after them."""
        n = len(self.photos)
        is_sketched = np.zeros(n, dtype=bool)
        is_sketched[found] = True
        everywhere = np.empty(n, dtype=np.int32)
        everywhere[found] = cells
        everywhere[~is_sketched] = np.arange(len(found), n, dtype=np.int32)
        self._shown = as_shown(everywhere, self._columns, is_sketched)
        self._show(Grid(self.photos, self._columns, self._rows, everywhere))
