"""Photos reach a model as it was trained, and its settings survive being written."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.embedding.preprocessing import (
    AS_THEY_ARE,
    IMAGENET_MEAN,
    IMAGENET_STD,
    MOST_PIXELS,
    Framing,
    Layout,
    Numbers,
    Pooling,
    Preprocessing,
    Resampling,
    changed,
)
from gridsne_desktop.embedding.tensor import tensor, vectors_of
from gridsne_desktop.library.decode import Pixels

edges = st.integers(1, MOST_PIXELS)
thirds = st.tuples(*[st.floats(0.01, 10)] * 3)
preprocessings = st.builds(
    lambda sides, **more: Preprocessing(edge=min(sides), shorter_side=max(sides), **more),
    st.tuples(edges, edges),
    framing=st.sampled_from(Framing),
    resampling=st.sampled_from(Resampling),
    scale=st.floats(1e-6, 1e3),
    mean=thirds,
    std=thirds,
    layout=st.sampled_from(Layout),
    numbers=st.sampled_from([Numbers.FLOAT16, Numbers.FLOAT32]),
    input=st.text(min_size=1),
    output=st.text(min_size=1),
    pooling=st.sampled_from(Pooling),
)


def squares(count: int = 2, edge: int = 4) -> Pixels:
    return np.random.default_rng(1).integers(0, 256, (count, edge, edge, 3), dtype=np.uint8)


@given(preprocessings)
def test_settings_survive_being_written(wanted: Preprocessing) -> None:
    assert changed(Preprocessing(), json.loads(json.dumps(wanted.as_json()))) == wanted


def test_colours_are_normalised_as_the_model_was_trained() -> None:
    pixels = squares()
    given_ = tensor(pixels, Preprocessing())
    assert given_.shape == (2, 3, 4, 4)
    assert given_.dtype == np.float32
    expected = (pixels.astype(np.float64) / 255 - IMAGENET_MEAN) / IMAGENET_STD
    assert np.abs(given_ - expected.transpose(0, 3, 1, 2)).max() < 1e-5


def test_half_precision_is_rounded_last() -> None:
    half = tensor(squares(), Preprocessing(numbers=Numbers.FLOAT16, layout=Layout.NHWC))
    single = tensor(squares(), Preprocessing(layout=Layout.NHWC))
    assert half.dtype == np.float16
    assert np.array_equal(half, single.astype(np.float16))


def test_bytes_are_given_as_they_are() -> None:
    wanted = changed(Preprocessing(layout=Layout.NHWC), AS_THEY_ARE)
    assert np.array_equal(tensor(squares(), wanted), squares())


@pytest.mark.parametrize("edge", [96, 256, 384])
def test_the_square_of_any_size_is_the_middle_of_the_photo(edge: int) -> None:
    pixels = (np.random.default_rng(0).random((500, 700, 3)) * 128 + 64).astype(np.uint8)
    wanted = Preprocessing(edge=edge, shorter_side=edge + 32)
    scaled = Image.fromarray(pixels).resize(
        (round(700 * (edge + 32) / 500), edge + 32), Image.Resampling.BICUBIC
    )
    left = (scaled.width - edge) // 2
    expected = np.asarray(scaled.crop((left, 16, left + edge, 16 + edge))).astype(int)
    assert np.abs(crop(pixels, wanted) - expected).max() <= 2


def test_a_squashed_photo_is_all_there() -> None:
    pixels = np.zeros((40, 400, 3), dtype=np.uint8)
    pixels[:, :200, 0], pixels[:, 200:, 2] = 255, 255
    wanted = Preprocessing(edge=64, shorter_side=64, framing=Framing.SQUASH)
    square = crop(pixels, wanted)
    assert square.shape == (64, 64, 3)
    assert (square[:, 0] == [255, 0, 0]).all()
    assert (square[:, -1] == [0, 0, 255]).all()


def test_the_first_token_or_the_mean_of_all_is_the_vector() -> None:
    output = np.array([[[3, 4], [0, 6]]], dtype=np.float32)
    assert np.allclose(vectors_of(output, Pooling.CLS), [[0.6, 0.8]])
    assert np.allclose(vectors_of(output, Pooling.MEAN), [[1.5, 5]] / np.hypot(1.5, 5))
    with pytest.raises(ValueError, match="not for an output of the shape"):
        vectors_of(output, Pooling.NONE)
