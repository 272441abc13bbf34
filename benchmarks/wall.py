"""What a frame of the wall costs, beside QGraphicsView with one pixmap item per photo.

Run with `python -m benchmarks.wall [--photos N ...]`; in a real window where DISPLAY is set, else
offscreen. Each way runs in a process of its own, so that its memory is its own.
"""

import argparse
import json
import os
import subprocess
import sys
from typing import Final, TypeAlias

SIZES: Final = (1_000, 10_000, 100_000)
WINDOW: Final = (1920, 1040)
FRAMES: Final = 120
"""Painted frames of each motion; so the 99th percentile is the second worst."""
MOST_SECONDS: Final = 15.0
"""A way that is too slow for so many frames is measured by fewer."""
REPEATS: Final = 3
"""The best of so many counts: the machine is not alone."""
TILE: Final = 64
"""Scene units a tile of the baseline."""
ZOOM_STEP: Final = 1.05
DRIFT: Final = 23
"""Device px a frame of a quick pan."""
WAYS: Final = ("wall", "view")

Figures: TypeAlias = dict[str, tuple[float, float]]
"""By motion: median and 99th percentile of CPU ms a frame on the GUI thread."""


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, nargs="+", default=SIZES)
    parser.add_argument("--way", choices=WAYS, nargs="+", default=WAYS)
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(_measured(options.way[0], options.photos[0], options.repeats)))
        return
    print(f"CPU ms a frame on the GUI thread, median / 99th percentile, {WINDOW[0]} × {WINDOW[1]}")
    for n in options.photos:
        found = {way: _in_a_process(way, n, options.repeats) for way in options.way}
        for what in next(iter(found.values()))["figures"]:
            cells = [found[way]["figures"].get(what) for way in options.way]
            told = (f"{c[0]:8.1f} / {c[1]:6.1f}" if c else f"{'–':>17}" for c in cells)
            print(f"{n:8,} {what:26}", *told)
        print(
            f"{n:8,} {'memory, MB':26}", *(f"{found[way]['memory']:17.0f}" for way in options.way)
        )


def _in_a_process(way: str, n: int, repeats: int) -> dict[str, object]:
    words = ["--child", "--way", way, "--photos", str(n), "--repeats", str(repeats)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.wall", *words],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _measured(way: str, n: int, repeats: int) -> dict[str, object]:
    if "DISPLAY" not in os.environ:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from benchmarks import wall_ways

    return {"wall": wall_ways.wall, "view": wall_ways.view}[way](n, repeats)


if __name__ == "__main__":
    main()
