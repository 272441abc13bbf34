"""The two looks of a grid: what refinement is to make of it, step by step."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from gridsne_desktop.layout.components import principal_components, unit_rows
from gridsne_desktop.layout.neighbours import Neighbours, Vectors
from gridsne_desktop.layout.refinement.blocks import Pull
from gridsne_desktop.layout.refinement.closest import Closest, distances
from gridsne_desktop.layout.refinement.far import Far
from gridsne_desktop.layout.refinement.kernels import around, gaussian, logarithmic, rings
from gridsne_desktop.layout.refinement.likeness import likeness
from gridsne_desktop.layout.refinement.near import Near
from gridsne_desktop.layout.refinement.stay import Stay
from gridsne_desktop.progress import Run

COMPONENTS = 64
"""Principal components that stand for the vectors where all photos are compared with all."""

COUNTED = 30
"""Neighbours that count for blocks: fewer leave the grid's regions ragged, more blur them."""

SWAPPED = 10
"""Neighbours that count for swaps, the last polish (measured: DPQ16 +0.01 against 30)."""

LIKES_BESIDE_ORDER = 0.45
"""What the near pull weighs beside the far one in the smooth look, at `AS_MEASURED` photos: with
less, photos lose their 10 nearest, with more the wall its large order (0.1 to 0.8 measured)."""

AS_MEASURED = 800
"""The more photos, the greater the far pull; the near one keeps up by the square root."""

ORDER_FIRST = 1_024
"""Up to so many photos one window holds the whole wall: its large order comes first, alone."""

SKETCHED = ((8.0, 1), (4.0, 1), (2.0, 1), (1.0, 2))
"""Widths of the kernel in cells, and sweeps with each: from PCA's 0.22 to a DPQ16 of 0.37 at
10,000 photos, whose first grid takes 1.4 s in all."""

MANY, MOST_SWEEPS_OF_MANY = 5_000, 1
"""Of more photos a sketch takes no second sweep: the first grid must be there at once."""

SKETCHED_AGAIN = SKETCHED[1:]
"""The same for photos that stand in some order already: the widest kernel would only stir them."""

FEWEST_POLISHED, MOST_POLISHED = 3, 2_500
"""Photos whose distances are all held, 25 MB at most."""

FEWEST_ROUNDS, MOST_ROUNDS, PROPOSED_IN_ALL = 80, 800, 250_000
"""Rounds of the last polish: as many as all photos together get."""

FEWEST_SWAPS, MOST_SWAPS, SWAPS_IN_ALL = 30, 300, 600_000
"""Rounds of swaps: as many as all photos together get."""

SWAPS_BEFORE_POLISH = 60
"""The same where a polish follows: 300 gain nothing more (360 and 1,024 photos)."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """Some sweeps of exact blocks.

    Attributes:
        pulls: What is to become greater: their sum.
        side: Of a window, in cells.
        share: Of a window's photos that trade at a time; all but the first trades need room.
        sweeps: How often, at most.
    """

    pulls: tuple[Pull, ...]
    side: int
    share: float
    sweeps: int


@dataclass(frozen=True, slots=True)
class Swaps:
    """Some rounds of swaps.

    Attributes:
        pull: What is to become greater.
        rounds: How many.
    """

    pull: Near
    rounds: int


Step: TypeAlias = Blocks | Swaps | Closest

Look: TypeAlias = Callable[[Neighbours, Vectors, int, int, Run], tuple[Step, ...]]
"""From neighbours, vectors, columns and rows to steps; the last step's objective counts."""


def crisp(
    neighbours: Neighbours, vectors: Vectors, columns: int, rows: int, run: Run
) -> tuple[Step, ...]:
    """Nearest neighbours side by side: what DPQ16 measures."""
    del columns, rows
    run.check()
    likes = likeness(neighbours, count=COUNTED)
    closest = likeness(neighbours, count=SWAPPED)
    last = polish(neighbours, vectors)
    most = SWAPS_BEFORE_POLISH if last else MOST_SWAPS
    rounds = min(max(SWAPS_IN_ALL // max(1, len(likes)), FEWEST_SWAPS), most)
    steps = (
        Blocks((Near(likes, gaussian(1.5)),), side=12, share=1.0, sweeps=4),
        Blocks((Near(likes, gaussian(1.0)),), side=16, share=0.5, sweeps=6),
        Blocks((Near(likes, rings()),), side=16, share=0.5, sweeps=6),
        Swaps(Near(closest, rings()), rounds=rounds),
    )
    return (*steps, *last)


def polish(
    neighbours: Neighbours, vectors: Vectors, *, habit: Stay | None = None
) -> tuple[Step, ...]:
    """The last step of a crisp grid, where the photos are not too many."""
    n = len(vectors)
    if not FEWEST_POLISHED <= n <= MOST_POLISHED:
        return ()
    rounds = min(max(PROPOSED_IN_ALL // n, FEWEST_ROUNDS), MOST_ROUNDS)
    near = neighbours.first(SWAPPED).indexes
    return (Closest(distances(vectors), near, rounds=rounds, habit=habit),)


def smooth(
    neighbours: Neighbours, vectors: Vectors, columns: int, rows: int, run: Run
) -> tuple[Step, ...]:
    """Gentle transitions across the whole wall: what DPQ2 and 24-cell recall measure."""
    components = principal_components(unit_rows(vectors), COMPONENTS, run=run)
    far = Far(components, logarithmic(rows, columns))
    n = len(components)
    factor = LIKES_BESIDE_ORDER * math.sqrt(n / AS_MEASURED)
    near = Near(likeness(neighbours, count=COUNTED), around(), factor=factor)
    first = (Blocks((far,), side=32, share=0.35, sweeps=20),) if n <= ORDER_FIRST else ()
    return (
        *first,
        Blocks((far, near), side=32, share=0.35, sweeps=20),
        Blocks((far, near), side=14, share=0.6, sweeps=20),
    )


def sketch(
    components: Vectors,
    columns: int,
    rows: int,
    *,
    widths: tuple[tuple[float, int], ...] = SKETCHED,
) -> tuple[Step, ...]:
    """A first order before anybody's neighbours are known: from coarse to fine."""
    most = MOST_SWEEPS_OF_MANY if len(components) > MANY else max(sweeps for _, sweeps in widths)
    return tuple(
        Blocks(
            (Far(components, gaussian(width, shape=(rows, columns))),), 16, 0.6, min(sweeps, most)
        )
        for width, sweeps in widths
    )


LOOKS: Final[dict[str, Look]] = {"crisp": crisp, "smooth": smooth}
"""The looks a person can choose, by name."""
