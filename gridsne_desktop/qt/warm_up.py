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
    "gridsne_desktop.library.disk_events",
    "gridsne_desktop.qt.dialogs.models",
)
"""What the first folder needs on its way, importing it takes two seconds; and a rare dialog."""


def load_first(run: Run) -> None:
    """Import what the window itself needs."""
    _load(_FIRST, run)
    _make_classes(run)


def load_second(run: Run) -> None:
    """Import the rest, and look up what takes long to look up."""
    # joblib asks the system for the number of cores and prints a traceback where it cannot.
    os.environ.setdefault("LOKY_MAX_CPU_COUNT", str(os.cpu_count() or 1))
    _load(_SECOND, run)
    importlib.import_module("gridsne_desktop.qt.dialogs.about").parts_here()


def _make_classes(run: Run) -> None:
    """Let PySide make its classes for widgets here; it does so when one is met first.

    The first method that returns a widget made by Qt makes all of them, on the window's thread, in
    20 ms.
    """
    widgets = importlib.import_module("PySide6.QtWidgets")
    for name in dir(widgets):
        run.check()
        getattr(widgets, name)


def _load(modules: tuple[str, ...], run: Run) -> None:
    """Import `modules` out of the garbage collector's sight, then and later.

    To it all of them would be new at the end, and it would stop the window for 65 ms, or for some
    300 where other programs keep this thread, which is nicer, from going on.
    """
    gc.disable()
    try:
        for name in modules:
            run.check()
            importlib.import_module(name)
    finally:
        gc.freeze()
        gc.enable()
