"""How long the window ever stands still; `python -m benchmarks.stalls [FOLDER] [--photos 5000]`.

A real window arranges many small photos, made of FOLDER's (else of the samples) in a temporary
folder: once with an empty cache, once more from the full one. Meanwhile a timer of 1 ms notes how
late it comes. "bare" is how late a timer of a program that does nothing else came meanwhile: what
this machine owes to other programs, and to ours where it wants every core; "nice" is the same of a
timer as nice as our workers: so long may one of them keep Python's lock because others have the
cores. "own" is the longest time that the window's own thread worked between two ticks, "lock" the
longest that it neither worked nor waited for a core (on Linux): it waited for Python's lock. "gc"
is the longest time that Python's garbage collector held all threads. Of the latest it tells the
stage and what the code was doing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image

from gridsne_desktop.library.scan import scan
from gridsne_desktop.paths import cache_folder
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import sample_folder

PHOTOS: Final = 5_000
LONGER_SIDE: Final = 400
"""Px of the made photos."""
FOLDERS: Final = ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="photos; default: the samples")
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--worst", type=int, default=6, help="how many of the worst are told")
    options = parser.parse_args()
    folder = options.folder or sample_folder(Run(), cache=cache_folder())
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "photos"
        make_photos(folder, made, options.photos)
        for name in ("empty cache", "full cache"):
            print(f"{options.photos:,} photos, {name}")
            _tell(watched(made, Path(place)), options.worst)


def make_photos(folder: Path, target: Path, count: int) -> None:
    """Small photos in `target`, each with bytes of its own."""
    target.mkdir()
    sources = scan([folder], recursive=True, run=Run()).photos[:count]
    jpegs = [_small(photo.path) for photo in sources]
    for number in range(count):
        data = jpegs[number % len(jpegs)] + number.to_bytes(8, "little")  # after its end
        (target / f"{number:06}.jpg").write_bytes(data)


def watched(photos: Path, place: Path) -> list[dict[str, object]]:
    """The ticks of a window that arranges `photos`, in a process of its own."""
    environment = os.environ | {name: str(place / name) for name in FOLDERS}
    if "DISPLAY" not in environment:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.stalls_window", str(photos)],
        check=True, stdout=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def _small(path: Path) -> bytes:
    file = BytesIO()
    with Image.open(path) as image:
        image.thumbnail((LONGER_SIDE, LONGER_SIDE))
        image.convert("RGB").save(file, "JPEG", quality=85)
    return file.getvalue()


def _tell(stages: list[dict[str, object]], worst: int) -> None:
    columns = ("p50", "p99", "worst", "bare", "nice", "own", "lock", "gc")
    print(f"  {'stage':10}{'seconds':>9}{''.join(f'{name:>8}' for name in columns)}   ms")
    for stage in stages:
        told = "".join(f"{stage[what]:8.1f}" for what in columns)
        print(f"  {stage['stage']:10}{stage['seconds']:9.1f}{told}")
    stalls = [stall for stage in stages for stall in stage["stalls"]]
    for stall in sorted(stalls, key=lambda stall: -stall["late"])[:worst]:
        told = ", ".join(f"{stall[what]:.0f} {what}" for what in columns[3:])
        print(f"    {stall['late']:5.0f} ms: {told}; {stall['stage']}:")
        print("        " + "\n        ".join(stall["doing"]))


if __name__ == "__main__":
    main()
