"""Downloads on disks that are full or read-only, in programs that are killed or that are two."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gridsne_desktop.embedding.download.part import part_path
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.progress import Progress, Run
from tests.unit.embedding.download.made import FILE, CancelledAt, Watched, get, left_beside
from tests.unit.embedding.download.servers import Manner, served
from tests.unit.organize.disks import PROJECT, make_read_only, mounted

GET = """
import sys
from pathlib import Path
from tests.unit.embedding.download.made import get

get(sys.argv[1], Path(sys.argv[2]))
"""


def start(url: str, target: Path) -> "subprocess.Popen[bytes]":
    """A program that downloads `url`."""
    words = [sys.executable, "-c", GET, url, str(target)]
    return subprocess.Popen(words, cwd=PROJECT, stderr=subprocess.PIPE)


def wait_for_bytes(target: Path) -> int:
    """How many bytes there are on their way to `target`, once there are some."""
    for _ in range(3000):
        if part_path(target).exists() and (size := part_path(target).stat().st_size):
            return size
        time.sleep(0.01)
    raise TimeoutError(target)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_download_is_taken_up_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "model.onnx"
    with served(FILE, Manner(hangs=400_000), Manner()) as server:
        program = start(server.url, target)
        wait_for_bytes(target)
        os.kill(program.pid, signal.SIGKILL)
        program.communicate(timeout=60)
        kept = part_path(target).stat().st_size
        assert not target.exists()
        get(server.url, target)
    assert program.returncode == -signal.SIGKILL
    assert target.read_bytes() == FILE
    assert 0 < kept <= 400_000
    assert server.ranges == [None, f"bytes={kept}-"]
    assert left_beside(target) == set()


def test_two_programs_download_once(tmp_path: Path) -> None:
    target = tmp_path / "model.onnx"
    slow = Manner(hangs=200_000)
    with served(FILE, slow, Manner()) as server:
        programs = [start(server.url, target) for _ in range(3)]
        for program in programs:
            _, said = program.communicate(timeout=60)
            assert (program.returncode, said) == (0, b"")
    assert target.read_bytes() == FILE
    assert server.ranges[0] is None
    assert len(server.asked) == 2  # the one that hung, and its continuation
    assert left_beside(target) == set()


def test_who_waits_for_another_program_sees_how_far_it_is_and_may_cancel(tmp_path: Path) -> None:
    target, seen = tmp_path / "model.onnx", list[Progress]()

    def look(progress: Progress) -> None:
        seen.append(progress)
        run.cancel()

    run = Run(look)
    with served(FILE, Manner(hangs=400_000), Manner()) as server:
        program = start(server.url, target)
        wait_for_bytes(target)
        with pytest.raises(Cancelled):
            get(server.url, target, run=run)
        program.communicate(timeout=60)
    assert 0 < seen[0].done < len(FILE)
    assert target.read_bytes() == FILE


def test_a_small_disk_is_noticed_before_anything_is_asked(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=1) as disk, served(FILE) as server:
        (disk / "full").write_bytes(bytes(500_000))
        with pytest.raises(GridsneError) as caught:
            get(server.url, disk / "model.onnx")
        assert "not enough room for model.onnx: it needs 1.0 MB more" in caught.value.title
        assert server.asked == []
        assert {path.name for path in disk.iterdir()} == {"full"}


def test_a_disk_that_fills_up_meanwhile_is_told_and_what_has_come_is_kept(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=2) as disk, served(FILE) as server:
        target, filler = disk / "model.onnx", disk / "filler"

        def fill(done: int) -> None:
            if done and not filler.exists():
                filler.write_bytes(bytes(1_500_000))

        with pytest.raises(GridsneError, match=r"could not be written: No space left on device\."):
            get(server.url, target, run=Watched(fill))
        assert not target.exists()
        filler.unlink()
        get(server.url, target)
        assert target.read_bytes() == FILE
        assert server.ranges[1] is not None


def test_a_read_only_disk_is_told(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", megabytes=2) as disk, served(FILE) as server:
        make_read_only(disk)
        with pytest.raises(GridsneError, match="Read-only file system"):
            get(server.url, disk / "model.onnx")


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "models").write_bytes(b"")
    with served(FILE) as server, pytest.raises(GridsneError, match="could not be written"):
        get(server.url, tmp_path / "models" / "model.onnx")


def test_bytes_that_changed_on_the_disk_are_noticed(tmp_path: Path) -> None:
    target = tmp_path / "model.onnx"
    with served(FILE) as server:
        with pytest.raises(Cancelled):
            get(server.url, target, run=CancelledAt(1))
        part_path(target).write_bytes(bytes(part_path(target).stat().st_size))
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges[-1] is None


def test_more_bytes_than_the_file_has_are_of_no_use(tmp_path: Path) -> None:
    target = tmp_path / "model.onnx"
    with served(FILE) as server:
        with pytest.raises(Cancelled):
            get(server.url, target, run=CancelledAt(1))
        part_path(target).write_bytes(FILE + b"more")
        get(server.url, target)
    assert target.read_bytes() == FILE
    assert server.ranges == [None, None]
