"""A person's own models: taken in whole or not at all, used, checked, removed."""

import json
import shutil
from contextlib import nullcontext
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.embedding.adding import add_model
from gridsne_desktop.embedding.embedder import embed
from gridsne_desktop.embedding.memory import vector_kind
from gridsne_desktop.embedding.models import MODELS, Source
from gridsne_desktop.embedding.network import Network
from gridsne_desktop.embedding.shelf import (
    RECORD,
    find_model,
    models,
    shelf,
    with_usable_model,
)
from gridsne_desktop.embedding.upkeep import remove_model, verify_model
from gridsne_desktop.embedding.vectorizer import open_model
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.paths import models_folder
from gridsne_desktop.pipeline import Pipeline
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings
from tests.onnx_files import FLOAT, after_mean, mean_colour, node, text, tokens, weights
from tests.unit.embedding.made import photo_of


@pytest.fixture
def folder() -> Path:
    """The app's own folder of models; not made yet."""
    return models_folder()


@pytest.fixture
def net(tmp_path: Path) -> Path:
    """A person's ONNX file."""
    path = tmp_path / "My Net (v2).onnx"
    path.write_bytes(mean_colour())
    return path


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_an_added_model_is_there_from_then_on(net: Path, folder: Path) -> None:
    added = add_model(net, folder=folder)
    assert added.settings is None
    assert added.model.name == "my-net-v2"
    assert added.model.source is Source.OWN
    net.unlink()
    assert find_model("my-net-v2") == added.model
    assert list(models()) == [*MODELS, "my-net-v2"]
    assert everything_in(folder) == ["my-net-v2", "my-net-v2/model.json", "my-net-v2/model.onnx"]


def test_its_vectors_are_those_of_the_file(net: Path, folder: Path, tmp_path: Path) -> None:
    settings = {"mean": [0, 0, 0], "std": [1, 1, 1], "title": "Mean colour", "licence": "MIT"}
    net.with_suffix(".json").write_text(json.dumps(settings))
    model = add_model(net, folder=folder, name="mean").model
    assert (model.title, model.licence) == ("Mean colour", "MIT")
    Image.new("RGB", (300, 400), (30, 60, 200)).save(tmp_path / "blue.png")
    embedding = embed([photo_of(tmp_path / "blue.png")], model=model, run=Run(), known={})
    colour = np.array([30, 60, 200])
    assert np.allclose(embedding.vectors, [colour / np.linalg.norm(colour)], atol=1e-6)


def test_a_large_input_gets_photos_that_are_large_enough(folder: Path, tmp_path: Path) -> None:
    """Enlarged from 256 pixels a fine pattern would be grey, and its columns all alike."""
    path = tmp_path / "large.onnx"
    path.write_bytes(tokens((1, 3, 512, 512)))
    settings = {"shorter_side": 512, "mean": [0, 0, 0], "std": [1, 1, 1]}
    path.with_suffix(".json").write_text(json.dumps(settings))
    model = add_model(path, folder=folder).model
    stripes = np.zeros((512, 512, 3), np.uint8)
    stripes[:, ::2] = 255
    Image.fromarray(stripes).save(tmp_path / "stripes.png")
    vectors = embed([photo_of(tmp_path / "stripes.png")], model=model, run=Run(), known={}).vectors
    assert vectors[0, 1::2].max() == 0
    assert np.allclose(vectors[0, ::2], 1 / 16)


def test_a_stopped_own_model_refuses_to_run(net: Path, folder: Path) -> None:
    vectorizer = open_model(add_model(net, folder=folder).model)
    vectorizer.stop()
    with pytest.raises(Cancelled):
        vectorizer.vector(np.zeros((40, 40, 3), np.uint8))


def test_vectors_of_other_settings_or_files_are_never_mixed(net: Path, folder: Path) -> None:
    first = add_model(net, folder=folder, name="net").model
    remove_model("net", folder=folder)
    net.with_suffix(".json").write_text('{"scale": 1}')
    second = add_model(net, folder=folder, name="net").model
    remove_model("net", folder=folder)
    net.write_bytes(mean_colour(input="other"))
    third = add_model(net, folder=folder, name="net").model
    assert first.sha256 == second.sha256
    assert len({vector_kind(model) for model in (first, second, third)}) == 3


def test_the_built_in_vectors_of_earlier_versions_are_still_known() -> None:
    assert (
        vector_kind(MODELS[DEFAULT_MODEL]) == b"vector efficientnet-lite0-int8 c5d5298ab2c52f59 1"
    )


