"""`gridsne-desktop arrange`, as a person types it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from gridsne_desktop.library.scan import scan
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import DEFAULT_MODEL
from tests.app.conftest import Cli


def layout_of(path: Path) -> dict[str, Any]:
    layout: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return layout


def test_every_photo_gets_its_own_cell_and_blanks_come_last(
    gridsne: Cli, sample_photos: Path, tmp_path: Path
) -> None:
    assert gridsne("arrange", sample_photos, "--layout", tmp_path / "g.json") == 0
    layout = layout_of(tmp_path / "g.json")
    cells = sorted(p["row"] * layout["columns"] + p["column"] for p in layout["photos"])
    assert cells == list(range(30))
    found = scan([sample_photos], recursive=True, run=Run())
    assert {p["path"] for p in layout["photos"]} == {str(photo.path) for photo in found.photos}


def test_the_layout_says_what_the_readme_promises(
    gridsne: Cli, sample_photos: Path, tmp_path: Path
) -> None:
    gridsne("arrange", sample_photos, "--layout", tmp_path / "g.json", "--seed", 7)
    layout = layout_of(tmp_path / "g.json")
    assert set(layout) == {
        "version", "columns", "rows", "seed", "model", "photos", "problems", "seconds", "quality",
        "reducer", "look", "blanks", "colour",
    }  # fmt: skip
    assert (layout["version"], layout["seed"]) == (1, 7)
    assert set(layout["seconds"]) == {"scan", "embed", "reduce", "assign"}
    assert set(layout["photos"][0]) == {"path", "column", "row", "x", "y"}
    assert all(0 <= photo[axis] <= 1 for photo in layout["photos"] for axis in "xy")


def test_the_same_folder_and_seed_give_the_same_grid_byte_for_byte(
    gridsne: Cli, sample_photos: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        targets = ("-o", tmp_path / f"{name}.png", "--layout", tmp_path / f"{name}.json")
        assert gridsne("arrange", sample_photos, "--tile", 32, *targets) == 0
    a, b = layout_of(tmp_path / "a.json"), layout_of(tmp_path / "b.json")
    assert {**a, "seconds": 0} == {**b, "seconds": 0}
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


@pytest.mark.parametrize("blanks", ["edges", "margins"])
def test_blanks_stand_where_they_were_wished(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, blanks: str
) -> None:
    words = ("--columns", 8, "--blanks", blanks, "--tile", 16, "--gap", 0)
    targets = ("-o", tmp_path / "g.png", "--layout", tmp_path / "g.json")
    assert gridsne("arrange", sample_photos, *words, *targets) == 0
    layout = layout_of(tmp_path / "g.json")
    columns, rows = layout["columns"], layout["rows"]
    assert (layout["blanks"], columns) == (blanks, 8)
    cells = {(p["column"], p["row"]): p.get("group") for p in layout["photos"]}
    assert len(cells) == 30
    if blanks == "edges":
        blank = {(x, y) for x in range(8) for y in range(rows)} - cells.keys()
        assert blank == {(7, 3), (0, 0)}
    else:
        assert all(group is not None for group in cells.values())
        beside = [((x + 1, y), (x, y)) for x, y in cells] + [((x, y + 1), (x, y)) for x, y in cells]
        assert all(cells[a] == cells[b] for a, b in beside if a in cells)
    with Image.open(tmp_path / "g.png") as picture:
        assert picture.size == (columns * 16, rows * 16)
    assert gridsne("evaluate", tmp_path / "g.json") == 0


def test_another_seed_is_another_grid(gridsne: Cli, sample_photos: Path, tmp_path: Path) -> None:
    for seed in (1, 2):
        gridsne("arrange", sample_photos, "--layout", tmp_path / f"{seed}.json", "--seed", seed)
    assert layout_of(tmp_path / "1.json")["seed"] == 1
    points = [
        [(p["x"], p["y"]) for p in layout_of(tmp_path / f"{seed}.json")["photos"]]
        for seed in (1, 2)
    ]
    assert points[0] != points[1]


def test_the_picture_has_the_size_of_its_tiles_and_gaps(
    gridsne: Cli, sample_photos: Path, tmp_path: Path
) -> None:
    words = ("--columns", 6, "--tile", 20, "--gap", 2)
    assert gridsne("arrange", sample_photos, "-o", tmp_path / "g.png", *words) == 0
    with Image.open(tmp_path / "g.png") as picture:
        width, height = picture.size
    assert width - 6 * 20 in {5 * 2, 7 * 2}
    assert height - 5 * 20 in {4 * 2, 6 * 2}


@pytest.mark.parametrize(
    ("words", "shape"),
    [
        (("--columns", "7"), (7, 5)),
        (("--aspect", "30:1"), (30, 1)),
        (("--aspect", "1:30"), (1, 30)),
        (("--columns", "100"), (30, 1)),
    ],
)
def test_the_grid_has_the_wished_shape(
    gridsne: Cli,
    sample_photos: Path,
    tmp_path: Path,
    words: tuple[str, str],
    shape: tuple[int, int],
) -> None:
    gridsne("arrange", sample_photos, "--layout", tmp_path / "g.json", *words)
    layout = layout_of(tmp_path / "g.json")
    assert (layout["columns"], layout["rows"]) == shape


def test_json_prints_one_object_and_nothing_else(
    gridsne: Cli, sample_photos: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gridsne("arrange", sample_photos, "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["photos"]) == 30


def test_without_recursive_sub_folders_are_left_alone(
    gridsne: Cli, sample_photos: Path, tmp_path: Path
) -> None:
    photos = sorted(sample_photos.iterdir())
    (tmp_path / "in" / "deep").mkdir(parents=True)
    shutil.copy(photos[0], tmp_path / "in")
    shutil.copy(photos[1], tmp_path / "in" / "deep")
    for words, count in ((("--no-recursive",), 1), (("--recursive",), 2), ((), 2)):
        gridsne("arrange", tmp_path / "in", "--layout", tmp_path / "g.json", *words)
        assert len(layout_of(tmp_path / "g.json")["photos"]) == count


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_handful_of_photos_is_a_grid_too(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, count: int
) -> None:
    photos = sorted(sample_photos.iterdir())[:count]
    targets = ("--layout", tmp_path / "g.json", "-o", tmp_path / "g.png")
    assert gridsne("arrange", *photos, *targets) == 0
    assert len(layout_of(tmp_path / "g.json")["photos"]) == count


def test_bad_photos_are_named_with_their_reason_and_stop_nothing(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    shutil.copytree(sample_photos, folder)
    (folder / "empty.jpg").touch()
    (folder / "text.jpg").write_text("I am no photo.")
    whole = min(sample_photos.iterdir()).read_bytes()
    (folder / "truncated.jpg").write_bytes(whole[: len(whole) // 3])
    assert gridsne("arrange", folder, "--layout", tmp_path / "g.json") == 0
    layout = layout_of(tmp_path / "g.json")
    reasons = {Path(p["path"]).name: p["reason"] for p in layout["problems"]}
    assert set(reasons) == {"empty.jpg", "text.jpg", "truncated.jpg"}
    assert all(reason.endswith(".") for reason in reasons.values())
    assert len(layout["photos"]) == 30
    said = capsys.readouterr().err
    assert all(name in said for name in reasons)


def test_many_bad_photos_are_counted_by_their_reasons(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for photo in sorted(sample_photos.iterdir())[:3]:
        shutil.copy(photo, folder)
    for number in range(14):
        (folder / f"empty{number:02}.jpg").touch()
    (folder / "text.jpg").write_text("I am no photo.")
    assert gridsne("arrange", folder, "--layout", tmp_path / "g.json") == 0
    said = capsys.readouterr().err
    assert said.index("15 photos left out:") < said.index("14 empty:") < said.index("1 not a photo")
    assert "empty09.jpg" in said
    assert "empty10.jpg" not in said
    assert "and 4 more" in said
    causes = [problem["cause"] for problem in layout_of(tmp_path / "g.json")["problems"]]
    assert sorted(causes) == ["empty"] * 14 + ["no photo"]


def test_names_in_any_script_survive(gridsne: Cli, sample_photos: Path, tmp_path: Path) -> None:
    photo = min(sample_photos.iterdir())
    names = ["naïve café.jpg", "写真 二.jpg", "صورة.jpg", "two\nlines.jpg", "a" * 246 + ".jpg"]
    folder = tmp_path / "in"
    folder.mkdir()
    for name in names:
        shutil.copy(photo, folder / name)
    shutil.copy(os.fsencode(photo), os.fsencode(folder) + b"/not utf-8 \xff.jpg")
    assert gridsne("arrange", folder, "--layout", tmp_path / "g.json") == 0
    listed = {Path(p["path"]).name for p in layout_of(tmp_path / "g.json")["photos"]}
    assert listed == {*names, os.fsdecode(b"not utf-8 \xff.jpg")}


@pytest.mark.parametrize("content", [None, "notes.txt", "broken.jpg"])
def test_a_folder_without_readable_photos_says_so(
    gridsne: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None
) -> None:
    (tmp_path / "in").mkdir()
    if content:
        (tmp_path / "in" / content).write_text("no photo")
    assert gridsne("arrange", tmp_path / "in", "-o", tmp_path / "g.png") == 1
    said = capsys.readouterr().err
    assert "photos in" in said
    assert "Traceback" not in said
    assert not (tmp_path / "g.png").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere", "-o", "g.png"),
        (".", "-o", "nowhere/g.png"),
        (".", "-o", "g.gif"),
        (".", "--layout", "."),
    ],
    ids=["no such folder", "no such target folder", "unknown ending", "target is a folder"],
)
def test_a_clear_error_ends_with_1_and_a_sentence(
    gridsne: Cli,
    sample_photos: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
) -> None:
    shutil.copy(min(sample_photos.iterdir()), tmp_path)
    monkeypatch.chdir(tmp_path)
    assert gridsne("arrange", *words) == 1
    said = capsys.readouterr().err
    assert said.startswith("gridsne-desktop: ")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    "words",
    [
        ("arrange",),
        ("arrange", "."),
        ("arrange", ".", "-o", "g.png", "--columns", "0"),
        ("arrange", ".", "-o", "g.png", "--columns", "3", "--aspect", "1:1"),
        ("arrange", ".", "-o", "g.png", "--aspect", "wide"),
        ("arrange", ".", "-o", "g.png", "--perplexity", "0"),
        ("arrange", ".", "-o", "g.png", "--tile", "-3"),
        ("arrange", ".", "-o", "g.png", "--colour", "1.5"),
        ("arrange", ".", "-o", "g.png", "--colour", "nan"),
        ("arrange", ".", "-o", "g.png", "--model", "colour", "--colour", "0.5"),
        ("arrange", ".", "-o", "g.png", "--seed", "-1"),
        ("arrange", ".", "-o", "g.png", "--pin", "a.jpg"),
        ("arrange", ".", "-o", "g.png", "--pin", "a.jpg=middle"),
        ("arrange", ".", "-o", "g.png", "--pin", "=1,2"),
        ("organize", "g.json"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(gridsne: Cli, words: tuple[str, ...]) -> None:
    assert gridsne(*words) == 2


def test_a_picture_never_replaces_a_photo(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    with Image.open(min(sample_photos.iterdir())) as photo:
        photo.save(folder / "holiday.png")
    before = (folder / "holiday.png").read_bytes()
    assert gridsne("arrange", folder, "-o", folder / "holiday.png") == 1
    assert (folder / "holiday.png").read_bytes() == before
    assert "holiday.png" in capsys.readouterr().err


def test_a_second_run_beside_its_own_picture_gives_the_same_grid(
    gridsne: Cli, sample_photos: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    shutil.copytree(sample_photos, folder)
    words = ("arrange", folder, "--tile", 16, "-o", folder / "grid.png", "--layout")
    assert gridsne(*words, tmp_path / "1.json") == 0
    assert gridsne(*words, tmp_path / "2.json") == 0
    first, second = layout_of(tmp_path / "1.json"), layout_of(tmp_path / "2.json")
    assert first["photos"] == second["photos"]


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
def test_interrupting_stops_cleanly(sample_photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for part in range(20):
        shutil.copytree(sample_photos, folder / str(part))
    words = [sys.executable, "-m", "gridsne_desktop", "arrange", str(folder), "-o", "g.png"]
    words.append("--no-cache")  # which would know each copy of a photo
    process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=3)  # 600 photos take far longer
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1
    assert said.strip() == "gridsne-desktop: Stopped, as you asked."
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_another_model_can_be_chosen(gridsne: Cli, sample_photos: Path, tmp_path: Path) -> None:
    words = ("--model", "efficientnet-lite0", "--layout", tmp_path / "g.json")
    assert gridsne("arrange", sample_photos, *words) == 0
    assert layout_of(tmp_path / "g.json")["model"] == "efficientnet-lite0"


def test_colour_decides_as_far_as_wished(gridsne: Cli, sample_photos: Path, tmp_path: Path) -> None:
    wishes: dict[str, tuple[object, ...]] = {
        "content": (),
        "none": ("--colour", 0),
        "both": ("--colour", 0.5),
        "alone": ("--colour", 1),
        "model": ("--model", "colour"),
    }
    layouts = {}
    for name, words in wishes.items():
        target = tmp_path / f"{name}.json"
        assert gridsne("arrange", sample_photos, *words, "--layout", target) == 0
        layouts[name] = {**layout_of(target), "seconds": 0}
    assert layouts["none"] == layouts["content"]
    assert layouts["model"] == layouts["alone"]
    assert layouts["content"]["photos"] != layouts["both"]["photos"] != layouts["alone"]["photos"]
    told = {name: (layout["model"], layout["colour"]) for name, layout in layouts.items()}
    assert told["both"] == (DEFAULT_MODEL, 0.5)
    assert told["alone"] == ("colour", 1.0)


def cells_by_name(layout: dict[str, Any]) -> dict[str, tuple[int, int]]:
    return {Path(p["path"]).name: (p["column"], p["row"]) for p in layout["photos"]}


def test_pinned_photos_have_the_cells_that_were_typed(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(sample_photos, tmp_path / "in")
    names = sorted(path.name for path in folder.iterdir())
    shutil.copy(folder / names[2], folder / "a=b.jpg")
    monkeypatch.chdir(tmp_path)
    pins = [
        f"--pin={names[0]}=2,1",
        f"--pin=in/{names[1]}=-1,-2",
        f"--pin={folder / 'a=b.jpg'}=top-right",
    ]
    targets = ("-o", tmp_path / "g.png", "--layout", tmp_path / "g.json")
    assert gridsne("arrange", folder, *pins, *targets) == 0
    layout = layout_of(tmp_path / "g.json")
    cells = cells_by_name(layout)
    last, lowest = layout["columns"] - 1, layout["rows"] - 1
    assert cells[names[0]] == (2, 1)
    assert cells[names[1]] == (last, lowest - 1)
    assert cells["a=b.jpg"] == (last, 0)
    assert [(Path(pin["path"]).name, pin["column"], pin["row"]) for pin in layout["pins"]] == [
        (names[0], 2, 1), (names[1], -1, -2), ("a=b.jpg", -1, 0)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pins", "told"),
    [
        (["nowhere.jpg=0,0"], "There is no photo nowhere.jpg to pin."),
        (["broken.jpg=0,0"], "it is not among the photos arranged"),
        (["one.jpg=0,0", "./one.jpg=top-left"], "is pinned twice"),
    ],
)
def test_a_photo_that_cannot_be_pinned_is_named_and_nothing_is_written(
    gridsne: Cli,
    sample_photos: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    pins: list[str],
    told: str,
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    shutil.copy(min(sample_photos.iterdir()), folder / "one.jpg")
    (folder / "broken.jpg").write_bytes(b"no photo")
    words = [word for pin in pins for word in ("--pin", pin)]
    assert gridsne("arrange", folder, *words, "--layout", tmp_path / "g.json") == 1
    assert told in capsys.readouterr().err
    assert not (tmp_path / "g.json").exists()


@pytest.mark.parametrize("more", [["--pin", "a.png=0,0"], ["--blanks", "margins"]])
def test_what_a_sorted_grid_cannot_have_is_wrong_usage(
    gridsne: Cli, sample_photos: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert gridsne("arrange", sample_photos, "--json", "--sort", "name", *more) == 2
    assert "sorted by name" in capsys.readouterr().err
