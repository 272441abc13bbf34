"""What is kept for the next look stays within its limit."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.loupe.frame import fitted
from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.levels import Levels, made_ready, new_levels, rendered

PHOTOS = [Photo(Path(f"/{number}.jpg").absolute(), 1, 1) for number in range(8)]


def levels(side: int) -> Levels:
    return new_levels(np.zeros((side, side, 3), np.uint8))


@given(st.lists(st.tuples(st.sampled_from(PHOTOS), st.integers(1, 30)), max_size=30))
def test_however_many_photos_come_the_limit_holds_and_the_last_one_is_there(
    puts: list[tuple[Photo, int]],
) -> None:
    kept = KeptLevels(limit=4 * 30 * 30)
    for photo, side in puts:
        kept.put(photo, levels(side))
        assert kept.bytes_taken <= kept.limit
        assert photo in kept
    found = [kept.get(photo) for photo in PHOTOS]
    assert kept.bytes_taken == sum(one.bytes_taken for one in found if isinstance(one, Levels))


def test_who_was_not_looked_at_for_longest_goes_first() -> None:
    kept = KeptLevels(limit=2 * 4 * 10 * 10)
    kept.put(PHOTOS[0], levels(10))
    kept.put(PHOTOS[1], levels(10))
    kept.get(PHOTOS[0])
    kept.put(PHOTOS[2], levels(10))
    assert [photo in kept for photo in PHOTOS[:3]] == [True, False, True]


def test_a_photo_larger_than_the_limit_pushes_nobody_out() -> None:
    kept = KeptLevels(limit=4 * 10 * 10)
    kept.put(PHOTOS[0], levels(10))
    kept.put(PHOTOS[1], levels(11))
    assert [photo in kept for photo in PHOTOS[:2]] == [True, False]


def test_why_a_photo_cannot_be_shown_is_kept_too() -> None:
    kept = KeptLevels()
    kept.put(PHOTOS[0], Unreadable("The file is empty."))
    assert str(kept.get(PHOTOS[0])) == "The file is empty."


def test_what_is_rendered_ahead_counts_and_is_what_the_window_would_render() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (300, 400, 3)).astype(np.uint8)
    levels = new_levels(pixels)
    ready = made_ready(levels, (200, 200)).ready
    assert ready is not None
    assert np.array_equal(ready[1], rendered(levels, fitted(400, 300, (200, 200))))
    assert made_ready(levels, (200, 200)).bytes_taken == levels.bytes_taken + 200 * 150 * 4


def test_what_is_kept_for_a_window_looks_there_exactly_like_the_whole_photo() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (1500, 2000, 3)).astype(np.uint8)
    whole, frame = new_levels(pixels), fitted(2000, 1500, (450, 400))
    small = whole.without_detail(frame.scale)
    assert small.bytes_taken < whole.bytes_taken / 10
    assert (small.width, small.height) == (2000, 1500)
    assert np.array_equal(rendered(small, frame), rendered(whole, frame))
    assert small.has_detail(frame.scale)
    assert not small.has_detail(1.0)
