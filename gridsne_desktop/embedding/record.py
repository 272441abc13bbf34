"""A model as JSON: in the catalogue, and in `model.json` beside a person's own model."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gridsne_desktop.embedding.models import Model, Source
from gridsne_desktop.embedding.preprocessing import KEYS, Preprocessing, changed
from gridsne_desktop.errors import GridsneError

VERSION: Final = 1
MOST_JSON_BYTES: Final = 100_000
"""Of a file that describes a model; more is something else."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_DESCRIBED: Final = frozenset(
    {"name", "title", "licence", "origin", "dimensions", "sha256", "size", "preprocessing"}
)


def is_name(name: str) -> bool:
    """Whether a model may be called so; it is also the name of its folder, on every system."""
    return _NAME.fullmatch(name) is not None and not name.endswith(".")


def read_json(path: Path) -> dict[str, object]:
    """The object in the JSON file at `path`.

    Raises:
        GridsneError: It cannot be read, or holds something else.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MOST_JSON_BYTES + 1)
        values = json.loads(text)
    except OSError as error:
        raise unusable(path, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise unusable(path, f"it is no JSON: {error}") from error
    if not isinstance(values, dict) or len(text) > MOST_JSON_BYTES:
        raise unusable(path, "it holds no JSON object, or a very long one")
    return values


def unusable(path: Path, reason: str) -> GridsneError:
    """The error to show where the JSON file at `path` cannot be used."""
    return GridsneError(
        f"{path.name} cannot be used: {reason}.",
        f"Correct or remove {path}; docs/guide.md says what it may hold.",
    )


def as_json(model: Model) -> dict[str, object]:
    """What `model_of` reads, with its version."""
    return {
        "version": VERSION,
        "name": model.name,
        "title": model.title,
        "licence": model.licence,
        "origin": model.origin,
        "dimensions": model.dimensions,
        "sha256": model.sha256,
        "size": model.size,
        "preprocessing": model.preprocessing.as_json(),
    }


def model_of(values: Mapping[str, object], *, source: Source, file: Path) -> Model:
    """The model that `values` describe, all of them and no others, whose file is `file`.

    Raises:
        ValueError: A value is missing, unknown or not as it must be.
    """
    if set(values) != _DESCRIBED:
        odd = sorted(set(values) ^ _DESCRIBED)[0]
        raise ValueError(f'"{odd}" is {"unknown" if odd in values else "missing"}')
    sha256, name = _text(values, "sha256"), _text(values, "name")
    if not _SHA256.fullmatch(sha256) or not is_name(name):
        raise ValueError('"sha256" or "name" is not one')
    preprocessing = values["preprocessing"]
    if not isinstance(preprocessing, dict) or set(preprocessing) != KEYS:
        raise ValueError('"preprocessing" must hold all settings')
    return Model(
        name=name,
        title=_text(values, "title"),
        source=source,
        file=str(file),
        sha256=sha256,
        size=_whole(values, "size"),
        dimensions=_whole(values, "dimensions"),
        licence=_text(values, "licence"),
        origin=_text(values, "origin"),
        preprocessing=changed(Preprocessing(), preprocessing),
    )


def read_record(path: Path) -> Model:
    """The person's own model that the file at `path` describes, which lies beside the model's.

    Raises:
        GridsneError: It cannot be read, or is not as `as_json` wrote it.
    """
    values = read_json(path)
    if values.pop("version", None) != VERSION or values.get("name") != path.parent.name:
        raise unusable(path, "it is another version's or another model's")
    try:
        return model_of(values, source=Source.OWN, file=path.with_suffix(".onnx"))
    except ValueError as error:
        raise unusable(path, str(error)) from error


def _text(values: Mapping[str, object], key: str) -> str:
    value = values[key]
    if not isinstance(value, str):
        raise ValueError(f'"{key}" must be text, not {value!r}')  # noqa: TRY004 - of a file
    return value


def _whole(values: Mapping[str, object], key: str) -> int:
    value = values[key]
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f'"{key}" must be a whole number from 1 up, not {value!r}')
    return value
