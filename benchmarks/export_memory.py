"""How much memory the picture of many photos takes above the idle program (Linux).

Run: python -m benchmarks.export_memory [TILES]

The bound that must hold: 10,000 tiles of 128 px in at most 300 MB above idle.
"""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from gridsne_desktop.export.png import ExportSettings, export_png
from gridsne_desktop.layout.grid import Grid, grid_shape
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run

TILES: Final = 10_000
ORIGINALS: Final = 16
"""Different photos; the others are further names of the same bytes."""
PHOTO_SIZE: Final = (320, 240)
MEBIBYTE: Final = 1 << 20


def peak_bytes() -> int:
    """The most memory this program has had so far (unlike getrusage's, not its parent's)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def many_photos(folder: Path, count: int) -> Grid:
    """A grid of `count` JPEGs in `folder`."""
    random = np.random.default_rng(0)
    photos = []
    for number in range(count):
        path = folder / f"{number}.jpg"
        if number < ORIGINALS:
            coarse = random.integers(0, 256, (12, 16, 3), dtype=np.uint8)
            Image.fromarray(coarse).resize(PHOTO_SIZE, Image.Resampling.BICUBIC).save(path)
        else:
            path.hardlink_to(folder / f"{number % ORIGINALS}.jpg")
        facts = path.stat()
        photos.append(Photo(path=path, size=facts.st_size, mtime_ns=facts.st_mtime_ns))
    columns, rows = grid_shape(count)
    cells = random.permutation(count).astype(np.int32)
    return Grid(photos=tuple(photos), columns=columns, rows=rows, cells=cells)


def main(tiles: int) -> None:
    """Print the memory above idle, and the time."""
    with tempfile.TemporaryDirectory() as folder:
        grid = many_photos(Path(folder), tiles)
        target = Path(folder) / "picture.png"
        idle = peak_bytes()
        began = time.perf_counter()
        problems = export_png(grid, target, settings=ExportSettings(), run=Run())
        seconds = time.perf_counter() - began
        above_idle = (peak_bytes() - idle) / MEBIBYTE
        size = target.stat().st_size / MEBIBYTE
    print(f"tiles {tiles}  problems {len(problems)}  file_mib {size:.0f}  seconds {seconds:.1f}")
    print(f"idle_mib {idle / MEBIBYTE:.0f}  above_idle_mib {above_idle:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else TILES)
