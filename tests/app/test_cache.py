"""`gridsne-desktop cache` and `embed`, and what the cache is to `arrange`, as a person types it."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gridsne_desktop.layout.grid_reading import read_grid
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.library.scan import scan
from gridsne_desktop.paths import cache_folder, last_grids_folder
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings
from tests.app.conftest import Cli
from tests.unit.layout.made import arrangement


@pytest.fixture
def few(sample_photos: Path, tmp_path: Path) -> Path:
    """A folder of six photos."""
    (tmp_path / "few").mkdir()
    for path in sorted(sample_photos.iterdir())[:6]:
        shutil.copy(path, tmp_path / "few")
    return tmp_path / "few"


def files() -> list[Path]:
    return sorted(cache_folder().glob("photos-*"))


def grid_of(path: Path) -> dict[str, Any]:
    return {**json.loads(path.read_text(encoding="utf-8")), "seconds": None}


def test_arranging_twice_and_without_a_cache_gives_the_same_grid(
    gridsne: Cli, few: Path, tmp_path: Path
) -> None:
    for name, words in (("cold", ()), ("warm", ()), ("without", ("--no-cache",))):
        assert gridsne("arrange", few, "--layout", tmp_path / f"{name}.json", *words) == 0
    cold, warm, without = (grid_of(tmp_path / f"{n}.json") for n in ("cold", "warm", "without"))
    assert cold == warm == without


def test_without_a_cache_nothing_is_kept(gridsne: Cli, few: Path, tmp_path: Path) -> None:
    gridsne("embed", few, "-o", tmp_path / "v.npz", "--no-cache")
    assert files() == []


def test_embed_writes_paths_and_vectors(gridsne: Cli, few: Path, tmp_path: Path) -> None:
    (few / "broken.jpg").write_text("no photo")
    for name in ("cold", "warm"):
        assert gridsne("embed", few, "--output", tmp_path / f"{name}.npz") == 0
    with np.load(tmp_path / "warm.npz") as file:
        paths, vectors, model = file["paths"], file["vectors"], file["model"]
    found = [photo.path for photo in scan([few], recursive=True, run=Run()).photos]
    assert [Path(path) for path in paths] == [p for p in found if p.name != "broken.jpg"]
    assert (vectors.shape, vectors.dtype) == ((6, 1280), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert str(model) == DEFAULT_MODEL
    assert (tmp_path / "cold.npz").read_bytes() == (tmp_path / "warm.npz").read_bytes()


def test_embed_writes_colours_too(gridsne: Cli, few: Path, tmp_path: Path) -> None:
    assert gridsne("embed", few, "-o", tmp_path / "c.npz", "--model", "colour") == 0
    with np.load(tmp_path / "c.npz") as file:
        assert (file["vectors"].shape, str(file["model"])) == ((6, 356), "colour")


def test_embed_replaces_only_what_embed_wrote(gridsne: Cli, few: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.npz"
    np.savez(mine, weights=np.zeros(3))
    before = mine.read_bytes()
    assert gridsne("embed", few, "-o", mine) == 1
    assert mine.read_bytes() == before
    for _ in range(2):
        assert gridsne("embed", few, "-o", tmp_path / "ours.npz") == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("embed", "nowhere", "-o", "v.npz"), 1),
        (("embed", ".", "-o", "v.npz"), 1),
        (("embed", ".", "-o", "v.csv"), 1),
        (("embed", "."), 2),
        (("embed", "-o", "v.npz"), 2),
        (("embed", ".", "-o", "v.npz", "--model", "none"), 2),
        (("cache",), 2),
        (("cache", "polish"), 2),
        (("cache", "info", "--limit", "-1"), 2),
        (("cache", "info", "--limit", "nan"), 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_done_ends_with_a_sentence(
    gridsne: Cli,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert gridsne(*words) == code
    said = capsys.readouterr().err
    assert said
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


def test_info_says_what_there_is(
    gridsne: Cli, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gridsne("arrange", few, "--layout", tmp_path / "g.json")
    assert gridsne("cache", "info", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["file"] == str(files()[0])
    assert said["photos"] == 6
    assert said["bytes"] > 0
    assert {"thumbnail", "points", "cells"} < set(said["items"])
    assert gridsne("cache", "info") == 0
    assert "6 photos" in capsys.readouterr().err


def test_a_limit_holds_from_then_on(gridsne: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    assert gridsne("cache", "info", "--limit", "0.5") == 0
    capsys.readouterr()
    gridsne("cache", "info", "--json")
    assert json.loads(capsys.readouterr().out)["limit_bytes"] == 500_000_000


def test_clear_forgets_everything(
    gridsne: Cli, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gridsne("arrange", few, "--layout", tmp_path / "g.json")
    assert gridsne("cache", "clear") == 0
    capsys.readouterr()
    gridsne("cache", "info", "--json")
    said = json.loads(capsys.readouterr().out)
    assert (said["photos"], said["places"], said["items"]) == (0, 0, {})


def test_clear_forgets_how_folders_stood_in_the_window_and_info_counts_them(
    gridsne: Cli, few: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grids = LastGrids(last_grids_folder())
    grids.keep([few], ArrangeSettings(), arrangement(sorted(few.iterdir())))
    gridsne("cache", "info")
    assert "1 grid of folders that were open in the window" in capsys.readouterr().err
    gridsne("cache", "info", "--json")
    assert json.loads(capsys.readouterr().out)["last_grids"] == 1
    assert gridsne("cache", "clear") == 0
    assert len(grids) == 0


def test_the_command_line_takes_up_no_grid_of_the_window(
    gridsne: Cli, few: Path, tmp_path: Path
) -> None:
    gridsne("arrange", few, "--layout", tmp_path / "before.json")
    stood = read_grid(tmp_path / "before.json")
    swapped = replace(stood, grid=replace(stood.grid, cells=stood.grid.cells[::-1]))
    LastGrids(last_grids_folder()).keep([few], ArrangeSettings(), swapped)
    gridsne("arrange", few, "--layout", tmp_path / "after.json")
    assert read_grid(tmp_path / "after.json").grid.cells.tolist() == stood.grid.cells.tolist()


def test_verify_drops_what_is_damaged(
    gridsne: Cli, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gridsne("embed", few, "-o", tmp_path / "v.npz")
    [file] = files()
    content = bytearray(file.read_bytes())
    with np.load(tmp_path / "v.npz") as vectors:
        content[content.index(vectors["vectors"][2].tobytes()[:64]) + 5] ^= 1
    file.write_bytes(content)
    capsys.readouterr()
    for damaged in (1, 0):
        assert gridsne("cache", "verify", "--json") == 0
        said = json.loads(capsys.readouterr().out)
        assert said["damaged"] == damaged
        assert not said["was_broken"]


def test_a_broken_cache_is_a_note_and_no_error(
    gridsne: Cli, few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gridsne("arrange", few, "--layout", tmp_path / "1.json")
    [file] = files()
    file.write_bytes(b"broken" * 1000)
    capsys.readouterr()
    assert gridsne("arrange", few, "--layout", tmp_path / "2.json") == 0
    assert "The cache was damaged" in capsys.readouterr().err
    assert grid_of(tmp_path / "1.json") == grid_of(tmp_path / "2.json")
