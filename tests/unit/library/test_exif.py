"""What the camera wrote into a photo is read, whatever it left out or broke."""

import random
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms

from gridsne_desktop.library.exif import Shot, read_shot
from tests.real_photos import photo_folder, photos

Base, Gps, Ifd = ExifTags.Base, ExifTags.GPS, ExifTags.IFD


def full_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "NIKON CORPORATION", "NIKON D70\0\0"
    exif.get_ifd(Ifd.Exif).update(
        {
            Base.DateTimeOriginal: "2024:05:03 14:07:22",
            Base.ExposureTime: 1 / 250,
            Base.FNumber: 2.8,
            Base.ISOSpeedRatings: 400,
            Base.FocalLength: 50.0,
            Base.FocalLengthIn35mmFilm: 75,
            Base.LensModel: "AF-S 50 mm",
            Base.ColorSpace: 1,
        }
    )
    exif.get_ifd(Ifd.GPSInfo).update(
        {
            Gps.GPSLatitudeRef: "S",
            Gps.GPSLatitude: (33.0, 51.0, 36.0),
            Gps.GPSLongitudeRef: "E",
            Gps.GPSLongitude: (151.0, 12.0, 0.0),
            Gps.GPSAltitudeRef: b"\0",
            Gps.GPSAltitude: 58.0,
        }
    )
    return exif


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "avif"])
def test_all_that_the_camera_wrote_is_told(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.{ending}"
    Image.new("RGB", (40, 30)).save(path, exif=full_exif())
    shot = read_shot(path)
    assert shot.taken == datetime(2024, 5, 3, 14, 7, 22)  # noqa: DTZ001 - a camera's clock
    assert (shot.camera, shot.lens) == ("NIKON D70", "AF-S 50 mm")
    assert shot.exposure == pytest.approx(1 / 250)
    assert shot.aperture == pytest.approx(2.8)
    assert shot.iso == 400
    assert (shot.focal_length, shot.focal_length_35mm) == (50, 75)
    assert shot.latitude == pytest.approx(-33.86)
    assert shot.longitude == pytest.approx(151.2)
    assert shot.altitude == 58
    assert shot.profile == "sRGB"


def test_a_photo_without_a_word_tells_nothing(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg")
    assert read_shot(tmp_path / "a.jpg") == Shot()


def test_the_colour_profile_has_its_name(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png", icc_profile=profile.tobytes())
    told = read_shot(tmp_path / "a.png").profile
    assert told is not None
    assert "sRGB" in told


def test_what_is_no_photo_or_gone_tells_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"no photo")
    assert read_shot(tmp_path / "a.jpg") == Shot()
    assert read_shot(tmp_path / "gone.jpg") == Shot()


def test_a_clock_that_was_never_set_and_a_place_beyond_the_poles_are_not_told(
    tmp_path: Path,
) -> None:
    exif = full_exif()
    exif.get_ifd(Ifd.Exif)[Base.DateTimeOriginal] = "0000:00:00 00:00:00"
    exif.get_ifd(Ifd.GPSInfo)[Gps.GPSLatitude] = (95.0, 0.0, 0.0)
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg", exif=exif)
    shot = read_shot(tmp_path / "a.jpg")
    assert (shot.taken, shot.latitude) == (None, None)
    assert shot.camera == "NIKON D70"


@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_a_broken_block_never_raises(
    tmp_path_factory: pytest.TempPathFactory, rng: random.Random, count: int
) -> None:
    path = tmp_path_factory.mktemp("broken") / "a.jpg"
    Image.new("RGB", (8, 8)).save(path, exif=full_exif())
    data = bytearray(path.read_bytes())
    for _ in range(count):
        data[rng.randrange(2, len(data))] = rng.randrange(256)
    path.write_bytes(data)
    assert isinstance(read_shot(path), Shot)


def test_the_cameras_of_real_photos_are_named() -> None:
    folder = photo_folder("cameras")
    assert read_shot(folder / "jpg" / "Canon PowerShot A560.jpg").camera == "Canon PowerShot A560"
    shot = read_shot(folder / "nef" / "Issue 247-1.nef")
    assert shot.camera is not None
    assert shot.camera.startswith("NIKON")
    assert shot.exposure is not None


def test_no_real_photo_raises() -> None:
    told = [read_shot(path) for path in photos("cameras")]
    assert sum(shot.camera is not None for shot in told) > len(told) / 3


def test_a_lens_that_calls_itself_dashes_is_not_told(tmp_path: Path) -> None:
    exif = full_exif()
    exif.get_ifd(Ifd.Exif)[Base.LensModel] = "----"
    Image.new("RGB", (40, 30)).save(tmp_path / "a.jpg", exif=exif)
    assert read_shot(tmp_path / "a.jpg").lens is None
