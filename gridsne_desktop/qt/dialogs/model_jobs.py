"""What the dialog of models does on other threads; plain functions, as the command line's."""

from pathlib import Path

from gridsne_desktop.embedding.adding import Added, add_model
from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.embedding.upkeep import Fetch, download_model, remove_model, verify_model
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.paths import models_folder
from gridsne_desktop.progress import Run


def fetch(url: str, *, target: Path, size: int, sha256: str, run: Run) -> None:
    """Download a file; what can do that is imported only now, for nothing else needs a network."""
    from gridsne_desktop.embedding import download as downloads

    downloads.fetch(url, target=target, size=size, sha256=sha256, run=run)


def download(name: str, *, fetch: Fetch, run: Run) -> Model:
    """Have the model of the catalogue called `name`.

    Raises:
        Cancelled: The run was cancelled; what has arrived stays for the next time.
        GridsneError: It cannot be had.
    """
    return download_model(name, folder=models_folder(), fetch=fetch, run=run)


def add(path: Path) -> Added:
    """Take in a person's own ONNX file.

    Raises:
        GridsneError: It makes no vectors of photos, its name is taken, or it cannot be copied.
    """
    return add_model(path, folder=models_folder())


def remove(name: str) -> None:
    """Delete the model's files of ours.

    Raises:
        GridsneError: They cannot be deleted.
    """
    remove_model(name, folder=models_folder())


def check(name: str, *, cache: Cache | None, run: Run) -> str:
    """Read the model's file, and tell what is known of whatever could compute it.

    Raises:
        Cancelled: The run was cancelled.
        GridsneError: The file is not what it should be.
    """
    from gridsne_desktop.embedding.providers import NOTHING_ELSE, candidates, known_trials

    model = find_model(name)
    wrong = verify_model(model, run=run)
    if wrong is not None:
        raise wrong
    told = [f"{model.title} is as it should be."]
    trials = known_trials(model, cache=cache) if cache is not None else ()
    told += [trial.sentence for trial in trials]
    if not candidates():
        told.append(NOTHING_ELSE)
    elif not trials:
        told.append("Nothing but the processor was tried yet; Preferences can ask for it.")
    return " ".join(told)
