"""Seconds until a folder that is known shows all its photos; `python -m benchmarks.cached_wall`.

Each time a new process opens a window and a folder of which the cache knows vectors, thumbnails
and layout, and the last grid is on the disk. The photos are made as for `benchmarks.cache`: empty
files, which are not opened. The baseline: Pillow decodes as many thumbnails, already in memory, to
the size of a tile, on one thread.
"""

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.cache import look, made_photos
from benchmarks.first_picture import firsts
from gridsne_desktop import paths
from gridsne_desktop.library.cache.thumbnails import to_jpeg
from gridsne_desktop.qt.grid.tiles import decode_small

FOLDERS = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")

OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QObject, QTimer
from gridsne_desktop.qt import app
from gridsne_desktop.qt.main_window import MainWindow

class Watch(QObject):
    def __init__(self, application):
        super().__init__()
        self.application, self.window, self.told = application, None, set()
        self.timer = QTimer(self, interval=2)
        self.timer.timeout.connect(self.look)
        self.timer.start()
    def look(self):
        if self.window is None:
            found = [w for w in self.application.topLevelWidgets() if isinstance(w, MainWindow)]
            self.window = found[0] if found else None
        if self.window is None or self.window.desk is None:
            return
        self.tell("window")
        session, wall = self.window.desk.session, self.window.desk.workspace.wall
        photos = len(session.store.photos)
        if session.store.filled:
            self.tell("first photo")
        if photos and session.store.filled == photos:
            self.tell("all read")
        if photos and session.store.filled == photos and wall.is_settled:
            self.tell("full wall")
        if session.arrangement is not None and "full wall" in self.told and wall.is_settled:
            self.tell("grid")
            self.timer.stop()
            self.window.close()
    def tell(self, what):
        if what not in self.told:
            self.told.add(what)
            print(what, time.time(), flush=True)

watch = Watch(app.new_application())
app.run([Path(sys.argv[1])])
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {name: str(Path(place) / name) for name in FOLDERS}
        cache = paths.cache_folder()
        cache.mkdir(parents=True, exist_ok=True)
        made_photos(options.photos, Path(place), cache=cache)
        folder = str(Path(place) / "photos")
        firsts(OURS, [folder])  # lays them out
        runs = [firsts(OURS, [folder]) for _ in range(options.repeats)]
    for what in runs[0]:
        print(f"{what:14}{statistics.median(run[what] for run in runs):9.2f} s")
    print(f"{'only decoding':14}{_decoding(options.photos):9.2f} s")


def _decoding(count: int) -> float:
    jpegs = [to_jpeg(look(np.random.default_rng(seed))) for seed in range(20)]
    began = time.perf_counter()
    for number in range(count):
        decode_small(jpegs[number % len(jpegs)], side=32)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
