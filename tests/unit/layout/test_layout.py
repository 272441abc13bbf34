"""From vectors to a grid: whatever the vectors are, every photo stands somewhere, alone."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.layout.grid import BLANK, Points
from gridsne_desktop.layout.layout import LayoutMaker
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.standing import Layout
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import LOOK_NAMES, ArrangeSettings
from tests.unit.layout.made import OWN_REDUCERS
from tests.unit.layout.refinement.test_refine import vectors_of

WAYS = [
    pytest.param(look, reducer, id=f"{look}-{reducer}")
    for look, reducer in [*[(look, "tsne") for look in LOOK_NAMES], ("crisp", "pca")]
]


def random(n: int, d: int, seed: int) -> Vectors:
    return np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)


def of_many_sizes(n: int, d: int, seed: int) -> Vectors:
    exponents = np.random.default_rng(seed).integers(-12, 12, (n, 1))
    return random(n, d, seed) * np.float32(10.0) ** exponents.astype(np.float32)


def a_few_again_and_again(n: int, d: int, seed: int) -> Vectors:
    few = random(4, d, seed)
    return few[np.random.default_rng(seed).integers(0, len(few), n)]


def all_equal(n: int, d: int, seed: int) -> Vectors:
    return np.tile(random(1, d, seed), (n, 1))


def on_a_line(n: int, d: int, seed: int) -> Vectors:
    return random(n, 1, seed) * random(1, d, seed)


def nothing(n: int, d: int, seed: int) -> Vectors:
    del seed
    return np.zeros((n, d), np.float32)


def half_of_them_nothing(n: int, d: int, seed: int) -> Vectors:
    vectors = random(n, d, seed)
    vectors[::2] = 0
    return vectors


KINDS = (
    random,
    of_many_sizes,
    a_few_again_and_again,
    all_equal,
    on_a_line,
    nothing,
    half_of_them_nothing,
)

wishes = st.builds(
    ArrangeSettings,
    aspect=st.floats(0.01, 100),
    look=st.sampled_from(LOOK_NAMES),
    reducer=st.sampled_from(OWN_REDUCERS),
    perplexity=st.floats(2, 50),
    seed=st.integers(0, 99),
)


def made(vectors: Vectors, wish: ArrangeSettings) -> Layout:
    return LayoutMaker().make(vectors, settings=wish, run=Run())


def same(one: Layout, other: Layout) -> bool:
    return (one.points.tobytes(), one.cells.tobytes(), one.columns, one.rows) == (
        other.points.tobytes(),
        other.cells.tobytes(),
        other.columns,
        other.rows,
    )


def is_a_grid(layout: Layout, n: int) -> bool:
    return layout.cells.dtype == np.int32 and sorted(layout.cells) == list(range(n))


def are_in_the_square(points: Points, n: int) -> bool:
    inside = (points >= 0) & (points <= 1)  # NaN is not
    return points.dtype == np.float32 and points.shape == (n, 2) and bool(inside.all())


@given(kind=st.sampled_from(KINDS), n=st.integers(0, 300), d=st.integers(1, 40), wish=wishes)
@settings(deadline=None, max_examples=25)
def test_every_photo_gets_a_cell_of_its_own_and_a_point_on_the_map(
    kind: Callable[[int, int, int], Vectors], n: int, d: int, wish: ArrangeSettings
) -> None:
    vectors = kind(n, d, wish.seed)
    before = vectors.copy()
    layout = made(vectors, wish)
    assert is_a_grid(layout, n)
    assert n == 0 or layout.columns * (layout.rows - 1) < n <= layout.columns * layout.rows
    assert are_in_the_square(layout.points, n)
    assert np.array_equal(vectors, before)


@pytest.mark.parametrize("look", LOOK_NAMES)
@pytest.mark.parametrize("reducer", OWN_REDUCERS)
@pytest.mark.parametrize("n", range(10))
def test_few_photos_are_laid_out_like_many(n: int, reducer: str, look: str) -> None:
    layout = made(random(n, 12, seed=0), ArrangeSettings(look=look, reducer=reducer))
    assert is_a_grid(layout, n)
    assert are_in_the_square(layout.points, n)


@given(kind=st.sampled_from(KINDS), n=st.integers(0, 150), d=st.integers(1, 40), wish=wishes)
@settings(deadline=None, max_examples=12)
def test_who_watches_sees_grids_only_and_changes_nothing(
    kind: Callable[[int, int, int], Vectors], n: int, d: int, wish: ArrangeSettings
) -> None:
    vectors, seen, maps = kind(n, d, wish.seed), list[Layout](), list[Points]()
    watched = LayoutMaker().make(
        vectors, settings=wish, run=Run(), on_points=maps.append, on_layout=seen.append
    )
    assert all(is_a_grid(layout, n) for layout in seen)
    assert all(are_in_the_square(points, n) for points in maps)
    assert same(watched, made(vectors.copy(), wish))


@pytest.mark.parametrize(("look", "reducer"), WAYS)
def test_another_seed_may_change_the_grid_and_the_same_seed_does_not(
    look: str, reducer: str
) -> None:
    vectors, wish = vectors_of(200, dimensions=40), ArrangeSettings(look=look, reducer=reducer)
    first = made(vectors, wish)
    assert same(first, made(vectors, wish))
    assert not same(first, made(vectors, replace(wish, seed=1)))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("reducer", OWN_REDUCERS)
def test_vectors_that_are_not_finite_are_refused_before_anything_is_shown(
    value: float, reducer: str
) -> None:
    vectors = vectors_of(40)
    vectors[[3, 17], 5] = value
    told, wish = list[object](), ArrangeSettings(reducer=reducer)
    with pytest.raises(ValueError, match=r"^2 of 40 photos have a vector"):
        LayoutMaker().make(
            vectors, settings=wish, run=Run(), on_points=told.append, on_layout=told.append
        )
    assert not told


def test_new_photos_with_vectors_that_are_not_finite_are_refused() -> None:
    vectors = vectors_of(12)
    maker, wish = LayoutMaker(), ArrangeSettings()
    layout = maker.make(vectors[:10], settings=wish, run=Run())
    vectors[11] = np.nan
    before = replace(
        layout,
        cells=np.append(layout.cells, [BLANK, BLANK]).astype(np.int32),
        points=np.vstack([layout.points, np.zeros((2, 2), np.float32)]),
    )
    with pytest.raises(ValueError, match=r"^1 of 12 photos have a vector"):
        maker.place(vectors, before, settings=wish, run=Run())


def test_after_a_refusal_good_vectors_are_laid_out() -> None:
    maker, wish, good = LayoutMaker(), ArrangeSettings(), vectors_of(30)
    with pytest.raises(ValueError, match="finite"):
        maker.make(np.full_like(good, np.nan), settings=wish, run=Run())
    assert same(maker.make(good, settings=wish, run=Run()), made(good, wish))


def test_a_row_of_numbers_is_no_matrix() -> None:
    with pytest.raises(ValueError, match="must be a matrix"):
        made(np.zeros(5, np.float32), ArrangeSettings())
