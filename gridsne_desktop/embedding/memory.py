"""What earlier runs computed of some photos, and what this one adds."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.network import CPU, runtime_version
from gridsne_desktop.embedding.palette import COLOUR, colour_of_jpeg
from gridsne_desktop.embedding.tensor import Vector
from gridsne_desktop.library.cache import Cache, Key
from gridsne_desktop.library.cache.key import Fingerprint, fingerprint, is_unchanged
from gridsne_desktop.library.cache.rows import batches
from gridsne_desktop.library.cache.squares import (
    SQUARE,
    SQUARE_BYTES,
    Squares,
    from_squares,
    to_square,
)
from gridsne_desktop.library.cache.thumbnails import THUMBNAIL, from_jpeg, to_jpeg
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo

RECIPE: Final = 1
"""Raise it when `decode`, `crop` or the network's use changes a photo's vector: all older ones
are computed anew."""

_IDENTITY_DIGITS: Final = 16
_STORED: Final = np.dtype("<f4")
"""As it was computed: half precision would save 2.5 of 17 KB a photo, and change the grid."""
_SHOWN_AT_ONCE: Final = 32
_SQUARES_AT_ONCE: Final = 1024
"""The wall paints anew after each of these batches; one of 256 would leave it no time to rest."""

ShowThumbnail = Callable[[int, bytes], None]
"""Takes a photo's index and its thumbnail as JPEG."""
ShowSquares = Callable[[NDArray[np.intp], Squares], None]
"""Takes indices of photos and their squares, as many."""


@dataclass(frozen=True, slots=True)
class _Recalled:
    """What the cache has of a photo; the JPEG is only there if it is to be shown."""

    index: int
    vector: Vector
    jpeg: bytes | None


def vector_kind(model: Model, provider: str = CPU) -> bytes:
    """The kind of the model's vectors in the cache; those of each provider are others."""
    kind = f"vector {model.name} {model.identity[:_IDENTITY_DIGITS]} {RECIPE}"
    if provider != CPU:
        kind += f" {provider} {runtime_version()}"
    return kind.encode()


def stored(vector: Vector) -> bytes:
    """The vector as it lies in the cache."""
    return vector.astype(_STORED).tobytes()


_COLOUR_KIND: Final = vector_kind(COLOUR)


