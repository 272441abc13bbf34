"""`gridsne-desktop similar`, as a person types it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import Cli

Capture = pytest.CaptureFixture[str]


def printed(gridsne: Cli, capsys: Capture, *words: object) -> list[str]:
    capsys.readouterr()
    assert gridsne("similar", *words) == 0
    return capsys.readouterr().out.splitlines()


def as_json(gridsne: Cli, capsys: Capture, *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("\n".join(printed(gridsne, capsys, *words, "--json")))
    return found


def test_it_names_the_photos_most_like_one(
    gridsne: Cli, sample_photos: Path, capsys: Capture
) -> None:
    photo = sorted(sample_photos.iterdir())[3]
    lines = printed(gridsne, capsys, photo, sample_photos, "--count", "5")
    assert len(set(lines)) == 5
    assert str(photo) not in lines
    assert all(Path(line).parent == sample_photos for line in lines)
    found = as_json(gridsne, capsys, photo.name, sample_photos)
    assert (found["photo"], len(found["similar"])) == (str(photo), 24)
    assert [each["path"] for each in found["similar"]][:5] == lines
    likeness = [each["likeness"] for each in found["similar"]]
    assert likeness == sorted(likeness, reverse=True)


def test_by_colour_other_photos_may_be_alike(
    gridsne: Cli, sample_photos: Path, capsys: Capture
) -> None:
    photo = sorted(sample_photos.iterdir())[3]
    words = (photo, sample_photos, "--count", "8")
    by_colour = printed(gridsne, capsys, *words, "--model", "colour")
    assert by_colour == printed(gridsne, capsys, *words, "--colour", "1")
    assert by_colour != printed(gridsne, capsys, *words)
    assert as_json(gridsne, capsys, *words, "--colour", "1")["model"] == "colour"


def test_what_is_no_photo_is_told(
    gridsne: Cli, sample_photos: Path, tmp_path: Path, capsys: Capture
) -> None:
    assert gridsne("similar", tmp_path / "gone.jpg", sample_photos) == 1
    assert "There is no photo" in capsys.readouterr().err
    (tmp_path / "broken.jpg").write_bytes(b"not a photo")
    assert gridsne("similar", tmp_path / "broken.jpg", sample_photos) == 1
    assert "broken.jpg cannot be compared" in capsys.readouterr().err
    assert gridsne("similar", tmp_path / "broken.jpg", sample_photos, "--colour", "2") == 2
