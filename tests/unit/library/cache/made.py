"""What the tests of the cache are made from."""

import os
import subprocess
import sys
from pathlib import Path

from gridsne_desktop.library.cache import Cache, Key
from gridsne_desktop.library.cache.key import Fingerprint, key_of
from gridsne_desktop.photo import Photo

PROJECT = Path(__file__).resolve().parents[4]
KIND = b"vector test"
LONG_AGO = 10**18
"""2001: no file of that age changes in the same tick of its clock again."""


def aged(path: Path) -> Path:
    """The file at `path`, last modified long ago."""
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return path


def key(number: int) -> Key:
    return key_of(str(number).encode())


def photo(number: int) -> Photo:
    """A photo that need not exist: known by its facts."""
    return Photo(Path(f"/photos/{number}.jpg").absolute(), 1000 + number, LONG_AGO + number)


def data(number: int, size: int = 500) -> bytes:
    """`size` bytes that occur nowhere else."""
    return (b"<%d>" % number * size)[:size]


def fill(cache: Cache, count: int, *, size: int = 500) -> None:
    """Keep `count` items and the places of their photos."""
    for number in range(count):
        of = photo(number)
        place = of.path, Fingerprint(key(number), of.size, of.mtime_ns)
        cache.keep(key(number), {KIND: data(number, size)}, place=place)


def held(cache: Cache, count: int) -> dict[int, bytes]:
    """Which of the items of `fill` are there."""
    found = cache.items([key(number) for number in range(count)], KIND)
    return {number: found[key(number)] for number in range(count) if key(number) in found}


def start(program: str, *words: object) -> "subprocess.Popen[str]":
    """Run `program`, a piece of Python, in another process; it may print and read lines."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
