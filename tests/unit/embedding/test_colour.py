"""Photos of like colours get vectors that lie near each other, and nothing else matters."""

import colorsys

import numpy as np
import pytest

from gridsne_desktop.embedding.colour import DIMENSIONS, colour_vector, mean_colours
from gridsne_desktop.embedding.palette import COLOUR, Palette, colour_of_jpeg
from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.cache.thumbnails import to_jpeg
from gridsne_desktop.library.decode import Pixels


def plain(*rgb: int) -> Pixels:
    return np.full((40, 60, 3), rgb, dtype=np.uint8)


def noise(seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (40, 60, 3), dtype=np.uint8)


def likeness(one: Pixels, other: Pixels) -> float:
    return float(colour_vector(one) @ colour_vector(other))


@pytest.mark.parametrize(
    "pixels", [plain(0, 0, 0), plain(255, 255, 255), noise(), noise()[:1, :1]],
    ids=["black", "white", "noise", "one pixel"],
)  # fmt: skip
def test_a_vector_has_length_1_and_the_shape_that_colour_names(pixels: Pixels) -> None:
    vector = colour_vector(pixels)
    assert vector.shape == (DIMENSIONS,) == (COLOUR.dimensions,)
    assert vector.dtype == np.float32
    assert (vector >= 0).all()
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


def test_every_number_of_the_vector_is_some_colour() -> None:
    steps = np.arange(4, 256, 8, dtype=np.uint8)
    everything = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    assert (colour_vector(everything) > 0).all()


def test_where_the_pixels_are_does_not_matter_to_the_bit() -> None:
    pixels = noise()
    shuffled = np.random.default_rng(1).permutation(pixels.reshape(-1, 3)).reshape(pixels.shape)
    expected = colour_vector(pixels).tobytes()
    for other in (shuffled, np.rot90(pixels), pixels[::-1], np.tile(pixels, (2, 2, 1))):
        assert colour_vector(other).tobytes() == expected


@pytest.mark.parametrize("hue", np.linspace(0, 1, 12, endpoint=False))
def test_the_nearer_two_colours_the_nearer_their_vectors(hue: float) -> None:
    def shade(turn: float) -> Pixels:
        red, green, blue = colorsys.hsv_to_rgb(hue + turn, 0.8, 0.8)
        return plain(round(255 * red), round(255 * green), round(255 * blue))

    near, middle, far = (likeness(shade(0), shade(turn)) for turn in (0.01, 0.1, 0.4))
    assert near > 0.6
    assert near > middle >= far


def test_a_little_of_a_colour_counts() -> None:
    grey, dotted = plain(128, 128, 128), plain(128, 128, 128)
    dotted[:2, :30] = (220, 30, 30)
    assert 0.9 < likeness(grey, dotted) < 0.995


def test_a_fresh_photo_and_its_cached_thumbnail_have_the_same_vector() -> None:
    pixels = np.repeat(np.repeat(noise(), 9, axis=0), 9, axis=1)
    assert Palette().vector(pixels).tobytes() == colour_of_jpeg(to_jpeg(pixels)).tobytes()


@pytest.mark.parametrize(
    ("rgb", "lab"),
    [
        ((255, 255, 255), (1.0, 0.0, 0.0)),
        ((128, 128, 128), (0.6, 0.0, 0.0)),
        ((200, 100, 60), (0.619, 0.099, 0.087)),
        ((60, 120, 90), (0.525, -0.078, 0.029)),
    ],
)  # OKLab by its definition (Ottosson 2020)
def test_a_vector_tells_the_mean_colour(
    rgb: tuple[int, int, int], lab: tuple[float, float, float]
) -> None:
    vectors = np.stack([colour_vector(plain(*rgb)), colour_vector(plain(0, 0, 0))])
    mean, black = mean_colours(vectors)
    assert mean == pytest.approx(lab, abs=0.02)
    assert black == pytest.approx((0, 0, 0), abs=0.17)  # the darkest code is not quite black


def test_a_stopped_palette_refuses() -> None:
    palette = Palette()
    palette.stop()
    with pytest.raises(Cancelled):
        palette.vector(noise())
