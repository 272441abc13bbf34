"""Pinned photos have their cells, every other photo has one of its own, likes come along."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import BLANK, grid_shape
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.pins import (
    NO_PINS,
    Pinned,
    assign_around,
    bent,
    pinned_cells,
    pins_among,
    room_with,
)
from gridsne_desktop.layout.split import places
from gridsne_desktop.layout.standing import Layout
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import BLANKS_NAMES, CORNERS, LOOK_NAMES, ArrangeSettings, Pin
from tests.unit.layout.made import ROOT, cloud, families, photos

SETTINGS = ArrangeSettings()
WHERE = st.integers(-14, 14)


def pins(wished: Mapping[int, tuple[int, int]]) -> dict[int, Pin]:
    return {index: Pin(ROOT / f"{index}.jpg", *cell) for index, cell in wished.items()}


def made(vectors: Vectors, wished: dict[int, Pin], settings: ArrangeSettings = SETTINGS) -> Layout:
    return LayoutMaker().make(vectors, settings=settings, run=Run(), pins=wished)


@st.composite
def some_vectors(draw: st.DrawFn) -> Vectors:
    """Up to 120 photos: each another, many the same, or all the same."""
    n = draw(st.integers(1, 120))
    kinds = draw(st.sampled_from([1, 3, n]))
    vectors, _ = families(n, count=5, seed=draw(st.integers(0, 99)), dimensions=12)
    return vectors[np.arange(n) % kinds]


@st.composite
def some_pins(draw: st.DrawFn, n: int) -> dict[int, Pin]:
    """Pins of some of n photos, also such as meet in a cell or lie outside."""
    chosen = draw(st.lists(st.integers(0, n - 1), unique=True, max_size=n))
    return pins({index: (draw(WHERE), draw(WHERE)) for index in chosen})


def checked(layout: Layout, wished: dict[int, Pin], n: int) -> None:
    """Every photo has a cell of its own; pinned ones theirs."""
    assert len(np.unique(layout.cells)) == n
    assert ((layout.cells >= 0) & (layout.cells < layout.columns * layout.rows)).all()
    taken = set[int]()
    for index, pin in wished.items():
        column = min(max(pin.column + (pin.column < 0) * layout.columns, 0), layout.columns - 1)
        row = min(max(pin.row + (pin.row < 0) * layout.rows, 0), layout.rows - 1)
        cell = row * layout.columns + column
        if cell in taken:
            stands = int(layout.cells[index])
            away = np.hypot(stands % layout.columns - column, stands // layout.columns - row)
            for other in set(range(layout.columns * layout.rows)) - taken:
                assert np.hypot(other % layout.columns - column, other // layout.columns - row) >= (
                    away
                )
        else:
            assert layout.cells[index] == cell
        taken.add(int(layout.cells[index]))


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_pins_are_respected_and_every_photo_has_a_cell(data: st.DataObject) -> None:
    vectors = data.draw(some_vectors())
    n = len(vectors)
    wished = data.draw(some_pins(n))
    wish = ArrangeSettings(
        aspect=data.draw(st.sampled_from([0.05, 0.6, 1.0, 3.0, 60.0])),
        look=data.draw(st.sampled_from(LOOK_NAMES)),
        blanks=data.draw(st.sampled_from(BLANKS_NAMES)),
    )
    seen = list[Layout]()
    layout = LayoutMaker().make(
        vectors, settings=wish, run=Run(), pins=wished, on_layout=seen.append
    )
    for one in (layout, *seen):
        checked(one, wished, n)
    again = made(vectors, wished, wish)
    assert again.cells.tobytes() == layout.cells.tobytes()
    assert again.points.tobytes() == layout.points.tobytes()


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_placing_new_photos_moves_no_pinned_one(data: st.DataObject) -> None:
    vectors = data.draw(some_vectors())
    n = len(vectors)
    wished = data.draw(some_pins(n))
    is_new = data.draw(st.lists(st.booleans(), min_size=n, max_size=n))
    columns, rows = grid_shape(n)
    random = np.random.default_rng(n)
    cells = np.where(is_new, BLANK, random.permutation(columns * rows)[:n]).astype(np.int32)
    points = random.random((n, 2)).astype(np.float32)
    before = Layout(points, cells, columns, data.draw(st.integers(rows, rows + 2)))
    placed = LayoutMaker().place(vectors, before, settings=SETTINGS, run=Run(), pins=wished)
    checked(placed, wished, n)


@pytest.mark.parametrize("new", [1, 9])
def test_new_photos_among_groups_leave_pinned_ones_where_they_stand(new: int) -> None:
    vectors, _ = families(90 + new, dimensions=12)
    wished = pins({3: (0, 0), 40: (-1, -1), 71: (2, 1)})
    old = made(vectors[:90].copy(), wished, replace(SETTINGS, blanks="margins"))
    assert old.groups is not None
    assert len(np.unique(old.groups)) > 1
    checked(old, wished, 90)
    before = replace(
        old,
        cells=np.append(old.cells, np.full(new, BLANK)).astype(np.int32),
        points=np.vstack([old.points, np.zeros((new, 2), np.float32)]),
        groups=np.append(old.groups, np.zeros(new)).astype(np.int32),
    )
    placed = LayoutMaker().place(vectors, before, settings=SETTINGS, run=Run(), pins=wished)
    assert len(np.unique(placed.cells)) == 90 + new
    stood, stand = places(old.cells, old.columns), places(placed.cells, placed.columns)
    moved = stand[list(wished)] - stood[list(wished)]
    assert (moved == moved[0]).all()  # with the wall, which may grow to the left and upwards


def test_a_growing_folder_leaves_pinned_photos_where_they_are_and_a_corner_a_corner() -> None:
    vectors, _ = families(54, dimensions=12)
    wished = pins({3: (2, 2), 4: (-1, -1)})
    old = made(vectors[:49], wished)
    assert (old.columns, old.rows) == (7, 7)
    cells = np.concatenate([old.cells, np.full(5, BLANK, np.int32)])
    points = np.vstack([old.points, np.zeros((5, 2), np.float32)])
    placed = LayoutMaker().place(
        vectors, Layout(points, cells, 7, 7), settings=SETTINGS, run=Run(), pins=wished
    )
    assert (placed.columns, placed.rows) == (7, 8)
    assert placed.cells[3] == old.cells[3] == 2 * 7 + 2
    assert placed.cells[4] == 7 * 8 - 1
    assert (placed.cells[:49] != old.cells).mean() < 0.2


@pytest.mark.parametrize("look", LOOK_NAMES)
@pytest.mark.parametrize("seed", range(3))
def test_likes_of_an_example_stand_nearer_to_its_corner(look: str, seed: int) -> None:
    n = 240
    vectors, labels = families(n, count=4, seed=seed)
    wished = pins(dict(zip(range(4), CORNERS.values(), strict=True)))
    layout = made(vectors, wished, ArrangeSettings(look=look))
    columns, rows = layout.cells % layout.columns, layout.cells // layout.columns
    shares, around = list[float](), list[float]()
    for index, (column, row) in enumerate(CORNERS.values()):
        away = np.hypot(columns - column % layout.columns, rows - row % layout.rows)
        likes = (labels == labels[index]) & (np.arange(n) != index)
        shares.append(float(away[likes].mean() / away.mean()))
        around.append(float(likes[np.argsort(away)[1:11]].mean()))
    assert max(shares) < 0.9
    assert np.mean(shares) < 0.7
    assert np.mean(around) > 0.6  # by lot 0.25


def test_one_example_is_enough_to_bring_its_likes_to_the_other_end() -> None:
    vectors, labels = families(200, count=5)
    free = made(vectors, dict(NO_PINS))
    family = labels == 0
    middle = np.array([free.cells[family] % free.columns, free.cells[family] // free.columns])
    column, row = (0 if mean > 6.5 else -1 for mean in middle.mean(axis=1))
    layout = made(vectors, pins({0: (column, row)}))
    away = np.hypot(
        layout.cells % layout.columns - column % layout.columns,
        layout.cells // layout.columns - row % layout.rows,
    )
    assert away[family].mean() < 0.6 * away.mean()


def test_without_pins_the_cells_are_those_of_always() -> None:
    vectors, _ = families(60)
    plain = LayoutMaker().make(vectors, settings=SETTINGS, run=Run())
    assert made(vectors, {}).cells.tobytes() == plain.cells.tobytes()


def test_blanks_stand_at_the_end_before_and_after_pinned_photos() -> None:
    pinned = Pinned(np.array([0, 1], np.intp), np.array([11, 2], np.int32))
    room = room_with(pinned, np.arange(9, dtype=np.int32))
    assert room.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 11]


def test_of_two_pins_that_meet_the_earlier_stays_and_the_later_goes_beside_it() -> None:
    found = pinned_cells(pins({5: (0, 0), 2: (0, 0), 9: (-9, -9), 1: (99, 99)}), columns=4, rows=3)
    assert found.photos.tolist() == [5, 2, 9, 1]
    assert found.cells.tolist() == [0, 1, 4, 11]


def test_pins_of_photos_that_are_not_there_do_not_count() -> None:
    there = photos(3)
    wished = (Pin(ROOT / "gone.jpg", 0, 0), Pin(there[2].path, 1, -1))
    assert pins_among(wished, there) == {2: wished[1]}


@pytest.mark.parametrize("corner", CORNERS.values(), ids=list(CORNERS))
def test_the_wall_is_turned_towards_a_pin_and_what_stood_around_comes_along(
    corner: tuple[int, int],
) -> None:
    vectors, _ = families(81)
    cells = np.random.default_rng(1).permutation(81).astype(np.int32)
    photo = int(np.flatnonzero(cells == 80)[0])  # from the lower right corner
    pinned = pinned_cells(pins({photo: corner}), columns=9, rows=9)
    found = bent(vectors, cells, pinned, columns=9, rows=9, run=Run())
    goal = (np.array([pinned.cells[0] % 9, pinned.cells[0] // 9]) + 0.5) / 9
    np.testing.assert_allclose(found[photo], goal, atol=1e-6)
    for beside in (79, 71, 70):
        assert np.hypot(*(found[cells == beside][0] - goal)) < 0.2
    places = np.stack([cells % 9, cells // 9], axis=1)
    apart = np.hypot(*(found[:, None] - found[None]).reshape(-1, 2).T)
    were = np.hypot(*(places[:, None] - places[None]).reshape(-1, 2).T) / 9
    np.testing.assert_allclose(apart, were, atol=1e-5)  # turned, and nothing else


def test_a_photo_pinned_where_it_stands_pulls_at_nobody() -> None:
    vectors, _ = families(100)
    points, room = cloud(100), np.arange(100, dtype=np.int32)
    free = assign(points, columns=12, rows=9, run=Run())
    for index in range(0, 100, 9):
        pinned = Pinned(np.array([index], np.intp), free[[index]])
        cells = assign_around(vectors, points, pinned, room=room, columns=12, rows=9, run=Run())
        assert np.array_equal(cells, free)


def test_what_is_remembered_is_remembered_with_its_pins(tmp_path: Path) -> None:
    vectors, _ = families(40)
    with Cache(tmp_path) as cache:
        cells = [
            LayoutMaker(cache).make(vectors, settings=SETTINGS, run=Run(), pins=wished).cells
            for wished in (pins({}), pins({0: (-1, 0)}), pins({0: (0, 0)}), pins({}))
        ]
    assert cells[0].tolist() == cells[3].tolist()
    assert (cells[1][0], cells[2][0]) == (made(vectors, {}).columns - 1, 0)
