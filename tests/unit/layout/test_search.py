"""Which search is used, and that it is done once."""

import os
import subprocess
import sys

import numpy as np
import pytest

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout import search as searching
from gridsne_desktop.layout.neighbours import nearest
from gridsne_desktop.layout.search import KeptNeighbours, search
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families


def test_few_vectors_are_searched_exactly_and_many_nearly(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = families(3_000, count=150)
    exact = nearest(vectors, count=10, run=Run())
    assert np.array_equal(search(vectors, count=10, run=Run()).indexes, exact.indexes)
    monkeypatch.setattr(searching, "EXACT_LIMIT", 2_999)
    nearly = search(vectors, count=10, run=Run())
    pairs = zip(exact.indexes, nearly.indexes, strict=True)
    assert np.mean([np.isin(*rows).mean() for rows in pairs]) > 0.9


def test_neighbours_are_compared_by_angle() -> None:
    vectors, _ = families(50)
    stretched = vectors * np.linspace(1, 9, 50, dtype=np.float32)[:, None]
    plain = KeptNeighbours(vectors, count=5).get(Run())
    assert np.array_equal(KeptNeighbours(stretched, count=5).get(Run()).indexes, plain.indexes)


def test_kept_neighbours_are_searched_once_and_again_only_after_cancel() -> None:
    kept = KeptNeighbours(families(50)[0], count=5)
    cancelled = Run()
    cancelled.cancel()
    with pytest.raises(Cancelled):
        kept.get(cancelled)
    shares: list[float] = []
    first = kept.get(Run(), shares.append)
    assert shares[-1] == 1
    assert kept.get(Run()) is first


PRINT_BYTES = """
import hashlib
from gridsne_desktop.layout.approximate import approximately_nearest
from gridsne_desktop.layout.components import principal_components
from gridsne_desktop.layout.neighbours import nearest
from gridsne_desktop.layout.reduce import reduce
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families
vectors, _ = families(1500, dimensions=600)
exact = nearest(vectors, count=30, run=Run())
nearly = approximately_nearest(vectors, count=30, run=Run())
flat = principal_components(vectors, 50, run=Run())
points = reduce(vectors, perplexity=10, seed=1, run=Run())
for array in (exact.indexes, exact.distances, nearly.indexes, nearly.distances, flat, points):
    print(hashlib.sha256(array.tobytes()).hexdigest())
"""


def test_one_thread_and_two_give_the_same_bytes() -> None:
    def told(threads: str) -> str:
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
        environment = os.environ | dict.fromkeys(names, threads)
        command = [sys.executable, "-c", PRINT_BYTES]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout

    one = told("1")
    assert len(one.split()) == 6
    assert one == told("2")
