"""What every test has: a home of its own, so that no test touches the person's files."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from gridsne_desktop.organize.trash import native

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("untimed", deadline=None)  # a loaded machine is no fault of the code
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home folder for settings, caches, journals, and on Linux the Trash."""
    folder = tmp_path_factory.mktemp("home")
    for name, part in (
        ("HOME", ""),
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_DATA_HOME", ".local/share"),
        ("XDG_STATE_HOME", ".local/state"),
        ("LOCALAPPDATA", "AppData/Local"),
        ("APPDATA", "AppData/Roaming"),
    ):
        (folder / part).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(folder / part))
    monkeypatch.setattr(native, "_send", _no_trash)
    return folder


def _no_trash(path: Path) -> None:
    pytest.skip(f"the person's own Trash must not get {path.name}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the monkey plays; a little in every run of the suite."""
    group = parser.getgroup("monkey")
    group.addoption("--monkey-events", type=int, default=600, help="random events (600)")
    group.addoption("--monkey-seed", type=int, default=20, help="of its wishes (20)")
    group.addoption("--monkey-cancels", type=int, default=20, help="cancels, closes, drops (20)")
    faults = parser.getgroup("faults")
    faults.addoption("--all-faults", action="store_true", help="every fault with every way")
