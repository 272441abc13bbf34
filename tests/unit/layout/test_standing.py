"""Where photos and blanks stand: the three choices, on whole layouts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.layout.grid import BLANK, Grid, grid_shape
from gridsne_desktop.layout.groups import adjacent
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.rough import rough_grid
from gridsne_desktop.layout.standing import Layout, layout_of
from gridsne_desktop.layout.ward import ward
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import BLANKS_NAMES, LOOK_NAMES, ArrangeSettings
from tests.unit.layout.made import families, photos

SETTINGS = ArrangeSettings(reducer="pca")
MARGINS = replace(SETTINGS, blanks="margins")


def made(vectors: Vectors, wished: ArrangeSettings) -> Layout:
    return LayoutMaker().make(vectors, settings=wished, run=Run())


def pairs_of(layout: Layout) -> tuple[int, int]:
    """How many photos stand side by side, and how many of them are of different groups."""
    assert layout.groups is not None
    pairs = adjacent(layout.cells, columns=layout.columns, rows=layout.rows)
    return len(pairs), int((layout.groups[pairs[:, 0]] != layout.groups[pairs[:, 1]]).sum())


@given(
    n=st.integers(0, 300),
    count=st.integers(1, 6),
    blanks=st.sampled_from(BLANKS_NAMES),
    aspect=st.sampled_from([0.02, 1.0, 1.6, 30.0]),
    columns=st.none() | st.integers(1, 25),
    look=st.sampled_from(LOOK_NAMES),
    copies=st.sampled_from(["none", "some", "all"]),
)
@settings(deadline=None, max_examples=60)
def test_every_photo_has_one_cell_wherever_blanks_stand(
    n: int, count: int, blanks: str, aspect: float, columns: int | None, look: str, copies: str
) -> None:
    vectors, _ = families(n, count=count)
    if copies == "some":
        vectors = vectors[np.arange(n) // 3]
    if copies == "all":
        vectors = np.ones_like(vectors)
    wished = replace(SETTINGS, blanks=blanks, aspect=aspect, columns=columns, look=look)
    layout = made(vectors, wished)
    grid = Grid(
        photos=photos(n), columns=layout.columns, rows=layout.rows, cells=layout.cells
    )  # refuses two in one cell
    assert columns is None or grid.columns == min(columns, n)
    assert (layout.groups is not None) == (blanks == "margins" and n > 0)
    if blanks != "margins":
        assert (grid.columns, grid.rows) == grid_shape(n, columns=columns, aspect=aspect)
    elif n:
        assert pairs_of(layout)[1] == 0
        across, down = grid_shape(n, aspect=aspect)
        assert columns is not None or grid.columns * grid.rows <= max(1.3 * n, across * down)


@pytest.mark.parametrize("blanks", BLANKS_NAMES)
def test_the_same_photos_stand_the_same_each_time(blanks: str) -> None:
    vectors, _ = families(130)
    wished = replace(SETTINGS, blanks=blanks)
    one, other = made(vectors, wished), made(vectors.copy(), wished)
    np.testing.assert_array_equal(one.cells, other.cells)
    assert (one.columns, one.rows) == (other.columns, other.rows)


@pytest.mark.parametrize("look", LOOK_NAMES)
def test_likes_are_on_one_island_and_islands_hang_together(look: str) -> None:
    vectors, family = families(200, count=4)
    layout = made(vectors, replace(MARGINS, look=look))
    assert layout.groups is not None
    assert len(set(zip(layout.groups.tolist(), family.tolist(), strict=True))) == 4
    pairs = adjacent(layout.cells, columns=layout.columns, rows=layout.rows)
    together = ward(np.zeros((200, 1), np.float32), pairs, run=Run())
    assert len(together.pairs) == 200 - 4


def test_groups_are_numbered_as_their_islands_are_read() -> None:
    layout = made(families(200, count=4)[0], MARGINS)
    assert layout.groups is not None
    firsts = [int(layout.cells[layout.groups == group].min()) for group in range(4)]
    assert firsts == sorted(firsts)


def test_a_grid_on_its_way_to_margins_is_shown_with_its_own_shape() -> None:
    vectors, _ = families(200, count=4)
    seen: list[Layout] = []
    last = LayoutMaker().make(vectors, settings=MARGINS, run=Run(), on_layout=seen.append)
    shapes = {(layout.columns, layout.rows) for layout in seen}
    assert shapes == {grid_shape(200), (last.columns, last.rows)}
    np.testing.assert_array_equal(seen[-1].cells, last.cells)


@pytest.mark.parametrize("aspect", [0.3, 1.0, 16 / 9])
def test_in_another_shape_the_same_groups_get_islands_and_the_rough_grid_knows_where(
    aspect: float,
) -> None:
    vectors, _ = families(150, count=3)
    before = made(vectors, MARGINS)
    assert before.groups is not None
    wished = replace(MARGINS, aspect=aspect)
    after = layout_of(vectors, before.points, settings=wished, run=Run(), before=before)
    np.testing.assert_array_equal(after.groups, before.groups)
    assert pairs_of(after)[1] == 0
    grid = Grid(photos=photos(150), columns=before.columns, rows=before.rows, cells=before.cells)
    rough = rough_grid(grid, aspect=aspect, blanks="margins", groups=before.groups)
    assert (rough.columns, rough.rows) == (after.columns, after.rows)
    assert sorted(rough.cells) == sorted(after.cells)


@pytest.mark.parametrize("blanks", ["end", "edges"])
def test_the_rough_grid_has_its_blanks_where_the_true_one_has(blanks: str) -> None:
    vectors, _ = families(47)
    wished = replace(SETTINGS, blanks=blanks, aspect=2.0)
    layout = made(vectors, wished)
    grid = Grid(photos=photos(47), columns=7, rows=7, cells=np.arange(47, dtype=np.int32))
    rough = rough_grid(grid, aspect=2.0, blanks=blanks, groups=None)
    assert (rough.columns, rough.rows) == (layout.columns, layout.rows)
    assert sorted(rough.cells) == sorted(layout.cells)


@given(new=st.integers(0, 80), gone=st.integers(0, 60), seed=st.integers(0, 20))
@settings(deadline=None, max_examples=20)
def test_new_photos_join_groups_and_leave_the_lanes_free(new: int, gone: int, seed: int) -> None:
    vectors, _ = families(120 + new, count=3, seed=seed)
    old = made(vectors[:120], MARGINS)
    assert old.groups is not None
    homes = np.concatenate([old.cells[gone:], np.full(new, BLANK, np.int32)])
    before = Layout(
        np.vstack([old.points[gone:], np.zeros((new, 2), np.float32)]),
        homes,
        old.columns,
        old.rows,
        np.concatenate([old.groups[gone:], np.full(new, BLANK, np.int32)]),
    )
    placed = LayoutMaker().place(vectors[gone:], before, settings=MARGINS, run=Run())
    assert len(np.unique(placed.cells)) == len(homes)
    assert pairs_of(placed)[1] == 0
    assert placed.groups is not None
    assert set(placed.groups.tolist()) == set(range(int(placed.groups.max()) + 1))
    if new == 0:
        np.testing.assert_array_equal(placed.cells, homes)


def test_a_new_photo_joins_its_likes() -> None:
    vectors, family = families(123, count=3)
    old = made(vectors[:120], MARGINS)
    assert old.groups is not None
    before = Layout(
        np.vstack([old.points, np.zeros((3, 2), np.float32)]),
        np.concatenate([old.cells, np.full(3, BLANK, np.int32)]),
        old.columns,
        old.rows,
        np.concatenate([old.groups, np.full(3, BLANK, np.int32)]),
    )
    placed = LayoutMaker().place(vectors, before, settings=MARGINS, run=Run())
    assert placed.groups is not None
    assert len(set(zip(placed.groups.tolist(), family.tolist(), strict=True))) == 3
