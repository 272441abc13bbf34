"""What a photo's header tells: pixels, date and camera, or nothing, and never an error."""

from datetime import datetime
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from gridsne_desktop.library.facts import Facts, read_facts
from tests.camera_files import dng


def jpeg(path: Path, **tags: str | int) -> Path:
    image = Image.new("RGB", (60, 40))
    exif = Image.Exif()
    for name, value in tags.items():
        if name == "DateTimeOriginal":
            exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = value
        else:
            exif[ExifTags.Base[name]] = value
    image.save(path, exif=exif)
    return path


def test_a_photo_tells_its_pixels_its_date_and_its_camera(tmp_path: Path) -> None:
    taken = "2021:05:03 14:02:11"
    path = jpeg(tmp_path / "a.jpg", DateTimeOriginal=taken, Make="Canon", Model="Canon EOS 5D")
    facts = read_facts(path)
    assert facts == Facts((60, 40), datetime(2021, 5, 3, 14, 2, 11), "Canon EOS 5D")  # noqa: DTZ001


def test_a_photo_that_lies_on_its_side_is_told_upright(tmp_path: Path) -> None:
    assert read_facts(jpeg(tmp_path / "a.jpg", Orientation=6)).size == (40, 60)
    assert read_facts(jpeg(tmp_path / "b.jpg", Orientation=3)).size == (60, 40)


@pytest.mark.parametrize(
    ("maker", "model", "camera"),
    [
        ("NIKON CORPORATION", "NIKON D90", "NIKON D90"),
        ("SONY", "ILCE-7M3", "Sony ILCE-7M3"),
        ("Apple", "iPhone 12", "Apple iPhone 12"),
        ("", "X100", "X100"),
        ("Leica", "", "Leica"),
        ("", "", ""),
    ],
)
def test_the_maker_is_said_once(tmp_path: Path, maker: str, model: str, camera: str) -> None:
    assert read_facts(jpeg(tmp_path / "a.jpg", Make=maker, Model=model)).camera == camera


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "yesterday", ""])
def test_a_clock_that_was_never_set_tells_no_date(tmp_path: Path, text: str) -> None:
    assert read_facts(jpeg(tmp_path / "a.jpg", DateTimeOriginal=text)).taken is None


def test_a_raw_photo_tells_its_camera_and_no_pixels_of_its_preview(tmp_path: Path) -> None:
    facts = read_facts(dng(tmp_path))
    assert facts == Facts(camera="Maker Model")


def test_a_png_has_no_date(tmp_path: Path) -> None:
    Image.new("RGB", (7, 5)).save(tmp_path / "a.png")
    assert read_facts(tmp_path / "a.png") == Facts((7, 5))


@pytest.mark.parametrize("name", ["a.jpg", "a.dng", "a.png", "a.heic"])
def test_what_is_damaged_tells_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff\xd8\xff nothing that makes sense" * 3)
    assert read_facts(tmp_path / name) == Facts()


def test_what_is_gone_tells_nothing(tmp_path: Path) -> None:
    assert read_facts(tmp_path / "gone.jpg") == Facts()
