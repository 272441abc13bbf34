"""The PNG writer: any pixels, in any strips, come back exactly."""

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gridsne_desktop.export.png_file import PngWriter, is_our_picture
from gridsne_desktop.library.decode import Pixels


def written(pixels: Pixels, heights: list[int]) -> bytes:
    file = io.BytesIO()
    writer = PngWriter(file, pixels.shape[1], pixels.shape[0])
    top = 0
    for height in (*heights, len(pixels)):
        writer.write(pixels[top : top + height])
        top = min(len(pixels), top + height)
    writer.close()
    return file.getvalue()


@given(
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    heights=st.lists(st.integers(0, 9), max_size=6),
    seed=st.integers(0, 9),
)
def test_the_pixels_come_back_exactly(
    width: int, height: int, heights: list[int], seed: int
) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    with Image.open(io.BytesIO(written(pixels, heights))) as image:
        image.load()  # checks every checksum
        assert np.array_equal(np.asarray(image), pixels)


def test_a_strip_larger_than_what_is_packed_at_once_comes_back_exactly() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (1500, 2000, 3), dtype=np.uint8)
    with Image.open(io.BytesIO(written(pixels, [700]))) as image:
        assert np.array_equal(np.asarray(image), pixels)


def test_a_picture_says_that_it_is_srgb_and_ours(tmp_path: Path) -> None:
    ours, others = tmp_path / "ours.png", tmp_path / "others.png"
    ours.write_bytes(written(np.zeros((2, 2, 3), dtype=np.uint8), []))
    with Image.open(ours) as image:
        assert image.info["srgb"] == 0
        assert image.info["Software"] == "gridsne-desktop"
        Image.new("RGB", (2, 2)).save(others)
    assert is_our_picture(ours)
    assert not is_our_picture(others)


def test_every_checksum_is_right() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (90, 70, 3), dtype=np.uint8)
    data = written(pixels, [20])
    with Image.open(io.BytesIO(data)) as image:
        image.verify()


def test_missing_or_surplus_rows_are_a_bug() -> None:
    writer = PngWriter(io.BytesIO(), 2, 2)
    with pytest.raises(ValueError, match="2 rows are missing"):
        writer.close()
    with pytest.raises(ValueError, match="does not fit"):
        writer.write(np.zeros((3, 2, 3), dtype=np.uint8))
    with pytest.raises(ValueError, match="no PNG"):
        PngWriter(io.BytesIO(), 0, 2)
