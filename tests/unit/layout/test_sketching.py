"""Sketches: an order for the eye that grows calmly while photos are read."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridsne_desktop.errors import Cancelled
from gridsne_desktop.layout.components import principal_components
from gridsne_desktop.layout.grid import Cells
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.sketching import Shown, as_shown, least_moving, sketched_cells
from gridsne_desktop.layout.split import Places, places
from gridsne_desktop.progress import Run
from tests.unit.layout.made import families

COLUMNS = 16


def components_of(vectors: Vectors) -> Vectors:
    return principal_components(vectors, 32, run=Run())


def sketch(components: Vectors, *, shown: Shown | None = None) -> Cells:
    rows = -(-len(components) // COLUMNS)
    return sketched_cells(components, columns=COLUMNS, rows=rows, run=Run(), shown=shown)


def shown(cells: NDArray[np.integer], *, sketched: int) -> Shown:
    """What one sees of photos in `cells`, then of as many that wait after them."""
    n = len(cells)
    everywhere = np.concatenate([cells[:sketched], np.arange(sketched, n)]).astype(np.int32)
    return as_shown(everywhere, COLUMNS, np.arange(n) < sketched)


def moved(before: Places, after: Places) -> float:
    """How far photos move on average, in cells."""
    return float(np.hypot(*(after - before).T).mean())


def alike_beside(cells: Cells, labels: NDArray[np.int32]) -> float:
    """Share of photos' neighbours to the right that are of the same family."""
    by_cell = labels[np.argsort(cells)]
    inside = np.arange(len(cells) - 1) % COLUMNS != COLUMNS - 1
    return float((by_cell[1:] == by_cell[:-1])[inside].mean())


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 60), share=st.floats(0, 1), seed=st.integers(0, 9))
def test_every_photo_has_one_of_the_first_cells_whatever_was_shown(
    n: int, share: float, seed: int
) -> None:
    random = np.random.default_rng(seed)
    before = shown(np.arange(n, dtype=np.int32), sketched=round(share * n))
    cells = sketch(random.normal(size=(n, 4)).astype(np.float32), shown=before)
    assert sorted(cells) == list(range(n))


def test_photos_that_are_all_alike_have_cells_too() -> None:
    alike = components_of(np.ones((20, 8), np.float32))
    assert sorted(sketch(alike)) == list(range(20))
    assert sorted(sketch(alike, shown=shown(np.arange(20), sketched=10))) == list(range(20))


@settings(deadline=None)
@given(n=st.integers(1, 40), seed=st.integers(0, 99), flat=st.booleans())
def test_the_chosen_mirror_image_moves_photos_no_farther_than_any_other(
    n: int, seed: int, flat: bool
) -> None:
    random = np.random.default_rng(seed)
    points, before = random.normal(size=(2, n, 2))
    if flat:
        points[:, 1] = 0
    extent = (15.0, 3.0)
    chosen = least_moving(points, before * extent, extent=extent)
    for mirror in ([1, 1], [-1, 1], [1, -1], [-1, -1]):
        image = points * mirror
        span = np.ptp(image, axis=0)
        image = (image - image.min(axis=0)) / np.where(span > 0, span, 1) * extent
        assert moved(before * extent, chosen) <= moved(before * extent, image) + 1e-9


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 99), signs=st.sampled_from([(-1, 1), (1, -1), (-1, -1)]))
def test_the_signs_of_components_turn_no_wall_around(seed: int, signs: tuple[int, int]) -> None:
    random = np.random.default_rng(seed)
    points, before = random.normal(size=(2, 30, 2))
    there = least_moving(points, before, extent=(15.0, 3.0))
    turned = least_moving(points * signs, before, extent=(15.0, 3.0))
    np.testing.assert_allclose(there, turned, atol=1e-9)


def test_a_growing_wall_is_calmer_than_one_sketched_anew_and_as_orderly() -> None:
    vectors, labels = families(192)
    mix = np.random.default_rng(0).permutation(192)
    vectors, labels = vectors[mix], labels[mix]
    few, all_ = components_of(vectors[:128]), components_of(vectors)
    first = sketch(few)
    before = places(first, COLUMNS)
    calm = sketch(all_, shown=shown(np.concatenate([first, np.arange(128, 192)]), sketched=128))
    anew = sketch(all_ * np.float32(-1))  # as signs may turn out
    assert moved(before, places(calm[:128], COLUMNS)) < moved(before, places(anew[:128], COLUMNS))
    assert alike_beside(calm, labels) > 0.8 * alike_beside(anew, labels)


def test_new_photos_come_amid_those_like_them() -> None:
    vectors, labels = families(160)
    mix = np.random.default_rng(0).permutation(160)
    vectors, labels = vectors[mix], labels[mix]
    first = sketch(components_of(vectors[:96]))
    before = shown(np.concatenate([first, np.arange(96, 160)]), sketched=96)
    cells = sketch(components_of(vectors), shown=before)
    waiting = np.concatenate([first, np.arange(96, 160)])
    assert alike_beside(cells, labels) > alike_beside(waiting, labels)


def test_a_few_sketched_photos_decide_nothing_about_many() -> None:
    components = components_of(families(160)[0])
    before = shown(np.arange(160), sketched=10)
    in_order = shown(np.arange(160), sketched=0)
    np.testing.assert_array_equal(
        sketch(components, shown=before), sketch(components, shown=in_order)
    )


def test_a_sketch_that_is_cancelled_ends() -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        sketched_cells(components_of(families(40)[0]), columns=16, rows=3, run=run)
