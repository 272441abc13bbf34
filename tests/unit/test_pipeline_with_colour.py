"""The main job with colour: what is computed for it, and what is not."""

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.embedding import embedder
from gridsne_desktop.embedding.known import Known
from gridsne_desktop.embedding.memory import vector_kind
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.library import animation
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.decode import decode
from gridsne_desktop.library.scan import scan
from gridsne_desktop.pipeline import Pipeline, reading
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings
from tests.unit.library.cache.made import aged
from tests.unit.test_pipeline import Diary

CONTENT = ArrangeSettings()
BOTH = replace(CONTENT, colour=0.4)
COLOURS = replace(CONTENT, colour=1.0)


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos")
    make_samples(folder, count=20, run=Run())
    for path in folder.iterdir():
        aged(path)
    return folder


def arranged(folder: Path, settings: ArrangeSettings, cache: Cache | None = None) -> Arrangement:
    return Pipeline(cache).arrange([folder], settings=settings, run=Run())


def same(one: Arrangement, other: Arrangement) -> bool:
    return (one.points.tobytes(), one.grid.cells.tobytes()) == (
        other.points.tobytes(),
        other.grid.cells.tobytes(),
    )


@pytest.fixture
def no_photo_is_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Called, it makes every decoding of a photo an error from then on."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    return lambda: monkeypatch.setattr(embedder, "decode_photo", forbidden)


def test_without_colour_vectors_are_those_of_the_model_to_the_bit(originals: Path) -> None:
    photos = scan([originals], recursive=True, run=Run()).photos
    model = MODELS[DEFAULT_MODEL]
    known = Known(None)
    content = known.embedding(photos, model=model, run=Run())
    plain = embedder.embed(photos, model=model, run=Run(), known={})
    mixed = known.mixed(content, share=0.0, run=Run())
    assert mixed.vectors.tobytes() == plain.vectors.tobytes()


def test_each_share_has_its_own_grid_and_going_back_finds_the_first(
    originals: Path, tmp_path: Path
) -> None:
    with Cache(tmp_path) as cache:
        pipeline = Pipeline(cache)
        made = [
            pipeline.arrange([originals], settings=settings, run=Run())
            for settings in (CONTENT, BOTH, COLOURS, BOTH, CONTENT)
        ]
    content, both, colours, both_again, content_again = made
    assert not same(content, both)
    assert not same(both, colours)
    assert same(both, both_again)
    assert same(content, content_again)
    assert [a.model for a in made[:3]] == [DEFAULT_MODEL, DEFAULT_MODEL, "colour"]
    assert [a.colour for a in made[:3]] == [0.0, 0.4, 1.0]


@pytest.mark.parametrize("settings", [BOTH, COLOURS], ids=["both", "colours"])
def test_cold_warm_and_without_a_cache_the_grid_is_the_same(
    originals: Path, tmp_path: Path, settings: ArrangeSettings
) -> None:
    without = arranged(originals, settings)
    with Cache(tmp_path) as cache:
        assert same(arranged(originals, settings, cache), without)
        assert same(arranged(originals, settings, cache), without)


@pytest.mark.parametrize("settings", [BOTH, COLOURS], ids=["both", "colours"])
def test_colour_after_content_reads_no_photo_again(
    originals: Path,
    tmp_path: Path,
    no_photo_is_read: Callable[[], None],
    settings: ArrangeSettings,
) -> None:
    with Cache(tmp_path) as cache:
        arranged(originals, CONTENT, cache)
    no_photo_is_read()
    with Cache(tmp_path) as cache:
        found = arranged(originals, settings, cache)
    assert len(found.grid.photos) == 20


