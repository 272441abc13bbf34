"""What every test of the window has: nothing left behind, and photos to open."""

from pathlib import Path

import pytest

from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples
from tests.qt.leftovers import nothing_left

__all__ = ["nothing_left"]


@pytest.fixture(scope="session")
def many_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 60 sample photos; read only."""
    folder = tmp_path_factory.mktemp("many") / "Sixty photos"
    make_samples(folder, count=60, run=Run())
    return folder


@pytest.fixture(scope="session")
def few_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 9 sample photos; read only."""
    folder = tmp_path_factory.mktemp("few") / "Nine photos"
    make_samples(folder, count=9, run=Run())
    return folder
