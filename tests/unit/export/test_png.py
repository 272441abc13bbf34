"""The picture of a grid: every photo once, upright, never squashed."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.export.picture import ExportSettings, Mode, picture_size
from gridsne_desktop.export.png import export_png, exporter_for
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.progress import Progress, Run, Stage
from tests.unit.export.made import colours, grid_of, photo, read, solid, solid_photos, tile_at
from tests.unit.organize.disks import mounted

SMALL = ExportSettings(tile=16, gap=3, background="#102030")
BACKGROUND = (0x10, 0x20, 0x30)


def exported(grid: Grid, folder: Path, settings: ExportSettings = SMALL) -> Pixels:
    assert export_png(grid, folder / "grid.png", settings=settings, run=Run()) == ()
    return read(folder / "grid.png")


@pytest.mark.parametrize("aspect", [1.0, 0.5, 1.5])
@pytest.mark.parametrize("mode", ["fit", "fill"])
def test_every_photo_is_in_its_cell_and_nowhere_else(
    tmp_path: Path, mode: Mode, aspect: float
) -> None:
    settings = replace(SMALL, mode=mode, tile_aspect=aspect)
    grid = grid_of(solid_photos(tmp_path, 23))
    picture = exported(grid, tmp_path, settings)
    assert picture.shape[1::-1] == picture_size(grid.columns, grid.rows, settings)
    for cell, colour in zip(grid.cells.tolist(), colours(23), strict=True):
        middle = tile_at(picture, cell, grid.columns, settings)[settings.tile_height // 2, 8]
        assert tuple(middle) == colour
    side = min(settings.tile, settings.tile_height)
    area = side * side if mode == "fit" else settings.tile * settings.tile_height
    counted = Counter(map(tuple, picture.reshape(-1, 3).tolist()))
    assert {colour: counted[colour] for colour in colours(23)} == dict.fromkeys(colours(23), area)
    assert counted[BACKGROUND] == picture.shape[0] * picture.shape[1] - 23 * area


def test_photos_of_the_tiles_size_are_exact(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    pixels = [random.integers(0, 256, (16, 16, 3), dtype=np.uint8) for _ in range(6)]
    grid = grid_of([photo(tmp_path / f"{i}.png", each) for i, each in enumerate(pixels)])
    picture = exported(grid, tmp_path)
    for cell, each in zip(grid.cells.tolist(), pixels, strict=True):
        assert np.array_equal(tile_at(picture, cell, grid.columns, SMALL), each)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photos_are_upright(tmp_path: Path, orientation: int) -> None:
    quarters = solid((255, 0, 0), width=60, height=40)
    quarters[:20, :30] = (0, 0, 255)
    quarters[20:, :30] = (0, 255, 0)
    stored = photo(tmp_path / "a.png", quarters, orientation=orientation)
    with Image.open(stored.path) as image:
        upright = np.asarray(ImageOps.exif_transpose(image))
    settings = replace(SMALL, tile=48)
    picture = exported(grid_of([stored]), tmp_path, settings)
    tile = tile_at(picture, 0, 1, settings)
    height, width = (32, 48) if orientation <= 4 else (48, 32)
    top, left = (48 - height) // 2, (48 - width) // 2
    for row, column in ((1, 1), (1, 3), (3, 1), (3, 3)):
        wished = upright[upright.shape[0] * row // 4, upright.shape[1] * column // 4]
        assert np.array_equal(tile[top + height * row // 4, left + width * column // 4], wished)


@pytest.mark.parametrize(("width", "height"), [(90, 30), (30, 90), (7, 5), (2000, 9), (9, 2000)])
@pytest.mark.parametrize("aspect", [1.0, 0.5, 2.0])
def test_a_fitted_photo_is_whole_centred_and_of_its_own_shape(
    tmp_path: Path, width: int, height: int, aspect: float
) -> None:
    settings = replace(SMALL, tile=40, tile_aspect=aspect)
    wide = photo(tmp_path / "a.png", solid((200, 0, 0), width=width, height=height))
    tile = tile_at(exported(grid_of([wide]), tmp_path, settings), 0, 1, settings)
    rows, columns = np.nonzero(np.all(tile == (200, 0, 0), axis=2))
    shown_height, shown_width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert shown_width == 40 or shown_height == settings.tile_height
    scale = min(40 / width, settings.tile_height / height)
    assert abs(shown_width - max(1, width * scale)) <= 1
    assert abs(shown_height - max(1, height * scale)) <= 1
    assert abs(int(columns.min()) - (39 - int(columns.max()))) <= 1
    assert abs(int(rows.min()) - (settings.tile_height - 1 - int(rows.max()))) <= 1


@pytest.mark.parametrize(("width", "height"), [(90, 30), (30, 90)])
def test_a_filled_tile_shows_the_middle_of_the_photo(
    tmp_path: Path, width: int, height: int
) -> None:
    pixels = solid((200, 0, 0), width=width, height=height)
    pixels[(height - 30) // 2 : (height + 30) // 2, (width - 30) // 2 : (width + 30) // 2] = 90
    settings = replace(SMALL, mode="fill", tile=30)
    picture = exported(grid_of([photo(tmp_path / "a.png", pixels)]), tmp_path, settings)
    assert np.all(tile_at(picture, 0, 1, settings) == 90)


def test_a_photo_that_cannot_be_read_any_more_leaves_a_mark_and_a_problem(tmp_path: Path) -> None:
    photos = solid_photos(tmp_path, 5)
    photos[1].path.unlink()
    photos[3].path.write_bytes(b"no photo")
    grid = grid_of(photos)
    problems = export_png(grid, tmp_path / "g.png", settings=SMALL, run=Run())
    assert {problem.path for problem in problems} == {photos[1].path, photos[3].path}
    picture = read(tmp_path / "g.png")
    gone = tile_at(picture, int(grid.cells[1]), grid.columns, SMALL)
    damaged = tile_at(picture, int(grid.cells[3]), grid.columns, SMALL)
    assert np.array_equal(gone, damaged)
    assert len(np.unique(gone.reshape(-1, 3), axis=0)) == 2
    assert BACKGROUND not in set(map(tuple, gone.reshape(-1, 3).tolist()))


def test_an_empty_grid_is_an_empty_picture(tmp_path: Path) -> None:
    assert np.all(exported(grid_of([]), tmp_path) == BACKGROUND)
    assert exported(grid_of([]), tmp_path, replace(SMALL, gap=0)).shape == (1, 1, 3)


def test_tiles_without_a_gap_meet(tmp_path: Path) -> None:
    grid = grid_of(solid_photos(tmp_path, 4), columns=2)
    picture = exported(grid, tmp_path, replace(SMALL, gap=0))
    assert picture.shape == (32, 32, 3)
    assert BACKGROUND not in set(map(tuple, picture.reshape(-1, 3).tolist()))


def test_each_photo_is_reported(tmp_path: Path) -> None:
    seen: list[Progress] = []
    grid = grid_of(solid_photos(tmp_path, 9))
    export_png(grid, tmp_path / "g.png", settings=SMALL, run=Run(seen.append))
    assert {progress.stage for progress in seen} == {Stage.EXPORT}
    assert (seen[0].done, seen[-1].done, seen[-1].total) == (0, 9, 9)


def test_the_same_grid_is_the_same_picture_byte_for_byte(tmp_path: Path) -> None:
    grid = grid_of(solid_photos(tmp_path, 20))
    for name in ("one.png", "two.png"):
        export_png(grid, tmp_path / name, settings=SMALL, run=Run())
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


@pytest.mark.parametrize("at", [0, 4, 12])
def test_cancelling_leaves_the_older_picture_and_nothing_else(tmp_path: Path, at: int) -> None:
    class CancelsItself(Run):
        def report(self, stage: Stage, done: int, total: int) -> None:
            if done == at:
                self.cancel()
            super().report(stage, done, total)

    grid = grid_of(solid_photos(tmp_path, 12))
    (tmp_path / "g.png").write_bytes(b"older")
    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        export_png(grid, tmp_path / "g.png", settings=SMALL, run=CancelsItself())
    assert set(tmp_path.iterdir()) == before
    assert (tmp_path / "g.png").read_bytes() == b"older"


def test_a_photo_is_never_replaced_by_a_picture(tmp_path: Path) -> None:
    photos = solid_photos(tmp_path, 3)
    before = photos[1].path.read_bytes()
    with pytest.raises(GridsneError, match=r"1\.png is one of the photos"):
        export_png(grid_of(photos), photos[1].path, settings=SMALL, run=Run())
    assert photos[1].path.read_bytes() == before


def test_a_picture_that_no_program_could_open_is_refused_at_once(tmp_path: Path) -> None:
    photos = solid_photos(tmp_path, 2)
    far = Grid(
        photos=tuple(photos), columns=600_000, rows=1, cells=np.array([0, 599_999], dtype=np.int32)
    )
    large = replace(SMALL, tile=2048)
    with pytest.raises(GridsneError, match=r"[\d,]+ × [\d,]+ pixels is too large"):
        export_png(far, tmp_path / "g.png", settings=large, run=Run())
    assert not (tmp_path / "g.png").exists()


def test_a_place_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    grid = grid_of(solid_photos(tmp_path, 2))
    with pytest.raises(GridsneError, match=r"g\.png could not be written"):
        export_png(grid, tmp_path / "nowhere" / "g.png", settings=SMALL, run=Run())


def test_a_disk_that_fills_up_is_a_clear_error_and_leaves_nothing(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    noise = [random.integers(0, 256, (128, 128, 3), dtype=np.uint8) for _ in range(49)]
    grid = grid_of([photo(tmp_path / f"{i}.png", each) for i, each in enumerate(noise)])
    with mounted(tmp_path / "small", megabytes=1) as disk:
        with pytest.raises(GridsneError, match="No space"):
            export_png(grid, disk / "g.png", settings=ExportSettings(), run=Run())
        assert list(disk.iterdir()) == []


@pytest.mark.parametrize("name", ["g.gif", "g", "g.png.txt"])
def test_an_unknown_ending_names_the_known_ones(name: str) -> None:
    with pytest.raises(GridsneError, match=r"ends in \.png"):
        exporter_for(Path(name))
    assert exporter_for(Path("G.PNG")) is export_png
