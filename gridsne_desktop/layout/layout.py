"""Vectors to a grid, from the first sketch to the last swap; what was made is kept."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import numpy as np

from gridsne_desktop.layout.grid import BLANK, Points, grid_shape
from gridsne_desktop.layout.groups import without_gaps
from gridsne_desktop.layout.lanes import lanes_of, trimmed
from gridsne_desktop.layout.neighbours import Neighbours, Vectors, check_vectors
from gridsne_desktop.layout.pins import NO_PINS, Pinned, Pins, pinned_cells
from gridsne_desktop.layout.placing import place, points_beside
from gridsne_desktop.layout.reduce import OnPoints, plane_of, reduce, unit_square
from gridsne_desktop.layout.refinement.looks import COMPONENTS
from gridsne_desktop.layout.remembered import POINTS, remembered
from gridsne_desktop.layout.room import room_of
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.layout.sketching import Shown, sketched_cells
from gridsne_desktop.layout.standing import Layout, OnLayout, layout_of, neighbours_counted
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import ArrangeSettings

FEWEST_TO_SKETCH = 8
"""With fewer photos the last grid comes as soon as the first."""


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
        pins: Pins = NO_PINS,
        on_points: OnPoints | None = None,
        on_layout: OnLayout | None = None,
        shown: Shown | None = None,
    ) -> Layout:
        """The layout of `vectors`: a sketch for whoever looks, the map, the grid, refinement.

        The sketch is near what is `shown`, if it is in some order. Of pins only `pins` count, not
        those of `settings`, whose photos nobody knows here.

        Raises:
            Cancelled: The run was cancelled; `live` is what there is.
            ValueError: The vectors are no finite matrix.
        """
        self._take(vectors)
        look = _Onlooker(self, pins, on_points, on_layout, shown)
        self.live = None
        points = self._timed(Stage.REDUCE, lambda: self._reduced(vectors, settings, run, look))
        layout = self._timed(
            Stage.ASSIGN,
            lambda: layout_of(
                vectors,
                points,
                settings=settings,
                run=run,
                pins=pins,
                cache=self._cache,
                neighbours=self._near(vectors, settings),
                on_layout=look.see_layout if on_layout else None,
            ),
        )
        self.live = None
        return layout

    def place(
        self,
        vectors: Vectors,
        before: Layout,
        *,
        settings: ArrangeSettings,
        run: Run,
        pins: Pins = NO_PINS,
    ) -> Layout:
        """A layout of `vectors` that differs as little as can be from the one before.

        Args:
            vectors: float32 (n, d), finite.
            before: Where photos were; `BLANK` as the cell of those that are new. Groups stay
                apart, and a new photo belongs to the group it stands in.
            settings: Whose perplexity and seed count.
            run: Told how far it is, and asked whether to go on.
            pins: Of the n photos.

        Raises:
            Cancelled: The run was cancelled.
            ValueError: The vectors are no finite matrix.
        """
        self.live = None
        self._take(vectors)
        if len(vectors) and _all_stand(before, pins):  # nobody moves: no need to look
            return _cut(before, pins)
        near = self._near(vectors, settings).get(run)
        points = points_beside(before.points, before.cells == BLANK, near)
        if before.groups is not None and (before.cells == BLANK).any():
            return self._placed_in_groups(near, replace(before, points=points), settings, run, pins)
        rows = max(before.rows, -(-len(vectors) // before.columns))
        cells = place(
            before.cells,
            near,
            columns=before.columns,
            rows=rows,
            run=run,
            seed=settings.seed,
            pinned=pinned_cells(pins, columns=before.columns, rows=rows),
            polished=vectors if settings.look == "crisp" else None,
        )
        return _cut(Layout(points, cells, before.columns, rows, before.groups), pins)

    def _placed_in_groups(
        self, near: Neighbours, before: Layout, settings: ArrangeSettings, run: Run, pins: Pins
    ) -> Layout:
        """Pinned photos stay where they stand: the wall may grow to the left and upwards, too."""
        assert before.groups is not None
        lanes = lanes_of(before.cells, before.groups, columns=before.columns, rows=before.rows)
        photos = np.array([photo for photo in pins if before.cells[photo] != BLANK], dtype=np.intp)
        cells = place(
            lanes.homes,
            near,
            columns=lanes.columns,
            rows=lanes.rows,
            run=run,
            seed=settings.seed,
            pinned=Pinned(photos, lanes.homes[photos]),
            lanes=lanes,
        )
        groups = without_gaps(lanes.group_at[cells])
        return Layout(before.points, *trimmed(cells, lanes.columns), groups)

    def _take(self, vectors: Vectors) -> None:
        if vectors is not self._vectors:
            check_vectors(vectors)
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
        if look.wants_layouts and len(vectors) >= FEWEST_TO_SKETCH:
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
        n = len(points)
        columns, rows = grid_shape(n, columns=settings.columns, aspect=settings.aspect)
        cells = sketched_cells(
            components,
            columns=columns,
            rows=rows,
            run=run,
            seed=settings.seed,
            shown=look.shown,
            pinned=pinned_cells(look.pins, columns=columns, rows=rows),
            room=room_of(n, columns, rows, settings.blanks),
        )
        look.see_layout(Layout(points, cells, columns, rows))

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


def _all_stand(layout: Layout, pins: Pins) -> bool:
    """Whether every photo has a cell, and the pinned ones theirs."""
    pinned = pinned_cells(pins, columns=layout.columns, rows=layout.rows)
    are_pinned = np.array_equal(layout.cells[pinned.photos], pinned.cells)
    return are_pinned and not bool((layout.cells == BLANK).any())


def _cut(layout: Layout, pins: Pins) -> Layout:
    """The layout without rows and groups that have no photo left; n ≥ 1."""
    rows = layout.rows
    if not any(pin.row < 0 for pin in pins.values()):  # which count from the last row
        rows = int(layout.cells.max()) // layout.columns + 1
    groups = None if layout.groups is None else without_gaps(layout.groups)
    return replace(layout, rows=rows, groups=groups)


class _Onlooker:
    """Passes on what is made, and keeps it for whoever stops the work."""

    def __init__(
        self,
        maker: LayoutMaker,
        pins: Pins,
        on_points: OnPoints | None,
        on_layout: OnLayout | None,
        shown: Shown | None,
    ) -> None:
        self.pins, self.shown = pins, shown
        self._maker, self._on_points, self._on_layout = maker, on_points, on_layout
        self._layout: Layout | None = None

    @property
    def wants_layouts(self) -> bool:
        return self._on_layout is not None

    def see_points(self, points: Points) -> None:
        if self._layout is not None:
            self._maker.live = self._layout = replace(self._layout, points=points)
        if self._on_points is not None:
            self._on_points(points.copy())

    def see_layout(self, layout: Layout) -> None:
        self._maker.live = self._layout = layout
        if self._on_layout is not None:
            self._on_layout(layout)
