"""grid.json: what is written is read again, and what is damaged is told."""

import json
import os
import sys
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridsne_desktop.errors import Cause, GridsneError
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid_file import as_json, write_grid
from gridsne_desktop.layout.grid_reading import GONE, read_grid
from gridsne_desktop.layout.quality import Figures, Quality
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.photo import Problem
from gridsne_desktop.settings import Pin
from tests.unit.layout.made import ROOT, arrangement

ODD_NAMES = ["plain.jpg", "two\nlines.jpg", "日本語.jpg", "üñ 😀.jpg", '"quoted" \\.jpg', "\t.jpg"]


def real_arrangement(folder: Path, names: list[str]) -> Arrangement:
    """Photos that exist, so that reading finds them again."""
    paths = [folder / name for name in names]
    for path in paths:
        path.write_bytes(b"x")
    return arrangement(paths)


def read_json(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_odd_names_survive_writing_and_reading(tmp_path: Path) -> None:
    names = [*ODD_NAMES, os.fsdecode(b"bytes\xff\xfe.jpg"), "x" * 250 + ".jpg"]
    written = real_arrangement(tmp_path, names)
    write_grid(written, tmp_path / "grid.json")
    read = read_grid(tmp_path / "grid.json")
    assert as_json(read) == as_json(written)
    assert [photo.path for photo in read.grid.photos] == [tmp_path / name for name in names]
    assert read.grid.photos[0].size == 1


FIGURE = st.floats(0, 2)
FIGURES = st.tuples(FIGURE, FIGURE, FIGURE, FIGURE)
EXACT = FIGURES.map(lambda figures: Quality(*figures))
SAMPLED = st.builds(
    lambda figures, sample, error: Quality(*figures, sample=sample, error=Figures(*error)),
    FIGURES,
    st.integers(256, 10**6),
    FIGURES,
)


@given(
    n=st.integers(0, 40),
    seed=st.integers(0, 2**32 - 1),
    reason=st.text(max_size=20),
    quality=st.one_of(st.none(), EXACT, SAMPLED),
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_is_read_again(
    tmp_path: Path, n: int, seed: int, reason: str, quality: Quality | None
) -> None:
    written = real_arrangement(tmp_path, [f"{index}.jpg" for index in range(n)])
    written = Arrangement(
        grid=written.grid,
        points=np.random.default_rng(seed).random((n, 2), dtype=np.float32),
        model="m",
        seed=seed,
        problems=(Problem(ROOT / "p", reason),),
        seconds={"scan": 1 / 3},
        quality=quality,
    )
    write_grid(written, tmp_path / "grid.json")
    read = read_grid(tmp_path / "grid.json")
    assert as_json(read) == as_json(written)
    assert read.grid.cells.tolist() == written.grid.cells.tolist()


def test_a_file_that_does_not_tell_how_it_was_made_is_from_tsne_and_crisp(
    tmp_path: Path,
) -> None:
    path = tmp_path / "grid.json"
    write_grid(replace(real_arrangement(tmp_path, ["a.jpg"]), reducer="pca", look="smooth"), path)
    assert (read_grid(path).reducer, read_grid(path).look) == ("pca", "smooth")
    document = read_json(path)
    del document["reducer"], document["look"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert (read_grid(path).reducer, read_grid(path).look) == ("tsne", "crisp")


def test_groups_and_the_place_of_blanks_are_kept(tmp_path: Path) -> None:
    plain = real_arrangement(tmp_path, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"])
    written = replace(plain, blanks="margins", groups=np.array([2, 0, 1, 2], dtype=np.int32))
    path = tmp_path / "grid.json"
    write_grid(written, path)
    assert [photo["group"] for photo in read_json(path)["photos"]] == [2, 0, 1, 2]
    read = read_grid(path)
    assert read.groups is not None
    assert (read.blanks, read.groups.tolist()) == ("margins", [2, 0, 1, 2])
    (tmp_path / "c.jpg").unlink()
    left = read_grid(path).groups
    assert left is not None
    assert left.tolist() == [1, 0, 1]  # a group without photos is none


def test_a_file_that_tells_nothing_of_groups_has_none_and_blanks_at_the_end(
    tmp_path: Path,
) -> None:
    document = as_json(real_arrangement(tmp_path, ["a.jpg"]))
    del document["blanks"]
    (tmp_path / "grid.json").write_text(json.dumps(document), encoding="ascii")
    read = read_grid(tmp_path / "grid.json")
    assert (read.blanks, read.groups) == ("end", None)


def test_only_the_seconds_differ_between_two_runs(tmp_path: Path) -> None:
    one = real_arrangement(tmp_path, ["a.jpg", "b.jpg", "c.jpg"])
    other = Arrangement(
        grid=one.grid,
        points=one.points,
        model=one.model,
        seed=one.seed,
        problems=one.problems,
        seconds={"scan": 9.0},
        quality=one.quality,
    )
    write_grid(one, tmp_path / "one.json")
    write_grid(other, tmp_path / "other.json")
    first, second = read_json(tmp_path / "one.json"), read_json(tmp_path / "other.json")
    assert first.pop("seconds") != second.pop("seconds")
    assert json.dumps(first) == json.dumps(second)


def test_the_file_has_the_documented_words(tmp_path: Path) -> None:
    written = real_arrangement(tmp_path, ["a.jpg"])
    write_grid(written, tmp_path / "grid.json")
    x, y = written.points[0].tolist()
    assert read_json(tmp_path / "grid.json") == {
        "version": 1,
        "columns": 1,
        "rows": 1,
        "seed": 0,
        "model": "efficientnet-lite0",
        "reducer": "tsne",
        "look": "crisp",
        "blanks": "end",
        "colour": 0.0,
        "photos": [
            {
                "path": str(tmp_path / "a.jpg"),
                "column": 0,
                "row": 0,
                "x": round(x, 6),
                "y": round(y, 6),
            }
        ],
        "problems": [
            {
                "path": str(ROOT / "broken.jpg"),
                "reason": "This photo is empty.",
                "cause": "empty",
            }
        ],
        "seconds": {"scan": 0.5, "embed": 1.25, "reduce": 2.0, "assign": 0.125},
        "quality": {
            "dpq16": 0.9,
            "dpq2": 0.8,
            "recall_24": 0.5,
            "adjacent_ratio": 0.6667,
            "sample": None,
            "error": None,
        },
    }


def test_what_moves_and_what_stands_behind_a_photo_is_written_and_read(tmp_path: Path) -> None:
    made = real_arrangement(tmp_path, ["a.jpg", "b.gif", "c.jpg"])
    behind = Bundle(tmp_path / "a.jpg", (tmp_path / "a.mov", tmp_path / "a.nef"))
    written = replace(made, bundles=(behind,), animated=frozenset([tmp_path / "b.gif"]))
    write_grid(written, tmp_path / "grid.json")
    told = {Path(p["path"]).name: p for p in read_json(tmp_path / "grid.json")["photos"]}
    assert told["a.jpg"]["companions"] == [str(tmp_path / "a.mov"), str(tmp_path / "a.nef")]
    assert told["b.gif"]["animated"] is True
    assert not {"animated", "companions"} & told["c.jpg"].keys()
    read = read_grid(tmp_path / "grid.json")
    assert (read.bundles, read.animated) == (written.bundles, written.animated)


@pytest.mark.parametrize("named", ["from the future", 3, []])
def test_a_cause_of_another_version_is_an_other_one(tmp_path: Path, named: object) -> None:
    document = as_json(real_arrangement(tmp_path, ["a.jpg"]))
    document["problems"][0]["cause"] = named
    (tmp_path / "grid.json").write_text(json.dumps(document), encoding="ascii")
    [problem] = read_grid(tmp_path / "grid.json").problems
    assert problem == Problem(ROOT / "broken.jpg", "This photo is empty.", Cause.OTHER)


def test_the_share_of_colour_is_kept_and_files_without_one_have_none(tmp_path: Path) -> None:
    written = replace(real_arrangement(tmp_path, ["a.jpg"]), colour=0.35)
    write_grid(written, tmp_path / "grid.json")
    assert read_grid(tmp_path / "grid.json").colour == 0.35
    document = read_json(tmp_path / "grid.json")
    del document["colour"]
    (tmp_path / "older.json").write_text(json.dumps(document), encoding="ascii")
    assert read_grid(tmp_path / "older.json").colour == 0.0


def test_pins_are_written_and_read_and_those_of_photos_that_are_gone_are_dropped(
    tmp_path: Path,
) -> None:
    plain, target = real_arrangement(tmp_path, ["a.jpg", "b.jpg"]), tmp_path / "grid.json"
    pins = (Pin(tmp_path / "b.jpg", -1, 0), Pin(tmp_path / "a.jpg", 3, -2))
    assert "pins" not in as_json(plain)
    write_grid(replace(plain, pins=pins), target)
    assert read_grid(target).pins == pins
    (tmp_path / "b.jpg").unlink()
    assert read_grid(target).pins == pins[1:]


@pytest.mark.parametrize(
    "pins",
    [
        {"path": "a"},
        [{"path": "a.jpg", "column": 0, "row": 0}],
        [{"path": str(ROOT / "a.jpg"), "column": 0.5, "row": 0}],
        [{"path": str(ROOT / "a.jpg"), "column": 0, "row": 0}] * 2,
    ],
)
def test_damaged_pins_are_found(tmp_path: Path, pins: object) -> None:
    document = {**as_json(real_arrangement(tmp_path, ["a.jpg"])), "pins": pins}
    (tmp_path / "grid.json").write_text(json.dumps(document), encoding="ascii")
    with pytest.raises(GridsneError, match="is not a grid file"):
        read_grid(tmp_path / "grid.json")


def test_a_photo_that_is_gone_becomes_a_problem_and_the_rest_stand_still(tmp_path: Path) -> None:
    written = real_arrangement(tmp_path, ["a.jpg", "b.jpg", "c.jpg"])
    write_grid(written, tmp_path / "grid.json")
    (tmp_path / "b.jpg").unlink()
    read = read_grid(tmp_path / "grid.json")
    assert [photo.path.name for photo in read.grid.photos] == ["a.jpg", "c.jpg"]
    assert read.grid.cells.tolist() == written.grid.cells[[0, 2]].tolist()
    assert read.problems[-1] == Problem(tmp_path / "b.jpg", GONE, Cause.GONE)
    assert read.quality is None  # that of three photos is not that of two


def test_a_file_from_before_there_was_a_quality_is_still_read(tmp_path: Path) -> None:
    written = real_arrangement(tmp_path, ["a.jpg", "b.jpg"])
    document = as_json(written)
    del document["quality"]
    (tmp_path / "grid.json").write_text(json.dumps(document), encoding="ascii")
    read = read_grid(tmp_path / "grid.json")
    assert read.quality is None
    assert read.grid.cells.tolist() == written.grid.cells.tolist()


def test_a_folder_in_a_photo_s_place_is_no_photo(tmp_path: Path) -> None:
    write_grid(real_arrangement(tmp_path, ["a.jpg"]), tmp_path / "grid.json")
    (tmp_path / "a.jpg").unlink()
    (tmp_path / "a.jpg").mkdir()
    assert read_grid(tmp_path / "grid.json").problems[-1].reason == GONE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        b"{",
        b"[" * 100_000,
        b"[]",
        b"null",
        b'{"version": 2}',
        b'{"version": true}',
        b'{"version": 1}',
        b'{"version": 1, "columns": NaN}',
        b'{"version": ' + b"1" * 5_000 + b"}",
    ],
)
def test_a_file_that_is_no_grid_is_refused_in_a_clear_sentence(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "holiday.json"
    path.write_bytes(content)
    with pytest.raises(GridsneError, match=r"holiday\.json is not a grid file"):
        read_grid(path)


def test_a_missing_file_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(GridsneError, match=r"none\.json could not be read"):
        read_grid(tmp_path / "none.json")


DAMAGES: dict[str, tuple[tuple[str | int, ...], object]] = {
    "columns negative": (("columns",), -1),
    "columns no number": (("columns",), "2"),
    "columns too few": (("columns",), 0),
    "grid too large": (("rows",), 10**12),
    "seed no whole number": (("seed",), 0.5),
    "model no text": (("model",), None),
    "colour above 1": (("colour",), 1.5),
    "colour no number": (("colour",), None),
    "photos no list": (("photos",), {}),
    "photo no object": (("photos", 0), 3),
    "path relative": (("photos", 0, "path"), "a.jpg"),
    "path no text": (("photos", 0, "path"), 1),
    "column outside": (("photos", 0, "column"), 9),
    "row true": (("photos", 0, "row"), True),
    "x outside": (("photos", 0, "x"), 1.5),
    "y huge": (("photos", 0, "y"), 10**400),
    "y missing": (("photos", 0, "y"), None),
    "group negative": (("photos", 0, "group"), -1),
    "group huge": (("photos", 0, "group"), 2**40),
    "blanks no text": (("blanks",), 1),
    "companions no list": (("photos", 0, "companions"), "a.nef"),
    "companion relative": (("photos", 0, "companions"), ["a.nef"]),
    "reason no text": (("problems", 0, "reason"), []),
    "seconds negative": (("seconds", "scan"), -1),
    "seconds no object": (("seconds",), []),
    "quality no object": (("quality",), 1),
    "quality negative": (("quality", "dpq16"), -0.5),
    "quality incomplete": (("quality", "dpq2"), None),
    "quality sampled without an error": (("quality", "sample"), 256),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_damage_is_found(tmp_path: Path, damage: str) -> None:
    document = deepcopy(as_json(real_arrangement(tmp_path, ["a.jpg", "b.jpg", "c.jpg"])))
    (*way, last), value = DAMAGES[damage]
    place: Any = document
    for step in way:
        place = place[step]
    place[last] = value
    path = tmp_path / "grid.json"
    path.write_text(json.dumps(document), encoding="ascii")
    with pytest.raises(GridsneError, match="is not a grid file"):
        read_grid(path)


@pytest.mark.parametrize("same", [("path",), ("column", "row")])
def test_a_photo_or_a_cell_that_occurs_twice_is_found(
    tmp_path: Path, same: tuple[str, ...]
) -> None:
    document = as_json(real_arrangement(tmp_path, ["a.jpg", "b.jpg", "c.jpg"]))
    for key in same:
        document["photos"][1][key] = document["photos"][0][key]
    path = tmp_path / "grid.json"
    path.write_text(json.dumps(document), encoding="ascii")
    with pytest.raises(GridsneError, match=r"twice|share"):
        read_grid(path)
