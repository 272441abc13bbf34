"""Colours as vectors, and their mixture with content."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from gridsne_desktop.embedding import embedder, vectorizer
from gridsne_desktop.embedding.colour import DIMENSIONS, colour_vector
from gridsne_desktop.embedding.embedder import Embedding
from gridsne_desktop.embedding.mixture import mix
from gridsne_desktop.library import animation
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings

RED, ORANGE, BLUE = (200, 20, 20), (210, 90, 20), (20, 20, 200)


def plain(colour: tuple[int, int, int], side: int = 16) -> Pixels:
    return np.full((side, side, 3), colour, dtype=np.uint8)


def unreadable(*_: object, **__: object) -> Pixels:
    raise AssertionError("read again")


def embedding(vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Embedding:
    photos = tuple(Photo(Path(f"/{row}.jpg"), 1, 1) for row in range(len(vectors)))
    return Embedding(photos, vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve plain photos: from red over orange to blue."""
    place = tmp_path / "photos"
    place.mkdir()
    for number in range(12):
        share = number / 11
        colour = tuple(round(a + share * (b - a)) for a, b in zip(RED, BLUE, strict=True))
        Image.new("RGB", (80, 60), colour).save(place / f"{number:02}.png")
    return place


@given(seed=st.integers(0, 2**32 - 1), height=st.integers(1, 20), width=st.integers(1, 20))
@settings(deadline=None, max_examples=40)
def test_a_vector_has_length_1_and_where_the_colours_are_does_not_matter(
    seed: int, height: int, width: int
) -> None:
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 256, (height, width, 3), dtype=np.uint8)
    vector = colour_vector(pixels)
    assert vector.shape == (DIMENSIONS,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    mixed = random.permutation(pixels.reshape(-1, 3)).reshape(width, height, 3)
    np.testing.assert_array_equal(colour_vector(mixed), vector)


def test_like_colours_are_nearer_than_other_ones() -> None:
    red, orange, blue = (colour_vector(plain(colour)) for colour in (RED, ORANGE, BLUE))
    assert red @ orange > red @ blue
    assert colour_vector(plain(RED, 40)) @ red == pytest.approx(1, abs=1e-6)


def test_at_the_ends_the_mixture_is_the_one_or_the_other_itself() -> None:
    random = np.random.default_rng(0)
    content = embedding(random.normal(size=(9, 7)).astype(np.float32))
    colours = embedding(random.random((9, 5)).astype(np.float32))
    assert mix(content, colours, share=0.0) is content
    assert mix(content, colours, share=1.0) is colours


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_between_them_distances_are_weighed_by_the_share(share: float) -> None:
    random = np.random.default_rng(0)
    content = embedding(random.normal(size=(30, 7)).astype(np.float32))
    colours = embedding(random.random((30, 5)).astype(np.float32))

    def squared(vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> np.ndarray:
        away = np.square(vectors[:, None] - vectors[None]).sum(axis=2)
        return np.asarray(away / away[~np.eye(len(away), dtype=bool)].mean())

    mixed = mix(content, colours, share=share)
    expected = (1 - share) * squared(content.vectors) + share * squared(colours.vectors)
    np.testing.assert_allclose(squared(mixed.vectors), expected, atol=1e-4)


def test_colour_alone_needs_no_network_and_orders_a_palette(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectorizer, "Network", None)
    wished = ArrangeSettings(colour=1.0, columns=12)
    arrangement = Pipeline().arrange([folder], settings=wished, run=Run())
    order = [photo.path.name for photo in arrangement.grid.photos]
    places = [order.index(f"{number:02}.png") for number in range(12)]
    steps = np.abs(np.diff(arrangement.grid.cells[places]))
    assert steps.mean() < 3  # 13 / 3 by chance
    assert (arrangement.model, arrangement.colour) == ("colour", 1.0)


@pytest.mark.parametrize("share", [0.4, 1.0])
def test_cached_colours_give_the_same_grid_to_the_byte(
    folder: Path, tmp_path: Path, share: float
) -> None:
    wished = ArrangeSettings(colour=share)
    without = Pipeline().arrange([folder], settings=wished, run=Run())
    with Cache(tmp_path / "cache") as cache:
        Pipeline(cache).arrange([folder], settings=ArrangeSettings(), run=Run())
    with Cache(tmp_path / "cache") as cache:
        cached = Pipeline(cache).arrange([folder], settings=wished, run=Run())
    assert cached.grid.cells.tobytes() == without.grid.cells.tobytes()
    assert cached.points.tobytes() == without.points.tobytes()


def test_another_share_reads_no_photo_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Cache(tmp_path / "cache") as cache:
        pipeline = Pipeline(cache)
        pipeline.arrange([folder], settings=ArrangeSettings(), run=Run())
        monkeypatch.setattr(embedder, "decode_photo", unreadable)
        monkeypatch.setattr(animation, "decode", unreadable)
        mixed = pipeline.arrange([folder], settings=ArrangeSettings(colour=0.5), run=Run())
    assert len(mixed.grid.photos) == 12
    assert not mixed.problems
