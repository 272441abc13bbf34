"""Sorted walls: every photo once, the same order whatever order the photos came in."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.orders import ORDERS, Facts, by_name, grid_in_order
from gridsne_desktop.photo import Photo

ROOT = Path(__file__).resolve().parent

channel = st.floats(-0.3, 1.0)
told = st.tuples(
    st.text("aAbB019.² -", min_size=1, max_size=8),
    st.integers(0, 3),
    st.integers(-5, 5),
    st.one_of(st.tuples(channel, channel, channel), st.just((np.nan, np.nan, np.nan))),
)
walls = st.lists(told, max_size=30, unique_by=lambda one: one[0])


def photos_and_facts(
    wall: list[tuple[str, int, int, tuple[float, float, float]]],
) -> tuple[tuple[Photo, ...], Facts]:
    photos = tuple(Photo(ROOT / name, size, 1) for name, size, _, _ in wall)
    taken = np.array([date for _, _, date, _ in wall], np.int64)
    return photos, Facts(taken, np.array([colour for *_, colour in wall]).reshape(-1, 3))


@pytest.mark.parametrize("sort", ORDERS)
@given(wall=walls, random=st.randoms())
def test_every_photo_has_one_place_which_does_not_depend_on_how_they_came(
    sort: str, wall: list[tuple[str, int, int, tuple[float, float, float]]], random: st.DataObject
) -> None:
    photos, facts = photos_and_facts(wall)
    order = ORDERS[sort].permutation(photos, facts)
    assert sorted(order.tolist()) == list(range(len(wall)))
    shuffled = list(wall)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    others, their_facts = photos_and_facts(shuffled)
    again = ORDERS[sort].permutation(others, their_facts)
    assert [photos[i].path for i in order] == [others[i].path for i in again]


@pytest.mark.parametrize("sort", ORDERS)
def test_photos_that_nothing_tells_apart_stand_by_path(sort: str) -> None:
    names = ["b/x.jpg", "a/x.jpg", "c/x.jpg"]
    photos = tuple(Photo(ROOT / name, 5, 1) for name in names)
    facts = Facts(np.zeros(3, np.int64), np.full((3, 3), 0.5))
    order = ORDERS[sort].permutation(photos, facts)
    assert [names[i] for i in order] == sorted(names)


def test_numbers_in_names_count_by_their_value() -> None:
    names = ["img10.jpg", "IMG2.jpg", "img1.jpg", "a.jpg", "img2b.jpg", "7.jpg"]
    photos = tuple(Photo(ROOT / name, 5, 1) for name in names)
    ordered = [names[i] for i in by_name(photos, Facts())]
    assert ordered == ["7.jpg", "a.jpg", "img1.jpg", "IMG2.jpg", "img2b.jpg", "img10.jpg"]


def test_colours_go_round_the_circle_and_greys_stand_apart() -> None:
    lab = {
        "white": (0.95, 0.0, 0.0),
        "blue": (0.5, -0.03, -0.25),
        "black": (0.05, 0.001, 0.001),
        "red": (0.6, 0.2, 0.1),
        "green": (0.8, -0.2, 0.15),
        "unread": (np.nan, np.nan, np.nan),
    }
    photos = tuple(Photo(ROOT / name, 5, 1) for name in lab)
    order = ORDERS["colour"].permutation(photos, Facts(colours=np.array(list(lab.values()))))
    assert [photos[i].path.name for i in order] == [
        *("red", "green", "blue"),
        *("black", "white"),
        "unread",
    ]


def test_an_order_refuses_to_guess_facts_that_nobody_knows() -> None:
    with pytest.raises(ValueError, match="needs a fact"):
        ORDERS["date"].permutation((Photo(ROOT / "a.jpg", 5, 1),), Facts())


@given(
    n=st.integers(0, 60),
    columns=st.integers(1, 12),
    spread=st.integers(0, 40),
    random=st.randoms(),
)
def test_a_sorted_grid_is_filled_row_by_row(
    n: int, columns: int, spread: int, random: st.DataObject
) -> None:
    rows = -(-(n + spread) // columns) if n else 0
    cells = np.array(random.sample(range(columns * rows), n), np.int32)  # type: ignore[attr-defined]
    photos = tuple(Photo(ROOT / str(i), 1, 1) for i in range(n))
    grid = Grid(photos=photos, columns=columns, rows=rows, cells=cells)
    order = np.array(random.sample(range(n), n), np.intp)  # type: ignore[attr-defined]
    made = grid_in_order(grid, order)
    assert made.photos == photos
    assert made.order().tolist() == order.tolist()
    assert sorted(made.cells.tolist()) == list(range(n))
    assert made.blanks < max(made.columns, 1) or n == 0
