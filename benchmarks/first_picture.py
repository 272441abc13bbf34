"""Seconds from the start of the process to each first; `python -m benchmarks.first_picture`.

Every process is new; the folder's files are in the system's memory by then. The baselines are
measured in turn in the same run: for the window, a bare Qt widget; for the photos, Pillow, which
decodes and shrinks each whole photo with nothing else going on. Runs offscreen, so that the figures
do not hang on a display. Takes a FOLDER; without one, the samples.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from gridsne_desktop.library.scan import scan
from gridsne_desktop.paths import cache_folder
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import sample_folder

BARE_WINDOW = """
import sys, time
from PySide6.QtWidgets import QApplication, QWidget
class Bare(QWidget):
    def paintEvent(self, event):
        print("window", time.time(), flush=True)
        QApplication.instance().exit()
application = QApplication([])
widget = Bare()
widget.show()
application.exec()
"""

PILLOW = """
import sys, time
from PIL import Image, ImageOps
for number, path in enumerate(sys.argv[1:]):
    ImageOps.exif_transpose(Image.open(path)).convert("RGB").resize((256, 256))
    if number == 0:
        print("first photo", time.time(), flush=True)
print("all photos", time.time(), flush=True)
"""

OURS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from gridsne_desktop.qt import app
from gridsne_desktop.qt.main_window import MainWindow

class Watch(QObject):
    def __init__(self, application):
        super().__init__()
        self.application, self.window, self.told = application, None, set()
        application.installEventFilter(self)
        self.timer = QTimer(self, interval=2)
        self.timer.timeout.connect(self.look)
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and self.window is None:
            found = [w for w in self.application.topLevelWidgets() if isinstance(w, MainWindow)]
            if found:
                self.window = found[0]
                self.tell("window")
                self.timer.start()
        return False
    def look(self):
        if self.window.desk is None:
            return
        session = self.window.desk.session
        if session.store.filled:
            self.tell("first photo")
        if session.shown.slots is not None:
            self.tell("all photos")
        if session.arrangement is not None:
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
    parser.add_argument("folder", nargs="?", type=Path, help="photos; default: the samples")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    folder = (options.folder or sample_folder(Run(), cache=cache_folder())).resolve()
    photos = [str(p.path) for p in scan([folder], recursive=True, run=Run()).photos]
    ours, baselines = [], []
    for _ in range(options.repeats):
        baselines.append(firsts(BARE_WINDOW, []) | firsts(PILLOW, photos))
        ours.append(firsts(OURS, [str(folder)]))
    print(f"{len(photos)} photos, median of {options.repeats}")
    print(f"{'first':14}{'seconds':>9}{'baseline':>10}{'ratio':>8}")
    for what in ours[0]:
        seconds = statistics.median(run[what] for run in ours)
        line = f"{what:14}{seconds:9.2f}"
        if what in baselines[0]:
            baseline = statistics.median(run[what] for run in baselines)
            pairs = zip(ours, baselines, strict=True)
            ratio = statistics.median(one[what] / other[what] for one, other in pairs)
            line += f"{baseline:10.2f}{ratio:8.2f}"
        print(line)


def firsts(program: str, words: list[str]) -> dict[str, float]:
    """Seconds from starting `program` to each line `WHAT TIME` that it prints."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        check=True, capture_output=True, text=True, env=environment,
    )  # fmt: skip
    lines = [line.rpartition(" ") for line in done.stdout.splitlines()]
    return {what: float(moment) - began for what, _, moment in lines}


if __name__ == "__main__":
    main()
