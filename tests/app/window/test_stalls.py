"""The window never freezes: what may take long is done on other threads; its longest stall is told.

pytest tests/app/window/test_stalls.py -s
"""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid_file import as_json
from gridsne_desktop.layout.grid_reading import read_document
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.layout.quality import measure_quality
from gridsne_desktop.layout.reduce import reduce
from gridsne_desktop.layout.refinement.refine import refine
from gridsne_desktop.library.decode import decode
from gridsne_desktop.library.scan import scan
from gridsne_desktop.organize.plan import make_plan
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit

COUNT = 300

HEAVY: tuple[Callable[..., object], ...] = (
    scan,
    decode,
    embed,
    reduce,
    assign,
    refine,
    measure_quality,
    make_plan,
    as_json,
    read_document,
    LastGrids.find,
    LastGrids.keep,
    TileStore.put,
    TileStore.put_squares,
    TileStore.remake,
)
"""What grows with the photos, or waits for a disk."""


@pytest.fixture
def photos(many_photos: Path, tmp_path: Path) -> Path:
    """Three hundred photos, each with bytes of its own."""
    made = tmp_path / "Three hundred"
    made.mkdir()
    sources = sorted(many_photos.iterdir())
    for number in range(COUNT):
        source = sources[number % len(sources)]
        data = source.read_bytes() + number.to_bytes(8, "little")  # after its end
        (made / f"{number:03}{source.suffix}").write_bytes(data)
    return made


def codes(functions: tuple[Callable[..., object], ...]) -> dict[CodeType, str]:
    return {f.__code__: f.__qualname__ for f in functions if isinstance(f, FunctionType)}


@contextmanager
def noting_calls(functions: tuple[Callable[..., object], ...]) -> Iterator[set[str]]:
    """The names of those functions that this thread, the window's, calls meanwhile."""
    heavy, called = codes(functions), set[str]()

    def look(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code in heavy:
            called.add(heavy[frame.f_code])

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield called
    finally:
        sys.setprofile(before)


class Pulse(QObject):
    """How late a timer of 1 ms comes at most, and how long this thread worked at most between."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.latest = self.longest_work = 0.0
        self._last, self._worked = time.perf_counter(), time.thread_time()
        timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.latest = max(self.latest, now - self._last)
        self.longest_work = max(self.longest_work, worked - self._worked)
        self._last, self._worked = now, worked


def organize_dialog() -> OrganizeDialog | None:
    dialogs = (w for w in QApplication.topLevelWidgets() if isinstance(w, OrganizeDialog))
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


def test_what_takes_long_is_done_on_no_thread_of_the_window(
    start: Start,
    photos: Path,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    def watch(at: Visit) -> None:
        pulse = Pulse(at.window)
        at.until_state(State.ARRANGED)
        at.until(lambda: at.desk.session.store.filled == COUNT)
        at.until(lambda: at.desk.workspace.wall.is_settled)
        at.window.actions_by_name.organize.trigger()
        at.until(lambda: organize_dialog() is not None)
        dialog = organize_dialog()
        assert dialog is not None
        dialog.destination.set_path(tmp_path)
        at.until(lambda: dialog.plan is not None)
        dialog.close()
        for what, seconds in (("stall", pulse.latest), ("work", pulse.longest_work)):
            record_property(f"longest_{what}_ms", round(1000 * seconds, 1))
            print(f"longest {what}: {1000 * seconds:.1f} ms")  # noqa: T201 - what one runs it for

    with noting_calls(HEAVY) as called:
        for _ in ("everything is computed", "everything is known"):
            assert start(watch, photos) == 0
    assert called == set()


def test_a_call_on_the_thread_of_the_window_would_be_noticed(few_photos: Path) -> None:
    assert len(codes(HEAVY)) == len(HEAVY)
    with noting_calls(HEAVY) as called:
        scan([few_photos], recursive=True, run=Run())
        decode(next(few_photos.iterdir()))
    assert called == {"scan", "decode"}
