"""Where the app's own files are."""

from pathlib import Path

import platformdirs

APP_NAME = "gridsne-desktop"


def resource(name: str) -> Path:
    """The path of a shipped file, e.g. `models/efficientnet-lite0.onnx`.

    An installed wheel has the resources inside the package, a checkout has them beside it.

    Raises:
        FileNotFoundError: The file is in neither place.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"the installation lacks its file {name}")


def data_folder() -> Path:
    """Where the app keeps what must last (journals); made if missing."""
    return platformdirs.user_data_path(APP_NAME, appauthor=False, ensure_exists=True)


def journal_folder() -> Path:
    """Where the journals of runs are; `execute` makes it."""
    return data_folder() / "journals"


def models_folder() -> Path:
    """Where downloaded models and the person's own are, a folder each; made by the first."""
    return data_folder() / "models"


def last_grids_folder() -> Path:
    """Where the grids are that were in force last, by what was opened; the first one makes it."""
    return data_folder() / "last grids"


def cache_folder() -> Path:
    """Where the app keeps what may be lost (sample photos); made if missing."""
    return platformdirs.user_cache_path(APP_NAME, appauthor=False, ensure_exists=True)


def config_folder() -> Path:
    """Where the app keeps the person's settings; made if missing."""
    return platformdirs.user_config_path(APP_NAME, appauthor=False, ensure_exists=True)
