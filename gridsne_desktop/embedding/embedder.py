"""Photos → vectors, each computed once."""

from collections.abc import Callable, MutableMapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from gridsne_desktop.embedding.memory import Memory, ShowSquares, ShowThumbnail
from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.network import CPU
from gridsne_desktop.embedding.tensor import Vector, Vectors
from gridsne_desktop.embedding.vectorizer import open_model
from gridsne_desktop.embedding.wave import Wave
from gridsne_desktop.embedding.workers import Outcome, Workers, core_count, give_way
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.thumbnails import from_jpeg
from gridsne_desktop.library.decode import LEAST_SIDE, Pixels
from gridsne_desktop.library.decode import decode as decode_photo
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Run, Stage

__all__ = ["Embedding", "Vector", "Vectors", "embed"]

UNIT_TOLERANCE: Final = 1e-3
"""How far a row's squared length may be from 1; float32 rounding stays a thousand times below."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """Photos and their vectors; equal only to itself.

    Attributes:
        photos: The photos that could be read, in the order they were given.
        vectors: float32 (n, d), rows of length 1, row i ↔ photos[i]; read-only from here on.
        problems: The photos that could not, and why.
    """

    photos: tuple[Photo, ...]
    vectors: Vectors
    problems: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        vectors = self.vectors
        if vectors.ndim != 2 or len(vectors) != len(self.photos):
            raise ValueError(f"{len(self.photos)} photos need as many rows, not {vectors.shape}")
        if vectors.dtype != np.float32:
            raise ValueError(f"vectors must be float32, not {vectors.dtype}")
        squares = np.einsum("ij,ij->i", vectors, vectors)
        if not (np.abs(squares - 1) <= UNIT_TOLERANCE).all():
            raise ValueError("a vector's length is not 1")
        vectors.setflags(write=False)


def embed(
    photos: Sequence[Photo],
    *,
    model: Model,
    run: Run,
    known: MutableMapping[Photo, Vector],
    on_read: Callable[[int, Pixels], None] | None = None,
    on_preview: Callable[[int, Pixels], None] | None = None,
    decode: Callable[[Path], Pixels] | None = None,
    workers: int | None = None,
    cache: Cache | None = None,
    on_thumbnail: ShowThumbnail | None = None,
    on_squares: ShowSquares | None = None,
    provider: str = CPU,
    on_known: Callable[[], None] | None = None,
    on_recalled: Callable[[], None] | None = None,
) -> Embedding:
    """The vectors of `photos`: the same bits whatever the number of workers or in the cache.

    Args:
        photos: All different.
        model: Whose vectors.
        run: For cancelling and progress in photos, reported on the calling thread.
        known: Vectors there are already; those computed now are added as they come, so that a
            cancelled call can be taken up again.
        on_read: Called on a worker thread with the index and the decoded pixels of every photo
            that is read now. What it raises ends the call.
        on_preview: Called like `on_read`, before the photos are read, with the previews that
            cameras embedded in them; where there are many photos, and for some seconds only.
        decode: Reads a file's pixels, or raises `Unreadable`; None is the library's, at the size
            that thumbnails and the model need.
        workers: Threads; None is one for each core that this process may use.
        cache: What earlier runs computed, by the photos' contents; it is added to, and
            written at the end, however that comes.
        on_thumbnail: Called like `on_read`, but with the thumbnail's JPEG, for every photo
            whose vector is in the cache. None: `on_read` gets the thumbnail's pixels.
        on_squares: Called with many photos at once, on any thread, whose squares are in the
            cache: they need no thumbnail now. Those that must be read even so follow.
        provider: What onnxruntime computes with; `known` must be of the same.
        on_known: Called on the calling thread when there is more in `known`.
        on_recalled: Called on the calling thread when only photos are left that must be read.

    Raises:
        Cancelled: The run was cancelled.
        GridsneError: The model cannot be loaded.
        ProviderFailed: The provider, if it is not the processor, cannot compute it.
    """
    unknown = [i for i, photo in enumerate(photos) if photo not in known]
    problems: dict[int, Problem] = {}

    def keep(index: int, outcome: Outcome) -> None:
        if isinstance(outcome, Problem):
            problems[index] = outcome
        else:
            known[photos[index]] = outcome

    def tell(left: int) -> None:
        run.report(Stage.EMBED, len(photos) - left, len(photos))
        if on_known is not None:
            on_known()

    count = workers or core_count()
    tell(len(unknown))
    with cache.flushed() if cache is not None else nullcontext():
        memory = None
        if cache is not None and unknown:
            show = on_thumbnail or _decoding(on_read)
            memory = Memory(
                cache, photos, model=model, show=show, show_squares=on_squares, provider=provider
            )
            unknown = _recalled(unknown, photos, memory, known, tell, threads=count)
            run.check()  # the last thumbnails were shown after the last report
        if on_recalled is not None:
            on_recalled()
        if unknown:
            tasks = [(index, photos[index].path) for index in unknown]
            count = min(count, len(tasks))
            wave = Wave(tasks, on_preview) if on_preview is not None else None
            network = open_model(model, provider=provider)
            crew = Workers(
                tasks,
                network,
                decode or _decoder(model),
                on_read,
                keep,
                count=count,
                memory=memory,
                wave=wave,
            )
            with crew:
                for left in crew.outcomes_left(run):
                    tell(left)
    return _embedding(photos, known, problems, model.dimensions)


def _decoder(model: Model) -> Callable[[Path], Pixels]:
    """What decodes a photo large enough for its thumbnail and for `model`."""
    return partial(decode_photo, least_side=max(LEAST_SIDE, model.preprocessing.least_side))


def _decoding(on_read: Callable[[int, Pixels], None] | None) -> ShowThumbnail | None:
    """What gives `on_read` the pixels of a thumbnail."""
    if on_read is None:
        return None
    return lambda index, jpeg: on_read(index, from_jpeg(jpeg))


def _recalled(
    unknown: list[int],
    photos: Sequence[Photo],
    memory: Memory,
    known: MutableMapping[Photo, Vector],
    tell: Callable[[int], None],
    *,
    threads: int,
) -> list[int]:
    """Make known what is in the cache and `tell` how many are left; the indices of the rest."""
    left = set(unknown)
    with closing(memory.recall_all(unknown, threads=threads, initializer=give_way)) as batches:
        for batch in batches:
            for index, vector in batch:
                known[photos[index]] = vector
                left.remove(index)
            tell(len(left))
    return sorted(left)


def _embedding(
    photos: Sequence[Photo],
    known: MutableMapping[Photo, Vector],
    problems: dict[int, Problem],
    dimensions: int,
) -> Embedding:
    readable = tuple(photo for index, photo in enumerate(photos) if index not in problems)
    vectors = np.empty((len(readable), dimensions), dtype=np.float32)
    for row, photo in enumerate(readable):
        vectors[row] = known[photo]
        # From now on the row is what is known: 100,000 vectors take 512 MB once, not twice.
        known[photo] = vectors[row]
        known[photo].setflags(write=False)
    return Embedding(readable, vectors, tuple(problems[index] for index in sorted(problems)))
