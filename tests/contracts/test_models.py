"""What every model in the registry keeps."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from gridsne_desktop.embedding.models import MODELS, Model, read_model
from gridsne_desktop.embedding.network import Network
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.paths import resource
from gridsne_desktop.settings import DEFAULT_MODEL

LARGEST_FILE = 19_000_000
every_model = pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())


def test_the_default_model_is_there() -> None:
    assert DEFAULT_MODEL in MODELS


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_found_by_its_name(name: str) -> None:
    assert MODELS[name].name == name


@every_model
def test_a_model_has_the_shape_that_it_names(model: Model) -> None:
    pixels = np.full((3, model.edge, model.edge, 3), 90, dtype=np.uint8)
    network = Network(model)
    vectors = network.vectors(pixels)
    assert vectors.shape == (3, model.dimensions)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert network.logits(pixels).shape == (3, 1000)


@every_model
def test_a_shipped_model_is_small_and_says_where_it_comes_from(model: Model) -> None:
    file = resource(model.file)
    card = file.with_suffix(".md").read_text(encoding="utf-8")
    assert file.stat().st_size < LARGEST_FILE
    assert model.licence in card
    assert model.sha256 in card


@every_model
def test_a_damaged_model_is_never_run(model: Model, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.onnx"
    data = bytearray(read_model(model))
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)
    with pytest.raises(GridsneError) as caught:
        Network(dataclasses.replace(model, file=str(damaged)))
    assert caught.value.title == f"The file of the model {model.title} is damaged."
    assert "Install gridsne-desktop again" in caught.value.detail


@every_model
def test_a_model_that_was_cut_short_is_never_run(model: Model, tmp_path: Path) -> None:
    short = tmp_path / "short.onnx"
    short.write_bytes(read_model(model)[:1000])
    with pytest.raises(GridsneError, match="is damaged"):
        read_model(dataclasses.replace(model, file=str(short)))


@every_model
def test_a_missing_model_is_named(model: Model, tmp_path: Path) -> None:
    with pytest.raises(GridsneError, match=f"{model.title} is missing"):
        read_model(dataclasses.replace(model, file=str(tmp_path / "none.onnx")))


@every_model
def test_a_model_that_cannot_be_read_says_why(model: Model, tmp_path: Path) -> None:
    with pytest.raises(GridsneError, match=r"cannot be read: \w+"):
        read_model(dataclasses.replace(model, file=str(tmp_path)))
