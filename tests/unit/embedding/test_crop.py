"""What part of a photo the network looks at."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.library.decode import Pixels

GREY_LEVELS_ROUNDED = 2
"""One for each of Pillow's two passes."""


def noise(height: int, width: int, *, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def cut_after_scaling_all(pixels: Pixels) -> Pixels:
    """The definition, at the price of scaling what is then thrown away."""
    height, width = pixels.shape[:2]
    scale = 256 / min(height, width)
    scaled = (round(width * scale), round(height * scale))
    left, top = (scaled[0] - 224) // 2, (scaled[1] - 224) // 2
    image = Image.fromarray(pixels).resize(scaled, Image.Resampling.BICUBIC)
    return np.asarray(image.crop((left, top, left + 224, top + 224)))


@settings(max_examples=25, deadline=None)
@given(shorter=st.integers(1, 500), elongation=st.floats(1, 20), is_tall=st.booleans())
def test_the_square_is_the_middle_of_the_photo_scaled_to_256(
    shorter: int, elongation: float, is_tall: bool
) -> None:
    sides = (shorter, min(700, round(shorter * elongation)))
    height, width = sides[::-1] if is_tall else sides
    # Not the full contrast: Pillow clips between its two passes, whose order follows the size.
    pixels = (noise(height, width) // 2 + 64).astype(np.uint8)
    expected = cut_after_scaling_all(pixels).astype(int)
    assert np.abs(crop(pixels) - expected).max() <= GREY_LEVELS_ROUNDED


@pytest.mark.parametrize("size", [(1, 1), (2, 30_000), (30_000, 2), (224, 224), (256, 256)])
def test_any_shape_gives_a_square_of_224(size: tuple[int, int]) -> None:
    square = crop(noise(*size))
    assert square.shape == (224, 224, 3)
    assert square.dtype == np.uint8


def test_a_photo_of_256_is_cut_and_not_scaled() -> None:
    pixels = noise(256, 256)
    assert np.array_equal(crop(pixels), pixels[16:240, 16:240])


def test_the_middle_of_a_panorama_is_taken() -> None:
    pixels = np.zeros((10, 1000, 3), dtype=np.uint8)
    pixels[:, 490:510] = 200
    assert crop(pixels).min() == 200


def test_a_panorama_takes_no_more_memory_than_itself() -> None:
    panorama = noise(10, 100_000)
    tracemalloc.start()
    crop(panorama)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 3 * panorama.nbytes
