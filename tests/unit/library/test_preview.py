"""The preview that a camera embedded: what a person sees before the photo itself is read."""

import os
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from gridsne_desktop.library.decode import Pixels, decode
from gridsne_desktop.library.preview import embedded_preview
from tests.real_photos import photos

RED, GREEN, BLUE, WHITE, BLACK = (200, 0, 0), (0, 160, 0), (0, 0, 200), (255,) * 3, (0,) * 3
EXIF = b"Exif\0\0"


def quarters(width: int, height: int) -> Image.Image:
    """Red, green, blue and white, in the order of reading."""
    image = Image.new("RGB", (width, height), RED)
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    image.paste(WHITE, (width // 2, height // 2, width, height))
    return image


def camera_photo(path: Path, photo: Image.Image, preview: Image.Image, turn: int = 1) -> Path:
    """A JPEG whose EXIF block holds `preview`, as cameras write it."""
    data = BytesIO()
    preview.save(data, "JPEG")
    photo.save(path, "JPEG", exif=exif_block(data.getvalue(), turn))
    return path


def exif_block(preview: bytes, turn: int) -> bytes:
    """TIFF, little-endian: IFD0 with the orientation, IFD1 with where the preview lies."""

    def entry(tag: int, kind: int, value: int) -> bytes:
        return b"".join(
            number.to_bytes(size, "little")
            for number, size in ((tag, 2), (kind, 2), (1, 4), (value, 4))
        )

    first, second = 8, 8 + 2 + 12 + 4
    start = second + 2 + 3 * 12 + 4
    ifd0 = b"\1\0" + entry(ExifTags.Base.Orientation, 3, turn) + second.to_bytes(4, "little")
    entries = entry(0x103, 3, 6) + entry(0x201, 4, start) + entry(0x202, 4, len(preview))
    ifd1 = b"\3\0" + entries + bytes(4)
    return EXIF + b"II*\0" + first.to_bytes(4, "little") + ifd0 + ifd1 + preview


def preview_of(path: Path) -> Pixels:
    pixels = embedded_preview(path)
    assert pixels is not None
    return pixels


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_preview_is_upright_as_its_photo_is(tmp_path: Path, turn: int) -> None:
    path = camera_photo(tmp_path / "a.jpg", quarters(640, 480), quarters(160, 120), turn)
    pixels, photo = preview_of(path), decode(path)
    assert pixels.shape[:2] == ((80, 60) if turn > 4 else (60, 80))
    small = np.asarray(Image.fromarray(photo).resize(pixels.shape[1::-1]))
    assert np.abs(small.astype(int) - pixels).mean() < 5


@pytest.mark.parametrize("size", [(640, 427), (427, 640), (640, 360)])
def test_the_bars_around_a_photo_of_another_shape_are_gone(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    inside = quarters(*size)
    inside.thumbnail((160, 120) if size[0] > size[1] else (120, 160))
    preview = Image.new("RGB", (160, 120) if size[0] > size[1] else (120, 160), BLACK)
    corner = (preview.width - inside.width) // 2, (preview.height - inside.height) // 2
    preview.paste(inside, corner)
    pixels = preview_of(camera_photo(tmp_path / "a.jpg", quarters(*size), preview))
    height, width = pixels.shape[:2]
    assert width / height == pytest.approx(size[0] / size[1], rel=0.04)
    assert np.abs(pixels[2:-2].min(axis=2).astype(int) - pixels[2:-2].max(axis=2)).max() > 100
    edges = (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1])
    assert min(edge.max(axis=1).mean() for edge in edges) > 90


def test_a_preview_of_another_shape_is_not_shown(tmp_path: Path) -> None:
    """A program cut or turned the photo and forgot the preview, which shows what it was."""
    path = camera_photo(tmp_path / "a.jpg", quarters(480, 640), quarters(160, 120))
    assert embedded_preview(path) is None


def test_photos_without_a_preview_have_none(tmp_path: Path) -> None:
    quarters(64, 48).save(tmp_path / "plain.jpg")
    quarters(64, 48).save(tmp_path / "a.png")
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "text.jpg").write_text("no photo", encoding="utf-8")
    for name in ("plain.jpg", "a.png", "empty.jpg", "text.jpg", "none.jpg"):
        assert embedded_preview(tmp_path / name) is None


def test_a_preview_that_claims_to_be_huge_is_not_decoded(tmp_path: Path) -> None:
    path = camera_photo(tmp_path / "a.jpg", quarters(64, 48), Image.new("RGB", (1600, 1200)))
    assert embedded_preview(path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    assert embedded_preview(tmp_path / "a.jpg") is None


@settings(deadline=None)
@given(data=st.data())
def test_damaged_blocks_are_no_preview_or_a_small_one(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "a.jpg"
    content = bytearray(camera_photo(path, quarters(64, 48), quarters(160, 120)).read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(2, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    pixels = embedded_preview(path)
    assert pixels is None or (pixels.ndim == 3 and pixels.size <= 3 * 2**18)


def test_real_previews_look_like_their_photos() -> None:
    """All but one, which somebody mirrored later; its old preview has the same shape."""
    alike, other = 0, 0
    for path in photos("cameras"):
        pixels = embedded_preview(path)
        if pixels is not None:
            photo = Image.fromarray(decode(path)).resize((8, 8), Image.Resampling.BOX)
            preview = Image.fromarray(pixels).resize((8, 8), Image.Resampling.BOX)
            difference = np.asarray(photo).astype(int) - np.asarray(preview)
            is_alike = np.abs(difference).mean() < 30
            alike, other = alike + is_alike, other + (not is_alike)
    assert alike > 20
    assert other <= 1