class Memory:
    """The cache as one call of `embed` sees it, by the photos' indices.

    Any threads may call `recall` and `learn`; a photo is known only if all that is wanted of it
    is there: its vector and, where thumbnails are shown, its thumbnail. Who takes squares, too,
    gets those of all photos first, and no thumbnails of these, which can be had later. A photo
    that has no square yet, from a version before there were any, gets it then.
    """

    def __init__(
        self,
        cache: Cache,
        photos: Sequence[Photo],
        *,
        model: Model,
        show: ShowThumbnail | None,
        show_squares: ShowSquares | None = None,
        provider: str = CPU,
    ) -> None:
        """Look up `photos`; `show` is called once for each that is known, on any thread.

        With `show_squares` it is only called for those without a square. Squares are shown of
        photos without a vector, too.
        """
        self._cache, self._photos, self._show = cache, photos, show
        self._show_squares = show_squares
        self._small: set[int] = set()  # whose squares were shown
        self._kind, self._dimensions = vector_kind(model, provider), model.dimensions
        keys = cache.keys_of(photos)
        self._prints: dict[int, Fingerprint] = {
            index: Fingerprint(key, photo.size, photo.mtime_ns)
            for index, (key, photo) in enumerate(zip(keys, photos, strict=True))
            if key is not None
        }

    def recall_all(
        self, indices: Sequence[int], *, threads: int, initializer: Callable[[], None]
    ) -> Generator[list[tuple[int, Vector]], None, None]:
        """Those of `indices` that are known without reading a photo, some at a time.

        Their thumbnails are shown on `threads` threads that begin with `initializer`.
        """
        likely = [index for index in indices if index in self._prints]
        with ExitStack() as stack:
            pool = None
            if self._show is not None and likely:
                pool = ThreadPoolExecutor(threads, "thumbnails", initializer=initializer)
                stack.callback(pool.shutdown, wait=True, cancel_futures=True)
            for batch in batches(likely, _SQUARES_AT_ONCE):
                self._show_small({index: self._prints[index].key for index in batch})
                yield []
            shown: list[Future[None]] = []
            for batch in batches(likely):
                found = self._found({index: self._prints[index].key for index in batch})
                before, shown = shown, []
                if pool is not None:
                    parts = batches((each for each in found if each.jpeg), _SHOWN_AT_ONCE)
                    shown = [pool.submit(self._show_all, part) for part in parts]
                _raise_first(before)  # and so at most two batches are in memory
                yield [(each.index, each.vector) for each in found]
            _raise_first(shown)

    def recall(self, index: int) -> Vector | None:
        """The vector of a photo that is known by its content; its thumbnail is shown.

        The content is hashed, unless its path, size and time were known already.
        """
        seen = self._prints.get(index)
        if seen is None:
            seen = fingerprint(self._photos[index].path)
        if seen is None:
            return None
        self._prints[index] = seen
        self._show_small({index: seen.key})
        found = self._found({index: seen.key})
        if not found:
            return None
        self._cache.keep(seen.key, {}, place=(self._photos[index].path, seen))
        self._show_all(found)
        return found[0].vector

    def learn(self, index: int, pixels: Pixels, vector: Vector) -> None:
        """Keep what was computed of a photo, and its colours, unless its file has changed."""
        seen, path = self._prints.get(index), self._photos[index].path
        if seen is None or not is_unchanged(path, seen):
            return
        jpeg = to_jpeg(pixels)
        items = {self._kind: stored(vector), THUMBNAIL: jpeg, SQUARE: to_square(pixels)}
        if self._kind != _COLOUR_KIND:  # for whoever wants to see colours next
            items[_COLOUR_KIND] = stored(colour_of_jpeg(jpeg))
        self._cache.keep(seen.key, items, place=(path, seen))

    def _found(self, keys: dict[int, Key]) -> list[_Recalled]:
        """The known ones among `keys`, which go by index."""
        vectors = self._cache.items(keys.values(), self._kind)
        jpegs: dict[Key, bytes] = {}
        if self._show is not None:
            large = [key for index, key in keys.items() if index not in self._small]
            jpegs = self._cache.items((key for key in large if key in vectors), THUMBNAIL)
        found = []
        for index, key in keys.items():
            data = vectors.get(key, b"")
            if len(data) != self._dimensions * _STORED.itemsize:
                continue
            if self._show is None or key in jpegs or index in self._small:
                jpeg = None if index in self._small else jpegs.get(key)
                found.append(_Recalled(index, _vector(data), jpeg))
        return found

    def _show_small(self, keys: dict[int, Key]) -> None:
        """Show the squares of those whose thumbnail is there, too."""
        if self._show_squares is None:
            return
        found = self._cache.items(keys.values(), SQUARE)
        whole = self._cache.with_item(found, THUMBNAIL)
        small = {
            index: found[key]
            for index, key in keys.items()
            if key in whole and len(found[key]) == SQUARE_BYTES
        }
        if small:
            self._show_squares(np.fromiter(small, np.intp), from_squares(tuple(small.values())))
            self._small.update(small)

    def _show_all(self, found: Sequence[_Recalled]) -> None:
        for each in found:
            if self._show is None or each.jpeg is None:
                continue
            self._show(each.index, each.jpeg)
            if self._show_squares is not None:
                square = to_square(from_jpeg(each.jpeg))
                self._cache.keep(self._prints[each.index].key, {SQUARE: square})


def _vector(data: bytes) -> Vector:
    """The vector that `data` holds; read-only, as bytes are."""
    return np.frombuffer(data, dtype=_STORED).astype(np.float32, copy=False)


def _raise_first(futures: Sequence[Future[None]]) -> None:
    """Wait for all, and raise what the first of them raised."""
    for future in futures:
        future.result()
