"""What the cache saves: `python -m benchmarks.cache [FOLDER] [--photos 10000]`.

Two questions. (a) How long does `embed` take with an empty cache (cold), with a full one under
the same names (warm), with a full one under new names (moved: each file is hashed), and with
none? On FOLDER, or on the samples. (b) How long does it take from nothing to the vectors and the
thumbnails of many cached photos, and from scanning their folder to the grid? On made rows:
random vectors, thumbnails of photo-like noise, and empty files, because a photo known by path,
size and time is not opened. The grid is computed once before (a minute), then comes from the cache.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from gridsne_desktop.embedding.embedder import Embedding, embed
from gridsne_desktop.embedding.memory import vector_kind
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.key import Fingerprint, key_of
from gridsne_desktop.library.cache.squares import SQUARE, to_square
from gridsne_desktop.library.cache.thumbnails import THUMBNAIL, THUMBNAIL_SIDE, to_jpeg
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.library.scan import scan
from gridsne_desktop.paths import cache_folder
from gridsne_desktop.photo import Photo
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import sample_folder
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings
from gridsne_desktop.watcher import Unwatched

MODEL = MODELS[DEFAULT_MODEL]
MOST_PHOTOS = 400
LONG_AGO = 10**18
LOOKS = 50
"""Different thumbnails; all others are the same again, under other keys."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="photos; default: the samples")
    parser.add_argument("--photos", type=int, default=10_000, help="made rows for (b)")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    folder = options.folder or sample_folder(Run(), cache=cache_folder())
    photos = scan([folder], recursive=True, run=Run()).photos[:MOST_PHOTOS]
    with tempfile.TemporaryDirectory() as place:
        _cold_and_warm(photos, Path(place))
    with tempfile.TemporaryDirectory() as place:
        _many(options.photos, options.repeats, Path(place))


def _cold_and_warm(photos: tuple[Photo, ...], place: Path) -> None:
    moved: list[Photo] = []
    (place / "moved").mkdir()
    for photo in photos:
        target = place / "moved" / f"{len(moved)}{photo.path.suffix}"
        target.write_bytes(photo.path.read_bytes())
        moved.append(Photo(target, photo.size, target.stat().st_mtime_ns))
    print(f"(a) {len(photos)} photos, {sum(p.size for p in photos) / 1e6:.0f} MB")
    cold = _timed("cold, empty cache", lambda: _embedded(photos, Cache(place)))
    ways: dict[str, Callable[[], Embedding]] = {
        "no cache": lambda: _embedded(photos, None),
        "moved, full cache": lambda: _embedded(tuple(moved), Cache(place)),
        "warm, full cache": lambda: _embedded(photos, Cache(place)),
    }
    for name, way in ways.items():
        assert np.array_equal(_timed(name, way).vectors, cold.vectors)


def _embedded(photos: tuple[Photo, ...], cache: Cache | None) -> Embedding:
    def ignore(_index: int, _pixels: Pixels) -> None:
        """Want the thumbnails, as the window does."""

    try:
        return embed(photos, model=MODEL, run=Run(), known={}, on_read=ignore, cache=cache)
    finally:
        if cache is not None:
            cache.close()


def _timed(name: str, work: Callable[[], Embedding]) -> Embedding:
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    each = 1000 * cpu / len(result.photos)
    print(f"  {name:36}{wall:8.2f} s {cpu:8.2f} CPU s {each:8.2f} CPU ms a photo")
    return result


def _many(count: int, repeats: int, place: Path) -> None:
    began = time.perf_counter()
    photos = made_photos(count, place, cache=place)
    seconds = time.perf_counter() - began
    size = sum(path.stat().st_size for path in place.glob("*.sqlite"))
    print(f"(b) {count} made photos, {size / 1e6:.0f} MB, written in {seconds:.1f} s")

    def take(_jpeg: bytes) -> None:
        """Want the thumbnails as they lie."""

    for _ in range(repeats):
        _timed("vectors only", lambda: _from_cache(photos, place))
        _timed("vectors, thumbnails as JPEG", lambda: _from_cache(photos, place, take))
        _timed("vectors, thumbnails as pixels", lambda: _embedded(photos, Cache(place)))
    _to_the_grid(place)


def _to_the_grid(place: Path) -> None:
    for name in ("grid, layout computed", "grid, all from the cache"):
        wall, cpu = time.perf_counter(), time.process_time()
        with Cache(place) as cache:
            Pipeline(cache).arrange(
                [place / "photos"], settings=ArrangeSettings(), run=Run(), watcher=Taker()
            )
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"  {name:36}{wall:8.2f} s {cpu:8.2f} CPU s")


class Taker(Unwatched):
    """Takes the thumbnails, as the window does, and does nothing with them."""

    def thumbnail_read(self, index: int, jpeg: bytes) -> None:
        """Ignore it."""


def _from_cache(
    photos: tuple[Photo, ...], place: Path, take: Callable[[bytes], None] | None = None
) -> Embedding:
    shown = None if take is None else lambda _index, jpeg: take(jpeg)
    with Cache(place) as cache:
        return embed(photos, model=MODEL, run=Run(), known={}, cache=cache, on_thumbnail=shown)


def made_photos(count: int, place: Path, *, cache: Path) -> tuple[Photo, ...]:
    """Photos in `place` that only the cache in the folder `cache` knows."""
    rng = np.random.default_rng(0)
    looks = [look(rng) for _ in range(LOOKS)]
    shown = [(to_jpeg(pixels), to_square(pixels)) for pixels in looks]
    photos = []
    folder = (place / "photos").absolute()
    folder.mkdir()
    with Cache(cache) as kept:
        for number in range(count):
            vector = rng.standard_normal(MODEL.dimensions, dtype=np.float32)
            vector /= np.linalg.norm(vector)
            key = key_of(number.to_bytes(8, "little"))
            path = folder / f"{number}.jpg"
            path.touch()
            os.utime(path, ns=(LONG_AGO, LONG_AGO))
            photo = Photo(path, 0, LONG_AGO)
            jpeg, square = shown[number % LOOKS]
            items = {vector_kind(MODEL): vector.tobytes(), THUMBNAIL: jpeg, SQUARE: square}
            found = Fingerprint(key, photo.size, photo.mtime_ns)
            kept.keep(key, items, place=(photo.path, found))
            photos.append(photo)
    return tuple(photos)


def look(rng: np.random.Generator) -> Pixels:
    """Noise with detail of all sizes: about 12 KB as JPEG."""
    pixels = np.zeros((THUMBNAIL_SIDE * 3 // 4, THUMBNAIL_SIDE, 3), np.float32)
    size = pixels.shape[1], pixels.shape[0]
    for cells, height in ((4, 90), (16, 45), (64, 25)):
        noise = rng.integers(0, 256, (cells, cells, 3), dtype=np.uint8)
        grown = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
        pixels += (np.asarray(grown, np.float32) - 128) * (height / 128)
    return np.clip(pixels + 128, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
