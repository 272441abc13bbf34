"""The accurate model gives what its authors' weights give."""

from pathlib import Path

import numpy as np
import pytest

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.network import Network
from gridsne_desktop.errors import Cancelled
from gridsne_desktop.library.decode import Pixels, decode
from tests.real_photos import SHARED, photos
from tests.unit.embedding.made import ACCURATE

GOLDEN = Path(__file__).parents[1] / "data" / "golden_model.npz"
"""What torch makes of `golden_pixels`; `packaging/export_model.py` writes it."""
TOLERANCE = 1e-3
"""Other processors round otherwise; a shift of the pixels by half a grey level gives 1e-1."""
LEAST_TOP_1 = 0.87
"""Symmetric padding costs 7 points, ImageNet's mean and deviation 11 (on 1,000 photos)."""


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(MODELS[ACCURATE])


def golden_pixels() -> Pixels:
    """Two pictures by integer arithmetic, the second busy up to its edges, where padding shows."""
    y, x, c = np.mgrid[0:224, 0:224, 0:3].astype(np.int64)
    smooth = ((x - 112) ** 2 + (y - 90) ** 2 * (c + 1)) // 97
    busy = (x * y * (c + 2) // 16) ^ (x * 3 + y * 5)
    return np.stack([smooth, busy]).astype(np.uint8)


def test_the_vectors_are_those_of_the_published_weights(network: Network) -> None:
    expected = np.load(GOLDEN)["embedding"]
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    vectors = network.vectors(golden_pixels())
    assert vectors.shape == (2, 1280)
    assert vectors.dtype == np.float32
    assert np.abs(vectors - expected).max() < TOLERANCE / 10
    assert (vectors * expected).sum(axis=1).min() > 1 - TOLERANCE / 100


def test_the_logits_are_those_of_the_published_weights(network: Network) -> None:
    expected = np.load(GOLDEN)["logits"]
    logits = network.logits(golden_pixels())
    assert np.abs(logits - expected).max() < TOLERANCE
    assert logits.argmax(axis=1).tolist() == [722, 506]


@pytest.mark.parametrize("shift", [-1, 1])
def test_the_golden_vectors_notice_one_grey_level(network: Network, shift: int) -> None:
    """Preprocessing is part of the proof: what a wrong mean does is far outside the tolerance."""
    shifted = np.clip(golden_pixels().astype(int) + shift, 0, 255).astype(np.uint8)
    assert np.abs(network.logits(shifted) - np.load(GOLDEN)["logits"]).max() > 10 * TOLERANCE


def test_a_photo_has_the_same_vector_alone_and_in_company(network: Network) -> None:
    pixels = golden_pixels()
    alone = np.vstack([network.vectors(pixels[:1]), network.vectors(pixels[1:])])
    assert np.abs(network.vectors(pixels) - alone).max() < TOLERANCE / 1000


def test_no_photos_have_no_vectors(network: Network) -> None:
    assert network.vectors(golden_pixels()[:0]).shape == (0, 1280)


def test_a_stopped_network_refuses_to_run() -> None:
    network = Network(MODELS[ACCURATE])
    network.stop()
    with pytest.raises(Cancelled):
        network.vectors(golden_pixels())


@pytest.mark.parametrize("name", MODELS)
def test_the_objects_are_recognised(name: str) -> None:
    """Only right padding, scaling and cropping together reach this, with the real decoder."""
    network = Network(MODELS[name])
    paths = photos("objects")
    table = (SHARED / "imagenet-classes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    class_of = {wnid: int(index) for index, wnid, _ in (line.split("\t") for line in table)}
    right = [
        network.logits(crop(decode(path))[np.newaxis]).argmax() == class_of[path.name[:9]]
        for path in paths
    ]
    top_1 = sum(right) / len(right)
    assert len(right) >= 400
    assert top_1 >= LEAST_TOP_1, f"top-1 {top_1:.4f}"
