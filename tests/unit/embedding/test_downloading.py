"""A model of the catalogue is not there, then it is."""

from pathlib import Path

import pytest

from gridsne_desktop.embedding.catalogue import catalogue
from gridsne_desktop.embedding.models import MODELS, Source
from gridsne_desktop.embedding.shelf import find_model, models, shelf
from gridsne_desktop.embedding.upkeep import download_model, remove_model, verify_model
from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.paths import models_folder
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL

NAME = "dinov2-small"


class Server:
    """Has a file of the right length for every address; its content is wrong."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Path, str]] = []

    def fetch(self, url: str, *, target: Path, size: int, sha256: str, run: Run) -> None:
        run.check()
        self.asked.append((url, target, sha256))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            file.truncate(size)


@pytest.fixture
def folder() -> Path:
    return models_folder()


def test_before_the_download_one_is_told_how_to_get_it() -> None:
    assert NAME in shelf().missing
    with pytest.raises(GridsneError, match="DINOv2-small in 8 bits is not downloaded") as caught:
        find_model(NAME)
    assert f"gridsne-desktop models download {NAME}" in caught.value.detail


def test_only_the_pinned_file_for_photos_is_downloaded(folder: Path) -> None:
    server, name = Server(), "clip-vit-base-patch32"
    model = download_model(name, folder=folder, fetch=server.fetch, run=Run())
    [(url, target, sha256)] = server.asked
    assert url.endswith("/onnx/vision_model_quantized.onnx")
    assert (str(target), sha256) == (model.file, model.sha256)
    assert models()[name] == find_model(name) == model
    assert model.source is Source.DOWNLOAD
    assert name not in shelf().missing


def test_what_is_there_but_damaged_is_noticed_and_can_be_had_anew(folder: Path) -> None:
    server = Server()
    model = download_model(NAME, folder=folder, fetch=server.fetch, run=Run())
    wrong = verify_model(model, run=Run())
    assert wrong is not None
    assert f"models download {NAME}" in wrong.detail
    download_model(NAME, folder=folder, fetch=server.fetch, run=Run())
    assert len(server.asked) == 2


def test_a_file_of_another_length_is_no_model(folder: Path) -> None:
    model = download_model(NAME, folder=folder, fetch=Server().fetch, run=Run())
    Path(model.file).write_bytes(b"short")
    assert NAME not in models()


def test_a_cancelled_download_leaves_nothing(folder: Path) -> None:
    run = Run()
    run.cancel()
    with pytest.raises(Cancelled):
        download_model(NAME, folder=folder, fetch=Server().fetch, run=run)
    assert not (folder / NAME).exists()


def test_removing_takes_an_unfinished_download_along(folder: Path) -> None:
    (folder / NAME).mkdir(parents=True)
    for name in (".gridsne-model.onnx.part", ".gridsne-model.onnx.part.json"):
        (folder / NAME / name).write_bytes(b"half")
    remove_model(NAME, folder=folder)
    assert not (folder / NAME).exists()


def test_the_built_in_ones_need_no_download(folder: Path) -> None:
    server = Server()
    model = download_model(DEFAULT_MODEL, folder=folder, fetch=server.fetch, run=Run())
    assert model is MODELS[DEFAULT_MODEL]
    assert server.asked == []


def test_what_the_catalogue_lacks_cannot_be_downloaded(folder: Path) -> None:
    with pytest.raises(GridsneError, match="No model called 'nope'") as caught:
        download_model("nope", folder=folder, fetch=Server().fetch, run=Run())
    assert all(name in caught.value.detail for name in catalogue(folder))
