"""What a person's photos look like once they are read, and what is said about those that fail."""

import importlib
import os
import sys
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.library.colour import GROUND
from gridsne_desktop.library.decode import MAX_BYTES, Pixels, decode, thumbnail
from gridsne_desktop.library.extras import HEIC
from gridsne_desktop.library.formats import FORMATS, PLUGINS
from gridsne_desktop.library.shrink import MAX_ELONGATION, shrunk_size
from tests import bad_photos
from tests.bad_photos import BAD_PHOTOS, ODD_PHOTOS, Builder
from tests.icc import rgb_profile, seen_in_srgb
from tests.real_photos import photos

BROKEN_HEIF = (
    "NegativeArraySizeException.ItemInfoBox.init.heif",
    "IllegalArgumentException.HeifReader.processBoxes.heif",
)

COMPRESSION = 14
"""How far a colour may be off after JPEG, WebP or AVIF."""


def assert_shows_corners(pixels: Pixels) -> None:
    height, width = pixels.shape[:2]
    assert (width, height) == (bad_photos.WIDTH, bad_photos.HEIGHT)
    top, bottom, left, right = height // 4, height * 3 // 4, width // 4, width * 3 // 4
    seen = [pixels[y, x] for y, x in ((top, left), (top, right), (bottom, left), (bottom, right))]
    meant = (bad_photos.RED, bad_photos.GREEN, bad_photos.BLUE, bad_photos.YELLOW)
    np.testing.assert_allclose(np.array(seen, float), meant, atol=COMPRESSION)


