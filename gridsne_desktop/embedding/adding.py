"""A person's own model: inspected, tried, and copied into the app's folder."""

import hashlib
import json
import os
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.embedding.catalogue import FILE_NAMES, Role, catalogue
from gridsne_desktop.embedding.inspection import inspect
from gridsne_desktop.embedding.models import MODELS, Model, Source
from gridsne_desktop.embedding.record import as_json, is_name, read_json, unusable
from gridsne_desktop.embedding.shelf import RECORD
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX, writing_failed

ENDING: Final = ".onnx"
MOST_BYTES: Final = 2**31 - 1
"""Of an ONNX file: the limit of Protocol Buffers."""

_ABOUT: Final = frozenset({"title", "licence", "origin"})
_NOT_IN_NAMES: Final = re.compile(r"[^a-z0-9._-]+")
_NAME_LETTERS: Final = 64


@dataclass(frozen=True, slots=True)
class Added:
    """A person's own model that was added.

    Attributes:
        model: The model.
        settings: The JSON file with its settings; None: there was none beside it.
    """

    model: Model
    settings: Path | None


def add_model(path: Path, *, folder: Path, name: str | None = None) -> Added:
    """Copy a person's ONNX file at `path`, once it was tried, into a folder of its own in `folder`.

    Settings are read from a JSON file beside it that has its name. The copy is there whole or
    not at all, and replaces nothing.

    Raises:
        GridsneError: It makes no vectors of photos, its name is taken, or it cannot be copied.
    """
    if path.suffix.lower() != ENDING:
        raise GridsneError(f"{path.name} does not end in {ENDING}.", "Choose an ONNX file.")
    name = _free_name(name or _name_of(path), folder)
    data = _read(path)
    settings = path.with_suffix(".json")
    values = read_json(settings) if settings.is_file() else None
    about = _about(values or {}, settings)
    wishes = {key: value for key, value in (values or {}).items() if key not in _ABOUT}
    finding = inspect(data, name=path.name, wishes=wishes)
    model = Model(
        name=name,
        title=about.get("title", path.stem),
        source=Source.OWN,
        file=str(folder / name / FILE_NAMES[Role.PHOTOS]),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        dimensions=finding.dimensions,
        licence=about.get("licence", "unknown"),
        origin=about.get("origin", path.name),
        preprocessing=finding.preprocessing,
    )
    _write(model, data)
    return Added(model, None if values is None else settings)


def _name_of(path: Path) -> str:
    """A name made of the file's."""
    return _NOT_IN_NAMES.sub("-", path.stem.lower()).strip("-._")[:_NAME_LETTERS].rstrip(".")


def _free_name(name: str, folder: Path) -> str:
    if not is_name(name):
        raise GridsneError(
            f"A model cannot be called {name!r}.",
            "Give it another name (--name) of small letters, digits, dots and hyphens.",
        )
    if name in MODELS or name in catalogue(folder) or (folder / name).exists():
        raise GridsneError(
            f"There is a model called {name} already.",
            f"Give this one another name (--name), or remove that one: "
            f"`gridsne-desktop models remove {name}`.",
        )
    return name


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size <= MOST_BYTES:
            return path.read_bytes()
    except OSError as error:
        raise GridsneError(
            f"{path.name} cannot be read: {error.strerror or error}.", f"Is {path} the right file?"
        ) from error
    raise GridsneError(
        f"{path.name} is too large for an ONNX file: {size / 1e9:.1f} GB.",
        "Choose a smaller model, all in one file.",
    )


def _about(values: Mapping[str, object], settings: Path) -> dict[str, str]:
    """What the settings' file tells about the model itself."""
    about = {}
    for key in sorted(_ABOUT & set(values)):
        value = values[key]
        if not isinstance(value, str) or not value.strip():
            raise unusable(settings, f'"{key}" must be text, not {value!r}')
        about[key] = value
    return about


def _write(model: Model, data: bytes) -> None:
    """Make the model's folder appear with both files in it, or not at all."""
    target = Path(model.file).parent
    part = target.parent / f"{PART_PREFIX}{uuid.uuid4().hex}{PART_SUFFIX}"
    record = json.dumps(as_json(model), indent=1).encode()
    files = {part / Path(model.file).name: data, part / RECORD: record}
    try:
        part.mkdir(parents=True)
        for path, content in files.items():
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        part.rename(target)
    except OSError as error:
        raise writing_failed(target, error) from error
    finally:
        if part.is_dir():
            for path in files:
                path.unlink(missing_ok=True)
            part.rmdir()
