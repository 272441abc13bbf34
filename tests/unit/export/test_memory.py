"""A picture of many photos takes little memory, however many they are."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]

ABOVE_IDLE_MIB = 60
"""2,000 tiles: the whole picture alone would be 100 MB; two rows of tiles are 5."""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_picture_of_many_photos_takes_the_memory_of_two_rows_of_tiles() -> None:
    words = [sys.executable, "-m", "benchmarks.export_memory", "2000"]
    said = subprocess.run(words, cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    figures = said.split()
    assert figures[figures.index("problems") + 1] == "0"
    assert 0 < float(figures[figures.index("above_idle_mib") + 1]) < ABOVE_IDLE_MIB