def column(pixels: Pixels, part: float) -> list[int]:
    """The colour in the middle of the height, `part` of the width from the left."""
    colour: list[int] = pixels[pixels.shape[0] // 2, int(pixels.shape[1] * part)].tolist()
    return colour


@pytest.mark.parametrize("kind", ODD_PHOTOS)
def test_every_odd_photo_becomes_upright_srgb_pixels(kind: str, tmp_path: Path) -> None:
    pixels = decode(ODD_PHOTOS[kind](tmp_path))
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3


@pytest.mark.parametrize("kind", BAD_PHOTOS)
def test_every_bad_photo_gets_a_sentence(kind: str, tmp_path: Path) -> None:
    build, words = BAD_PHOTOS[kind]
    path = build(tmp_path)
    with pytest.raises(Unreadable, match=words) as caught:
        decode(path)
    assert str(caught.value).endswith(".")
    assert str(path) not in str(caught.value)


@pytest.mark.parametrize("kind", [kind for kind in ODD_PHOTOS if "orientation" in kind])
def test_a_photo_stands_upright_however_the_camera_was_held(kind: str, tmp_path: Path) -> None:
    path = ODD_PHOTOS[kind](tmp_path)
    assert_shows_corners(decode(path))
    assert_shows_corners(decode(path, least_side=None))


@pytest.mark.parametrize(
    "kind",
    [
        "turned PNG", "turned WebP", "turned TIFF", "turned AVIF", "CMYK JPEG", "CMYK TIFF",
        "palette", "animated GIF", "animated WebP", "animated PNG", "upper-case ending",
        "wrong ending",
    ],
)  # fmt: skip
def test_a_photo_looks_the_same_in_any_format(kind: str, tmp_path: Path) -> None:
    assert_shows_corners(decode(ODD_PHOTOS[kind](tmp_path)))


@pytest.mark.parametrize(
    "build",
    [
        bad_photos.grey_16,
        lambda to: bad_photos.grey_16(to, ".tif"),
        bad_photos.floats,
        lambda to: bad_photos.floats(to, white=255.0),
        lambda to: bad_photos.floats(to, white=100_000.0),
        bad_photos.integers,
    ],
)
def test_a_deep_grey_photo_keeps_its_greys(build: Builder, tmp_path: Path) -> None:
    pixels = decode(build(tmp_path))
    row = pixels[bad_photos.HEIGHT // 2]
    assert (row == row[:, :1]).all()
    np.testing.assert_allclose(row[:, 0], np.linspace(0, 255, bad_photos.WIDTH), atol=2)
    assert (np.diff(row[:, 0].astype(int)) >= 0).all()
    assert row[0, 0] == 0


def test_a_16_bit_photo_spans_black_to_white(tmp_path: Path) -> None:
    row = decode(bad_photos.grey_16(tmp_path))[0, :, 0]
    np.testing.assert_allclose(row, np.linspace(0, 255, bad_photos.WIDTH), atol=1)


def test_a_float_photo_of_one_value_is_no_division_by_zero(tmp_path: Path) -> None:
    path = tmp_path / "flat.tif"
    Image.fromarray(np.full((8, 8), np.nan, dtype=np.float32)).save(path)
    assert not decode(path).any()


@pytest.mark.parametrize(
    "build", [bad_photos.see_through, lambda to: bad_photos.see_through(to, ".webp")]
)
def test_see_through_parts_show_a_neutral_ground(build: Builder, tmp_path: Path) -> None:
    pixels = decode(build(tmp_path))
    assert column(pixels, 0.25) == list(GROUND)
    np.testing.assert_allclose(pixels[-1, -1], bad_photos.YELLOW, atol=1)


def test_see_through_greys_and_palettes_show_the_ground_too(tmp_path: Path) -> None:
    for build, opaque in (
        (bad_photos.grey_see_through, [255, 255, 255]),
        (bad_photos.palette_with_transparency_bytes, [0, 0, 255]),
    ):
        pixels = decode(build(tmp_path))
        assert column(pixels, 0.25) == list(GROUND)
        assert column(pixels, 0.75) == opaque


def test_a_drawing_in_one_bit_is_black_and_white(tmp_path: Path) -> None:
    pixels = decode(bad_photos.one_bit(tmp_path))
    assert column(pixels, 0.25) == [0, 0, 0]
    assert column(pixels, 0.75) == [255, 255, 255]


@pytest.mark.parametrize("space", ["sRGB", "Display P3", "Adobe RGB"])
def test_colours_of_other_spaces_look_as_they_were_meant(space: str, tmp_path: Path) -> None:
    path = bad_photos.with_profile(tmp_path, "wide.png", rgb_profile(space))
    expected = seen_in_srgb((200, 120, 60), space)
    np.testing.assert_allclose(decode(path)[5, 5], expected, atol=3)


def test_a_wide_colour_is_not_shown_as_if_it_were_srgb(tmp_path: Path) -> None:
    path = bad_photos.with_profile(tmp_path, "p3.png", rgb_profile("Display P3"))
    assert abs(decode(path)[5, 5].astype(int) - (200, 120, 60)).max() > 10


def test_a_grey_photo_with_a_profile_for_colours_is_converted(tmp_path: Path) -> None:
    Image.new("L", (8, 8), 100).save(tmp_path / "grey.png", icc_profile=rgb_profile("Adobe RGB"))
    red, green, blue = decode(tmp_path / "grey.png")[0, 0].astype(int)
    assert max(abs(red - green), abs(green - blue)) <= 1
    np.testing.assert_allclose(green, seen_in_srgb((100, 100, 100), "Adobe RGB")[1], atol=2)


def test_a_broken_or_unfitting_profile_is_ignored(tmp_path: Path) -> None:
    path = bad_photos.with_profile(tmp_path, "broken.png", b"no profile" * 30)
    assert decode(path)[0, 0].tolist() == [200, 120, 60]
    bad_photos.corners().convert("CMYK").save(
        tmp_path / "cmyk.jpg", quality=95, icc_profile=rgb_profile("Adobe RGB")
    )
    assert_shows_corners(decode(tmp_path / "cmyk.jpg"))


def test_a_photo_with_a_broken_exif_block_is_shown(tmp_path: Path) -> None:
    path = bad_photos.broken_exif(tmp_path)
    with pytest.warns(UserWarning, match="Corrupt EXIF"), Image.open(path) as image:
        image.getexif()
    assert decode(path).shape[2] == 3


def test_pillows_warnings_reach_nobody_in_any_thread(tmp_path: Path) -> None:
    paths = [
        bad_photos.broken_exif(tmp_path),
        bad_photos.palette_with_transparency_bytes(tmp_path),
        bad_photos.huge_jpeg(tmp_path, 10_000),
    ]
    with warnings.catch_warnings(record=True) as caught, ThreadPoolExecutor(4) as pool:
        warnings.simplefilter("always")
        assert len(list(pool.map(decode, paths * 8))) == len(paths) * 8
    assert caught == []


@pytest.mark.parametrize("size", [(2000, 1500), (1500, 2000), (257, 256), (4000, 256), (5000, 999)])
@pytest.mark.parametrize("ending", [".jpg", ".png"])
def test_the_shorter_side_gets_the_wished_pixels(
    size: tuple[int, int], ending: str, tmp_path: Path
) -> None:
    path = tmp_path / f"photo{ending}"
    bad_photos.corners(*size).save(path)
    height, width = decode(path, least_side=256).shape[:2]
    assert min(height, width) == 256
    assert max(height, width) == pytest.approx(256 * max(size) / min(size), rel=0.005)


def test_a_small_photo_is_never_enlarged(tmp_path: Path) -> None:
    assert decode(bad_photos.photo(tmp_path), least_side=500).shape[:2] == (64, 96)


def test_without_a_wish_a_photo_keeps_its_size(tmp_path: Path) -> None:
    bad_photos.corners(1203, 801).save(tmp_path / "photo.jpg")
    assert decode(tmp_path / "photo.jpg", least_side=None).shape == (801, 1203, 3)


def test_a_photo_made_small_still_shows_the_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    bad_photos.corners(4001, 3003).save(path)  # more than one band, and no even division
    pixels = decode(path, least_side=100).astype(float)
    whole = np.asarray(bad_photos.corners(4001, 3003).resize((133, 100), Image.Resampling.BOX))
    assert np.abs(pixels - whole).mean() < 1


def test_a_strip_is_narrowed_instead_of_filling_the_memory(tmp_path: Path) -> None:
    height, width = decode(bad_photos.strip(tmp_path), least_side=256).shape[:2]
    assert width == 256 * MAX_ELONGATION
    assert height == round(300 * width / 40_000)


def test_a_jpeg_too_large_for_memory_is_halved_for_the_large_view(tmp_path: Path) -> None:
    height, width = decode(bad_photos.huge_jpeg(tmp_path, 16_000), least_side=None).shape[:2]
    assert (height, width) == (8_000, 8_000)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other units")
def test_a_claim_of_gigapixels_allocates_nothing(tmp_path: Path) -> None:
    resource = importlib.import_module("resource")  # Windows has none
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for build in (bad_photos.huge_gif, lambda to: bad_photos.claim(to, 100_000, 100_000)):
        with pytest.raises(Unreadable, match="too large"):
            decode(build(tmp_path))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < MAX_BYTES // 10


def test_a_progressive_jpeg_is_refused_by_what_it_takes(tmp_path: Path) -> None:
    bad_photos.corners().save(tmp_path / "small.jpg", progressive=True)
    assert_shows_corners(decode(tmp_path / "small.jpg"))
    content = (tmp_path / "small.jpg").read_bytes()
    at = content.index(b"\xff\xc2") + 5
    claim = content[:at] + (20_000).to_bytes(2) * 2 + content[at + 4 :]
    (tmp_path / "claim.jpg").write_bytes(claim)
    with pytest.raises(Unreadable, match="too large: its 20,000 × 20,000 pixels"):
        decode(tmp_path / "claim.jpg")


def test_a_photo_that_may_not_be_read_gets_a_sentence() -> None:
    with (
        bad_photos.public_folder() as folder,
        bad_photos.forbidden(bad_photos.photo(folder)),
        pytest.raises(Unreadable, match="not allowed"),
    ):
        decode(folder / "photo.jpg")


def test_a_pipe_named_like_a_photo_does_not_stop_everything(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes in folders on this system")
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(Unreadable, match="not a file"):
        decode(tmp_path / "pipe.jpg")


@pytest.mark.parametrize("name", bad_photos.STRANGE_NAMES)
def test_a_photo_is_read_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    assert_shows_corners(decode(bad_photos.photo(tmp_path, name)))


def test_many_threads_read_the_same_pixels(tmp_path: Path) -> None:
    paths = [build(tmp_path) for kind, build in ODD_PHOTOS.items() if "20,000" not in kind] * 2
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(decode, paths))
    for path, pixels in zip(paths, together, strict=True):
        np.testing.assert_array_equal(decode(path), pixels)


def test_the_pixels_cannot_be_changed_under_another_thread(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="read-only"):
        decode(bad_photos.photo(tmp_path))[0, 0] = 0


@pytest.mark.parametrize("edge", [1, 40, 95, 96, 200])
def test_a_thumbnail_fits_its_edge_and_is_never_enlarged(edge: int, tmp_path: Path) -> None:
    height, width = thumbnail(decode(bad_photos.photo(tmp_path)), edge=edge).shape[:2]
    assert width == min(edge, 96)
    assert height == max(1, round(64 * width / 96))


def test_a_thumbnail_shows_the_photo(tmp_path: Path) -> None:
    small = thumbnail(decode(bad_photos.photo(tmp_path)), edge=12)
    np.testing.assert_allclose(small[1, 1], bad_photos.RED, atol=COMPRESSION)
    np.testing.assert_allclose(small[-2, -2], bad_photos.YELLOW, atol=COMPRESSION)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.none() | st.integers(1, 5000))
def test_a_wished_size_is_never_larger_and_keeps_the_shape(
    width: int, height: int, least_side: int | None
) -> None:
    new = shrunk_size((width, height), least_side)
    assert 1 <= new[0] <= width
    assert 1 <= new[1] <= height
    if least_side is not None:
        assert max(new) <= max(MAX_ELONGATION * least_side, 1)
        assert min(new) <= least_side
        assert abs(new[0] * height - new[1] * width) <= max(width, height)  # within one pixel


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_damage_anywhere_gives_pixels_or_a_sentence(data: st.DataObject, tmp_path: Path) -> None:
    kinds: dict[str, Callable[[Path], Path]] = {
        "usual": ODD_PHOTOS["orientation 6"],
        **{kind: ODD_PHOTOS[kind] for kind in ODD_PHOTOS if "turned" in kind or "GIF" in kind},
    }
    path = kinds[data.draw(st.sampled_from(sorted(kinds)))](tmp_path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    try:
        assert decode(path).shape[2] == 3
    except Unreadable as refused:
        assert str(refused).endswith(".")


def test_every_file_of_every_camera_gives_pixels_or_a_sentence() -> None:
    """The maintainers' collection of what cameras, phones and programs really write."""
    refused = {}
    for path in photos("cameras"):
        try:
            assert decode(path).shape[2] == 3, path
        except Unreadable as sentence:
            refused[path.name] = str(sentence)
    readable = {name for name in refused if FORMATS.get(Path(name).suffix.lower(), None)}
    assert len(refused) < 20
    assert {name for name in readable if FORMATS[Path(name).suffix.lower()].is_readable} == {
        "SPADE.BMP",  # an OS/2 array of bitmaps
        "10x12x16bit-CMYK.psd",
        *(BROKEN_HEIF if HEIC.is_installed else ()),
    }


def test_every_format_names_decoders_that_exist() -> None:
    assert set(PLUGINS) <= set(Image.OPEN)


def test_every_ending_is_in_lower_case_with_its_dot() -> None:
    assert all(ending == ending.lower() and ending.startswith(".") for ending in FORMATS)
