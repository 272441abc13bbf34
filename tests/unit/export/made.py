"""Photos and grids for the tests of pictures, and the picture's tiles read back."""

from pathlib import Path

import numpy as np
from PIL import Image

from gridsne_desktop.export.picture import ExportSettings
from gridsne_desktop.layout.grid import Grid, grid_shape
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo


def photo(path: Path, pixels: Pixels, *, orientation: int | None = None) -> Photo:
    """A lossless photo of these pixels; `orientation` is its EXIF tag."""
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    Image.fromarray(pixels).save(path, exif=exif)
    return known(path)


def known(path: Path) -> Photo:
    facts = path.stat()
    return Photo(path=path, size=facts.st_size, mtime_ns=facts.st_mtime_ns)


def solid(colour: tuple[int, int, int], *, width: int = 40, height: int = 40) -> Pixels:
    return np.full((height, width, 3), colour, dtype=np.uint8)


def colours(count: int) -> list[tuple[int, int, int]]:
    """Colours that are all different."""
    return [(number % 7 * 36, number // 7 % 7 * 36, number // 49 * 36) for number in range(count)]


def solid_photos(folder: Path, count: int) -> list[Photo]:
    """Photos of one colour each, all different."""
    return [
        photo(folder / f"{number}.png", solid(colour))
        for number, colour in enumerate(colours(count))
    ]


def grid_of(photos: list[Photo], *, columns: int | None = None, seed: int = 5) -> Grid:
    """The photos in shuffled cells."""
    columns, rows = grid_shape(len(photos), columns=columns)
    cells = np.random.default_rng(seed).permutation(len(photos)).astype(np.int32)
    return Grid(photos=tuple(photos), columns=columns, rows=rows, cells=cells)


def read(path: Path) -> Pixels:
    with Image.open(path) as image:
        image.load()
        assert image.mode == "RGB"
        return np.asarray(image)


def tile_at(picture: Pixels, cell: int, columns: int, settings: ExportSettings) -> Pixels:
    row, column = divmod(cell, columns)
    top = settings.gap + row * (settings.tile_height + settings.gap)
    left = settings.gap + column * (settings.tile + settings.gap)
    return picture[top : top + settings.tile_height, left : left + settings.tile]