def test_what_is_cached_of_one_model_is_nothing_to_another(
    net: Path, folder: Path, tmp_path: Path
) -> None:
    Image.new("RGB", (300, 400), (30, 60, 200)).save(tmp_path / "blue.png")
    photos = [photo_of(tmp_path / "blue.png")]
    first = add_model(net, folder=folder, name="a").model
    net.with_suffix(".json").write_text('{"scale": 1}')
    second = add_model(net, folder=folder, name="b").model
    with Cache(tmp_path / "cache") as cache:
        for model in (first, second):
            alone = embed(photos, model=model, run=Run(), known={}).vectors
            for _ in range(2):
                cached = embed(photos, model=model, run=Run(), known={}, cache=cache).vectors
                assert np.array_equal(cached, alone)


def test_another_file_under_the_same_name_gets_vectors_of_its_own(
    net: Path, folder: Path, tmp_path: Path
) -> None:
    """Even while the folder is open."""
    place = tmp_path / "photos"
    place.mkdir()
    for number in range(4):
        Image.new("RGB", (40, 40), (60 * number, 90, 200)).save(place / f"{number}.png")
    settings, pipeline = ArrangeSettings(model="net"), Pipeline()
    add_model(net, folder=folder, name="net")
    pipeline.arrange([place], settings=settings, run=Run())
    remove_model("net", folder=folder)
    net.write_bytes(tokens())
    add_model(net, folder=folder, name="net")
    again = pipeline.arrange([place], settings=settings, run=Run(), rescan=True)
    fresh = Pipeline().arrange([place], settings=settings, run=Run())
    assert np.array_equal(again.points, fresh.points)


def test_nothing_is_ever_overwritten(net: Path, folder: Path) -> None:
    add_model(net, folder=folder)
    before = (folder / "my-net-v2" / "model.onnx").read_bytes()
    net.write_bytes(tokens())
    with pytest.raises(GridsneError, match="There is a model called my-net-v2 already"):
        add_model(net, folder=folder)
    assert (folder / "my-net-v2" / "model.onnx").read_bytes() == before
    assert add_model(net, folder=folder, name="second").model.dimensions == 32


@pytest.mark.parametrize("name", [DEFAULT_MODEL, "dinov2-small"])
def test_no_own_model_takes_the_name_of_one_of_ours(net: Path, folder: Path, name: str) -> None:
    with pytest.raises(GridsneError, match="already"):
        add_model(net, folder=folder, name=name)


@pytest.mark.parametrize("name", ["", "..", "../out", "a/b", "Ä", "a b", "-x", "x" * 65, "x."])
def test_a_name_is_no_path(net: Path, folder: Path, name: str) -> None:
    if name:
        with pytest.raises(GridsneError, match="cannot be called"):
            add_model(net, folder=folder, name=name)
    with pytest.raises(GridsneError, match="no model called"):
        remove_model(name, folder=folder)
    with pytest.raises(GridsneError, match="no model called"):
        find_model(name)


def test_a_refused_model_leaves_nothing(net: Path, folder: Path) -> None:
    net.write_bytes(text())
    with pytest.raises(GridsneError, match="takes text, not photos"):
        add_model(net, folder=folder)
    assert not folder.exists()


def test_a_model_that_cannot_be_written_leaves_nothing(net: Path, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(GridsneError, match="could not be written"):
        add_model(net, folder=folder)
    assert folder.read_text() == "a file where the folder should be"
    assert list(models()) == list(MODELS)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ("{", "it is no JSON"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "cannot be used"),
        ('{"title": 3}', '"title" must be text, not 3'),
        ('{"mean": "black"}', '"mean" must be three numbers'),
    ],
)
def test_broken_settings_are_named(net: Path, folder: Path, settings: str, complaint: str) -> None:
    net.with_suffix(".json").write_text(settings)
    with pytest.raises(GridsneError, match=complaint):
        add_model(net, folder=folder)
    assert not folder.exists()


def test_removing_leaves_what_is_not_ours(net: Path, folder: Path) -> None:
    add_model(net, folder=folder, name="mine")
    (folder / "mine" / "notes.txt").write_text("the person's")
    remove_model("mine", folder=folder)
    assert everything_in(folder) == ["mine", "mine/notes.txt"]
    assert net.exists()


def test_removing_follows_no_link(net: Path, folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "model.onnx").write_bytes(net.read_bytes())
    folder.mkdir()
    (folder / "linked").symlink_to(elsewhere)
    with pytest.raises(GridsneError, match="to remove"):
        remove_model("linked", folder=folder)
    assert (elsewhere / "model.onnx").exists()


def test_built_in_models_stay(folder: Path) -> None:
    for name in MODELS:
        with pytest.raises(GridsneError, match="is built in and stays"):
            remove_model(name, folder=folder)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2}, {"name": "other"}, {"sha256": "0"}, {"size": 0}, {"extra": 1},
        {"title": None}, {"preprocessing": {}}, {"preprocessing": []}, {"dimensions": "3"},
    ],
    ids=str,
)  # fmt: skip
def test_a_broken_record_costs_its_model_only(
    net: Path, folder: Path, change: dict[str, object]
) -> None:
    for name in ("broken", "sound"):
        add_model(net, folder=folder, name=name)
    record = folder / "broken" / RECORD
    record.write_text(json.dumps(json.loads(record.read_text()) | change))
    assert list(models()) == [*MODELS, "sound"]
    assert list(shelf().broken) == ["broken"]
    with pytest.raises(GridsneError, match="models remove broken"):
        find_model("broken")
    remove_model("broken", folder=folder)
    assert list(shelf().broken) == []


