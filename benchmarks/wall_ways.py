"""The two ways that `benchmarks.wall` compares, driven through the same motions."""

import math
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QTransform
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsPixmapItem,
    QGraphicsScene,
    QGraphicsView,
    QWidget,
)

from benchmarks.wall import DRIFT, FRAMES, MOST_SECONDS, TILE, WINDOW, ZOOM_STEP, Figures
from gridsne_desktop.layout.grid import Grid, grid_shape
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.app import SWITCH_INTERVAL
from gridsne_desktop.qt.grid.places import MAP_FILL, View
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.tiles import encode
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.heaps import share_heaps
from gridsne_desktop.qt.paint_thread import paint_alone

DISTINCT: Final = 250
"""Different pictures; the tiles are far too many for any cache to gain by their repetition."""
SETTLE_SECONDS: Final = 5.0
PIXMAP: Final = 32
"""Px of a baseline's pixmap: as large as one can have for 100,000."""


def wall(n: int, repeats: int) -> dict[str, object]:
    """Ours."""
    app = _started()
    paint_alone()
    store = _store(n)
    columns, rows = grid_shape(n, aspect=WINDOW[0] / WINDOW[1])
    cells = np.random.default_rng(1).permutation(n).astype(np.int32)
    grid = Grid(photos=store.photos, columns=columns, rows=rows, cells=cells)
    wall = Wall()
    wall.resize(*WINDOW)
    wall.show_photos(store)
    wall.show_grid(grid, np.random.default_rng(n).random((n, 2), np.float32))
    wall.show()
    middle = QPointF(WINDOW[0] / 2, WINDOW[1] / 2)

    def at(scale: float | None) -> Callable[[], None]:
        def look() -> None:
            wall.set_view(View.GRID)
            wall.fit()
            if scale is not None:
                wall.zoom_to(scale, middle)
            _rest(app, lambda: wall.is_settled)

        return look

    def toggle(_frame: int) -> None:
        if not wall.is_moving:
            wall.set_view(View.GRID if wall.view is View.MAP else View.MAP)

    def zoom(frame: int) -> None:
        wall.zoom_at_once(_in_and_out(frame), middle)

    def dive(frame: int) -> None:
        fit, steps = _fit(columns, rows), FRAMES // 2
        share = (128 / fit) ** (1 / steps)
        wall.zoom_at_once(share if frame % FRAMES < steps else 1 / share, middle)

    motions: dict[str, tuple[Callable[[], None], Callable[[int], None]]] = {
        "pan at fit": (at(None), lambda frame: wall.pan_by(*_circle(frame))),
        "pan at 32 px": (at(32), lambda frame: wall.pan_by(*_drift(frame))),
        "pan at 128 px": (at(128), lambda frame: wall.pan_by(*_drift(frame))),
        "zoom at fit": (at(None), zoom),
        "zoom at 32 px": (at(32), zoom),
        "zoom at 128 px": (at(128), zoom),
        "fit to 128 px": (at(None), dive),
        "map and grid": (at(None), toggle),
    }
    figures: Figures = {}
    for what, (start, step) in motions.items():
        figures[what] = _best([_costs(wall, start, step) for _ in range(repeats)])
    memory = _memory()
    wall.select_all()
    for what in ("pan at fit", "zoom at fit", "map and grid"):
        figures[f"{what}, all selected"] = _best(
            [_costs(wall, *motions[what]) for _ in range(repeats)]
        )
    return {"figures": figures, "memory": memory}


