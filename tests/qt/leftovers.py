"""No GUI test may leave a thread, a running timer or a window behind."""

import gc
import threading
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget

QT_OWN = {"QTipLabel", "QShapedPixmapWindow"}
"""Top-level widgets that Qt keeps for itself: tool tips and drag pictures."""

PATIENCE_SECONDS = 10.0


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves something running or open, and say what."""
    threads, windows = set(threading.enumerate()), set(qapp.topLevelWidgets())
    gc.disable()  # a test's own cycles have widgets in them, which no other thread may delete
    yield
    gc.collect(1)
    gc.enable()
    qapp.clipboard().clear()  # the offscreen one would delete what was copied after Python's end
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.processEvents()
    for thread in set(threading.enumerate()) - threads:
        if not isinstance(thread, threading._DummyThread):
            thread.join(PATIENCE_SECONDS)
    left = [*_threads_since(threads), *_open_since(windows, qapp), *_running()]
    assert not left, f"the test left behind: {left}"


def _threads_since(earlier: set[threading.Thread]) -> list[threading.Thread]:
    # A dummy stands for a thread of Qt's that called Python once; it stays listed for ever.
    new = set(threading.enumerate()) - earlier
    return [thread for thread in new if not isinstance(thread, threading._DummyThread)]


def _open_since(earlier: set[QWidget], application: QApplication) -> list[str]:
    new = [w for w in application.topLevelWidgets() if w not in earlier]
    names = [window.metaObject().className() for window in new]
    return [name for name in names if name not in QT_OWN]


def _running() -> list[QObject]:
    objects = [o for o in gc.get_objects() if isinstance(o, (QThread, QTimer))]
    alive = [o for o in objects if shiboken6.isValid(o)]
    return [o for o in alive if (o.isRunning() if isinstance(o, QThread) else o.isActive())]
