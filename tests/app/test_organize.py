"""`gridsne-desktop organize`, as a person types it."""

import json
from pathlib import Path

import pytest

from gridsne_desktop.paths import journal_folder
from tests.app.conftest import Cli


@pytest.fixture
def grid(gridsne: Cli, sample_photos: Path, tmp_path: Path) -> Path:
    path = tmp_path / "grid.json"
    assert gridsne("arrange", sample_photos, "--layout", path) == 0
    return path


def tree(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Every path below `folder` with its size and its times: equal means untouched."""
    found = {str(path.relative_to(folder)): path.stat() for path in folder.rglob("*")}
    return {
        name: (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) for name, stat in found.items()
    }


def folders(into: Path) -> dict[str, int]:
    """How many photos each folder of `into` has."""
    return {path.name: len(list(path.iterdir())) for path in into.iterdir()}


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


@pytest.mark.parametrize("way", ["--copy", "--move", "--hardlink", "--symlink"])
@pytest.mark.parametrize("rule", ["order", "groups", "date", "rows"])
def test_a_dry_run_by_any_rule_touches_nothing_and_leaves_no_journal(
    gridsne: Cli, grid: Path, tmp_path: Path, rule: str, way: str
) -> None:
    journals = journal_folder()
    before = tree(tmp_path), tree(journals)
    words = ("organize", grid, "--into", tmp_path / "to", "--by", rule, way, "--remove-emptied")
    assert gridsne(*words, "--dry-run", "--no-cache") == 0
    assert (tree(tmp_path), tree(journals)) == before


def test_photos_move_into_folders_of_their_groups_named_by_what_they_show(
    gridsne: Cli, sample_photos: Path, tmp_path: Path
) -> None:
    for photo in sample_photos.iterdir():
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / photo.name).write_bytes(photo.read_bytes())
    words = ("organize", tmp_path / "in", "--into", tmp_path / "in", "--by", "groups", "--move")
    assert gridsne(*words) == 0
    assert sum(folders(tmp_path / "in").values()) == 30
    assert len(folders(tmp_path / "in")) > 1


def test_a_plan_is_written_and_done_later(
    gridsne: Cli, grid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = tmp_path / "plan.json"
    words = ("organize", grid, "--into", tmp_path / "to", "--by", "rows", "--hardlink")
    assert gridsne(*words, "--dry-run", "--plan", plan) == 0
    assert not (tmp_path / "to").exists()
    capsys.readouterr()
    assert gridsne("apply", plan, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["done"]) == 30
    assert sum(folders(tmp_path / "to").values()) == 30
    before = tree(tmp_path / "to")
    gridsne("apply", plan)
    assert "30 photos left out" in capsys.readouterr().err
    assert tree(tmp_path / "to") == before


def test_a_file_that_is_no_plan_is_a_clear_error(
    gridsne: Cli, grid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gridsne("apply", grid) == 1
    assert "is no plan" in capsys.readouterr().err
    words = ("organize", grid, "--into", tmp_path / "to", "--plan", grid)
    assert gridsne(*words) == 1
    assert not (tmp_path / "to").exists()


def test_a_conflict_is_told_and_solved_as_wished(
    gridsne: Cli, grid: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("organize", grid, "--into", tmp_path / "to", "--json")
    assert gridsne(*words) == 0
    first = min((tmp_path / "to").iterdir())
    first.write_bytes(b"changed")
    capsys.readouterr()
    assert gridsne(*words, "--if-taken", "skip") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["done"] == []
    assert "1 name taken by something else" in told.err
    assert first.read_bytes() == b"changed"


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
