"""The settings of a picture are checked once, and its size is known before."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.export.picture import ExportSettings, picture_size


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"tile": 7}, "tile"),
        ({"tile": 2049}, "tile"),
        ({"gap": -1}, "gap"),
        ({"background": "white"}, "background"),
        ({"background": "#12345"}, "background"),
        ({"tile_aspect": 0.0}, "aspect"),
        ({"tile_aspect": float("nan")}, "aspect"),
        ({"mode": "squash"}, "mode"),
    ],
    ids=str,
)
def test_a_setting_without_sense_is_named(wrong: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        ExportSettings(**wrong)


@given(
    columns=st.integers(0, 500),
    rows=st.integers(0, 500),
    tile=st.integers(8, 2048),
    gap=st.integers(0, 100),
    aspect=st.floats(0.1, 10),
)
def test_the_size_is_that_of_all_tiles_and_gaps(
    columns: int, rows: int, tile: int, gap: int, aspect: float
) -> None:
    settings = ExportSettings(tile=tile, gap=gap, tile_aspect=aspect)
    width, height = picture_size(columns, rows, settings)
    assert width == max(1, columns * tile + (columns + 1) * gap)
    assert height == max(1, rows * settings.tile_height + (rows + 1) * gap)
    assert abs(settings.tile_height - tile / aspect) <= 1
