"""HEIC and JPEG XL: read where their package is installed, else the person is told how."""

import io
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.library import extras
from gridsne_desktop.library.decode import decode
from gridsne_desktop.library.extras import HEIC, JPEG_XL, Extra
from gridsne_desktop.library.formats import FORMATS, extra_format_of_bytes
from gridsne_desktop.library.jpeg_xl import claimed_size
from tests import bad_photos
from tests.bad_photos import corners
from tests.icc import rgb_profile, seen_in_srgb
from tests.real_photos import photos
from tests.unit.library.test_decode import assert_shows_corners


def nothing() -> None:
    """Register nothing."""


MISSING = Extra("new", "pillow-new", "a_module_that_nobody_has", nothing)


def needs(extra: Extra) -> None:
    pytest.importorskip(extra.module)
    extra.load()


def turned_exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def test_who_lacks_a_package_reads_the_command_that_installs_it() -> None:
    assert not MISSING.is_installed
    assert sys.executable in MISSING.advice
    assert "pip install pillow-new" in MISSING.advice


def test_an_installation_without_pip_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "_pip_install", lambda _package: None)
    assert "gridsne-desktop[new]" in MISSING.advice


def test_a_package_that_does_not_start_is_named() -> None:
    def fail() -> None:
        raise ImportError("no libheif.so")

    with pytest.raises(Unreadable, match=r"pillow-heif .* does not work: no libheif"):
        Extra("heic", "pillow-heif", "pillow_heif", fail).load()


@pytest.mark.parametrize("ending", [".heic", ".jxl"])
def test_every_photo_of_a_missing_format_gets_the_same_sentence(
    ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "_is_installed", lambda _module: False)
    said = set()
    head = b"\0\0\0\x18ftypheic" if ending == ".heic" else b"\xff\x0a"
    for name in (f"a{ending}", f"b{ending.upper()}", "renamed.jpg"):
        (tmp_path / name).write_bytes(head + bytes(100))
        with pytest.raises(Unreadable) as caught:
            decode(tmp_path / name)
        said.add(str(caught.value))
    assert said == {FORMATS[ending].refusal}


def test_what_another_codec_keeps_in_the_same_box_is_not_heic() -> None:
    def ftyp(brand: bytes, *others: bytes) -> bytes:
        content = b"ftyp" + brand + bytes(4) + b"".join(others)
        return struct.pack(">L", len(content) + 4) + content

    assert extra_format_of_bytes(ftyp(b"mif1", b"mif1", b"heic")) is FORMATS[".heic"]
    assert extra_format_of_bytes(ftyp(b"mif1", b"avif", b"miaf")) is None
    assert extra_format_of_bytes(ftyp(b"avif")) is None
    assert extra_format_of_bytes(ftyp(b"isom")) is None


def turned_heic(folder: Path, orientation: int) -> Path:
    """A photo as phones write it: the box says how to turn it, and EXIF says it again."""
    with Image.open(bad_photos.turned(folder, orientation, ".png")) as image:
        path = folder / "turned.heic"
        # Given as bytes, pillow-heif writes irot and imir, too.
        image.save(path, quality=95, chroma=444, exif=turned_exif(orientation))
    return path


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_heic_photo_is_turned_once(orientation: int, tmp_path: Path) -> None:
    needs(HEIC)
    path = turned_heic(tmp_path, orientation)
    content = path.read_bytes()
    assert (b"irot" in content or b"imir" in content) == (orientation != 1)
    assert_shows_corners(decode(path))
    assert_shows_corners(decode(path, least_side=None))


def test_the_exif_block_alone_does_not_turn_a_heic_photo(tmp_path: Path) -> None:
    """ISO/IEC 23008-12: only irot and imir say how it is shown."""
    needs(HEIC)
    exif = Image.Exif()
    exif[0x0112] = 6
    corners().save(tmp_path / "a.heic", quality=95, chroma=444, exif=exif)
    assert b"irot" not in (tmp_path / "a.heic").read_bytes()
    assert_shows_corners(decode(tmp_path / "a.heic"))


def test_a_heic_photo_shows_its_wide_colours_and_ground(tmp_path: Path) -> None:
    needs(HEIC)
    wide = Image.new("RGB", (96, 64), (200, 120, 60))
    wide.save(tmp_path / "p3.heic", quality=-1, chroma=444, icc_profile=rgb_profile("Display P3"))
    expected = seen_in_srgb((200, 120, 60), "Display P3")
    np.testing.assert_allclose(decode(tmp_path / "p3.heic")[5, 5], expected, atol=4)


