"""How long organizing 10,000 photos takes against what the system's own tools take for it.

    python -m benchmarks.organizing [--photos 10000] [--kilobytes 64] [--repeats 3] [--into DIR]

Hard links against `cp -al`, moves on one volume against `mv`, copies against `cp -a`, in turn in
one run, each into a fresh folder. Ours flushes to the disk and keeps a journal, the tools do
neither; so `cp -a` followed by `sync` of the volume is told, too.
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
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.progress import Run

A_FOLDER = 100
"""Photos in a folder of the sources, and of the targets."""


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
        times = measured(root, options.repeats)
    for (ours, tool), pairs in times.items():
        mine, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
        print(f"{ours:10} {mine:7.2f} s   {tool:16} {theirs:7.2f} s   ÷ {mine / theirs:.2f}")


def make_photos(folder: Path, count: int, size: int) -> None:
    """Files of bytes that no file system packs."""
    for number in range(count):
        path = folder / f"{number // A_FOLDER:03}" / f"IMG_{number:05}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(size))


def measured(root: Path, repeats: int) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Seconds of ours and of the tool, by what they do."""
    photos = root / "photos"
    tools: dict[tuple[StepKind, str], Callable[[Path], list[str]]] = {
        (StepKind.HARD_LINK, "cp -al"): lambda into: ["cp", "-al", str(photos), str(into)],
        (StepKind.MOVE, "mv"): lambda into: moving(photos, into),
        (StepKind.COPY, "cp -a"): lambda into: ["cp", "-a", str(photos), str(into)],
        (StepKind.COPY, "cp -a, sync"): lambda into: [
            "sh", "-c", 'cp -a "$0" "$1" && sync -f "$1"', str(photos), str(into),
        ],
    }  # fmt: skip
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(repeats):
        for (way, name), words in tools.items():
            plan = planned(way, photos, root / "into")
            mine = timed(root, way, lambda plan=plan: ours(plan, root))
            theirs = timed(root, way, lambda words=words: tool(words(root / "into")))
            times.setdefault((way.value, name), []).append((mine, theirs))
    return times


def moving(photos: Path, into: Path) -> list[str]:
    """One `mv` for each folder: a single one would rename the folder itself."""
    script = 'cd "$0" && for d in *; do mkdir -p "$1/$d" && mv -n "$d"/* "$1/$d/"; done'
    return ["sh", "-c", script, str(photos), str(into)]


def timed(root: Path, way: StepKind, action: Callable[[], None]) -> float:
    """Seconds of an action; afterwards all is as before."""
    os.sync()
    began = time.perf_counter()
    action()
    seconds = time.perf_counter() - began
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
