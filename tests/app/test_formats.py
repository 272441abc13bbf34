"""A folder with one photo of each format: all of them upright, in right colours, or named."""

import json
import struct
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.library.decode import decode
from gridsne_desktop.library.extras import HEIC, JPEG_XL, Extra
from gridsne_desktop.library.formats import FORMATS
from tests import bad_photos
from tests.app.conftest import Cli
from tests.bad_photos import corners, turned
from tests.camera_files import dng, psd, qoi
from tests.icc import cmyk_profile, rgb_profile, seen_in_srgb

COLOURS = (bad_photos.RED, bad_photos.GREEN, bad_photos.BLUE, bad_photos.YELLOW)
COMPRESSION: Final = 16
PALETTE: Final = 24
"""How far a colour may be off after lossy compression, and in a palette of 16."""

SIMPLE = (".png", ".gif", ".bmp", ".ppm", ".jp2", ".avif", ".webp", ".tif")
RAW_ENDINGS = sorted(ending for ending, known in FORMATS.items() if known.is_raw)


def save_by(extra: Extra, path: Path) -> None:
    """Write `corners`, by the package where it is there; else a file that only begins so."""
    if extra.is_installed:
        extra.load()
        corners().save(path, "HEIF" if extra is HEIC else "JXL", quality=95)
    else:
        path.write_bytes((b"\0\0\0\x18ftypheic" if extra is HEIC else b"\xff\x0a") + bytes(99))


def one_of_each(folder: Path) -> None:
    turned(folder, 6, ".jpg").rename(folder / "turned.jpg")
    for ending in SIMPLE:
        corners().save(folder / f"photo{ending}", quality=95)
    qoi(folder)
    psd(folder)
    for ending in RAW_ENDINGS:
        dng(folder, f"camera-{ending[1:]}{ending}", preview=corners(480, 320))
    save_by(HEIC, folder / "phone.heic")
    save_by(JPEG_XL, folder / "new.jxl")


def upright(path: Path, tolerance: int) -> None:
    pixels = decode(path)
    height, width = pixels.shape[:2]
    assert width > height, path.name
    seen = [pixels[int(height * y), int(width * x)] for y in (0.25, 0.75) for x in (0.25, 0.75)]
    np.testing.assert_allclose(np.array(seen, float), COLOURS, atol=tolerance, err_msg=path.name)


def test_a_folder_with_one_photo_of_each_format_is_arranged(gridsne: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    one_of_each(folder)
    bad = {"torn.jpg": "damaged", "letter.png": "not a photo", "bomb.png": "too large"}
    bad_photos.truncated(folder).rename(folder / "torn.jpg")
    bad_photos.no_photo(folder).rename(folder / "letter.png")
    bad_photos.claim(folder, 100_000, 100_000).rename(folder / "bomb.png")
    for name, extra in (("phone.heic", HEIC), ("new.jxl", JPEG_XL)):
        if not extra.is_installed:
            bad[name] = extra.package

    assert gridsne("arrange", folder, "--layout", tmp_path / "g.json") == 0
    layout = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))
    shown = {Path(photo["path"]) for photo in layout["photos"]}
    assert {path.name for path in shown} == {path.name for path in folder.iterdir()} - set(bad)
    for path in shown:
        upright(path, PALETTE if path.suffix == ".gif" else COMPRESSION)
    named = {Path(problem["path"]).name: problem["reason"] for problem in layout["problems"]}
    assert set(named) == set(bad)
    for name, words in bad.items():
        assert words in named[name]


def test_pairs_are_told_and_shown_once(
    gridsne: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        bad_photos.photo(folder, name)
    dng(folder, "1.nef", preview=corners())
    (folder / "2.mov").write_bytes(b"clip")
    assert gridsne("arrange", folder, "--layout", tmp_path / "g.json") == 0
    photos = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["photos"]
    behind = {Path(p["path"]).name: p.get("companions") for p in photos}
    assert behind == {
        "1.jpg": [str(folder / "1.nef")],
        "2.jpg": [str(folder / "2.mov")],
        "3.jpg": None,
    }
    assert "2 photos of more than one file shown once" in capsys.readouterr().err


def test_what_moves_is_told_the_first_and_the_second_time(gridsne: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    bad_photos.animated(folder).rename(folder / "moves.gif")
    corners().save(folder / "stands.gif")
    bad_photos.photo(folder)
    for _ in range(2):
        assert gridsne("arrange", folder, "--layout", tmp_path / "g.json") == 0
        photos = json.loads((tmp_path / "g.json").read_text(encoding="utf-8"))["photos"]
        assert [Path(p["path"]).name for p in photos if p.get("animated")] == ["moves.gif"]


@pytest.mark.parametrize("space", ["Display P3", "Adobe RGB"])
@pytest.mark.parametrize("ending", [".jpg", ".png", ".webp", ".tif", ".avif"])
def test_wide_colours_are_right_in_every_format_that_names_them(
    space: str, ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"wide{ending}"
    wide = Image.new("RGB", (96, 64), (200, 120, 60))
    wide.save(path, quality=95, icc_profile=rgb_profile(space))
    expected = seen_in_srgb((200, 120, 60), space)
    np.testing.assert_allclose(decode(path)[5, 5], expected, atol=8)


@pytest.mark.parametrize("ending", [".jpg", ".tif"])
def test_inks_are_shown_as_their_own_profile_says(ending: str, tmp_path: Path) -> None:
    for ink, meant in (((255, 0, 0, 0), (255, 0, 0)), ((0, 0, 0, 0), (255, 255, 255))):
        path = tmp_path / f"print-{ink[0]}{ending}"
        Image.new("CMYK", (96, 64), ink).save(path, quality=95, icc_profile=cmyk_profile())
        np.testing.assert_allclose(decode(path)[5, 5], meant, atol=12)


def panorama_png(path: Path, width: int, height: int) -> None:
    """A red PNG, written row by row without ever holding it."""
    import zlib

    packer = zlib.compressobj(1)
    row = b"\0" + bytes(bad_photos.RED) * width
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        for chunk in (b"IHDR" + header, b"IDAT" + body, b"IEND"):
            file.write(struct.pack(">L", len(chunk) - 4) + chunk)
            file.write(struct.pack(">L", zlib.crc32(chunk)))


def test_a_panorama_of_200_megapixels_is_shown(tmp_path: Path) -> None:
    panorama_png(tmp_path / "wide.png", 25_000, 8_000)
    pixels = decode(tmp_path / "wide.png")
    assert pixels.shape == (256, 800, 3)
    assert (pixels == bad_photos.RED).all()