def test_many_threads_read_heic_from_the_first_photo_on(tmp_path: Path) -> None:
    needs(HEIC)
    path = turned_heic(tmp_path, 6).rename(tmp_path / "renamed.jpg")
    with ThreadPoolExecutor(4) as pool:
        for pixels in pool.map(decode, [path] * 12):
            assert_shows_corners(pixels)


def test_every_heic_photo_of_a_phone_is_read() -> None:
    needs(HEIC)
    paths = [path for path in photos("cameras") if path.suffix == ".heic"]
    assert [min(decode(path).shape[:2]) for path in paths] == [256] * len(paths)
    assert len(paths) >= 3


def saved_jxl(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, "JXL", **options)
    return path


@pytest.mark.parametrize("container", [True, False])
def test_a_jpeg_xl_photo_looks_as_it_should(container: bool, tmp_path: Path) -> None:
    needs(JPEG_XL)
    path = saved_jxl(tmp_path / "a.jxl", corners(), lossless=True, use_container=container)
    assert_shows_corners(decode(path))
    assert_shows_corners(decode(path.rename(tmp_path / "renamed.png")))


def test_the_exif_block_does_not_turn_a_jpeg_xl_photo(tmp_path: Path) -> None:
    """The codestream says how it stands (ISO/IEC 18181-2); EXIF only repeats it."""
    needs(JPEG_XL)
    path = saved_jxl(tmp_path / "a.jxl", corners(), lossless=True, exif=turned_exif(6))
    assert_shows_corners(decode(path))


@pytest.mark.filterwarnings("ignore:Using JPEG reconstruction")
@pytest.mark.parametrize("orientation", [1, 6, 7])
def test_a_jpeg_packed_into_jpeg_xl_stands_upright(orientation: int, tmp_path: Path) -> None:
    needs(JPEG_XL)
    with Image.open(bad_photos.turned(tmp_path, orientation)) as image:
        path = saved_jxl(tmp_path / "a.jxl", image, lossless_jpeg=True)
    assert_shows_corners(decode(path))


@pytest.mark.parametrize("lossless", [True, False])
def test_a_jpeg_xl_photo_shows_its_wide_colours(lossless: bool, tmp_path: Path) -> None:
    needs(JPEG_XL)
    wide = Image.new("RGB", (96, 64), (200, 120, 60))
    wide.info["icc_profile"] = rgb_profile("Display P3")
    path = saved_jxl(tmp_path / "p3.jxl", wide, lossless=lossless)
    profile = wide.info["icc_profile"]
    with Image.open(path) as read:
        kept = read.info.get("icc_profile") == profile
    space = "Display P3" if kept else "sRGB"
    np.testing.assert_allclose(decode(path)[5, 5], seen_in_srgb((200, 120, 60), space), atol=4)


@pytest.mark.parametrize("size", [(96, 64), (64, 64), (1920, 1080), (8, 256), (777, 3001)])
@pytest.mark.parametrize("container", [True, False])
def test_the_size_is_known_before_a_jpeg_xl_photo_is_decoded(
    size: tuple[int, int], container: bool
) -> None:
    needs(JPEG_XL)
    stored = io.BytesIO()
    Image.new("RGB", size).save(stored, "JXL", use_container=container)
    stored.seek(5)
    assert claimed_size(stored) == size
    assert stored.tell() == 5


def test_a_jpeg_xl_bomb_is_refused_by_its_claim(tmp_path: Path) -> None:
    needs(JPEG_XL)
    side = 99_999  # two bits say that 18 follow
    bits = 0b10 << 1 | side << 3 | 1 << 21  # and a ratio of 1:1
    (tmp_path / "bomb.jxl").write_bytes(b"\xff\x0a" + bits.to_bytes(10, "little") + bytes(50))
    with pytest.raises(Unreadable, match="100,000 × 100,000"):
        decode(tmp_path / "bomb.jxl")


def test_a_file_that_is_no_jpeg_xl_claims_nothing() -> None:
    for content in (b"", b"\xff\x0a", b"JFIF" * 10, b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(60)):
        assert claimed_size(io.BytesIO(content)) is None
