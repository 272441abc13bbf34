"""Why no window can open, said before Qt would abort."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gridsne_desktop.qt import preflight


def test_without_a_display_the_command_line_is_offered() -> None:
    complaint = preflight.complaint({}, platform="linux")
    assert complaint is not None
    assert "no display" in complaint.sentence
    assert "gridsne-desktop arrange" in complaint.sentence
    assert complaint.packages == ()


def test_a_display_that_nobody_answers_is_none() -> None:
    assert not preflight.has_display({"DISPLAY": ":987"}, platform="linux")


@pytest.mark.parametrize(
    "environ", [{"QT_QPA_PLATFORM": "offscreen"}, {"QT_QPA_PLATFORM": "minimal"}]
)
def test_a_platform_that_needs_no_display_is_fine(environ: dict[str, str]) -> None:
    assert preflight.complaint(environ, platform="linux") is None


def test_other_systems_always_have_a_display() -> None:
    assert preflight.complaint({}, platform="darwin") is None


# A None in sys.modules makes Python's own import fail, as a missing library does.
WITHOUT_QT = """
import sys
sys.modules["PySide6.QtWidgets"] = None
from gridsne_desktop.__main__ import main
sys.exit(main([]))
"""


def test_a_missing_library_ends_with_the_command_that_installs_it() -> None:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT], capture_output=True, text=True, env=environ, check=False
    )
    assert ended.returncode == 1
    assert "sudo apt-get install -y --no-install-recommends libegl1" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_with_a_display_one_command_installs_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    complaint = preflight.complaint({"DISPLAY": ":0"}, platform="linux")
    assert complaint is not None
    assert set(preflight.QT_PACKAGES + preflight.X11_PACKAGES) <= set(complaint.packages)
    assert complaint.sentence.endswith(" ".join(complaint.packages))


FIRST_PAINT = """
import sys
import gridsne_desktop.qt.app
heavy = {"numpy", "PIL", "onnxruntime", "openTSNE", "scipy", "sklearn"} & set(sys.modules)
sys.exit(f"imported before the first paint: {sorted(heavy)}" if heavy else 0)
"""


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


SILENT = """
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.network import Network
Network(MODELS["efficientnet-lite0"])
"""


def test_nothing_leaves_this_computer_not_even_the_makers_of_a_library_are_told(
    tmp_path: Path,
) -> None:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("ORT_")}
    environ |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    subprocess.run([sys.executable, "-c", SILENT], env=environ, check=True, capture_output=True)
    kept = [path.name for path in tmp_path.rglob("*")]
    assert "deviceid" not in kept  # what onnxruntime identifies a computer by
