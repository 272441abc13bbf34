"""The fast model finds what the accurate one finds, on every processor."""

import re

import numpy as np
import pytest

from gridsne_desktop.embedding.crop import crop
from gridsne_desktop.embedding.models import MODELS, read_model
from gridsne_desktop.embedding.network import Network, Vectors
from gridsne_desktop.library.decode import Pixels, decode
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples
from tests.real_photos import photos
from tests.unit.embedding.made import ACCURATE

FAST = "efficientnet-lite0-int8"
NEAREST = 10
MAY_LOSE = 0.005
"""Of the share of the nearest photos that show the same room: half a point."""
LEAST_COSINE = 0.97
MOST_FILTER = 64
"""255 · 64 + 255 · 64 < 2¹⁵: what `vpmaddubsw` adds up in 16 bits without VNNI."""
FILTERS = re.compile(
    rb"(?:conv_stem|conv_head|blocks\.\d+\.(?:expand|project)_conv)\.weight\.q"
    rb"\x4a([\x80-\xff]*[\x00-\x7f])"
)
"""In the model's file: the name, then protobuf's tag and length of as many int8 numbers."""
FILTERED_LAYERS = 33
"""All convolutions but the depthwise ones: stem, head, 16 that project, 15 that expand."""


def vectors_of(squares: list[Pixels], name: str) -> Vectors:
    network = Network(MODELS[name])
    return np.vstack([network.vectors(square[np.newaxis]) for square in squares])


def same_room_among_nearest(vectors: Vectors, rooms: np.ndarray) -> float:
    """Precision at 10: mean over photos of the share of the nearest with the same room."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -np.inf)
    nearest = np.argsort(-likeness, axis=1)[:, :NEAREST]
    return float((rooms[nearest] == rooms[:, np.newaxis]).mean())


def test_rooms_are_found_as_well_as_with_the_accurate_model() -> None:
    paths = photos("houses")
    rooms = np.array([path.stem.partition("_")[2] for path in paths])
    squares = [crop(decode(path)) for path in paths]
    accurate = same_room_among_nearest(vectors_of(squares, ACCURATE), rooms)
    fast = same_room_among_nearest(vectors_of(squares, FAST), rooms)
    assert fast > accurate - MAY_LOSE


def test_a_photo_points_where_the_accurate_model_has_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    samples = make_samples(tmp_path_factory.mktemp("samples"), count=20, run=Run())
    squares = [crop(decode(path)) for path in samples]
    cosines = (vectors_of(squares, FAST) * vectors_of(squares, ACCURATE)).sum(axis=1)
    assert cosines.min() > LEAST_COSINE


def test_no_filter_overflows_on_a_processor_without_vnni() -> None:
    data = read_model(MODELS[FAST])
    found = list(FILTERS.finditer(data))
    assert len(found) == FILTERED_LAYERS
    for match in found:
        length = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(match[1]))
        filters = np.frombuffer(data, np.int8, length, match.end())
        assert np.abs(filters.astype(int)).max() <= MOST_FILTER


def test_a_photo_has_the_same_bits_alone_and_in_company() -> None:
    y, x, c = np.mgrid[0:224, 0:224, 0:3]
    pixels = np.stack([x + y * c, x * y >> c]).astype(np.uint8)
    network = Network(MODELS[FAST])
    alone = np.vstack([network.vectors(pixels[:1]), network.vectors(pixels[1:])])
    np.testing.assert_array_equal(network.vectors(pixels), alone)
