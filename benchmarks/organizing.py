"""How long organizing 10,000 photos takes, planning too, against the system's own tools.

    python -m benchmarks.organizing [--photos 10000] [--kilobytes 64] [--repeats 3] [--into DIR]

Hard links against `cp -al`, moves on one volume against `mv`, copies against `cp -a`, in turn in
one run, each into a fresh folder. Ours flushes to the disk and keeps a journal, the tools do
neither; so the tools followed by `sync` of the volume are told, too. Of ours the processor's time
is told beside the wall's: on a busy machine only that is ours.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.gathering import Wish
from gridsne_desktop.organize.plan import plan_wishes
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.progress import Run

A_FOLDER = 100
"""Photos in a folder of the sources, and of the targets."""

GROUPS = 50
"""Folders of a plan that is timed."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=10_000)
    parser.add_argument("--kilobytes", type=int, default=64)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--into", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.into) as name:
        root = Path(name)
        make_photos(root / "photos", options.photos, options.kilobytes * 1024)
        measure(root, options.repeats)


def make_photos(folder: Path, count: int, size: int) -> None:
    """Files of bytes that no file system packs."""
    for number in range(count):
        path = folder / f"{number // A_FOLDER:03}" / f"IMG_{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size))


def measure(root: Path, repeats: int) -> None:
    """Print the medians of ours and of the tools."""
    photos = root / "photos"
    for way in (StepKind.COPY, StepKind.MOVE):
        spent = [planning(way, photos, root / "into") for _ in range(repeats)]
        wall, processor = (statistics.median(each) for each in zip(*spent, strict=True))
        print(f"plan {way:10} {wall:7.2f} s ({processor:.2f} s of processor)", flush=True)
    for (way, name), words in tools(photos).items():
        plan = planned(way, photos, root / "into")
        mine, theirs = [], []
        for _ in range(repeats):
            mine.append(timed(root, way, lambda plan=plan: ours(plan, root)))
            theirs.append(timed(root, way, lambda words=words: tool(words(root / "into")))[0])
        wall, processor = (statistics.median(each) for each in zip(*mine, strict=True))
        other = statistics.median(theirs)
        print(
            f"{way:10} {wall:7.2f} s ({processor:.2f} s of processor)   "
            f"{name:14} {other:7.2f} s   ÷ {wall / other:.2f}",
            flush=True,
        )


def tools(photos: Path) -> dict[tuple[StepKind, str], Callable[[Path], list[str]]]:
    """What the system's tools are told, by what they do."""

    def and_sync(words: str) -> Callable[[Path], list[str]]:
        return lambda into: [
            "sh",
            "-c",
            f'{words} "$0" "$1" && sync -f "$1"',
            str(photos),
            str(into),
        ]

    return {
        (StepKind.HARD_LINK, "cp -al"): lambda into: ["cp", "-al", str(photos), str(into)],
        (StepKind.HARD_LINK, "cp -al, sync"): and_sync("cp -al"),
        (StepKind.MOVE, "mv"): lambda into: moving(photos, into),
        (StepKind.COPY, "cp -a"): lambda into: ["cp", "-a", str(photos), str(into)],
        (StepKind.COPY, "cp -a, sync"): and_sync("cp -a"),
    }


def planning(way: StepKind, photos: Path, into: Path) -> tuple[float, float]:
    """Seconds of wall and of processor for the plan of all photos, into 50 groups."""
    wishes = [
        Wish(path, (f"Group {number % GROUPS}",))
        for number, path in enumerate(sorted(photos.glob("*/*")))
    ]
    wall, processor = time.perf_counter(), time.process_time()
    plan_wishes(wishes, {}, into=into, rule="groups", way=way, run=Run())
    return time.perf_counter() - wall, time.process_time() - processor


def moving(photos: Path, into: Path) -> list[str]:
    """One `mv` for each folder: a single one would rename the folder itself."""
    script = 'cd "$0" && for d in *; do mkdir -p "$1/$d" && mv -n "$d"/* "$1/$d/"; done'
    return ["sh", "-c", script, str(photos), str(into)]


def timed(root: Path, way: StepKind, action: Callable[[], None]) -> tuple[float, float]:
    """Seconds of wall and of processor of an action; afterwards all is as before."""
    os.sync()
    wall, processor = time.perf_counter(), time.process_time()
    action()
    seconds = time.perf_counter() - wall, time.process_time() - processor
    if way is StepKind.MOVE:
        shutil.rmtree(root / "photos")
        (root / "into").rename(root / "photos")
    shutil.rmtree(root / "into", ignore_errors=True)
    return seconds


def planned(way: StepKind, photos: Path, into: Path) -> Plan:
    """Each photo into a folder of the same name; the plan itself is not timed."""
    steps: list[Step] = []
    for folder in sorted(photos.iterdir()):
        for path in sorted(folder.iterdir()):
            facts = path.stat()
            target = into / folder.name / path.name
            steps.append(Step(way, path, target, facts.st_size, facts.st_mtime_ns, path.name, path))
    return Plan(into, "benchmark", tuple(steps), way=way)


def ours(plan: Plan, root: Path) -> None:
    """Everything after the plan: journal, steps, flushes."""
    execute(plan, journals=root / "journals", run=Run())


def tool(words: list[str]) -> None:
    """Run a program of the system."""
    subprocess.run(words, check=True)


if __name__ == "__main__":
    main()
