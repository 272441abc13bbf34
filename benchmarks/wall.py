"""What a frame of the wall costs, beside QGraphicsView with one pixmap item per photo.

Run with `python -m benchmarks.wall`; about a minute, without a display.
"""

import math
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import numpy as np
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

from gridsne_desktop.layout.grid import Grid, Points, grid_shape
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.places import MAP_FILL, View
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall

SIZES: Final = (1_000, 10_000)
WINDOW: Final = (1920, 1040)
FRAMES: Final = 24
DISTINCT: Final = 250
"""Different pictures; the tiles are far too many for any cache to gain by their repetition."""
TILE: Final = 64
ZOOM_STEP: Final = 1.04


def main() -> None:
    """Measure and print a table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    pictures = list(_pictures(DISTINCT))
    print(f"CPU ms a frame on the GUI thread, {WINDOW[0]} × {WINDOW[1]} px, {app.platformName()}")
    print(f"{'photos':>7} {'what':8} {'wall':>8} {'QGraphicsView':>14} {'ratio':>7}")
    for n in SIZES:
        store = TileStore(tuple(Photo(Path(f"/photo {i}").absolute(), 1, 1) for i in range(n)))
        for slot in range(n):
            store.put(slot, pictures[slot % DISTINCT])
        points = np.random.default_rng(n).random((n, 2), np.float32)
        ours, theirs = _wall_frames(store, points), _view_frames(store, points)
        for what, cost in ours.items():
            ratio = theirs[what] / cost
            print(f"{n:7d} {what:8} {cost:8.1f} {theirs[what]:14.1f} {ratio:6.1f}x")


def _wall_frames(store: TileStore, points: Points) -> dict[str, float]:
    n = len(store.photos)
    columns, rows = grid_shape(n, aspect=WINDOW[0] / WINDOW[1])
    cells = np.random.default_rng(1).permutation(n).astype(np.int32)
    wall = Wall()
    wall.resize(*WINDOW)
    wall.show_photos(store)
    wall.show_grid(Grid(photos=store.photos, columns=columns, rows=rows, cells=cells), points)
    wall.show()

    def toggle(_frame: int) -> None:
        if not wall.is_moving:
            wall.set_view(View.GRID if wall.view is View.MAP else View.MAP)

    middle = QPointF(WINDOW[0] / 2, WINDOW[1] / 2)
    costs = {
        "pan": _cost(wall, lambda frame: wall.pan_by(*_circle(frame))),
        "zoom": _cost(wall, lambda frame: wall.zoom_at_once(_in_and_out(frame), middle)),
        "animate": _cost(wall, toggle),
    }
    wall.close()
    return costs


def _view_frames(store: TileStore, points: Points) -> dict[str, float]:
    n = len(store.photos)
    columns, rows = grid_shape(n, aspect=WINDOW[0] / WINDOW[1])
    scene, view = QGraphicsScene(), QGraphicsView()
    items = [_item(store, i) for i in range(n)]
    for i, item in enumerate(items):
        item.setPos(i % columns * TILE, i // columns * TILE)
        scene.addItem(item)
    view.setScene(scene)
    view.resize(*WINDOW)
    view.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scale = min(WINDOW[0] / columns, WINDOW[1] / rows) / TILE
    view.setTransform(QTransform.fromScale(scale, scale))
    view.show()
    start = np.array([[i % columns, i // columns] for i in range(n)]) * TILE
    goal = points * math.sqrt(n / MAP_FILL) * TILE

    def pan(frame: int) -> None:
        dx, dy = _circle(frame)
        scene.setSceneRect(scene.sceneRect().translated(dx / scale, dy / scale))

    def move(frame: int) -> None:
        places = start + (goal - start) * (frame / FRAMES)
        for item, (x, y) in zip(items, places.tolist(), strict=True):
            item.setPos(x, y)

    costs = {
        "pan": _cost(view.viewport(), pan),
        "zoom": _cost(view.viewport(), lambda frame: view.scale(*[_in_and_out(frame)] * 2)),
        "animate": _cost(view.viewport(), move),
    }
    view.close()
    return costs


def _item(store: TileStore, slot: int) -> QGraphicsPixmapItem:
    pixels = np.ascontiguousarray(store.level(32)[slot])
    image = QImage(pixels.data, 32, 32, 32 * 4, QImage.Format.Format_ARGB32_Premultiplied)
    item = QGraphicsPixmapItem(QPixmap.fromImage(image.copy()))
    item.setScale(TILE / 32)
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


def _cost(widget: QWidget, step: Callable[[int], None]) -> float:
    """CPU ms of this thread per painted frame while `step` runs 60 times a second."""
    loop, paints, timer, frame = QEventLoop(), _Paints(widget), QTimer(), 0

    def tick() -> None:
        nonlocal frame
        frame += 1
        step(frame)
        if paints.count >= FRAMES:
            loop.quit()

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(16)
    began = time.thread_time()
    loop.exec()
    spent = time.thread_time() - began
    timer.stop()
    widget.removeEventFilter(paints)
    return 1000 * spent / paints.count


def _circle(frame: int) -> tuple[int, int]:
    angle = 2 * math.pi * frame / FRAMES
    return round(9 * math.cos(angle)), round(9 * math.sin(angle))


def _in_and_out(frame: int) -> float:
    return ZOOM_STEP if frame % FRAMES < FRAMES / 2 else 1 / ZOOM_STEP


def _pictures(count: int) -> Iterator[Pixels]:
    """Pictures that compress and scale like photos: soft shapes with fine grain."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        rough = rng.integers(0, 256, (5, 6, 3), np.uint8)
        soft = Image.fromarray(rough).resize((120, 90), Image.Resampling.BICUBIC)
        grain = rng.normal(0, 9, (90, 120, 1))
        pixels = np.asarray(soft.filter(ImageFilter.SHARPEN)) + grain
        yield pixels.clip(0, 255).astype(np.uint8)


if __name__ == "__main__":
    main()
