"""`gridsne-desktop organize`, as a person types it."""

import json
from pathlib import Path

import pytest

from tests.app.conftest import Cli


@pytest.fixture
def grid(gridsne: Cli, sample_photos: Path, tmp_path: Path) -> Path:
    path = tmp_path / "grid.json"
    assert gridsne("arrange", sample_photos, "--layout", path) == 0
    return path


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Every path below `folder` with its size and its times: equal means untouched."""
    found = {str(path.relative_to(folder)): path.stat() for path in folder.rglob("*")}
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def test_copies_follow_the_grid_when_sorted_by_name(
    gridsne: Cli, grid: Path, tmp_path: Path
) -> None:
    assert gridsne("organize", grid, "--into", tmp_path / "sorted", "--by", "order") == 0
    photos = json.loads(grid.read_text(encoding="utf-8"))["photos"]
    photos.sort(key=lambda photo: (photo["row"], photo["column"]))
    copies = sorted((tmp_path / "sorted").iterdir())
    assert [copy.read_bytes() for copy in copies] == [
        Path(photo["path"]).read_bytes() for photo in photos
    ]
    assert [copy.stat().st_mtime_ns for copy in copies] == [
        Path(photo["path"]).stat().st_mtime_ns for photo in photos
    ]


def test_a_dry_run_touches_nothing(
    gridsne: Cli, grid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(tmp_path)
    capsys.readouterr()
    assert gridsne("organize", grid, "--into", tmp_path / "sorted", "--dry-run") == 0
    assert tree(tmp_path) == before
    assert len(capsys.readouterr().out.splitlines()) == 30


def test_running_again_copies_nothing_twice(
    gridsne: Cli, grid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("organize", grid, "--into", tmp_path / "sorted", "--json")
    assert gridsne(*words) == 0
    before = tree(tmp_path / "sorted")
    capsys.readouterr()
    assert gridsne(*words) == 0
    assert json.loads(capsys.readouterr().out)["already_there"] == 30
    assert tree(tmp_path / "sorted") == before


def test_a_photo_that_is_gone_is_named_and_the_rest_is_copied(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for photo in sorted(sample_photos.iterdir())[:5]:
        (tmp_path / photo.name).write_bytes(photo.read_bytes())
    gridsne("arrange", tmp_path, "--layout", tmp_path / "g.json")
    gone = min(tmp_path.glob("*.jpg"))
    gone.unlink()
    assert gridsne("organize", tmp_path / "g.json", "--into", tmp_path / "sorted") == 0
    assert gone.name in capsys.readouterr().err
    assert len(list((tmp_path / "sorted").iterdir())) == 4


@pytest.mark.parametrize("content", ["", "{}", '{"version": 99}', "not json"])
def test_a_damaged_grid_is_a_clear_error(
    gridsne: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    (tmp_path / "g.json").write_text(content)
    assert gridsne("organize", tmp_path / "g.json", "--into", tmp_path / "sorted") == 1
    said = capsys.readouterr().err
    assert "g.json" in said
    assert "Traceback" not in said
    assert not (tmp_path / "sorted").exists()
