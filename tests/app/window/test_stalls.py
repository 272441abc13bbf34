"""The window never freezes: what may take long is done on other threads; its longest stall is told.

pytest tests/app/window/test_stalls.py -s
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType, FunctionType

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
from gridsne_desktop.progress import Run, Stage
from gridsne_desktop.qt.dialogs.organize.dialog import OrganizeDialog
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.state import State
from tests.app.window.conftest import Start, Visit
from tests.app.window.pulse import Pulse

MANY = 5000
SOME = 300
"""The profiler that notes calls makes all slower."""

WATCHED_MS = 600_000
"""Five thousand photos are embedded in about a minute; nothing is wrong where it takes ten."""

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


def made(sources: Path, folder: Path, count: int) -> Path:
    """A folder with `count` photos, each with bytes of its own."""
    folder.mkdir()
    photos = [(path.suffix, path.read_bytes()) for path in sorted(sources.iterdir())]
    for number in range(count):
        suffix, data = photos[number % len(photos)]
        (folder / f"{number:04}{suffix}").write_bytes(data + number.to_bytes(8))  # after its end
    return folder


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


def organize_dialog() -> OrganizeDialog | None:
    dialogs = (w for w in QApplication.topLevelWidgets() if isinstance(w, OrganizeDialog))
    return next((dialog for dialog in dialogs if dialog.isVisible()), None)


def test_a_watchdog_finds_the_window_awake_while_5000_photos_are_arranged_and_shown(
    start: Start,
    many_photos: Path,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    """How late is told, never judged: that depends on who else wants the machine.

    `python -m benchmarks.stalls` measures it on a machine that does nothing else.
    """

    def watch(at: Visit) -> None:
        pulse, session = Pulse(at.window), at.desk.session
        at.until_state(State.ARRANGED, within_ms=WATCHED_MS)
        pulse.stage = "shown"
        at.until(lambda: session.store.filled == MANY and at.desk.workspace.wall.is_settled)
        pulses.append(pulse)
        for stage, p99, worst, work in pulse.told():
            record_property(f"late_{stage}_ms", (p99, worst))
            print(f"{stage:10} p99 {p99:6.1f}, worst {worst:6.1f}, work {work:6.1f} ms")  # noqa: T201 - what one runs it for

    photos = made(many_photos, tmp_path / "Five thousand", MANY)
    pulses: list[Pulse] = []
    for what in ("everything is computed", "everything is known"):
        print(what)  # noqa: T201
        assert start(watch, photos) == 0
    computed, known = pulses
    stages = (Stage.EMBED, Stage.REDUCE, Stage.ASSIGN, Stage.REFINE, Stage.MEASURE)
    assert all(computed.count(stage) > 0 for stage in stages)
    assert known.count("shown") > 0


def test_what_takes_long_is_done_on_no_thread_of_the_window(
    start: Start, many_photos: Path, tmp_path: Path
) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        at.until(lambda: at.desk.session.store.filled == SOME)
        at.until(lambda: at.desk.workspace.wall.is_settled)
        at.window.actions_by_name.organize.trigger()
        at.until(lambda: organize_dialog() is not None)
        dialog = organize_dialog()
        assert dialog is not None
        dialog.destination.set_path(tmp_path)
        at.until(lambda: dialog.plan is not None)
        dialog.close()

    photos = made(many_photos, tmp_path / "Three hundred", SOME)
    with noting_calls(HEAVY) as called:
        for _ in ("everything is computed", "everything is known"):
            assert start(visit, photos) == 0
    assert called == set()


def test_a_call_on_the_thread_of_the_window_would_be_noticed(few_photos: Path) -> None:
    assert len(codes(HEAVY)) == len(HEAVY)
    with noting_calls(HEAVY) as called:
        scan([few_photos], recursive=True, run=Run())
        decode(next(few_photos.iterdir()))
    assert called == {"scan", "decode"}
