"""What it costs to notice changes in many folders; `python -m benchmarks.watching`.

Makes a tree of FOLDERS folders with 10 files each in a temporary place, and measures each way in
a new process: watchdog as we use it, Qt's QFileSystemWatcher, and a scan. Linux only (memory).
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PHOTOS_A_FOLDER = 10
PATIENCE_SECONDS = 3.0
IDLE_SECONDS = 5.0


def make_tree(root: Path, folders: int) -> None:
    """Write the files."""
    for number in range(folders):
        folder = root / f"{number // 100:04d}" / f"{number % 100:02d}"
        folder.mkdir(parents=True)
        for photo in range(PHOTOS_A_FOLDER):
            (folder / f"{photo}.jpg").write_bytes(b"photo")


def resident_mb() -> float:
    """Memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def by_watchdog(root: Path) -> None:
    """Watch as the app does."""
    from gridsne_desktop.library.disk_events import DiskEvents

    rang: list[float] = []
    began, memory = time.perf_counter(), resident_mb()
    events = DiskEvents.started(
        [root], recursive=True, on_event=lambda: rang.append(time.perf_counter())
    )
    if events is None:
        print("watchdog: the system's limit of watches is too low; given back")
        return
    print(f"watchdog: start {time.perf_counter() - began:.2f} s", end=", ")
    print(f"memory {resident_mb() - memory:.1f} MB", end=", ")
    tell_behaviour(root, rang, lambda: time.sleep(0.002))
    events.stop()


def by_qt(root: Path) -> None:
    """Watch each folder by QFileSystemWatcher."""
    from PySide6.QtCore import QCoreApplication, QFileSystemWatcher

    application = QCoreApplication([])
    rang: list[float] = []
    began, memory = time.perf_counter(), resident_mb()
    watcher = QFileSystemWatcher()
    refused = watcher.addPaths([folder for folder, _, _ in os.walk(root)])
    watcher.directoryChanged.connect(lambda _: rang.append(time.perf_counter()))
    print(f"Qt: start {time.perf_counter() - began:.2f} s, {len(refused)} refused", end=", ")
    print(f"memory {resident_mb() - memory:.1f} MB", end=", ")

    def pause() -> None:
        application.processEvents()
        time.sleep(0.002)

    tell_behaviour(root, rang, pause)


def by_scan(root: Path) -> None:
    """Look at everything."""
    from gridsne_desktop.library.scan import scan
    from gridsne_desktop.progress import Run

    began, memory = time.perf_counter(), resident_mb()
    found = scan([root], recursive=True, run=Run())
    seconds = time.perf_counter() - began
    print(f"scan: {len(found.photos)} photos {seconds:.2f} s", end=", ")
    print(f"memory {resident_mb() - memory:.1f} MB")


def tell_behaviour(root: Path, rang: list[float], pause: Callable[[], None]) -> None:
    """What rings, how soon, and what waiting costs."""
    photo = next(root.glob("*/*/0.jpg")).with_name("new.jpg")
    for name, act in (
        ("new", lambda: photo.write_bytes(b"1")),
        ("changed in place", lambda: photo.write_bytes(b"12")),
        ("removed", photo.unlink),
    ):
        rang.clear()
        began = time.perf_counter()
        act()
        while not rang and time.perf_counter() < began + PATIENCE_SECONDS:
            pause()
        heard = f"{1000 * (rang[0] - began):.0f} ms" if rang else "not heard"
        print(f"{name} {heard}", end=", ")
    busy, end = time.process_time(), time.perf_counter() + IDLE_SECONDS
    while time.perf_counter() < end:
        time.sleep(IDLE_SECONDS)
    print(f"idle {1000 * (time.process_time() - busy) / IDLE_SECONDS:.1f} ms CPU a second")


WAYS = {"watchdog": by_watchdog, "qt": by_qt, "scan": by_scan}


def main() -> None:
    """Make the tree, then each way in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folders", type=int, default=10_000)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--tree", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.way is not None:
        WAYS[chosen.way](chosen.tree)
        return
    with tempfile.TemporaryDirectory() as name:
        make_tree(Path(name), chosen.folders)
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.watching", "--way", way, "--tree", name]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
