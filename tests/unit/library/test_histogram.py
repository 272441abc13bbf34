"""A histogram counts every pixel once."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.library.histogram import histogram_of

PHOTOS = st.tuples(st.integers(1, 9), st.integers(1, 9)).flatmap(
    lambda size: arrays(np.uint8, (*size, 3))
)


@given(PHOTOS)
def test_every_channel_is_counted_as_it_is(pixels: Pixels) -> None:
    histogram = histogram_of(pixels)
    for band, counts in enumerate((histogram.red, histogram.green, histogram.blue)):
        assert np.array_equal(counts, np.bincount(pixels[..., band].ravel(), minlength=256))
    assert histogram.luminance.sum() == pixels.shape[0] * pixels.shape[1]


@given(st.integers(0, 255))
def test_the_luminance_of_grey_is_its_value(value: int) -> None:
    histogram = histogram_of(np.full((2, 3, 3), value, np.uint8))
    assert np.flatnonzero(histogram.luminance).tolist() == [value]
