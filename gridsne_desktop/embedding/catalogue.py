"""The models that can be downloaded, each pinned to the byte."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from gridsne_desktop.embedding.models import Model, Source
from gridsne_desktop.embedding.record import VERSION, model_of
from gridsne_desktop.paths import resource

_CATALOGUE: Final = "models/catalogue.json"


class Role(StrEnum):
    """What a model's file is for."""

    PHOTOS = "photos"
    TEXT = "text"
    TOKENIZER = "tokenizer"


FILE_NAMES: Mapping[Role, str] = MappingProxyType(
    {Role.PHOTOS: "model.onnx", Role.TEXT: "text.onnx", Role.TOKENIZER: "tokenizer.json"}
)
"""What the files are called in the folder of their model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A file that can be downloaded.

    Attributes:
        role: What it is for.
        url: Where it is, with the commit in it: what is there does not change.
        size: In bytes.
        sha256: In hexadecimal.
    """

    role: Role
    url: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A model that can be downloaded.

    Attributes:
        model: The model as it will be then.
        files: All its files, each of another role; photos need only that of `Role.PHOTOS`.
        text_length: Tokens that its model of text takes; None: it knows no text.
    """

    model: Model
    files: tuple[RemoteFile, ...]
    text_length: int | None

    def file(self, role: Role) -> RemoteFile:
        """The file of that role.

        Raises:
            KeyError: It has none.
        """
        return {file.role: file for file in self.files}[role]

    @property
    def is_installed(self) -> bool:
        """Whether its file for photos is there, told by the length; `read_model` knows."""
        path = Path(self.model.file)
        return path.is_file() and path.stat().st_size == self.model.size


def catalogue(folder: Path) -> Mapping[str, Entry]:
    """Name → entry; the models' folders are, or would be, in `folder`.

    Raises:
        FileNotFoundError: The installation lacks its catalogue.
        ValueError: The catalogue was written wrongly.
    """
    values = json.loads(resource(_CATALOGUE).read_text(encoding="utf-8"))
    if values["version"] != VERSION:
        raise ValueError("the catalogue is of another version")
    entries = (_entry(each, folder) for each in values["models"])
    return MappingProxyType({entry.model.name: entry for entry in entries})


def _entry(values: dict[str, Any], folder: Path) -> Entry:
    files = tuple(
        RemoteFile(
            role=Role(each["role"]), url=each["url"], size=each["size"], sha256=each["sha256"]
        )
        for each in values.pop("files")
    )
    text_length = values.pop("text_length")
    [main] = (file for file in files if file.role is Role.PHOTOS)
    model = model_of(
        {**values, "sha256": main.sha256, "size": main.size},
        source=Source.DOWNLOAD,
        file=folder / values["name"] / FILE_NAMES[Role.PHOTOS],
    )
    return Entry(model=model, files=files, text_length=text_length)
