"""Vectors to a grid, from the first sketch to the last swap; what was made is kept."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import numpy as np

from gridsne_desktop.layout.assign import EXACT_LIMIT, assign
from gridsne_desktop.layout.grid import BLANK, Cells, Points, grid_shape
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.placing import place, points_beside
from gridsne_desktop.layout.reduce import OnPoints, neighbours_needed, plane_of, reduce, unit_square
from gridsne_desktop.layout.refinement.looks import COMPONENTS, COUNTED, LOOKS
from gridsne_desktop.layout.refinement.refine import OnCells, refine
from gridsne_desktop.layout.remembered import CELLS, POINTS, remembered
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.layout.sketching import Shown, sketched_cells
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import ArrangeSettings

FEWEST_TO_SKETCH = 8
"""With fewer photos the last grid comes as soon as the first."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where the photos are, on the map and in the grid; equal only to itself.

    Attributes:
        points: float32 (n, 2) in [0, 1]².
        cells: int32 (n,), all different.
        columns: Columns of the grid.
        rows: Rows of the grid.
    """

    points: Points
    cells: Cells
    columns: int
    rows: int


OnLayout: TypeAlias = Callable[[Layout], None]
"""Is given every grid on the way, with the points as far as they are known."""

_Made = TypeVar("_Made")


class LayoutMaker:
    """Lays out vectors and keeps what it found about them, so that only stale stages run again.

    One thread at a time.

    Attributes:
        live: How things stand after a cancelled `make`: the grid it told of last, if any.
        seconds: What each stage took when it ran last.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        """Use `cache`, which changes what is computed, but never a result."""
        self.live: Layout | None = None
        self.seconds: dict[Stage, float] = {}
        self._cache = cache
        self._vectors: Vectors | None = None
        self._neighbours: KeptNeighbours | None = None
        self._points: Points | None = None
        self._points_wish = ""

    def make(
        self,
        vectors: Vectors,
        *,
        settings: ArrangeSettings,
        run: Run,
        on_points: OnPoints | None = None,
        on_layout: OnLayout | None = None,
        shown: Shown | None = None,
    ) -> Layout:
        """The layout of `vectors`: a sketch for whoever looks, the map, the grid, refinement.

        The sketch is near what is `shown`, if it is in some order.

        Raises:
            Cancelled: The run was cancelled; `live` is what there is.
        """
        self._take(vectors)
        columns, rows = grid_shape(len(vectors), columns=settings.columns, aspect=settings.aspect)
        look = _Onlooker(self, columns, rows, on_points, on_layout, shown)
        self.live = None
        points = self._timed(Stage.REDUCE, lambda: self._reduced(vectors, settings, run, look))
        cells = self._timed(
            Stage.ASSIGN,
            lambda: cells_of(
                vectors,
                points,
                columns=columns,
                rows=rows,
                settings=settings,
                run=run,
                cache=self._cache,
                neighbours=self._near(vectors, settings),
                on_cells=look.see_cells if on_layout else None,
            ),
        )
        self.live = None
        return Layout(points, cells, columns, rows)

    def place(
        self, vectors: Vectors, before: Layout, *, settings: ArrangeSettings, run: Run
    ) -> Layout:
        """A layout of `vectors` that differs as little as can be from the one before.

        Args:
            vectors: float32 (n, d), finite.
            before: Where photos were; `BLANK` as the cell of those that are new.
            settings: Whose perplexity and seed count.
            run: Told how far it is, and asked whether to go on.

        Raises:
            Cancelled: The run was cancelled.
        """
        self.live = None
        self._take(vectors)
        if len(vectors) and not (before.cells == BLANK).any():  # nobody moves: no need to look
            rows = int(before.cells.max()) // before.columns + 1
            return Layout(before.points, before.cells, before.columns, rows)
        near = self._near(vectors, settings).get(run)
        rows = max(before.rows, -(-len(vectors) // before.columns))
        cells = place(
            before.cells, near, columns=before.columns, rows=rows, run=run, seed=settings.seed
        )
        points = points_beside(before.points, before.cells == BLANK, near)
        return Layout(points, cells, before.columns, int(cells.max()) // before.columns + 1)

    def _take(self, vectors: Vectors) -> None:
        if vectors is not self._vectors:
            self._vectors, self._neighbours, self._points = vectors, None, None

    def _reduced(
        self, vectors: Vectors, settings: ArrangeSettings, run: Run, look: "_Onlooker"
    ) -> Points:
        wish = f"{settings.reducer} {settings.perplexity!r} {settings.seed}"
        if self._points is None or self._points_wish != wish:
            self._points, was_known = remembered(
                POINTS,
                cache=self._cache,
                source=vectors,
                wish=wish,
                like=np.empty((len(vectors), 2), np.float32),
                make=lambda: self._reduce(vectors, settings, run, look),
            )
            self._points_wish = wish
            if was_known:
                run.report(Stage.REDUCE, 1, 1)
        look.see_points(self._points.copy())
        return self._points

    def _reduce(
        self, vectors: Vectors, settings: ArrangeSettings, run: Run, look: "_Onlooker"
    ) -> Points:
        if look.wants_cells and len(vectors) >= FEWEST_TO_SKETCH:
            self._sketch(vectors, settings, run, look)
        return reduce(
            vectors,
            perplexity=settings.perplexity,
            seed=settings.seed,
            run=run,
            on_points=look.see_points,
            reducer=settings.reducer,
            neighbours=self._near(vectors, settings),
        )

    def _sketch(
        self, vectors: Vectors, settings: ArrangeSettings, run: Run, look: "_Onlooker"
    ) -> None:
        """Show a first grid; it decides nothing about the last one."""
        run = run.untold()
        components = self._near(vectors, settings).components(run)[:, :COMPONENTS]
        points = unit_square(plane_of(components))
        look.see_points(points)
        shape, seed = {"columns": look.columns, "rows": look.rows}, settings.seed
        look.see_cells(sketched_cells(components, **shape, run=run, seed=seed, shown=look.shown))

    def _near(self, vectors: Vectors, settings: ArrangeSettings) -> KeptNeighbours:
        count = neighbours_counted(settings)
        if self._neighbours is None or self._neighbours.count != count:
            self._neighbours = KeptNeighbours(vectors, count=count)
        return self._neighbours

    def _timed(self, stage: Stage, work: Callable[[], _Made]) -> _Made:
        began = time.perf_counter()
        result = work()
        self.seconds[stage] = time.perf_counter() - began
        return result


class _Onlooker:
    """Passes on what is made, and keeps it for whoever stops the work."""

    def __init__(
        self,
        maker: LayoutMaker,
        columns: int,
        rows: int,
        on_points: OnPoints | None,
        on_layout: OnLayout | None,
        shown: Shown | None,
    ) -> None:
        self.columns, self.rows, self.shown = columns, rows, shown
        self._maker, self._on_points, self._on_layout = maker, on_points, on_layout
        self._points: Points | None = None
        self._cells: Cells | None = None

    @property
    def wants_cells(self) -> bool:
        return self._on_layout is not None

    def see_points(self, points: Points) -> None:
        self._points = points
        self._keep()
        if self._on_points is not None:
            self._on_points(points.copy())

    def see_cells(self, cells: Cells) -> None:
        self._cells = cells
        self._keep()
        if self._on_layout is not None and self._maker.live is not None:
            self._on_layout(self._maker.live)

    def _keep(self) -> None:
        if self._points is not None and self._cells is not None:
            self._maker.live = Layout(self._points, self._cells, self.columns, self.rows)


def cells_of(
    vectors: Vectors,
    points: Points,
    *,
    columns: int,
    rows: int,
    settings: ArrangeSettings,
    run: Run,
    cache: Cache | None = None,
    neighbours: KeptNeighbours | None = None,
    on_cells: OnCells | None = None,
) -> Cells:
    """The cells of photos: near their points at first, then better by their vectors.

    Args:
        vectors: float32 (n, d), finite.
        points: float32 (n, 2) in [0, 1]².
        columns: Columns of the grid.
        rows: Rows of the grid.
        settings: Whose look and seed count.
        run: Told how far it is, and asked whether to go on.
        cache: Remembers the cells.
        neighbours: Of `vectors`, `neighbours_counted(settings)` each; None: searched here.
        on_cells: Given the cells on their way, also the last when cancelled.

    Returns:
        int32 (n,), all different.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(points)
    near = neighbours or KeptNeighbours(vectors, count=neighbours_counted(settings))

    def make() -> Cells:
        way = "exact" if n <= EXACT_LIMIT else "split"  # refinement does better than sweeps
        cells = assign(points, columns=columns, rows=rows, run=run, assigner=way)
        if on_cells is not None:
            on_cells(cells.copy())
        steps = LOOKS[settings.look](near.get(run), vectors, columns, rows, run)
        return refine(
            cells, steps, columns=columns, rows=rows, run=run, seed=settings.seed, on_cells=on_cells
        )

    digest = hashlib.blake2b(points.tobytes(), digest_size=16).hexdigest()
    cells, was_known = remembered(
        CELLS,
        cache=cache,
        source=vectors,
        wish=f"{digest} {columns} {rows} {settings.look} {settings.seed}",
        like=np.empty(n, np.int32),
        make=make,
    )
    if was_known:
        run.report(Stage.ASSIGN, n, n)
    return cells


def neighbours_counted(settings: ArrangeSettings) -> int:
    """How many neighbours of each photo a layout looks at."""
    return max(COUNTED, neighbours_needed(settings.perplexity))
