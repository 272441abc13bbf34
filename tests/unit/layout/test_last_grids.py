"""The last grid of a folder is there again, if the same settings made it."""

import json
import logging
import os
from dataclasses import replace
from pathlib import Path

import pytest

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid_reading import read_grid
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.settings import ArrangeSettings
from tests.unit.layout.made import ROOT, arrangement

SETTINGS = ArrangeSettings()
OPENED = (ROOT / "some" / "folder",)


def made(n: int = 9, *, seed: int = 0) -> Arrangement:
    return arrangement([ROOT / f"{index}.jpg" for index in range(n)], seed=seed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "last grids"


@pytest.fixture
def grids(folder: Path) -> LastGrids:
    return LastGrids(folder)


def only(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_what_was_kept_is_found_by_the_next_program(grids: LastGrids, folder: Path) -> None:
    kept = made()
    grids.keep(OPENED, SETTINGS, kept)
    found = LastGrids(folder).find(OPENED, SETTINGS)
    assert found is not None
    assert [p.path for p in found.grid.photos] == [p.path for p in kept.grid.photos]
    assert found.grid.cells.tolist() == kept.grid.cells.tolist()
    assert found.points == pytest.approx(kept.points, abs=1e-6)


def test_nothing_is_known_of_what_was_never_open(grids: LastGrids) -> None:
    assert grids.find(OPENED, SETTINGS) is None
    assert len(grids) == 0


def test_the_same_paths_in_another_order_are_the_same_set(grids: LastGrids) -> None:
    one, other = ROOT / "one", ROOT / "other"
    grids.keep((one, other), SETTINGS, made())
    assert grids.find((other, one), SETTINGS) is not None
    assert grids.find((one,), SETTINGS) is None


@pytest.mark.parametrize(
    "settings",
    [
        replace(SETTINGS, seed=1),
        replace(SETTINGS, perplexity=30.0),
        replace(SETTINGS, look="smooth"),
        replace(SETTINGS, colour=0.5),
        replace(SETTINGS, model="efficientnet-lite0"),
        replace(SETTINGS, reducer="pca"),
        replace(SETTINGS, aspect=1.5),
        replace(SETTINGS, columns=3),
        replace(SETTINGS, recursive=False),
        replace(SETTINGS, processor="automatic"),
    ],
)
def test_a_grid_of_other_settings_is_none(grids: LastGrids, settings: ArrangeSettings) -> None:
    grids.keep(OPENED, settings, made())
    assert grids.find(OPENED, SETTINGS) is None
    assert grids.find(OPENED, settings) is not None


def test_the_file_is_a_grid_file_with_the_settings(grids: LastGrids, folder: Path) -> None:
    grids.keep(OPENED, SETTINGS, made())
    assert json.loads(only(folder).read_text("ascii"))["settings"]["seed"] == 0
    assert read_grid(only(folder)).grid.columns == 3
    assert "some" not in only(folder).name


@pytest.mark.parametrize("damage", ["cut", "no JSON", "no grid", "no text", "a folder", "no path"])
def test_a_damaged_grid_is_a_line_in_the_log_and_no_error(
    grids: LastGrids, folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    grids.keep(OPENED, SETTINGS, made())
    file = only(folder)
    text = file.read_text("ascii")
    if damage == "a folder":
        file.unlink()
        file.mkdir()
    else:
        document = json.loads(text)
        document["photos"] = "none"
        broken = {"cut": text[:200], "no JSON": "{", "no text": "\xff", "no path": text}
        broken |= {
            "no grid": json.dumps(document),
            "no path": text.replace('"path": "', '"path": "0'),
        }
        file.write_bytes(broken[damage].encode("latin-1"))
    with caplog.at_level(logging.WARNING):
        assert LastGrids(folder).find(OPENED, SETTINGS) is None
    assert "is not used" in caplog.text
    grids = LastGrids(folder)
    if damage != "a folder":
        grids.keep(OPENED, SETTINGS, made())  # and it is whole again
        assert grids.find(OPENED, SETTINGS) is not None


def test_only_the_grids_used_last_are_kept(folder: Path) -> None:
    grids = LastGrids(folder, most=3)
    for day in range(5):
        opened = (ROOT / f"folder {day}",)
        grids.keep(opened, SETTINGS, made(seed=day))
        for file in folder.iterdir():
            os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 10**9))
        if day == 2:
            grids.keep((ROOT / "folder 0",), SETTINGS, made(seed=0))  # used again
    known = [day for day in range(5) if grids.find((ROOT / f"folder {day}",), SETTINGS)]
    assert known == [0, 3, 4]
    assert len(grids) == 3


def test_the_same_grid_is_not_written_again(grids: LastGrids, folder: Path) -> None:
    grids.keep(OPENED, SETTINGS, made())
    file = only(folder)
    text = file.read_text("ascii")
    file.write_text(text + " ", "ascii")
    grids.keep(OPENED, SETTINGS, made())
    assert file.read_text("ascii") == text + " "
    grids.keep(OPENED, SETTINGS, made(seed=1))
    assert file.read_text("ascii") != text + " "


def test_what_is_cleared_is_gone_and_can_be_kept_again(grids: LastGrids) -> None:
    grids.keep(OPENED, SETTINGS, made())
    grids.clear()
    assert len(grids) == 0
    assert grids.find(OPENED, SETTINGS) is None
    grids.keep(OPENED, SETTINGS, made())
    assert len(grids) == 1
    LastGrids(grids._folder / "nowhere").clear()  # nothing to do


def test_where_nothing_can_be_written_nothing_stops(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    with caplog.at_level(logging.WARNING):
        LastGrids(blocked / "grids").keep(OPENED, SETTINGS, made())
    assert "not be known at the next start" in caplog.text


def test_a_grid_that_cannot_be_removed_is_told(grids: LastGrids, folder: Path) -> None:
    (folder / "stuck.json").mkdir(parents=True)
    with pytest.raises(GridsneError, match="forgotten"):
        grids.clear()
