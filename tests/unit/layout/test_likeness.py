"""On real photos: what is alike stands side by side. Skips where the photos are absent."""

import numpy as np
import pytest

from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.layout.assign import assign
from gridsne_desktop.layout.grid import grid_shape
from gridsne_desktop.layout.neighbours import Vectors
from gridsne_desktop.layout.reduce import reduce
from gridsne_desktop.library.scan import scan
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL, DEFAULT_PERPLEXITY, DEFAULT_SEED
from tests.real_photos import photo_folder
from tests.unit.layout.made import alike_neighbours

LEAST_SAME_ROOM = 0.85
LEAST_SAME_SET = 0.92
"""Two regions with a straight border between them have 0.98, photos at random have 0.5."""


def embedded(name: str) -> tuple[Vectors, list[str]]:
    """The vectors of a folder's photos and their labels: the name after the first "_"."""
    photos = scan((photo_folder(name),), recursive=True, run=Run()).photos
    embedding = embed(photos, model=MODELS[DEFAULT_MODEL], run=Run(), known={})
    return embedding.vectors, [photo.path.stem.partition("_")[2] for photo in embedding.photos]


@pytest.fixture(scope="module")
def houses() -> tuple[Vectors, list[str]]:
    return embedded("houses")


def share_alike(vectors: Vectors, labels: list[str]) -> float:
    columns, rows = grid_shape(len(vectors))
    points = reduce(vectors, perplexity=DEFAULT_PERPLEXITY, seed=DEFAULT_SEED, run=Run())
    cells = assign(points, columns=columns, rows=rows, run=Run())
    numbers = np.unique(labels, return_inverse=True)[1].astype(np.int32)
    return alike_neighbours(cells, numbers, columns=columns)


def test_neighbours_show_the_same_room(houses: tuple[Vectors, list[str]]) -> None:
    vectors, rooms = houses
    assert len(set(rooms)) == 4
    assert share_alike(vectors, rooms) >= LEAST_SAME_ROOM


def test_houses_and_objects_fall_apart_into_regions(houses: tuple[Vectors, list[str]]) -> None:
    rooms, _ = houses
    objects, _ = embedded("objects")
    sets = ["house"] * len(rooms) + ["object"] * len(objects)
    assert share_alike(np.concatenate([rooms, objects]), sets) >= LEAST_SAME_SET
