"""Seconds until something of every photo is on the wall: `python -m benchmarks.wave FOLDER`.

FOLDER holds JPEGs of cameras; those with an embedded preview are linked (else copied) until there
are as many as wished. Two ways in the same run: what a window waits for (scan, store, wave, all on
the workers' threads, then the same reading of all photos) stopped after the last preview, and the
same without a wave, stopped after as many photos, then scaled up to all of them.
"""

import argparse
import os
import shutil
import tempfile
import time
from pathlib import Path

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.library.preview import embedded_preview
from gridsne_desktop.photo import Photo
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.settings import ArrangeSettings
from gridsne_desktop.watcher import Unwatched

READ_WITHOUT_WAVE = 300


class Wall(Unwatched):
    """A watcher that does what the window's does, until it has seen enough."""

    def __init__(self, run: Run, *, enough: int) -> None:
        self._run, self._enough, self.seen = run, enough, 0

    def photos_found(self, photos: tuple[Photo, ...]) -> None:
        """Make the tiles' store."""
        self.store = TileStore(photos)

    def photo_read(self, index: int, pixels: Pixels) -> None:
        """A real photo."""
        self.store.put(index, pixels)
        self._saw()

    def _saw(self) -> None:
        self.seen += 1
        if self.seen >= self._enough:
            self._run.cancel()


class WavedWall(Wall):
    """The same, that takes previews, too."""

    def preview_read(self, index: int, pixels: Pixels) -> None:
        """A preview."""
        self.store.put_preview(index, pixels)
        self._saw()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="JPEGs of cameras")
    parser.add_argument("--photos", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        _fill(folder, options.folder, options.photos)
        seen, seconds, cpu = _measured(folder, WavedWall, enough=options.photos)
        print(f"wave:    {seen} photos seen after {seconds:.1f} s, CPU {cpu:.1f} s")
        seen, seconds, cpu = _measured(folder, Wall, enough=READ_WITHOUT_WAVE)
        print(
            f"no wave: {options.photos} photos would take {seconds / seen * options.photos:.0f} s"
        )


def _fill(folder: Path, source: Path, count: int) -> None:
    found = [path for path in sorted(source.rglob("*")) if embedded_preview(path) is not None]
    if not found:
        raise SystemExit(f"No photo in {source} has an embedded preview.")
    for number in range(count):
        path = found[number % len(found)]
        target = folder / f"{number:06}.jpg"
        try:
            os.link(path, target)
        except OSError:
            shutil.copy(path, target)


def _measured(folder: Path, kind: type[Wall], *, enough: int) -> tuple[int, float, float]:
    run = Run()
    wall = kind(run, enough=enough)
    wall_clock, cpu = time.perf_counter(), time.process_time()
    try:
        Pipeline().arrange([folder], settings=ArrangeSettings(), run=run, watcher=wall)
    except Cancelled:
        return wall.seen, time.perf_counter() - wall_clock, time.process_time() - cpu
    raise SystemExit("The photos were read before enough of them were seen.")


if __name__ == "__main__":
    main()
