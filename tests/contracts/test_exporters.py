"""What every exporter keeps to."""

import inspect
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gridsne_desktop.errors import Cancelled, GridsneError
from gridsne_desktop.export.png import EXPORTERS, ExportSettings, exporter_for, picture_size
from gridsne_desktop.progress import Progress, Run, Stage
from tests.unit.export.made import colours, grid_of, solid_photos, tile_at

pytestmark = pytest.mark.parametrize("ending", sorted(EXPORTERS))

SETTINGS = ExportSettings(tile=16, gap=2)
LOSS = 12
"""What a format with loss may change of a colour."""


def test_it_is_found_by_its_ending_in_any_case(ending: str) -> None:
    assert ending == ending.lower()
    assert ending.startswith(".")
    assert exporter_for(Path("grid" + ending.upper())) is EXPORTERS[ending]
    assert inspect.getdoc(EXPORTERS[ending])


def test_every_photo_is_in_its_cell(ending: str, tmp_path: Path) -> None:
    grid = grid_of(solid_photos(tmp_path, 10))
    seen: list[Progress] = []
    target = tmp_path / f"grid{ending}"
    assert EXPORTERS[ending](grid, target, settings=SETTINGS, run=Run(seen.append)) == ()
    with Image.open(target) as image:
        assert image.size == picture_size(grid.columns, grid.rows, SETTINGS)
        picture = np.asarray(image.convert("RGB"))
    for cell, colour in zip(grid.cells.tolist(), colours(10), strict=True):
        middle = tile_at(picture, cell, grid.columns, SETTINGS)[8, 8].astype(int)
        assert np.abs(middle - colour).max() <= LOSS
    assert (seen[-1].stage, seen[-1].done, seen[-1].total) == (Stage.EXPORT, 10, 10)


def test_an_unreadable_photo_is_told_and_the_rest_is_there(ending: str, tmp_path: Path) -> None:
    photos = solid_photos(tmp_path, 4)
    photos[2].path.unlink()
    problems = EXPORTERS[ending](
        grid_of(photos), tmp_path / f"g{ending}", settings=SETTINGS, run=Run()
    )
    assert [problem.path for problem in problems] == [photos[2].path]


def test_no_photos_make_a_picture_too(ending: str, tmp_path: Path) -> None:
    EXPORTERS[ending](grid_of([]), tmp_path / f"g{ending}", settings=SETTINGS, run=Run())
    with Image.open(tmp_path / f"g{ending}") as image:
        image.load()


def test_cancelling_leaves_nothing(ending: str, tmp_path: Path) -> None:
    grid, run = grid_of(solid_photos(tmp_path, 4)), Run()
    run.cancel()
    before = set(tmp_path.iterdir())
    with pytest.raises(Cancelled):
        EXPORTERS[ending](grid, tmp_path / f"g{ending}", settings=SETTINGS, run=run)
    assert set(tmp_path.iterdir()) == before


def test_a_place_that_cannot_be_written_is_a_clear_error(ending: str, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / f"g{ending}"
    with pytest.raises(GridsneError, match="could not be written"):
        EXPORTERS[ending](grid_of([]), target, settings=SETTINGS, run=Run())
