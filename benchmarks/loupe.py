"""From the key to the sharp photo, with and without decoding ahead: `python -m benchmarks.loupe`.

Photos of 12 megapixels, made of the sample photos. Both ways step through the same photos in one
loupe of 1180 × 800 pixels, in turn: ahead, where the next one was decoded while the one before
was looked at, and cold, where nothing is kept. Without a display.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.loupe import Loupe
from gridsne_desktop.samples import make_samples

SIZE = (4000, 3000)
WINDOW = (1180, 800)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=8)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    with tempfile.TemporaryDirectory() as made:
        photos = _photos(Path(made), options.photos)
        ahead: list[float] = []
        cold: list[float] = []
        for _ in range(options.repeats):
            ahead += _steps(app, photos, is_ahead=True)
            cold += _steps(app, photos, is_ahead=False)
    print(f"{options.photos} photos of 12 megapixels, median and slowest of {len(cold)} steps")
    for name, seconds in (("ahead", ahead), ("cold", cold)):
        print(f"{name:8}{1000 * statistics.median(seconds):8.0f} ms{1000 * max(seconds):8.0f} ms")
    print(f"ratio   {statistics.median(cold) / statistics.median(ahead):8.1f}")


def _photos(folder: Path, count: int) -> list[Photo]:
    photos = []
    for path in make_samples(folder, count=count, run=Run()):
        large = path.with_suffix(".large.jpg")
        Image.open(path).convert("RGB").resize(SIZE).save(large, quality=90)
        facts = large.stat()
        photos.append(Photo(large, facts.st_size, facts.st_mtime_ns))
    return photos


def _steps(app: QApplication, photos: Sequence[Photo], *, is_ahead: bool) -> list[float]:
    """Seconds of each step from one photo to the next."""
    kept = KeptLevels()
    loupe = Loupe(kept=kept)
    loupe.resize(*WINDOW)
    loupe.show()
    seconds = []
    for number, photo in enumerate(photos):
        if not is_ahead:
            kept.clear()
        began = time.perf_counter()
        loupe.show_photo(photo, coming=photos[number + 1 : number + 2] if is_ahead else ())
        _wait(app, lambda: loupe.is_settled)
        if number:
            seconds.append(time.perf_counter() - began)
        _wait(app, lambda: not loupe.is_busy)
    loupe.shut_down()
    loupe.close()
    return seconds


def _wait(app: QApplication, condition: Callable[[], bool]) -> None:
    while not condition():
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


if __name__ == "__main__":
    main()
