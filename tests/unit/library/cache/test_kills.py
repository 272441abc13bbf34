"""A program killed while it writes into its cache leaves a sound one."""

import os
import signal
import sys
from pathlib import Path

import pytest

from gridsne_desktop.library.cache import Cache
from tests.unit.library.cache.made import data, fill, held, start

WRITE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from gridsne_desktop.library.cache import Cache, rows
from tests.unit.library.cache.made import fill

name, at = sys.argv[2], int(sys.argv[3])
calls, original = [], getattr(rows, name)

def die_at(*words, **named):
    calls.append(1)
    if len(calls) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*words, **named)

setattr(rows, name, die_at)
with Cache(Path(sys.argv[1])) as cache:
    fill(cache, 640)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("step", ["drop_items", "write_items", "write_places", "mark_used"])
@pytest.mark.parametrize("at", [1, 2, 7])
def test_a_program_killed_while_it_writes_loses_one_transaction(
    tmp_path: Path, step: str, at: int
) -> None:
    program = start(WRITE_AND_DIE, tmp_path, step, at)
    program.communicate(timeout=60)
    assert program.returncode == -signal.SIGKILL
    with Cache(tmp_path) as cache:
        assert held(cache, 640) == {number: data(number) for number in range(64 * (at - 1))}
        assert cache.notes == ()
        assert cache.verify().damaged == 0
        fill(cache, 640)
        assert len(held(cache, 640)) == 640


LOOP = """
import itertools, sys
from pathlib import Path
from gridsne_desktop.library.cache import Cache
from tests.unit.library.cache.made import KIND, data, key

with Cache(Path(sys.argv[1])) as cache:
    for number in itertools.count():
        cache.keep(key(number), {KIND: data(number)})
        if number % 50 == 49:
            print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("lines", [1, 5, 40])
def test_a_program_killed_at_any_moment_leaves_a_sound_cache(tmp_path: Path, lines: int) -> None:
    program = start(LOOP, tmp_path)
    assert program.stdout
    for _ in range(lines):
        last = int(program.stdout.readline())
    os.kill(program.pid, signal.SIGKILL)
    program.communicate(timeout=60)
    with Cache(tmp_path) as cache:
        found = held(cache, 40_000)
        assert found == {number: data(number) for number in range(len(found))}
        assert len(found) >= last + 1 - 64
        assert cache.verify().damaged == 0
        assert cache.notes == ()
