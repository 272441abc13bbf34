"""Points to a layout: where photos and blanks stand on the wall, by the map and the vectors."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.assign import EXACT_LIMIT
from gridsne_desktop.layout.grid import Cells, Points, grid_shape
from gridsne_desktop.layout.groups import Groups
from gridsne_desktop.layout.margins import Parted, islands_for, on_islands, parted
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.pins import NO_PINS, Pins, assign_around, pinned_cells, put
from gridsne_desktop.layout.reduce import neighbours_needed
from gridsne_desktop.layout.refinement.looks import COUNTED, LOOKS
from gridsne_desktop.layout.refinement.refine import refine
from gridsne_desktop.layout.remembered import CELLS, remembered
from gridsne_desktop.layout.room import room_of
from gridsne_desktop.layout.search import KeptNeighbours
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.settings import ArrangeSettings

NO_GROUP = -1
"""Stands for a photo's group where there are no groups."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where the photos are, on the map and in the grid; equal only to itself.

    Attributes:
        points: float32 (n, 2) in [0, 1]².
        cells: int32 (n,), all different.
        columns: Columns of the grid.
        rows: Rows of the grid.
        groups: int32 (n,): the group of each photo; None where the grid shows no groups.
    """

    points: Points
    cells: Cells
    columns: int
    rows: int
    groups: Groups | None = None


OnLayout: TypeAlias = Callable[[Layout], None]
"""Is given every grid on the way, with the points as far as they are known."""


def layout_of(
    vectors: Vectors,
    points: Points,
    *,
    settings: ArrangeSettings,
    run: Run,
    pins: Pins = NO_PINS,
    cache: Cache | None = None,
    neighbours: KeptNeighbours | None = None,
    before: Layout | None = None,
    on_layout: OnLayout | None = None,
) -> Layout:
    """The layout of photos: near their points at first, then better by their vectors.

    Args:
        vectors: float32 (n, d), finite.
        points: float32 (n, 2) in [0, 1]².
        settings: Whose shape, look, blanks and seed count.
        run: Told how far it is, and asked whether to go on.
        pins: Of the photos; those of `settings` do not count, whose photos nobody knows here.
        cache: Remembers the layout.
        neighbours: Of `vectors`, `neighbours_counted(settings)` each; None: searched here.
        before: A layout of the same photos whose groups, if it has some, stay with margins.
        on_layout: Given the layout on its way, also the last when cancelled.

    Raises:
        Cancelled: The run was cancelled.
    """
    n = len(points)
    near = neighbours or KeptNeighbours(vectors, count=neighbours_counted(settings))
    work = _Work(vectors, points, settings, pins, near, run, on_layout)
    kept = before if settings.blanks == "margins" and before and before.groups is not None else None
    packed, was_known = remembered(
        CELLS,
        cache=cache,
        source=vectors,
        wish=_wish(points, settings, pins, kept),
        like=np.empty(2 * n + 2, np.int32),
        make=lambda: _packed(work.made(kept)),
    )
    if was_known:
        run.report(Stage.ASSIGN, n, n)
    return _unpacked(points, packed)


def neighbours_counted(settings: ArrangeSettings) -> int:
    """How many neighbours of each photo a layout looks at."""
    return max(COUNTED, neighbours_needed(settings.perplexity))


@dataclass(frozen=True, slots=True)
class _Work:
    """All that a layout is made from."""

    vectors: Vectors
    points: Points
    settings: ArrangeSettings
    pins: Pins
    near: KeptNeighbours
    run: Run
    on_layout: OnLayout | None

    def made(self, kept: Layout | None) -> Layout:
        """The layout, with the groups of `kept` if they have room on the wished wall."""
        settings, n = self.settings, len(self.points)
        if kept is not None and kept.groups is not None:
            islands = islands_for(
                kept.groups,
                kept.cells,
                columns=kept.columns,
                aspect=settings.aspect,
                wished=settings.columns,
            )
            if islands is not None:
                return self._with_margins(kept, Parted(kept.groups, islands))
        columns, rows = grid_shape(n, columns=settings.columns, aspect=settings.aspect)
        layout = self._without_margins(columns, rows)
        if settings.blanks != "margins" or not n:
            return layout
        parts = parted(
            self.near,
            layout.cells,
            columns=columns,
            rows=rows,
            aspect=settings.aspect,
            wished=settings.columns,
            run=self.run,
        )
        if len(parts.islands.islands) == 1:
            return replace(layout, groups=parts.groups)
        return self._with_margins(layout, parts)

    def _without_margins(self, columns: int, rows: int) -> Layout:
        n = len(self.points)
        cells = assign_around(
            self.vectors,
            self.points,
            pinned_cells(self.pins, columns=columns, rows=rows),
            columns=columns,
            rows=rows,
            run=self.run,
            # Refinement does better than sweeps.
            assigner="exact" if n <= EXACT_LIMIT else "split",
            room=room_of(n, columns, rows, self.settings.blanks),
        )
        return self._refined(Layout(self.points, cells, columns, rows))

    def _with_margins(self, layout: Layout, parts: Parted) -> Layout:
        cells = on_islands(parts, layout.cells, columns=layout.columns, run=self.run)
        wall = parts.islands
        pinned = pinned_cells(self.pins, columns=wall.columns, rows=wall.rows)
        cells, groups = put(pinned, cells, parts.groups)
        return self._refined(Layout(self.points, cells, wall.columns, wall.rows, groups))

    def _refined(self, layout: Layout) -> Layout:
        """A better layout; no photo leaves its group, and blanks stay where they are."""
        self._show(layout)
        if len(layout.cells) < 2:
            return layout
        look = LOOKS[self.settings.look]
        near = self.near.get(self.run)
        cells = refine(
            layout.cells,
            look(near, self.vectors, layout.columns, layout.rows, self.run),
            columns=layout.columns,
            rows=layout.rows,
            run=self.run,
            seed=self.settings.seed,
            pinned=pinned_cells(self.pins, columns=layout.columns, rows=layout.rows).among(
                len(layout.cells)
            ),
            groups=layout.groups,
            on_cells=lambda cells: self._show(replace(layout, cells=cells)),
        )
        return replace(layout, cells=cells)

    def _show(self, layout: Layout) -> None:
        if self.on_layout is not None:
            self.on_layout(replace(layout, cells=layout.cells.copy()))


def _wish(points: Points, settings: ArrangeSettings, pins: Pins, kept: Layout | None) -> str:
    """What a layout depends on beside the vectors, spelled out."""
    told = [
        _digest(points),
        *(settings.columns, settings.aspect, settings.look, settings.seed, settings.blanks),
    ]
    told += [f"{photo}@{pin.column},{pin.row}" for photo, pin in pins.items()]
    if kept is not None and kept.groups is not None:
        told += [_digest(kept.cells), kept.columns, _digest(kept.groups)]
    return " ".join(map(repr, told))


def _digest(values: NDArray[np.generic]) -> str:
    return hashlib.blake2b(np.ascontiguousarray(values).tobytes(), digest_size=16).hexdigest()


def _packed(layout: Layout) -> NDArray[np.int32]:
    """int32 (2n + 2,): columns, rows, cells, groups."""
    groups = layout.groups
    if groups is None:
        groups = np.full(len(layout.cells), NO_GROUP, dtype=np.int32)
    shape = np.array([layout.columns, layout.rows], dtype=np.int32)
    return np.concatenate([shape, layout.cells, groups])


def _unpacked(points: Points, packed: NDArray[np.int32]) -> Layout:
    n = len(points)
    groups = packed[2 + n :].copy()
    has_groups = bool(n) and groups[0] != NO_GROUP
    columns, rows = int(packed[0]), int(packed[1])
    return Layout(points, packed[2 : 2 + n].copy(), columns, rows, groups if has_groups else None)
