"""`gridsne-desktop models`, and `--model` with a model of one's own, as a person types it."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.paths import models_folder
from gridsne_desktop.settings import DEFAULT_MODEL
from tests.app.conftest import Cli
from tests.onnx_files import mean_colour, text


@pytest.fixture
def few(sample_photos: Path, tmp_path: Path) -> Path:
    """A folder of six photos."""
    (tmp_path / "few").mkdir()
    for path in sorted(sample_photos.iterdir())[:6]:
        shutil.copy(path, tmp_path / "few")
    return tmp_path / "few"


@pytest.fixture
def net(tmp_path: Path) -> Path:
    """A person's ONNX file."""
    path = tmp_path / "net.onnx"
    path.write_bytes(mean_colour())
    return path


def listed(gridsne: Cli, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    assert gridsne("models", "list", "--json") == 0
    return {model["name"]: model for model in json.loads(capsys.readouterr().out)["models"]}


def test_the_list_names_what_is_here_and_what_could_be(
    gridsne: Cli, capsys: pytest.CaptureFixture[str]
) -> None:
    found = listed(gridsne, capsys)
    assert [name for name, model in found.items() if model["installed"]] == list(MODELS)
    assert [name for name, model in found.items() if model["default"]] == [DEFAULT_MODEL]
    assert found["dinov2-small"]["dimensions"] == 384
    assert found["dinov2-small"]["bytes"] == 24_451_943
    assert gridsne("models", "list") == 0
    said = capsys.readouterr().err
    assert f"{DEFAULT_MODEL}: EfficientNet-Lite0 in 8 bits, 1280 numbers" in said
    assert "dinov2-small: DINOv2-small in 8 bits, 384 numbers a photo, 24 MB, Apache-2.0" in said


def test_an_own_model_arranges_photos(
    gridsne: Cli, few: Path, net: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gridsne("models", "add", net) == 0
    said = capsys.readouterr().err
    assert "net is here: `--model net`." in said
    assert "else as for ImageNet: crop to 32 × 32 pixels, mean 0.485/0.456/0.406" in said
    assert "write net.json, add again" in said
    assert listed(gridsne, capsys)["net"]["source"] == "own"
    assert gridsne("arrange", few, "--model", "net", "--layout", tmp_path / "g.json") == 0
    assert json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["model"] == "net"
    assert gridsne("embed", few, "--model", "net", "-o", tmp_path / "v.npz") == 0
    with np.load(tmp_path / "v.npz") as file:
        assert file["vectors"].shape == (6, 3)


def test_settings_beside_an_own_model_are_obeyed_and_said(
    gridsne: Cli, net: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    net.with_suffix(".json").write_text('{"title": "Mean", "framing": "squash"}', encoding="utf-8")
    assert gridsne("models", "add", net, "--name", "mean", "--json") == 0
    out, err = capsys.readouterr()
    facts = json.loads(out)
    assert (facts["name"], facts["title"], facts["dimensions"]) == ("mean", "Mean", 3)
    assert facts["preprocessing"]["framing"] == "squash"
    assert "By net.json: squash to 32 × 32 pixels" in err
    assert "add again" not in err


def test_a_removed_model_is_gone(
    gridsne: Cli, net: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gridsne("models", "add", net)
    assert gridsne("models", "remove", "net") == 0
    assert "net" not in listed(gridsne, capsys)
    assert gridsne("models", "remove", "net") == 1
    assert net.exists()


def test_verify_names_the_damaged(
    gridsne: Cli, net: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two", "three"):
        gridsne("models", "add", net, "--name", name)
    assert gridsne("models", "verify") == 0
    assert "5 models checked, 0 damaged." in capsys.readouterr().err
    (models_folder() / "two" / "model.onnx").write_bytes(b"damaged")
    (models_folder() / "three" / "model.json").write_text("damaged", encoding="utf-8")
    assert gridsne("models", "verify", "--json") == 1
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert (len(said["checked"]), set(said["damaged"])) == (5, {"two", "three"})
    assert "The file of the model net is damaged." in err
    assert gridsne("models", "verify", "one", DEFAULT_MODEL) == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("models",), 2, "required"),
        (("models", "polish"), 2, "invalid choice"),
        (("models", "list", "x"), 2, "takes nothing more"),
        (("models", "download"), 2, "say which model"),
        (("models", "add", "a.onnx", "b.onnx"), 2, "takes one model"),
        (("models", "list", "--name", "x"), 2, "--name is for"),
        (("models", "download", "nope"), 1, "No model called 'nope' can be downloaded"),
        (("models", "add", "nowhere.onnx"), 1, "nowhere.onnx cannot be read: No such file"),
        (("models", "add", "text.onnx"), 1, "text.onnx takes text, not photos"),
        (("models", "add", "."), 1, "does not end in .onnx"),
        (("models", "remove", DEFAULT_MODEL), 1, "built in and stays"),
        (("models", "remove", "nope"), 1, "no model called 'nope'"),
        (("models", "verify", "nope"), 1, "no model called 'nope'"),
        (("models", "verify", "dinov2-small"), 1, "not downloaded"),
        (("arrange", ".", "--json", "--model", "nope"), 2, "There are efficientnet-lite0-int8"),
        (("embed", ".", "-o", "v.npz", "--model", "dinov2-small"), 2, "models download dinov2"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_ends_with_a_sentence(
    gridsne: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
    sentence: str,
) -> None:
    (tmp_path / "text.onnx").write_bytes(text())
    monkeypatch.chdir(tmp_path)
    assert gridsne(*words) == code
    said = capsys.readouterr().err
    assert sentence in " ".join(said.split())
    assert "Traceback" not in said
    assert not models_folder().exists()
