"""`gridsne-desktop evaluate`, as a person types it."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridsne_desktop.embedding import embedder
from tests.app.conftest import Cli
from tests.unit.library.cache.made import aged

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def few(sample_photos: Path, tmp_path: Path) -> Path:
    """A folder of twelve photos."""
    (tmp_path / "few").mkdir()
    for path in sorted(sample_photos.iterdir())[:12]:
        aged(Path(shutil.copy(path, tmp_path / "few")))
    return tmp_path / "few"


@pytest.fixture
def grid(gridsne: Cli, few: Path, tmp_path: Path) -> Path:
    assert gridsne("arrange", few, "--layout", tmp_path / "grid.json") == 0
    return tmp_path / "grid.json"


def document(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def evaluated(gridsne: Cli, capsys: Capture, *words: object) -> dict[str, Any]:
    capsys.readouterr()
    assert gridsne("evaluate", *words, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_it_finds_what_arrange_has_written(
    gridsne: Cli, grid: Path, few: Path, tmp_path: Path, capsys: Capture
) -> None:
    gridsne("embed", few, "-o", tmp_path / "v.npz")
    written = document(grid)["quality"]
    for words in ((), ("--no-cache",), ("--vectors", tmp_path / "v.npz")):
        found = evaluated(gridsne, capsys, grid, *words)
        assert found["quality"] == pytest.approx(written, abs=1e-4)
        assert (found["photos"], found["columns"], found["rows"]) == (12, 4, 3)


def test_known_photos_are_not_read_again(
    gridsne: Cli, grid: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedder, "open_model", None)
    assert gridsne("evaluate", grid) == 0


def test_the_figures_are_told_in_plain_words(gridsne: Cli, grid: Path, capsys: Capture) -> None:
    capsys.readouterr()
    assert gridsne("evaluate", grid) == 0
    said = capsys.readouterr().err
    neatness = 100 * document(grid)["quality"]["dpq16"]
    assert "12 photos on 4 × 3 cells" in said
    assert f"Neatness: {neatness:.1f} %" in said
    assert "±" not in said


def test_a_shuffled_grid_is_worse(
    gridsne: Cli, grid: Path, tmp_path: Path, capsys: Capture
) -> None:
    mixed = document(grid)
    places = [(entry["column"], entry["row"]) for entry in mixed["photos"]]
    order = np.random.default_rng(0).permutation(len(places))
    for entry, place in zip(mixed["photos"], order, strict=True):
        entry["column"], entry["row"] = places[place]
    (tmp_path / "mixed.json").write_text(json.dumps(mixed), encoding="utf-8")
    good = evaluated(gridsne, capsys, grid)["quality"]
    bad = evaluated(gridsne, capsys, tmp_path / "mixed.json")["quality"]
    assert bad["dpq16"] < good["dpq16"]
    assert bad["adjacent_ratio"] > good["adjacent_ratio"]


def test_another_model_gives_other_figures(gridsne: Cli, grid: Path, capsys: Capture) -> None:
    ours = evaluated(gridsne, capsys, grid)
    other = evaluated(gridsne, capsys, grid, "--model", "efficientnet-lite0")
    assert other["model"] == "efficientnet-lite0"
    assert other["quality"] != ours["quality"]


def test_photos_that_are_gone_are_named_and_the_rest_is_measured(
    gridsne: Cli, grid: Path, few: Path, capsys: Capture
) -> None:
    gone, broken = sorted(few.iterdir())[:2]
    gone.unlink()
    broken.write_text("no photo")
    found = evaluated(gridsne, capsys, grid)
    assert found["photos"] == 10
    assert {problem["path"] for problem in found["problems"]} == {str(gone), str(broken)}
    gridsne("evaluate", grid)
    assert gone.name in capsys.readouterr().err


def test_photos_without_a_vector_in_the_file_are_named(
    gridsne: Cli, grid: Path, few: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "part").mkdir()
    first = min(few.iterdir())
    gridsne("embed", *sorted(few.iterdir())[1:], "-o", tmp_path / "v.npz")
    found = evaluated(gridsne, capsys, grid, "--vectors", tmp_path / "v.npz")
    assert found["photos"] == 11
    assert [problem["path"] for problem in found["problems"]] == [str(first)]


def test_a_grid_whose_photos_are_all_gone_is_a_clear_error(
    gridsne: Cli, grid: Path, few: Path, capsys: Capture
) -> None:
    shutil.rmtree(few)
    assert gridsne("evaluate", grid) == 1
    assert "None of the photos" in capsys.readouterr().err


def test_a_model_that_this_version_does_not_have_is_a_clear_error(
    gridsne: Cli, grid: Path, capsys: Capture
) -> None:
    grid.write_text(json.dumps({**document(grid), "model": "clip-9"}), encoding="utf-8")
    assert gridsne("evaluate", grid) == 1
    assert "--model" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"no vectors"])
def test_a_file_without_vectors_is_a_clear_error(
    gridsne: Cli, grid: Path, tmp_path: Path, capsys: Capture, content: bytes
) -> None:
    (tmp_path / "v.npz").write_bytes(content)
    assert gridsne("evaluate", grid, "--vectors", tmp_path / "v.npz") == 1
    assert "holds no vectors" in capsys.readouterr().err


def test_damaged_vectors_are_a_clear_error(
    gridsne: Cli, grid: Path, few: Path, tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "v.npz"
    gridsne("embed", few, "-o", path)
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    assert gridsne("evaluate", grid, "--vectors", path) == 1
    with path.open("wb") as file:
        np.savez(file, paths=np.array(["/a"]), vectors=np.zeros((2, 3)), model=np.array("m"))
    assert gridsne("evaluate", grid, "--vectors", path) == 1
    assert gridsne("evaluate", grid, "--vectors", tmp_path / "none.npz") == 1
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert "could not be read" in said


@pytest.mark.parametrize("words", [(), ("g.json", "--model", "none")])
def test_wrong_usage_is_told(gridsne: Cli, words: tuple[str, ...]) -> None:
    assert gridsne("evaluate", *words) == 2
