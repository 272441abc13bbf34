"""Colours of photos whose thumbnails are in the cache: no photo is read for them."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from gridsne_desktop.embedding.memory import stored, vector_kind
from gridsne_desktop.embedding.palette import COLOUR, colour_of_jpeg
from gridsne_desktop.embedding.workers import core_count, give_way
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.rows import batches
from gridsne_desktop.library.cache.thumbnails import THUMBNAIL
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run, Stage


def colour_thumbnails(photos: Sequence[Photo], *, cache: Cache, run: Run) -> None:
    """Put into `cache` the colours that are missing there, of `photos` with a thumbnail in it.

    As `embed` does it for every photo that it reads; these were read by an earlier version.

    Raises:
        Cancelled: The run was cancelled; what was computed stays.
    """
    kind = vector_kind(COLOUR)
    keys = [key for key in cache.keys_of(photos) if key is not None]
    done = 0
    with cache.flushed(), ThreadPoolExecutor(core_count(), initializer=give_way) as pool:
        for batch in batches(keys):
            there = cache.items(batch, kind)
            jpegs = cache.items([key for key in batch if key not in there], THUMBNAIL)
            for key, vector in zip(jpegs, pool.map(colour_of_jpeg, jpegs.values()), strict=True):
                cache.keep(key, {kind: stored(vector)})
            done += len(batch)
            run.report(Stage.EMBED, done, len(photos))
