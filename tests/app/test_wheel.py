"""The wheel that people install holds everything the app needs."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

ARRANGE = """
import sys
import gridsne_desktop
assert gridsne_desktop.__file__.startswith(sys.argv[1]), gridsne_desktop.__file__
from gridsne_desktop.__main__ import main
sys.exit(main(["arrange", *sys.argv[2:]]))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without the network, as it lies once installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run(
        [sys.executable, *build, "--wheel-dir", str(folder), str(PROJECT)],
        check=True,
        capture_output=True,
    )
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_arranges_photos_by_itself(
    unpacked: Path, sample_photos: Path, tmp_path: Path
) -> None:
    words = [str(unpacked), str(sample_photos), "-o", str(tmp_path / "g.png")]
    subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, sys.argv[1])\n{ARRANGE}", *words],
        check=True,
        cwd=tmp_path,
    )
    assert (tmp_path / "g.png").exists()


def test_the_wheel_holds_licences_and_icons_and_no_tests(unpacked: Path) -> None:
    names = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert "gridsne_desktop/resources/icons/gridsne-desktop.png" in names
    assert "gridsne_desktop/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "packaging"))]
