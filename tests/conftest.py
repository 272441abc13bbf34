"""What every test has: a home of its own, so that no test touches the person's files."""

import os
import sys
from pathlib import Path

import pytest

from gridsne_desktop.organize import trash

if sys.platform not in {"win32", "darwin"}:
    from send2trash import plat_other

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home folder for settings, caches and journals."""
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
    _give_a_trash(folder / ".local/share", monkeypatch)
    return folder


def _give_a_trash(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Trash of its own: send2trash looks where it is only once. Elsewhere there is none."""
    if sys.platform in {"win32", "darwin"}:
        monkeypatch.setattr(trash, "_send", _no_trash)
    else:
        monkeypatch.setattr(plat_other, "XDG_DATA_HOME", os.fsencode(data))
        monkeypatch.setattr(plat_other, "HOMETRASH_B", os.fsencode(data / "Trash"))


def _no_trash(path: Path) -> None:
    pytest.skip(f"the person's own Trash must not get {path.name}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long the monkey plays; a little in every run of the suite."""
    group = parser.getgroup("monkey")
    group.addoption("--monkey-events", type=int, default=600, help="random events (600)")
    group.addoption("--monkey-seed", type=int, default=20, help="of its wishes (20)")
    group.addoption("--monkey-cancels", type=int, default=20, help="cancels, closes, drops (20)")
