"""The main job with another processor: never mixed, and never stopped by one that fails."""

from pathlib import Path

import pytest

from gridsne_desktop.embedding.memory import vector_kind
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.network import offered
from gridsne_desktop.embedding.providers import NOT_TRIED, NOTHING_ELSE, Choice
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.pipeline import reading as room
from gridsne_desktop.progress import Run
from gridsne_desktop.samples import make_samples
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings
from tests.unit.library.cache.made import aged

CPU, AUTOMATIC = ArrangeSettings(), ArrangeSettings(processor="automatic")
AZURE, CUDA = "AzureExecutionProvider", "CUDAExecutionProvider"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve photos that stay as they are."""
    folder = tmp_path_factory.mktemp("photos")
    make_samples(folder, count=12, run=Run())
    for path in folder.iterdir():
        aged(path)
    return folder


def chosen(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the trials have ended like this."""
    monkeypatch.setattr(room, "choose", lambda *_, **__: Choice(provider))


def same(one: Arrangement, other: Arrangement) -> bool:
    return one.points.tobytes() == other.points.tobytes()


@pytest.mark.skipif(set(offered()) - NOT_TRIED != set(), reason="another onnxruntime")
def test_where_there_is_nothing_else_the_processor_computes_and_says_so(folder: Path) -> None:
    pipeline, arrangements = Pipeline(), list[Arrangement]()
    told = []
    for settings in (CPU, AUTOMATIC, CPU):
        arrangements.append(pipeline.arrange([folder], settings=settings, run=Run()))
        told.append(pipeline.processor_notes)
    assert told == [(), (NOTHING_ELSE,), ()]
    assert same(arrangements[0], arrangements[1])


@pytest.mark.skipif(AZURE not in offered(), reason="another onnxruntime")
def test_the_cache_keeps_the_vectors_of_providers_apart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(AZURE, monkeypatch)
    photo = next(iter(Pipeline().arrange([folder], settings=CPU, run=Run()).grid.photos))
    with Cache(tmp_path) as cache:
        Pipeline(cache).arrange([folder], settings=AUTOMATIC, run=Run())
        cache.flush()
        keys = [key for key in cache.keys_of([photo]) if key is not None]
        assert len(cache.items(keys, vector_kind(MODELS[DEFAULT_MODEL], AZURE))) == 1
        assert cache.items(keys, vector_kind(MODELS[DEFAULT_MODEL])) == {}


@pytest.mark.filterwarnings("ignore:Specified provider")
def test_a_provider_that_fails_at_work_leaves_it_to_the_processor(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = Pipeline().arrange([folder], settings=CPU, run=Run())
    chosen(CUDA, monkeypatch)
    pipeline = Pipeline()
    arrangement = pipeline.arrange([folder], settings=AUTOMATIC, run=Run())
    assert same(arrangement, expected)
    [note] = pipeline.processor_notes
    assert note.startswith("CUDA failed (")
    assert note.endswith("; the processor computes instead.")
