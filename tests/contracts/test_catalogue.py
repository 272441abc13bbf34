"""What every model that can be downloaded keeps."""

import re
from pathlib import Path

import pytest

from gridsne_desktop.embedding.catalogue import Entry, Role, catalogue
from gridsne_desktop.embedding.models import MODELS, Source
from gridsne_desktop.embedding.record import is_name
from gridsne_desktop.paths import resource

FOLDER = Path("models")
PINNED = re.compile(r"https://huggingface\.co/[\w.-]+/[\w.-]+/resolve/[0-9a-f]{40}/[\w./-]+")
PERMISSIVE = {"Apache-2.0", "MIT"}

every_entry = pytest.mark.parametrize(
    "entry", catalogue(FOLDER).values(), ids=catalogue(FOLDER).keys()
)


@every_entry
def test_it_has_a_name_of_its_own(entry: Entry) -> None:
    assert is_name(entry.model.name)
    assert entry.model.name not in MODELS
    assert entry.model.title not in {model.title for model in MODELS.values()}
    assert entry.model.source is Source.DOWNLOAD


@every_entry
def test_every_file_is_pinned_to_the_byte(entry: Entry) -> None:
    for file in entry.files:
        assert PINNED.fullmatch(file.url)
        assert re.fullmatch("[0-9a-f]{64}", file.sha256)
        assert file.size > 100_000
    assert len({file.role for file in entry.files}) == len(entry.files)
    assert len({file.sha256 for file in entry.files}) == len(entry.files)


@every_entry
def test_its_licence_lets_everyone_use_it(entry: Entry) -> None:
    assert entry.model.licence in PERMISSIVE
    assert entry.model.origin


@every_entry
def test_it_lands_in_the_models_folder(entry: Entry) -> None:
    assert Path(entry.model.file) == FOLDER / entry.model.name / "model.onnx"
    assert entry.file(Role.PHOTOS).sha256 == entry.model.sha256


@every_entry
def test_who_knows_text_has_all_that_takes(entry: Entry) -> None:
    roles = {file.role for file in entry.files}
    if entry.text_length is None:
        assert roles == {Role.PHOTOS}
    else:
        assert roles == set(Role)
        assert entry.text_length > 0


def test_the_guide_names_every_model() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
    for name, entry in catalogue(FOLDER).items():
        assert f"`{name}`" in guide
        assert entry.model.licence in guide
    assert all(f"`{name}`" in guide for name in MODELS)


def test_the_catalogue_is_shipped() -> None:
    assert resource("models/catalogue.json").is_file()
