"""What is painted quickly, of many tiles at once, is what one would see painted one by one."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.qt.grid.camera import Camera
from gridsne_desktop.qt.grid.outlines import Outlined, Outlines
from gridsne_desktop.qt.grid.places import Places
from gridsne_desktop.qt.grid.sharp import Sharp
from gridsne_desktop.qt.grid.tile_store import TileStore
from tests.qt.grid.conftest import filled_store

SIZE = QSize(90, 70)
ACCENT = 0xFF3080C0
SCALES = (1.0, 3.0, 4.2, 12.4, 33.4)  # no cell begins on half a px


def mark(scale: float) -> NDArray[np.uint32]:
    """Blue around a see-through middle."""
    side = max(1, round(scale * 31 / 32))
    tile = np.full((side, side), 0x2E081A24, np.uint32)
    tile[:1] = tile[-1:] = tile[:, :1] = tile[:, -1:] = ACCENT
    return tile


def framed(outlines: Outlines, outlined: Outlined, camera: Camera) -> NDArray[np.uint32]:
    """The view with the frames over a grey ground."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("grey"))
    painter = QPainter(image)
    outlines.paint(painter, outlined, camera, SIZE, is_moving=False)
    painter.end()
    return np.frombuffer(image.constBits(), np.uint32).copy()


@st.composite
def selections(draw: st.DrawFn) -> tuple[Places, NDArray[np.bool_]]:
    columns, rows = draw(st.integers(1, 12)), draw(st.integers(1, 9))
    cells = draw(st.lists(st.integers(0, columns * rows - 1), unique=True, min_size=1))
    chosen = draw(st.lists(st.booleans(), min_size=len(cells), max_size=len(cells)))
    return Places(np.array(cells, np.int32), columns), np.array(chosen, bool)


@given(
    selections(), st.sampled_from(SCALES), st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)
)
def test_frames_of_tiles_in_their_cells_are_those_of_tiles_anywhere(
    drawn: tuple[Places, NDArray[np.bool_]], scale: float, x: float, y: float
) -> None:
    places, mask = drawn
    now, camera = places.on_grid(), Camera(scale, x, y)
    corners = (now - np.array([x, y])) * scale
    assume(bool((np.abs(corners % 1 - 0.5) > 1e-3).all()))  # half a pixel may be either one
    by_cell = Outlined(mask, now, places.board, mark(scale), "style")
    by_place = Outlined(mask, now, None, mark(scale), "style")
    assert np.array_equal(framed(Outlines(), by_cell, camera), framed(Outlines(), by_place, camera))


@given(
    selections(),
    st.sampled_from(SCALES),
    st.lists(st.tuples(st.integers(-90, 90), st.integers(-90, 90)), max_size=5),
)
def test_frames_that_are_moved_are_where_they_would_be_painted(
    drawn: tuple[Places, NDArray[np.bool_]], scale: float, steps: list[tuple[int, int]]
) -> None:
    places, mask = drawn
    outlined = Outlined(mask, places.on_grid(), places.board, mark(scale), "style")
    outlines, camera = Outlines(), Camera(scale, 0, 0)
    framed(outlines, outlined, camera)
    for dx, dy in steps:
        camera = camera.panned(dx, dy).on_pixels(1)
        moved = framed(outlines, outlined, camera)
        assert np.array_equal(moved, framed(Outlines(), outlined, camera))


def test_when_others_are_selected_the_frames_before_are_gone() -> None:
    places, outlines = Places(np.arange(12, dtype=np.int32), 4), Outlines()
    now, camera = places.on_grid(), Camera(12.4, 0, 0)
    for chosen in (np.ones(12, bool), np.arange(12) < 3, np.zeros(12, bool)):
        outlined = Outlined(chosen, now, places.board, mark(12.4), "style")
        assert np.array_equal(
            framed(outlines, outlined, camera), framed(Outlines(), outlined, camera)
        )


class _Watched(TileStore):
    """Tells in what order thumbnails are read."""

    def __init__(self, n: int) -> None:
        super().__init__(filled_store(n).photos)
        self.asked: list[int] = []

    def thumbnail(self, slot: int, *, is_here: bool = False) -> Pixels | None:
        self.asked.append(slot)
        return super().thumbnail(slot, is_here=is_here)


def test_sharper_pixels_come_first_where_one_looks(qtbot: QtBot) -> None:
    store, n = _Watched(100), 100
    for slot in range(n):
        store.put(slot, np.full((80, 80, 3), slot, np.uint8))
    sharp = Sharp(store)
    sharp.look_at(70.2, 0)
    sharp.want({slot: (float(slot), 0.0) for slot in range(n)}, 64)
    got: list[int] = []

    def all_read() -> bool:
        got.extend(sharp.collect())
        return len(got) == n

    qtbot.waitUntil(all_read)
    assert store.asked[:7] == [70, 71, 69, 72, 68, 73, 67]
    assert sorted(store.asked) == list(range(n))
