"""What a person sees of a camera's RAW files."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.library import raw
from gridsne_desktop.library.decode import Pixels, decode
from tests import bad_photos
from tests.bad_photos import corners
from tests.camera_files import dng

PREVIEW = (480, 320)
COLOURS = (bad_photos.RED, bad_photos.GREEN, bad_photos.BLUE, bad_photos.YELLOW)
STORE = {
    1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}  # fmt: skip
"""EXIF's orientation → what a camera held so stores of an upright photo."""


def stored(orientation: int, size: tuple[int, int] = PREVIEW) -> Image.Image:
    turn = STORE[orientation]
    return corners(*size) if turn is None else corners(*size).transpose(turn)


def assert_upright(pixels: Pixels, *, tolerance: int = 14) -> None:
    height, width = pixels.shape[:2]
    assert width > height
    quarters = [
        pixels[int(height * y), int(width * x)] for y, x in
        ((0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75))
    ]  # fmt: skip
    np.testing.assert_allclose(np.array(quarters, float), COLOURS, atol=tolerance)


def orientation_block(orientation: int | None) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    if orientation is not None:
        exif[0x0112] = orientation
    return exif.tobytes()


@pytest.mark.parametrize("orientation", STORE)
@pytest.mark.parametrize("as_bitmap", [False, True])
def test_a_preview_without_a_word_about_turning_follows_the_camera(
    orientation: int, as_bitmap: bool, tmp_path: Path
) -> None:
    path = dng(
        tmp_path,
        preview=stored(orientation),
        orientation=orientation,
        as_bitmap=as_bitmap,
        sensor=stored(orientation, (960, 640)),
    )
    assert_upright(decode(path))


@pytest.mark.parametrize("orientation", STORE)
def test_a_preview_that_says_how_to_turn_is_turned_once(orientation: int, tmp_path: Path) -> None:
    path = dng(
        tmp_path,
        preview=stored(orientation),
        orientation=orientation,
        preview_exif=orientation_block(orientation),
        sensor=stored(orientation, (960, 640)),
    )
    assert_upright(decode(path))


def test_a_preview_whose_exif_block_leaves_turning_out_follows_the_camera(tmp_path: Path) -> None:
    path = dng(
        tmp_path,
        preview=stored(6),
        orientation=6,
        preview_exif=orientation_block(None),
        sensor=stored(6, (960, 640)),
    )
    assert_upright(decode(path))


def test_a_preview_that_the_camera_turned_already_is_not_turned_again(tmp_path: Path) -> None:
    path = dng(tmp_path, preview=corners(*PREVIEW), orientation=6, sensor=stored(6, (960, 640)))
    assert_upright(decode(path))


@pytest.mark.parametrize("orientation", STORE)
@pytest.mark.parametrize("preview", [None, (120, 80)])
def test_without_a_preview_worth_showing_the_photo_is_developed(
    orientation: int, preview: tuple[int, int] | None, tmp_path: Path
) -> None:
    small = stored(orientation, preview) if preview else None
    path = dng(
        tmp_path, preview=small, orientation=orientation, sensor=stored(orientation, (960, 640))
    )
    pixels = decode(path, least_side=None)
    assert pixels.shape[:2] == (320, 480)
    assert_upright(pixels, tolerance=60)  # the colours are the sensor's own, brightened
    assert_upright(decode(path), tolerance=60)


def test_a_small_preview_is_better_than_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "MAX_DEVELOPED_PIXELS", 1000)
    path = dng(tmp_path, preview=corners(120, 80))
    assert decode(path).shape[:2] == (80, 120)
    with pytest.raises(Unreadable, match="holds no preview"):
        decode(dng(tmp_path, "none.dng"))


def test_a_raw_file_of_any_ending_and_name_is_read(tmp_path: Path) -> None:
    for name in ("a.nef", "B.CR2", "c.Arw", *bad_photos.STRANGE_NAMES[:3], "latin-\udce9"):
        path = dng(tmp_path, f"{Path(name).stem}{Path(name).suffix or '.dng'}", preview=corners())
        assert decode(path).shape[2] == 3


def test_a_jpeg_that_was_named_like_a_raw_file_is_shown_in_full(tmp_path: Path) -> None:
    bad_photos.corners(1200, 800).save(tmp_path / "photo.nef", "JPEG")
    assert decode(tmp_path / "photo.nef", least_side=None).shape == (800, 1200, 3)


def test_a_damaged_raw_file_gets_a_sentence(tmp_path: Path) -> None:
    whole = dng(tmp_path, preview=corners(*PREVIEW))
    content = whole.read_bytes()
    for keep in (0, 10, 200, len(content) // 2):
        whole.write_bytes(content[:keep])
        with pytest.raises(Unreadable, match=r"\.$"):
            decode(whole)
    shutil.rmtree(tmp_path)
    with pytest.raises(Unreadable, match="no longer there"):
        decode(whole)