def test_a_damaged_file_is_noticed_and_never_run(net: Path, folder: Path) -> None:
    model = add_model(net, folder=folder).model
    assert verify_model(model, run=Run()) is None
    file = Path(model.file)
    file.write_bytes(file.read_bytes()[:-1])
    wrong = verify_model(model, run=Run())
    assert wrong is not None
    assert "is damaged" in wrong.title
    with pytest.raises(GridsneError, match="is damaged") as caught:
        open_model(model)
    assert "models remove my-net-v2" in caught.value.detail
    file.unlink()
    gone = verify_model(model, run=Run())
    assert gone is not None
    assert "is missing" in gone.title


def test_settings_with_a_model_that_is_gone_fall_back_with_a_note(net: Path, folder: Path) -> None:
    add_model(net, folder=folder, name="mine")
    wished = ArrangeSettings(model="mine", seed=3)
    assert with_usable_model(wished) == (wished, "")
    shutil.rmtree(folder)
    settings, note = with_usable_model(wished)
    assert settings == ArrangeSettings(seed=3)
    assert note == "There is no model called 'mine'. EfficientNet-Lite0 in 8 bits is used instead."


def test_a_model_that_fails_while_photos_are_read_is_named(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(mean_colour(FLOAT, ("n", 3, 32, 32)))
    model = add_model(path, folder=folder).model
    with pytest.raises(GridsneError, match="The model net failed: "):
        Network(model).vectors(np.zeros((1, 40, 40, 3), np.uint8))


PER_COLOUR = weights("limit", np.full(3, 0.01, "f4"))
PARTLY_BLIND = {
    "infinite": after_mean(node("Log", ["mean"], "out")),
    "no number": after_mean(
        node("Sub", ["mean", "limit"], "more"), node("Sqrt", ["more"], "out"), held=[PER_COLOUR]
    ),
    "all 0": after_mean(
        node("Sub", ["mean", "limit"], "more"), node("Relu", ["more"], "out"), held=[PER_COLOUR]
    ),
}
"""Files that make a vector of a bright photo and none of a black one."""


@pytest.mark.parametrize("kind", PARTLY_BLIND)
@pytest.mark.parametrize("cached", [False, True], ids=["", "cached"])
def test_photos_that_a_model_makes_no_vector_of_are_named_and_the_others_arranged(
    kind: str, cached: bool, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "net.onnx").write_bytes(PARTLY_BLIND[kind])
    (tmp_path / "net.json").write_text(json.dumps({"mean": [0, 0, 0], "std": [1, 1, 1]}))
    name = add_model(tmp_path / "net.onnx", folder=folder).model.name
    photos = tmp_path / "photos"
    photos.mkdir()
    for number in range(10):
        Image.new("RGB", (40, 40), (90 + 9 * number, 120, 200)).save(photos / f"{number}.png")
    for dark in ("a.png", "b.png"):
        Image.new("RGB", (40, 40)).save(photos / dark)
    with Cache(tmp_path / "cache") if cached else nullcontext() as cache:
        for _ in range(2):  # the second time from the cache, if there is one
            arrangement = Pipeline(cache).arrange(
                [photos], settings=ArrangeSettings(model=name), run=Run()
            )
            assert len(arrangement.grid.photos) == 10
            assert [problem.path.name for problem in arrangement.problems] == ["a.png", "b.png"]
            assert {problem.reason for problem in arrangement.problems} == {
                "The model finds nothing in it to compare with other photos."
            }


@pytest.mark.parametrize("factor", [1e-30, 1e-22, 1e22, 1e30])
def test_a_model_may_give_very_large_or_very_small_numbers(
    factor: float, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "net.onnx"
    held = [weights("factor", np.array([factor] * 3, "f4"))]
    path.write_bytes(after_mean(node("Mul", ["mean", "factor"], "out"), held=held))
    path.with_suffix(".json").write_text(json.dumps({"mean": [0, 0, 0], "std": [1, 1, 1]}))
    model = add_model(path, folder=folder).model
    Image.new("RGB", (40, 40), (30, 60, 200)).save(tmp_path / "blue.png")
    embedding = embed([photo_of(tmp_path / "blue.png")], model=model, run=Run(), known={})
    colour = np.array([30, 60, 200])
    assert np.allclose(embedding.vectors, [colour / np.linalg.norm(colour)], atol=1e-5)
