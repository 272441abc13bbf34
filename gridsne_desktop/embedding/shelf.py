"""The models that can be used now: built in, downloaded, and the person's own."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gridsne_desktop.embedding.catalogue import FILE_NAMES, Entry, catalogue
from gridsne_desktop.embedding.models import MODELS, Model
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.embedding.record import is_name, read_record
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.paths import models_folder
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings

RECORD: Final = "model.json"
"""What describes a person's own model, beside its file; a downloaded model has none."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What models there are.

    Attributes:
        models: Name → model that can be used; the built-in ones come first.
        missing: Name → entry of the catalogue that is not downloaded.
        broken: Name → what is wrong with an own model's record.
    """

    models: Mapping[str, Model]
    missing: Mapping[str, Entry]
    broken: Mapping[str, GridsneError]


def shelf(folder: Path | None = None) -> Shelf:
    """What is built in, and what is in `folder`, by default the app's own folder of models."""
    models, missing, broken = dict(MODELS), dict[str, Entry](), dict[str, GridsneError]()
    folder = folder or models_folder()
    own = _own_names(folder)
    for name, entry in catalogue(folder).items():
        if entry.is_installed and name not in own:
            models[name] = entry.model
        elif name not in own:
            missing[name] = entry
    for name in own:
        try:
            models[name] = read_record(folder / name / RECORD)
        except GridsneError as error:
            broken[name] = error
    return Shelf(
        models=MappingProxyType(models),
        missing=MappingProxyType(missing),
        broken=MappingProxyType(broken),
    )


def models(folder: Path | None = None) -> Mapping[str, Model]:
    """Name → model that can be used now."""
    found = shelf(folder)
    for name, error in found.broken.items():
        _log.warning("the model %s is left out: %s", name, error)
    return found.models


def find_model(name: str, *, folder: Path | None = None) -> Model:
    """The model called `name`.

    Raises:
        GridsneError: There is none, or it is not downloaded; the detail says what to do.
    """
    if name in MODELS:
        return MODELS[name]
    if name == COLOUR.name:
        return COLOUR
    found = shelf(folder)
    if name in found.models:
        return found.models[name]
    if name in found.missing:
        raise GridsneError(
            f"The model {found.missing[name].model.title} is not downloaded.",
            f"Type `gridsne-desktop models download {name}`, or choose another model.",
        )
    if name in found.broken:
        raise GridsneError(
            f"The model {name} cannot be used: {found.broken[name].title}",
            f"Type `gridsne-desktop models remove {name}` and add it again.",
        )
    raise GridsneError(
        f"There is no model called {name!r}.", f"There are {', '.join(found.models)}."
    )


def with_usable_model(settings: ArrangeSettings) -> tuple[ArrangeSettings, str]:
    """`settings`, with the default model where theirs is gone; and a note, or nothing to say."""
    try:
        find_model(settings.model)
    except GridsneError as error:
        default = MODELS[DEFAULT_MODEL].title
        return replace(settings, model=DEFAULT_MODEL), f"{error.title} {default} is used instead."
    return settings, ""


def model_files(name: str, *, folder: Path) -> list[Path]:
    """The files of ours that the model's folder may have."""
    return [folder / name / file for file in (*FILE_NAMES.values(), RECORD)]


def _own_names(folder: Path) -> list[str]:
    """The names of the folders in `folder` that hold a person's own model."""
    try:
        names = sorted(path.name for path in folder.iterdir() if (path / RECORD).is_file())
    except FileNotFoundError:
        return []
    except OSError as error:
        _log.warning("the models in %s cannot be listed: %s", folder, error)
        return []
    return [name for name in names if is_name(name) and name not in MODELS]
