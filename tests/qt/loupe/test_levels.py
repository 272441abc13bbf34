"""The pixels that the loupe shows are the photo's."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.qt.loupe.frame import fitted
from gridsne_desktop.qt.loupe.levels import new_levels, rendered


def noise(width: int, height: int) -> Pixels:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3)).astype(np.uint8)


def rgb(screen: Pixels) -> Pixels:
    return screen[..., 2::-1]


@given(st.integers(1, 900), st.integers(1, 900))
@settings(max_examples=30)
def test_the_first_level_is_the_photo_and_each_further_one_half_of_it(
    width: int, height: int
) -> None:
    pixels = noise(width, height)
    levels = new_levels(pixels)
    assert np.array_equal(rgb(levels.images[0]), pixels)
    for k, image in enumerate(levels.images):
        assert image.shape == (-(-height // 2**k), -(-width // 2**k), 4)
        assert image.flags.c_contiguous


@given(
    st.integers(1, 700), st.integers(1, 700), st.integers(1, 500), st.integers(1, 400),
    st.floats(0.1, 8), st.floats(-900, 900), st.floats(-900, 900),
)  # fmt: skip
@settings(max_examples=60)
def test_rendering_gives_exactly_what_is_seen(
    width: int, height: int, across: int, down: int, zoom: float, dx: float, dy: float
) -> None:
    frame = fitted(width, height, (across, down))
    frame = frame.zoomed(frame.scale * zoom).panned(dx, dy)
    left, top, right, bottom = frame.seen
    assert rendered(new_levels(noise(width, height)), frame).shape == (
        bottom - top,
        right - left,
        4,
    )


def test_one_to_one_is_the_photo_itself() -> None:
    pixels = noise(600, 500)
    frame = fitted(600, 500, (300, 200)).zoomed(1.0).panned(37, -21)
    left, top, right, bottom = (round(edge) for edge in frame.source)
    seen = rgb(rendered(new_levels(pixels), frame))
    assert np.array_equal(seen, pixels[top:bottom, left:right])


def test_a_smaller_copy_keeps_the_brightness_of_the_photo() -> None:
    pixels = noise(2000, 1500)
    screen = rendered(new_levels(pixels), fitted(2000, 1500, (333, 250)))
    assert abs(float(rgb(screen).mean()) - float(pixels.mean())) < 1


def test_the_level_for_a_scale_has_enough_detail_but_not_much_more() -> None:
    levels = new_levels(noise(3000, 2000))
    assert [levels.level_for(scale) for scale in (2.0, 1.0, 0.6, 0.5, 0.3, 0.25, 0.01)] == [
        0, 0, 0, 1, 1, 2, len(levels.images) - 1,
    ]  # fmt: skip
