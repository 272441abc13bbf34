"""Imports that would hold up the first picture, done on a thread after it."""

import gc
import importlib
import os
from typing import Final

from gridsne_desktop.progress import Run

_FIRST: Final = ("gridsne_desktop.qt.desk",)
"""What the window needs before a folder can be opened; it brings the core and NumPy."""

_SECOND: Final = (
    "onnxruntime",
    "openTSNE",
    "scipy.optimize",
)
"""What the first folder needs on its way; importing it takes two seconds."""


def load_first(run: Run) -> None:
    """Import what the window itself needs."""
    _load(_FIRST, run)


def load_second(run: Run) -> None:
    """Import the rest, then take all of it out of the garbage collector's rounds.

    A full collection over these modules would stop the window for 65 ms each time.
    """
    # joblib asks the system for the number of cores and prints a traceback where it cannot.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", str(os.cpu_count() or 1))
    _load(_SECOND, run)
    gc.collect()
    gc.freeze()


def _load(modules: tuple[str, ...], run: Run) -> None:
    for name in modules:
        run.check()
        importlib.import_module(name)
