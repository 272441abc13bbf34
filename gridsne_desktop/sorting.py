"""An arrangement seen in another order: by date, name, colour or size."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.embedding.colour import mean_colours
from gridsne_desktop.embedding.known import Known
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.orders import (
    ORDERS,
    SIMILARITY,
    Facts,
    Permutation,
    grid_in_order,
)
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.taken import dates_taken
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run


def learn(
    photos: tuple[Photo, ...], needs: Collection[str], *, cache: Cache | None, run: Run
) -> Facts:
    """The facts of `photos` that are named in `needs`, from the cache as far as it has them.

    Raises:
        Cancelled: The run was cancelled; what was read stays in the cache.
    """
    return Facts(
        taken=dates_taken(photos, cache=cache, run=run) if "taken" in needs else None,
        colours=_colours(photos, cache, run) if "colours" in needs else None,
    )


def order_of(photos: tuple[Photo, ...], sort: str, *, cache: Cache | None, run: Run) -> Permutation:
    """The order of `photos` that `sort`, a name of `ORDERS`, puts them in.

    Raises:
        Cancelled: The run was cancelled.
    """
    order = ORDERS[sort]
    return order.permutation(photos, learn(photos, order.needs, cache=cache, run=run))


def seen_in_order(arrangement: Arrangement, sort: str, order: Permutation) -> Arrangement:
    """The same arrangement with its photos in `order`, that of `sort`, row by row."""
    # Of a wall that is not sorted by likeness nobody wants to know how neat it is.
    return replace(
        arrangement,
        grid=grid_in_order(arrangement.grid, order),
        sort=sort,
        blanks="end",
        groups=None,
        quality=None,
    )


def sorted_by(arrangement: Arrangement, sort: str, *, cache: Cache | None, run: Run) -> Arrangement:
    """`arrangement` sorted by `sort`, a name of `SORTS`; by similarity it is itself.

    Raises:
        Cancelled: The run was cancelled.
    """
    if sort == SIMILARITY:
        return arrangement
    order = order_of(arrangement.grid.photos, sort, cache=cache, run=run)
    return seen_in_order(arrangement, sort, order)


def _colours(photos: tuple[Photo, ...], cache: Cache | None, run: Run) -> NDArray[np.float64]:
    """float64 (n, 3): the mean colour of each; NaN of those that can no longer be read."""
    found = Known(cache).embedding(photos, model=COLOUR, run=run)
    index_of = {photo: index for index, photo in enumerate(photos)}
    colours = np.full((len(photos), 3), np.nan)
    colours[[index_of[photo] for photo in found.photos]] = mean_colours(found.vectors)
    return colours
