"""Models in the app's folder: downloaded, removed, checked."""

import hashlib
from pathlib import Path
from typing import Final, Protocol

from gridsne_desktop.embedding.catalogue import Role, catalogue
from gridsne_desktop.embedding.models import MODELS, Model, Source, not_as_it_was
from gridsne_desktop.embedding.record import is_name
from gridsne_desktop.embedding.shelf import model_files, shelf
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.paths import resource
from gridsne_desktop.progress import Run

_BLOCK: Final = 2**20


class Fetch(Protocol):
    """What downloads a file, whole and checked or not at all."""

    def __call__(self, url: str, *, target: Path, size: int, sha256: str, run: Run) -> None:
        """Write what is at `url` to `target`, unless it is there; the folder is made if missing.

        Raises:
            Cancelled: The run was cancelled.
            GridsneError: It cannot be had, or is another file than expected.
        """


def download_model(name: str, *, folder: Path, fetch: Fetch, run: Run) -> Model:
    """The model of the catalogue called `name`, downloaded into `folder` if it is not there.

    A damaged one is downloaded anew.

    Raises:
        Cancelled: The run was cancelled.
        GridsneError: It is none of the catalogue's, or cannot be had.
    """
    present = shelf(folder).models.get(name)
    if present is not None and present.source is not Source.DOWNLOAD:
        return present
    entries = catalogue(folder)
    if name not in entries:
        raise GridsneError(
            f"No model called {name!r} can be downloaded.", f"There are {', '.join(entries)}."
        )
    model, file = entries[name].model, entries[name].file(Role.PHOTOS)
    target = Path(model.file)
    try:
        fetch(file.url, target=target, size=file.size, sha256=file.sha256, run=run)
    finally:
        _remove_empty(target.parent)
    return model


def remove_model(name: str, *, folder: Path) -> None:
    """Delete what this app put into the model's folder, and nothing else.

    Raises:
        GridsneError: It is built in, is not there, or cannot be deleted.
    """
    if name in MODELS:
        raise GridsneError(f"{MODELS[name].title} is built in and stays.", "Choose another model.")
    place = folder / name
    if not is_name(name) or place.is_symlink() or not place.is_dir():
        raise GridsneError(
            f"There is no model called {name!r} to remove.",
            "`gridsne-desktop models list` names those that there are.",
        )
    parts = place.glob(f"{PART_PREFIX}*{PART_SUFFIX}*")
    try:
        # The record goes last: as long as it is there, removing can be tried again.
        for file in [*parts, *model_files(name, folder=folder)]:
            file.unlink(missing_ok=True)
        _remove_empty(place)
    except OSError as error:
        raise GridsneError(
            f"The model {name} could not be removed: {error.strerror or error}.",
            f"Close what uses it and try again, or remove {place} yourself.",
        ) from error


def verify_model(model: Model, *, run: Run) -> GridsneError | None:
    """What is wrong with the model's file, all of which is read; None: nothing.

    Raises:
        Cancelled: The run was cancelled.
    """
    digest = hashlib.sha256()
    try:
        with resource(model.file).open("rb") as file:
            while block := file.read(_BLOCK):
                run.check()
                digest.update(block)
    except FileNotFoundError:
        return not_as_it_was(model, "is missing")
    except OSError as error:
        return not_as_it_was(model, f"cannot be read: {error.strerror or error}")
    return None if digest.hexdigest() == model.sha256 else not_as_it_was(model, "is damaged")


def _remove_empty(place: Path) -> None:
    if place.is_dir() and not any(place.iterdir()):
        place.rmdir()
