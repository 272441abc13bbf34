"""`decode` against Pillow's full decode and resize: `python -m benchmarks.decode [PHOTO]`.

The same photo of 12 megapixels, also shrunk to 3 and laid out 2 × 2 to 48, written in each format
that Pillow writes. Both ways in turn in one run, one thread, processor time. Without PHOTO: a
sample photo, enlarged.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from gridsne_desktop.library.decode import LEAST_SIDE, decode
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples

SIZE = (4000, 3000)
FORMATS: dict[str, dict[str, Any]] = {
    "jpg": {"quality": 90},
    "png": {"compress_level": 1},
    "webp": {"quality": 85, "method": 0},
    "tiff": {"compression": "tiff_lzw"},
    "avif": {"quality": 75, "speed": 10},
    "bmp": {},
    "gif": {},
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", nargs="?", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        source = options.photo or make_samples(folder / "made", count=1, run=Run())[0]
        photo = Image.open(source).convert("RGB").resize(SIZE)
        print(f"{'format':8}{'megapixels':>10}{'ours ms':>10}{'Pillow ms':>11}{'ratio':>7}")
        for ending, words in FORMATS.items():
            for megapixels, image in _sizes(photo):
                path = folder / f"{megapixels}.{ending}"
                image.save(path, **words)
                _compare(ending, megapixels, path, options.repeats)
                path.unlink()


def _sizes(photo: Image.Image) -> list[tuple[int, Image.Image]]:
    large = Image.new("RGB", (2 * photo.width, 2 * photo.height))
    for column in (0, photo.width):
        for row in (0, photo.height):
            large.paste(photo, (column, row))
    return [(3, photo.reduce(2)), (12, photo), (48, large)]


def _compare(ending: str, megapixels: int, path: Path, repeats: int) -> None:
    pairs = [(_seconds(decode, path), _seconds(_pillow, path)) for _ in range(repeats)]
    ours, pillows = (1000 * statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(theirs / our for our, theirs in pairs)
    print(f"{ending:8}{megapixels:10}{ours:10.1f}{pillows:11.1f}{ratio:7.1f}", flush=True)


def _pillow(path: Path) -> Image.Image:
    image = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    scale = LEAST_SIDE / min(image.size)
    return image.resize((round(image.width * scale), round(image.height * scale)))


def _seconds(work: Callable[[Path], object], path: Path) -> float:
    began = time.process_time()
    work(path)
    return time.process_time() - began


if __name__ == "__main__":
    main()
