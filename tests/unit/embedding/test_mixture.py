"""Content and colour mixed: distances follow both, each by its share."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gridsne_desktop.embedding.embedder import Embedding
from gridsne_desktop.embedding.mixture import mix
from gridsne_desktop.photo import Photo, Problem

FOLDER = Path(__file__).resolve().parent


def photos(*numbers: int) -> tuple[Photo, ...]:
    return tuple(Photo(FOLDER / f"{number}.jpg", 1, 1) for number in numbers)


def embedding(dimensions: int, *, seed: int, n: int = 12, spread: float = 1.0) -> Embedding:
    vectors = 1 + spread * np.random.default_rng(seed).normal(size=(n, dimensions))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Embedding(photos(*range(n)), vectors.astype(np.float32))


def same(n: int = 12) -> Embedding:
    return Embedding(photos(*range(n)), np.tile(np.array([0.6, 0.8], np.float32), (n, 1)))


def squared_distances(embedding: Embedding) -> NDArray[np.float64]:
    """Of all pairs, (n · (n − 1) / 2,)."""
    rows = embedding.vectors.astype(np.float64)
    away = ((rows[:, np.newaxis] - rows) ** 2).sum(axis=2)
    found: NDArray[np.float64] = away[np.triu_indices(len(rows), 1)]
    return found


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_at_both_ends_it_is_the_one_or_the_other(share: float) -> None:
    content, colours = embedding(30, seed=0), embedding(9, seed=1)
    assert mix(content, colours, share=share) is (colours if share else content)


@given(share=st.floats(0.01, 0.99), spread=st.floats(0.02, 5))
def test_squared_distances_are_those_of_both_each_by_its_share(share: float, spread: float) -> None:
    content, colours = embedding(30, seed=0), embedding(9, seed=1, spread=spread)
    far, near = squared_distances(content), squared_distances(colours)
    expected = (1 - share) * far / far.mean() + share * near / near.mean()
    found = squared_distances(mix(content, colours, share=share))
    np.testing.assert_allclose(found / found.mean(), expected, rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("share", [0.2, 0.9])
def test_what_tells_no_photo_from_another_changes_nothing(share: float) -> None:
    content = embedding(30, seed=0)
    found = squared_distances(mix(content, same(), share=share))
    np.testing.assert_allclose(found, squared_distances(content), atol=1e-5)
    assert squared_distances(mix(same(), same(), share=share)).max() < 1e-12


@pytest.mark.parametrize("n", [0, 1])
def test_few_photos_mix_too(n: int) -> None:
    mixed = mix(embedding(5, seed=0, n=n), embedding(4, seed=1, n=n), share=0.5)
    assert mixed.vectors.shape == (n, 9)


def test_only_photos_that_have_both_are_left_and_each_problem_is_told_once() -> None:
    bad = [Problem(photo.path, "It is empty.") for photo in photos(7, 8)]
    one = Embedding(photos(0, 1, 2), np.eye(3, dtype=np.float32), (bad[0],))
    other = Embedding(photos(2, 0), np.eye(3, dtype=np.float32)[:2], (bad[0], bad[1]))
    mixed = mix(one, other, share=0.5)
    assert mixed.photos == photos(0, 2)
    assert mixed.problems == tuple(bad)
    assert mixed.vectors[0, :3].argmax() == 0
    assert mixed.vectors[0, 3:].argmax() == 1
