"""Damaged photos cost a sentence each, never the app: a short run of the long one."""

import sys

import pytest

from benchmarks.fuzz import MEMORY_BYTES, fuzz, mutated, originals

COUNT = 600


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process's memory so")
def test_damaged_photos_neither_crash_nor_hang_nor_fill_the_memory() -> None:
    report = fuzz(COUNT, seed=1)
    assert report.failures == []
    assert sum(report.outcomes.values()) == COUNT
    assert report.peak_bytes < MEMORY_BYTES
    assert report.outcomes["pixels"] > COUNT // 10  # damage that decoders get to see


def test_an_input_is_known_by_its_number() -> None:
    assert mutated(7, seed=3) == mutated(7, seed=3)
    assert mutated(7, seed=3) != mutated(8, seed=3)
    assert {ending for ending, _ in originals()} == {".jpg", ".png", ".webp", ".tif", ".gif"}
