"""The wave of previews: early, for the eye, and never in the way."""

import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from gridsne_desktop.embedding import wave
from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.wave import Wave
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL
from tests.unit.embedding.made import photo_of
from tests.unit.library.test_preview import camera_photo, quarters

MODEL = MODELS[DEFAULT_MODEL]
COUNT = 4


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Photo]:
    """More photos of a camera than can be read at once."""
    monkeypatch.setattr(wave, "LEAST_PHOTOS", COUNT - 1)
    first = camera_photo(tmp_path / "0.jpg", quarters(320, 240), quarters(160, 120))
    for number in range(1, COUNT):
        shutil.copy(first, tmp_path / f"{number}.jpg")
    return [photo_of(path) for path in sorted(tmp_path.iterdir())]


def test_all_previews_come_before_the_first_photo(photos: list[Photo]) -> None:
    seen: list[tuple[str, int]] = []
    embed(
        photos,
        model=MODEL,
        run=Run(),
        known={},
        workers=1,
        on_preview=lambda index, _: seen.append(("preview", index)),
        on_read=lambda index, _: seen.append(("photo", index)),
    )
    assert seen == [(what, i) for what in ("preview", "photo") for i in range(COUNT)]


def test_previews_never_change_a_vector(photos: list[Photo]) -> None:
    plain = embed(photos, model=MODEL, run=Run(), known={})
    waved = embed(photos, model=MODEL, run=Run(), known={}, on_preview=lambda *_: None)
    np.testing.assert_array_equal(waved.vectors, plain.vectors)


def test_few_photos_have_no_wave(photos: list[Photo]) -> None:
    shown: list[int] = []
    embed(
        photos[:-1],
        model=MODEL,
        run=Run(),
        known={},
        on_preview=lambda index, _: shown.append(index),
    )
    assert shown == []


def test_photos_that_are_known_have_no_preview(photos: list[Photo]) -> None:
    known = dict.fromkeys(
        photos[:1], embed(photos[:1], model=MODEL, run=Run(), known={}).vectors[0]
    )
    shown: list[int] = []
    embed(photos, model=MODEL, run=Run(), known=known, on_preview=lambda i, _: shown.append(i))
    assert 0 not in shown


def test_a_wave_on_a_slow_disk_makes_way(
    photos: list[Photo], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wave, "MOST_SECONDS", 0.0)
    shown: list[int] = []
    tasks = [(index, photo.path) for index, photo in enumerate(photos)]
    Wave(tasks, lambda index, _: shown.append(index)).work(threading.Event())
    assert shown == []


def test_a_stopped_wave_shows_nothing_more(photos: list[Photo]) -> None:
    stopping = threading.Event()
    shown: list[int] = []

    def show(index: int, _pixels: Pixels) -> None:
        shown.append(index)
        stopping.set()

    Wave([(index, photo.path) for index, photo in enumerate(photos)], show).work(stopping)
    assert shown == [0]
