"""Builds odd photos (which must work) and bad ones (which must get a clear sentence).

Each builder writes one file into a folder and returns its path. `ODD_PHOTOS` and `BAD_PHOTOS`
hold them all, so that a test of any part can run over every kind.
"""

import os
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.library.extras import HEIC
from tests.icc import rgb_profile

Builder: TypeAlias = Callable[[Path], Path]

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 180, 40), (30, 60, 210), (230, 210, 40)
"""The corners of `corners`: top left, top right, bottom left, bottom right."""
WIDTH, HEIGHT = 96, 64
_NOBODY: Final = 65534

STRANGE_NAMES: Final = (
    "海と山.jpg",
    "صورة.jpg",
    "Ωμέγα é.jpg",
    "🌅.jpg",
    "two\nlines.jpg",
    " spaces .jpg",
    "-rf.jpg",
    "ü" * 123 + ".jpg",  # 250 bytes
    os.fsdecode(b"latin-\xe9.jpg"),  # no valid UTF-8
)


def corners(width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """A photo with a colour of its own in each quarter."""
    image = Image.new("RGB", (width, height), YELLOW)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def photo(folder: Path, name: str = "photo.jpg") -> Path:
    """A usual photo."""
    corners().save(folder / name, quality=95)
    return folder / name


def turned(folder: Path, orientation: int, ending: str = ".jpg") -> Path:
    """A photo stored in the EXIF orientation, so that upright it is `corners`."""
    # How to store a photo that is shown by each orientation's own turn: the inverse turn.
    store = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    image = corners() if store is None else corners().transpose(store)
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = folder / f"turned-{orientation}{ending}"
    options = {"compression": "tiff_lzw"} if ending == ".tif" else {"quality": 95}
    image.save(path, exif=exif, **options)
    return path


def with_profile(folder: Path, name: str, profile: bytes) -> Path:
    """A PNG of one colour, (200, 120, 60), with a colour profile."""
    Image.new("RGB", (WIDTH, HEIGHT), (200, 120, 60)).save(folder / name, icc_profile=profile)
    return folder / name


def broken_exif(folder: Path) -> Path:
    """A photo whose EXIF block names far more data than it has; Pillow warns about it."""
    entries = struct.pack("<HHHLL", 200, 0x0112, 3, 1, 6)
    exif = b"Exif\0\0II*\0" + struct.pack("<L", 8) + entries
    corners().save(folder / "broken-exif.jpg", exif=exif, quality=95)
    return folder / "broken-exif.jpg"


def grey_16(folder: Path, ending: str = ".png") -> Path:
    """16-bit greyscale from black at the left to white at the right."""
    ramp = np.linspace(0, 65535, WIDTH).astype(np.uint16)
    path = folder / f"grey-16{ending}"
    Image.fromarray(np.tile(ramp, (HEIGHT, 1))).save(path)
    return path


def floats(folder: Path, *, white: float = 1.0) -> Path:
    """A float TIFF from 0 at the left to `white` at the right, with a NaN and an infinity."""
    values = np.tile(np.linspace(0, white, WIDTH, dtype=np.float32), (HEIGHT, 1))
    values[0, 0], values[1, 0] = np.nan, np.inf
    path = folder / f"floats-{white:g}.tif"
    Image.fromarray(values).save(path)
    return path


def integers(folder: Path) -> Path:
    """A TIFF of 32-bit integers from −1000 at the left to 1000 at the right."""
    values = np.tile(np.linspace(-1000, 1000, WIDTH).astype(np.int32), (HEIGHT, 1))
    Image.fromarray(values).save(folder / "integers.tif")
    return folder / "integers.tif"


def cmyk(folder: Path, ending: str = ".jpg") -> Path:
    """`corners` for print; as a JPEG its values are inverted, as Adobe's programs do."""
    path = folder / f"cmyk{ending}"
    corners().convert("CMYK").save(path, quality=95)
    return path


def palette(folder: Path) -> Path:
    """`corners` in a palette."""
    corners().quantize(16).save(folder / "palette.png")
    return folder / "palette.png"


def palette_with_transparency_bytes(folder: Path) -> Path:
    """A palette photo whose first colour is see-through, in the form Pillow warns about."""
    image = Image.new("P", (WIDTH, HEIGHT), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (WIDTH // 2, 0, WIDTH, HEIGHT))
    path = folder / "palette-transparency.png"
    image.save(path, transparency=bytes([0, 255]))
    return path


def see_through(folder: Path, ending: str = ".png") -> Path:
    """`corners` with its left half see-through."""
    image = corners().convert("RGBA")
    image.paste((0, 0, 0, 0), (0, 0, WIDTH // 2, HEIGHT))
    path = folder / f"see-through{ending}"
    image.save(path, lossless=True)
    return path


def grey_see_through(folder: Path) -> Path:
    """White over nothing in greyscale with alpha: the left half is see-through."""
    image = Image.new("LA", (WIDTH, HEIGHT), (255, 255))
    image.paste((255, 0), (0, 0, WIDTH // 2, HEIGHT))
    image.save(folder / "grey-see-through.png")
    return folder / "grey-see-through.png"


def one_bit(folder: Path) -> Path:
    """A drawing in black (left) and white (right)."""
    image = Image.new("1", (WIDTH, HEIGHT), 0)
    image.paste(1, (WIDTH // 2, 0, WIDTH, HEIGHT))
    image.save(folder / "one-bit.png")
    return folder / "one-bit.png"


def animated(folder: Path, ending: str = ".gif") -> Path:
    """An animation whose first frame is `corners`; the others are black."""
    black = Image.new("RGB", (WIDTH, HEIGHT))
    path = folder / f"animated{ending}"
    corners().save(path, save_all=True, append_images=[black, black], lossless=True)
    return path


def huge_jpeg(folder: Path, side: int = 20_000) -> Path:
    """A grey JPEG of `side` × `side` pixels, written without ever holding them.

    In Huffman's codes of JPEG's Annex K each grey block is 001010: four blocks in three bytes.
    """
    path = folder / f"huge-{side}.jpg"
    Image.new("L", (8, 8), 128).save(path)
    small = path.read_bytes()
    size_at = small.index(b"\xff\xc0") + 5
    scan_at = small.index(b"\xff\xda")
    data_at = scan_at + 2 + int.from_bytes(small[scan_at + 2 : scan_at + 4])
    blocks = ((side + 7) // 8) ** 2
    head = small[:size_at] + struct.pack(">HH", side, side) + small[size_at + 4 : data_at]
    path.write_bytes(head + b"\x28\xa2\x8a" * ((blocks + 3) // 4) + b"\xff\xd9")
    return path


def strip(folder: Path) -> Path:
    """A very long and narrow photo."""
    Image.new("RGB", (40_000, 300), RED).save(folder / "strip.png")
    return folder / "strip.png"


def one_pixel(folder: Path) -> Path:
    """The smallest photo."""
    Image.new("RGB", (1, 1), BLUE).save(folder / "one-pixel.png")
    return folder / "one-pixel.png"


def empty(folder: Path) -> Path:
    """A file of zero bytes."""
    (folder / "empty.jpg").touch()
    return folder / "empty.jpg"


def truncated(folder: Path, ending: str = ".jpg") -> Path:
    """A photo of which only the first half arrived."""
    path = folder / f"truncated{ending}"
    noise = np.random.default_rng(0).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    return path


def no_photo(folder: Path) -> Path:
    """A text with a photo's ending."""
    (folder / "letter.jpg").write_text("Dear Sir or Madam,\n" * 100)
    return folder / "letter.jpg"


def heic_inside(folder: Path) -> Path:
    """A HEIC photo that some program renamed; only its first bytes are right."""
    (folder / "really-heic.jpg").write_bytes(b"\0\0\0\x18ftypheic" + bytes(200))
    return folder / "really-heic.jpg"


def heic(folder: Path) -> Path:
    """A HEIC photo, of which only the first bytes are right."""
    return heic_inside(folder).rename(folder / "phone.HEIC")


def raw(folder: Path) -> Path:
    """A camera's RAW file without its data: its small TIFF must not pass for the photo."""
    corners().save(folder / "camera.tif")
    return (folder / "camera.tif").rename(folder / "camera.nef")


def claim(folder: Path, width: int, height: int) -> Path:
    """A tiny PNG that claims to be huge, in colour."""
    header = b"IHDR" + struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1000))
    chunks = (
        struct.pack(">L", len(chunk) - 4) + chunk + struct.pack(">L", zlib.crc32(chunk))
        for chunk in (header, data, b"IEND")
    )
    path = folder / f"claim-{width}.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    return path


def huge_gif(folder: Path) -> Path:
    """A GIF of 40 bytes that claims 65,535 × 65,535 pixels, to be cleared after it was shown."""
    side = struct.pack("<HH", 65535, 65535)
    screen = b"GIF89a" + side + b"\x80\0\0" + bytes(6)
    control = b"\x21\xf9\x04\x08\0\0\0\0"
    frame = b"\x2c" + bytes(4) + side + b"\0" + b"\x02\x02\x44\x01\0;"
    (folder / "huge.gif").write_bytes(screen + control + frame)
    return folder / "huge.gif"


def vanished(folder: Path) -> Path:
    """The path of a photo that was there a moment ago."""
    path = photo(folder, "vanished.jpg")
    path.unlink()
    return path


def folder_named_like_a_photo(folder: Path) -> Path:
    """A folder with a photo's ending."""
    (folder / "folder.jpg").mkdir()
    return folder / "folder.jpg"


def odd_psd(folder: Path) -> Path:
    """A Photoshop file in 16 bits, which Pillow does not know."""
    (folder / "deep.psd").write_bytes(b"8BPS" + struct.pack(">HxxxxxxHLLHH", 1, 4, 8, 8, 16, 4))
    return folder / "deep.psd"


ODD_PHOTOS: Final[dict[str, Builder]] = {
    "usual": photo,
    **{f"orientation {turn}": partial(turned, orientation=turn) for turn in range(1, 9)},
    "orientation 0": lambda to: turned(to, 0),
    "orientation 77": lambda to: turned(to, 77),
    "turned PNG": lambda to: turned(to, 6, ".png"),
    "turned WebP": lambda to: turned(to, 6, ".webp"),
    "turned TIFF": lambda to: turned(to, 6, ".tif"),
    "turned AVIF": lambda to: turned(to, 6, ".avif"),
    "broken EXIF": broken_exif,
    "CMYK JPEG": cmyk,
    "CMYK TIFF": lambda to: cmyk(to, ".tif"),
    "16-bit PNG": grey_16,
    "16-bit TIFF": lambda to: grey_16(to, ".tif"),
    "float TIFF": floats,
    "32-bit TIFF": integers,
    "palette": palette,
    "palette with transparency": palette_with_transparency_bytes,
    "alpha PNG": see_through,
    "alpha WebP": lambda to: see_through(to, ".webp"),
    "grey with alpha": grey_see_through,
    "one bit": one_bit,
    "animated GIF": animated,
    "animated WebP": lambda to: animated(to, ".webp"),
    "animated PNG": lambda to: animated(to, ".png"),
    "broken profile": lambda to: with_profile(to, "broken-profile.png", b"no profile" * 30),
    "Display P3": lambda to: with_profile(to, "p3.png", rgb_profile("Display P3")),
    "Adobe RGB": lambda to: with_profile(to, "adobe.png", rgb_profile("Adobe RGB")),
    "20,000 × 20,000 JPEG": huge_jpeg,
    "strip": strip,
    "one pixel": one_pixel,
    "upper-case ending": lambda to: photo(to, "DSC.JPEG"),
    "wrong ending": lambda to: photo(to, "photo.png").rename(to / "png.jpg"),
}
"""What it is → its builder. Every one of them must become a tile."""

BAD_PHOTOS: Final[dict[str, tuple[Builder, str]]] = {
    "zero bytes": (empty, "empty"),
    "truncated JPEG": (truncated, "damaged or incomplete"),
    "truncated PNG": (lambda to: truncated(to, ".png"), "damaged or incomplete"),
    "truncated GIF": (lambda to: truncated(to, ".gif"), "damaged or incomplete"),
    "truncated WebP": (lambda to: truncated(to, ".webp"), "damaged"),
    "truncated TIFF": (lambda to: truncated(to, ".tif"), "damaged"),
    "truncated BMP": (lambda to: truncated(to, ".bmp"), "damaged or incomplete"),
    "truncated AVIF": (lambda to: truncated(to, ".avif"), "damaged"),
    "truncated JPEG 2000": (lambda to: truncated(to, ".jp2"), "damaged or incomplete"),
    "text": (no_photo, "not a photo"),
    "HEIC": (heic, "damaged" if HEIC.is_installed else "HEIC photos need .*pillow-heif"),
    "HEIC named .jpg": (
        heic_inside,
        "damaged" if HEIC.is_installed else "HEIC photos need .*pillow-heif",
    ),
    "RAW": (raw, "does not know this camera"),
    "20,000 × 20,000 PNG": (lambda to: claim(to, 20_000, 20_000), "20,000 × 20,000 pixels"),
    "10 gigapixels": (lambda to: claim(to, 100_000, 100_000), "too large"),
    "GIF of 4 gigapixels": (huge_gif, "too large"),
    "vanished": (vanished, "no longer there"),
    "folder": (folder_named_like_a_photo, "not a file"),
    "16-bit Photoshop": (odd_psd, "variety"),
}
"""What it is → its builder, and words that the sentence about it must contain."""


@contextmanager
def forbidden(path: Path) -> Iterator[None]:
    """While it lasts nobody may read `path`; the test skips where that cannot be forbidden.

    Root may read everything, so the test is an ordinary user meanwhile; `path` must be in a
    place that others may enter (see `public_folder`).
    """
    if os.name == "nt":
        pytest.skip("Windows has no such permissions")
    mode = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        path.chmod(mode)


@contextmanager
def public_folder() -> Iterator[Path]:
    """A temporary folder that other users may enter, which pytest's own are not."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
