"""The main job with a cache: the same grid, sooner."""

from pathlib import Path

import numpy as np
import pytest

from gridsne_desktop.embedding import embedder
from gridsne_desktop.layout import measured, reduce, standing
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid_file import as_json
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.thumbnails import from_jpeg
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Progress, Run, Stage
from gridsne_desktop.samples import make_samples
from gridsne_desktop.settings import ArrangeSettings
from gridsne_desktop.watcher import Watcher
from tests.unit.library.cache.made import aged
from tests.unit.test_pipeline import Diary

SETTINGS = ArrangeSettings()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty photos that stay as they are."""
    folder = tmp_path_factory.mktemp("photos")
    make_samples(folder, count=20, run=Run())
    for path in folder.iterdir():
        aged(path)
    return folder


def arranged(
    folder: Path,
    cache: Cache | None,
    *,
    settings: ArrangeSettings = SETTINGS,
    watcher: Watcher | None = None,
) -> Arrangement:
    return Pipeline(cache).arrange([folder], settings=settings, run=Run(), watcher=watcher)


def written(arrangement: Arrangement) -> dict[str, object]:
    return {**as_json(arrangement), "seconds": None}


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS,
        ArrangeSettings(columns=7),
        ArrangeSettings(seed=3),
        ArrangeSettings(perplexity=5),
        ArrangeSettings(reducer="pca"),
        ArrangeSettings(blanks="edges"),
        ArrangeSettings(blanks="margins"),
    ],
    ids=["default", "columns", "seed", "perplexity", "reducer", "edges", "margins"],
)
def test_cold_warm_and_without_a_cache_the_grid_is_the_same_to_the_byte(
    folder: Path, tmp_path: Path, settings: ArrangeSettings
) -> None:
    with Cache(tmp_path) as cache:
        arranged(folder, cache)  # so that some of it is known
        cold = arranged(folder, cache, settings=settings)
        warm = arranged(folder, cache, settings=settings)
    without = arranged(folder, None, settings=settings)
    for other in (cold, warm):
        assert written(other) == written(without)
        assert other.points.tobytes() == without.points.tobytes()
        assert other.grid.cells.tobytes() == without.grid.cells.tobytes()
        assert other.quality == without.quality
        assert other.points.dtype == np.dtype(np.float32)
        assert other.grid.cells.dtype == np.dtype(np.int32)


def test_a_warm_start_neither_embeds_nor_reduces_nor_measures(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Cache(tmp_path) as cache:
        arranged(folder, cache)

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(embedder, "open_model", forbidden)
    monkeypatch.setattr(reduce, "_tsne", forbidden)
    monkeypatch.setattr(standing, "refine", forbidden)
    monkeypatch.setattr(measured, "measure_quality", forbidden)
    seen: list[Progress] = []
    with Cache(tmp_path) as cache:
        Pipeline(cache).arrange([folder], settings=SETTINGS, run=Run(seen.append))
    last = {progress.stage: (progress.done, progress.total) for progress in seen}
    assert last[Stage.EMBED] == (20, 20)
    assert set(last) == {*Stage} - {
        Stage.REFINE,
        Stage.EXPORT,
        Stage.COPY,
        Stage.ORGANIZE,
        Stage.SAMPLES,
        Stage.DOWNLOAD,
        Stage.DATES,
    }
    assert all(done == total for done, total in last.values())


def test_a_watcher_of_known_photos_sees_all_thumbnails_and_the_final_points(
    folder: Path, tmp_path: Path
) -> None:
    with Cache(tmp_path) as cache:
        arranged(folder, cache)
        diary = Diary()
        arrangement = arranged(folder, cache, watcher=diary)
    assert sorted(diary.read) == list(range(20))
    [points] = diary.points
    np.testing.assert_array_equal(points, arrangement.points)


class JpegDiary(Diary):
    """A watcher that rather has thumbnails as they lie."""

    def __init__(self) -> None:
        super().__init__()
        self.jpegs: dict[int, bytes] = {}

    def thumbnail_read(self, index: int, jpeg: bytes) -> None:
        self.jpegs[index] = jpeg


def test_a_watcher_that_takes_thumbnails_gets_them_as_they_lie(
    folder: Path, tmp_path: Path
) -> None:
    diaries = JpegDiary(), JpegDiary()
    with Cache(tmp_path) as cache:
        for diary in diaries:
            arranged(folder, cache, watcher=diary)
    assert (len(diaries[0].read), len(diaries[0].jpegs)) == (20, 0)
    assert (len(diaries[1].read), len(diaries[1].jpegs)) == (0, 20)
    assert max(from_jpeg(diaries[1].jpegs[7]).shape) == 256


def test_a_damaged_layout_is_made_again(folder: Path, tmp_path: Path) -> None:
    with Cache(tmp_path) as cache:
        first = arranged(folder, cache)
        assert cache._connection is not None
        cache._connection.execute("UPDATE items SET data=zeroblob(160) WHERE kind=?", [b"points"])
        again = arranged(folder, cache)
        assert written(again) == written(first)
        assert len(cache.notes) == 1


def test_an_empty_folder_needs_no_cache(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with Cache(tmp_path / "cache") as cache:
        assert arranged(tmp_path / "in", cache).grid.photos == ()
        assert cache.info().items == {}
