"""Real disks that are small or read-only, and a program that is killed while it copies."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]

COPY_AND_DIE = """
import os, signal, sys
from pathlib import Path
from gridsne_desktop.organize.execute import execute
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.organize.rules import Subject
from gridsne_desktop.progress import Run, Stage
from tests.unit.organize.made import grid_of, known

class DiesOnTheWay(Run):
    reports = 0
    def report(self, stage: Stage, done: int, total: int) -> None:
        self.reports += 1
        if self.reports == int(sys.argv[4]):
            os.kill(os.getpid(), signal.SIGKILL)

photos, into, journals = (Path(word) for word in sys.argv[1:4])
grid = grid_of(known(path) for path in sorted(photos.iterdir()))
plan = make_plan(Subject(grid), into=into, rule="order", run=Run())
execute(plan, journals=journals, run=DiesOnTheWay())
"""


def copy_and_die(photos: Path, into: Path, journals: Path, *, at_report: int) -> int:
    """Copy `photos` in a process that is killed at its n-th report; the exit code."""
    words = [sys.executable, "-c", COPY_AND_DIE, photos, into, journals, at_report]
    return subprocess.run(
        [str(word) for word in words], cwd=PROJECT, check=False, timeout=60
    ).returncode


@contextmanager
def mounted(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A small disk of its own at `folder`; skips where one may not mount."""
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(words, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("only an administrator may mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """Let nobody write on the disk mounted at `folder`."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
