"""Killed, or failing, at every single system call: every byte is there, nothing is half done."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.unit.organize.disks import PROJECT
from tests.unit.organize.faults_everywhere import ERRORS, WISHES

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLS = {
    ("copy", "kernel"): 200,
    ("copy", "reservation"): 200,
    ("move", "kernel"): 80,
    ("move", "link"): 100,
    ("move", "reservation"): 100,
    ("move", "across"): 250,
    ("hard link", "kernel"): 70,
    ("undo move", "kernel"): 80,
    ("undo hard link", "kernel"): 60,
}
"""What is done, what the file system can, and at least at how many points."""

MORE_KILLS = (
    ("copy", "clones"),
    ("copy", "link"),
    ("move", "known across"),
    ("symbolic link", "kernel"),
    ("undo copy", "kernel"),
    ("undo move", "link"),
    ("undo move", "across"),
    ("undo symbolic link", "kernel"),
)

FAILURES = (
    ("copy", "kernel", "ENOSPC"),
    ("copy", "kernel", "EIO although done"),
    ("copy", "reservation", "EIO although done"),
    ("move", "kernel", "EACCES"),
    ("move", "link", "EIO although done"),
    ("move", "kernel", "EXDEV"),
    ("move", "reservation", "EIO"),
    ("move", "across", "ENOSPC for some time"),
    ("hard link", "kernel", "EIO for good"),
    ("hard link", "reservation", "ENOSPC for some time"),
    ("undo move", "kernel", "EIO"),
    ("copy", "kernel", "in/a.xmp"),
    ("move", "kernel", "in/b.heic"),
    ("move", "across", "in/a.jpg"),
    ("hard link", "kernel", "in/twin.jpg"),
)
"""What is done, what the file system can, and what every call meets, or which file vanishes."""


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: trees are made there a thousand times."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        yield Path(name)


def tried(root: Path, wish: str, ways: str, fault: str) -> int:
    """At how many points; everything was right after each."""
    words = [sys.executable, "-m", "tests.unit.organize.faults_everywhere"]
    done = subprocess.run(
        [*words, str(root / "world"), wish, ways, fault],
        cwd=PROJECT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["wrong"] == []
    return int(result["points"])


@pytest.mark.parametrize(("wish", "ways"), KILLS)
def test_a_run_killed_anywhere_is_resumed_or_rolled_back_and_no_byte_is_missing(
    root: Path, wish: str, ways: str
) -> None:
    assert tried(root, wish, ways, "kill") >= KILLS[wish, ways]


@pytest.mark.parametrize(("wish", "ways", "fault"), FAILURES)
def test_a_call_that_fails_anywhere_leaves_everything_consistent(
    root: Path, wish: str, ways: str, fault: str
) -> None:
    assert tried(root, wish, ways, fault) >= 20


def test_all_of_it(root: Path, request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--all-faults"):
        pytest.skip("takes minutes: --all-faults")
    points = sum(tried(root, wish, ways, "kill") for wish, ways in MORE_KILLS)
    wishes = [wish for each in WISHES for wish in (each, f"undo {each}")]
    for wish in wishes:
        for ways in ("kernel", "reservation", "across"):
            if (wish, ways) == ("undo hard link", "reservation"):
                continue  # no links were made there
            points += sum(tried(root, wish, ways, error) for error in ERRORS)
    assert points >= 1000
