"""A folder of sample photos, and the program started as from a shell."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gridsne_desktop.__main__ import main
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples

Cli = Callable[..., int]


@pytest.fixture(scope="session")
def sample_photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with 30 sample photos; read only."""
    folder = tmp_path_factory.mktemp("photos")
    make_samples(folder, count=30, run=Run())
    return folder


@pytest.fixture
def gridsne() -> Cli:
    """`gridsne("arrange", folder, ...)` is what a person types; the exit code."""

    def run(*words: object) -> int:
        try:
            return main([str(word) for word in words])
        except SystemExit as ended:  # argparse ends the process on wrong usage and on --help
            return ended.code if isinstance(ended.code, int) else 1

    return run