def view(n: int, repeats: int) -> dict[str, object]:
    """The baseline."""
    app = _started()
    columns, rows = grid_shape(n, aspect=WINDOW[0] / WINDOW[1])
    scene, view = QGraphicsScene(), QGraphicsView()
    pictures = list(_pictures(DISTINCT))
    items = [_item(pictures[i % DISTINCT]) for i in range(n)]
    for i, item in enumerate(items):
        item.setPos(i % columns * TILE, i // columns * TILE)
        scene.addItem(item)
    view.setScene(scene)
    whole = scene.itemsBoundingRect()
    room = whole.width(), whole.height()  # to be panned at any zoom
    view.setSceneRect(whole.adjusted(-room[0], -room[1], room[0], room[1]))
    view.resize(*WINDOW)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.show()
    cells = np.array([[i % columns, i // columns] for i in range(n)]) * TILE
    goal = np.random.default_rng(n).random((n, 2)) * math.sqrt(n / MAP_FILL) * TILE
    fit = _fit(columns, rows)

    def at(scale: float) -> Callable[[], None]:
        def look() -> None:
            view.setTransform(QTransform.fromScale(scale / TILE, scale / TILE))
            view.centerOn(columns * TILE / 2, rows * TILE / 2)
            _rest(app, lambda: True)

        return look

    def pan(step: Callable[[int], tuple[int, int]]) -> Callable[[int], None]:
        def move(frame: int) -> None:
            dx, dy = step(frame)
            for bar, by in ((view.horizontalScrollBar(), dx), (view.verticalScrollBar(), dy)):
                bar.setValue(bar.value() - by)

        return move

    def zoom(frame: int) -> None:
        view.scale(*[_in_and_out(frame)] * 2)

    def dive(frame: int) -> None:
        share = (128 / fit) ** (2 / FRAMES)
        view.scale(*[share if frame % FRAMES < FRAMES // 2 else 1 / share] * 2)

    def fly(frame: int) -> None:
        share = (frame % FRAMES) / FRAMES
        places = cells + (goal - cells) * share
        for item, (x, y) in zip(items, places.tolist(), strict=True):
            item.setPos(x, y)

    motions = {
        "pan at fit": (at(fit), pan(_circle)),
        "pan at 32 px": (at(32), pan(_drift)),
        "pan at 128 px": (at(128), pan(_drift)),
        "zoom at fit": (at(fit), zoom),
        "zoom at 32 px": (at(32), zoom),
        "zoom at 128 px": (at(128), zoom),
        "fit to 128 px": (at(fit), dive),
        "map and grid": (at(fit), fly),
    }
    figures: Figures = {}
    for what, (start, step) in motions.items():
        times = repeats if n < 100_000 else 1
        figures[what] = _best([_costs(view.viewport(), start, step) for _ in range(times)])
    return {"figures": figures, "memory": _memory()}


def _started() -> QApplication:
    sys.setswitchinterval(SWITCH_INTERVAL)
    share_heaps()
    return QApplication([])


def _store(n: int) -> TileStore:
    """A full store, its thumbnails as they come from the cache."""
    jpegs = [encode(pixels) for pixels in _pictures(DISTINCT)]
    photos = tuple(Photo(Path(f"/photos/{i}").absolute(), 1, 1) for i in range(n))

    def again(photo: Photo) -> bytes:
        return _copy(jpegs[int(photo.path.name) % DISTINCT])

    store = TileStore(photos, again)

    def fill(start: int) -> None:
        for slot in range(start, n, 2):
            store.put_jpeg(slot, again(photos[slot]))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(fill, range(2)))
    return store


def _copy(data: bytes) -> bytes:
    """Memory of its own, as each photo's has."""
    return bytes(bytearray(data))


def _item(pixels: Pixels) -> QGraphicsPixmapItem:
    small = np.ascontiguousarray(Image.fromarray(pixels).resize((PIXMAP, PIXMAP)))
    image = QImage(small.data, PIXMAP, PIXMAP, PIXMAP * 3, QImage.Format.Format_RGB888)
    item = QGraphicsPixmapItem(QPixmap.fromImage(image))  # one each, as photos have
    item.setScale(TILE / PIXMAP)
    return item


class _Paints(QObject):
    """Counts the frames of a widget."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See a paint event pass."""
        self.count += event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def _costs(
    widget: QWidget, start: Callable[[], None], step: Callable[[int], None]
) -> NDArray[np.float64]:
    """CPU ms of this thread for each painted frame while `step` runs 60 times a second."""
    start()
    loop, paints, timer = QEventLoop(), _Paints(widget), QTimer()
    costs: list[float] = []
    frame, seen, until = 0, 0, time.perf_counter() + MOST_SECONDS
    spent = time.thread_time()

    def tick() -> None:
        nonlocal frame, seen, spent
        now = time.thread_time()
        if paints.count > seen:
            costs.append(1000 * (now - spent) / (paints.count - seen))
            seen, spent = paints.count, now
        if len(costs) >= FRAMES or time.perf_counter() > until:
            loop.quit()
        step(frame)
        frame += 1

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(16)
    loop.exec()
    timer.stop()
    widget.removeEventFilter(paints)
    return np.array(costs)


def _best(runs: list[NDArray[np.float64]]) -> tuple[float, float]:
    return min(float(np.median(r)) for r in runs), min(float(np.percentile(r, 99)) for r in runs)


def _rest(app: QApplication, is_over: Callable[[], bool]) -> None:
    until = time.perf_counter() + SETTLE_SECONDS
    app.processEvents()
    while time.perf_counter() < until and not is_over():
        app.processEvents()
        time.sleep(0.002)
    app.processEvents()


def _memory() -> float:
    """Resident MB of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("no VmRSS in /proc/self/status")


def _fit(columns: int, rows: int) -> float:
    return min(WINDOW[0] / columns, WINDOW[1] / rows)


def _circle(frame: int) -> tuple[int, int]:
    angle = 2 * math.pi * frame / 24
    return round(9 * math.cos(angle)), round(9 * math.sin(angle))


def _drift(frame: int) -> tuple[int, int]:
    sign = 1 if frame % FRAMES < FRAMES / 2 else -1
    return DRIFT * sign, DRIFT // 2 * sign


def _in_and_out(frame: int) -> float:
    return ZOOM_STEP if frame % 24 < 24 / 2 else 1 / ZOOM_STEP


def _pictures(count: int) -> Iterator[Pixels]:
    """Pictures that compress and scale like photos: soft shapes with fine grain."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        rough = rng.integers(0, 256, (5, 6, 3), np.uint8)
        soft = Image.fromarray(rough).resize((256, 192), Image.Resampling.BICUBIC)
        grain = rng.normal(0, 9, (192, 256, 1))
        pixels = np.asarray(soft.filter(ImageFilter.SHARPEN)) + grain
        yield pixels.clip(0, 255).astype(np.uint8)