def test_a_cache_of_an_earlier_version_gives_colours_from_its_thumbnails(
    originals: Path,
    tmp_path: Path,
    no_photo_is_read: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    expected = arranged(originals, COLOURS)
    keep = Cache.keep

    def without_colours(
        cache: Cache, key: bytes, items: dict[bytes, bytes], **place: object
    ) -> None:
        kept = {kind: data for kind, data in items.items() if kind != vector_kind(COLOUR)}
        keep(cache, key, kept, **place)  # type: ignore[arg-type]

    with monkeypatch.context() as earlier, Cache(tmp_path) as cache:
        earlier.setattr(Cache, "keep", without_colours)
        arranged(originals, CONTENT, cache)
    no_photo_is_read()
    diary = Diary()
    with Cache(tmp_path) as cache:
        found = Pipeline(cache).arrange([originals], settings=COLOURS, run=Run(), watcher=diary)
    assert same(found, expected)
    assert sorted(diary.read) == list(range(20))


def test_without_a_cache_content_and_colour_take_one_reading(
    originals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(path: Path, **how: int) -> object:
        read.append(path)
        return decode(path, **how)

    monkeypatch.setattr(embedder, "decode_photo", counted)
    monkeypatch.setattr(animation, "decode", counted)
    arranged(originals, BOTH)
    assert len(read) == len(set(read)) == 20


def test_colours_alone_need_no_network(
    originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"no model")
    model = dataclasses.replace(MODELS[DEFAULT_MODEL], file=str(damaged))
    monkeypatch.setattr(reading, "find_model", lambda _name: model)
    assert len(arranged(originals, COLOURS).grid.photos) == 20
    with pytest.raises(GridsneError, match="is damaged"):
        arranged(originals, BOTH)


def test_the_model_does_not_matter_to_colours_alone() -> None:
    assert replace(COLOURS, model="another").first_stale(COLOURS) is None


def test_photos_that_cannot_be_read_are_told_once(originals: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(originals, folder)
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff no photo")
    with Cache(tmp_path / "cache") as cache:
        pipeline = Pipeline(cache)
        for settings in (BOTH, COLOURS, CONTENT):
            found = pipeline.arrange([folder], settings=settings, run=Run())
            assert [problem.path.name for problem in found.problems] == ["broken.jpg"]
            assert len(found.grid.photos) == 20


@pytest.mark.parametrize("settings", [BOTH, COLOURS], ids=["both", "colours"])
def test_a_run_cancelled_while_reading_settles_what_it_has(
    originals: Path, settings: ArrangeSettings
) -> None:
    pipeline, run = Pipeline(), Run()
    first = Diary(on_read=lambda count: run.cancel() if count == 12 else None)
    with pytest.raises(Cancelled):
        pipeline.arrange([originals], settings=settings, run=run, watcher=first)
    known = pipeline.photos_known
    assert 0 < known < 20
    assert len(pipeline.settle(Run()).grid.photos) == known
    whole = pipeline.arrange([originals], settings=settings, run=Run())
    assert same(whole, arranged(originals, settings))


def test_colours_alone_put_like_colours_side_by_side(tmp_path: Path) -> None:
    """Four palettes of nine photos each; content would see 36 times the same noise."""
    random = np.random.default_rng(0)
    palettes = {
        "red": (200, 40, 40),
        "green": (40, 160, 60),
        "blue": (40, 70, 200),
        "sand": (220, 200, 150),
    }
    for name, rgb in palettes.items():
        for number in range(9):
            pixels = np.clip(np.array(rgb) + random.normal(0, 25, (64, 64, 3)), 0, 255)
            Image.fromarray(pixels.astype(np.uint8)).save(tmp_path / f"{number} {name}.png")
    grid = arranged(tmp_path, replace(COLOURS, perplexity=5)).grid
    cells = np.empty(36, dtype=object)
    for photo, cell in zip(grid.photos, grid.cells, strict=True):
        cells[cell] = photo.path.stem.split()[1]
    rows = cells.reshape(6, 6)
    pairs = [*zip(rows[:, 1:].flat, rows[:, :-1].flat, strict=True)]
    pairs += zip(rows[1:].flat, rows[:-1].flat, strict=True)
    assert sum(one == other for one, other in pairs) / len(pairs) > 0.6  # by chance 0.23


def test_a_grid_that_was_brought_back_is_reshaped_by_the_vectors_that_made_it(
    originals: Path,
) -> None:
    pipeline = Pipeline()
    first = pipeline.arrange([originals], settings=CONTENT, run=Run())
    wide = replace(CONTENT, aspect=4.0)
    expected = pipeline.reshaped(first, settings=wide, run=Run())
    pipeline.arrange([originals], settings=BOTH, run=Run())
    again = pipeline.reshaped(first, settings=wide, run=Run())
    assert same(again, expected)
    assert again.quality == expected.quality
