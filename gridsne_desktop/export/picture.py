"""How a picture of a grid looks, and how large it gets."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from gridsne_desktop.errors import GridsneError

Mode: TypeAlias = Literal["fit", "fill"]
"""fit: the whole photo, centred on the background. fill: the tile is full, edges are cut off."""

MIN_TILE: Final = 8
MAX_TILE: Final = 2048
MAX_GAP: Final = 1024
MIN_ASPECT: Final = 0.1
MAX_ASPECT: Final = 10.0

MAX_SIDE: Final = 1_000_000
"""Pixels; libpng, by which nearly every program reads PNG, refuses more (PNG_USER_WIDTH_MAX)."""

MAX_ROW_BYTES: Final = 1 << 29
"""Of one row of tiles; two rows are in memory."""

CHANNELS: Final = 3

_COLOUR: Final = re.compile("#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSettings:
    """How the picture of a grid looks.

    Attributes:
        tile: Width of a tile in pixels, 8 to 2048.
        gap: Pixels between tiles and around them all, 0 to 1024.
        background: `#RRGGBB`, seen in gaps, blank cells and beside fitted photos.
        tile_aspect: Width ÷ height of a tile, 0.1 to 10.
        mode: Whether photos fit into their tile or fill it; they are never squashed. Photos
            smaller than a tile are enlarged, so that the wall is even.
    """

    tile: int = 128
    gap: int = 4
    background: str = "#FFFFFF"
    tile_aspect: float = 1.0
    mode: Mode = "fit"

    def __post_init__(self) -> None:
        if not MIN_TILE <= self.tile <= MAX_TILE:
            raise ValueError(
                f"a tile must be from {MIN_TILE} to {MAX_TILE} pixels wide, not {self.tile}"
            )
        if not 0 <= self.gap <= MAX_GAP:
            raise ValueError(f"the gap must be from 0 to {MAX_GAP} pixels, not {self.gap}")
        if not _COLOUR.fullmatch(self.background):
            raise ValueError(f"the background must look like #1B1C1E, not {self.background!r}")
        if not MIN_ASPECT <= self.tile_aspect <= MAX_ASPECT:
            raise ValueError(f"a tile's aspect must be from 1:10 to 10:1, not {self.tile_aspect:g}")
        if self.mode not in get_args(Mode):
            raise ValueError(f"the mode must be fit or fill, not {self.mode!r}")

    @property
    def tile_height(self) -> int:
        """Height of a tile in pixels, at least 1."""
        return max(1, round(self.tile / self.tile_aspect))

    @property
    def rgb(self) -> tuple[int, int, int]:
        """The background as red, green and blue, 0 to 255."""
        red, green, blue = bytes.fromhex(self.background.removeprefix("#"))
        return red, green, blue


def picture_size(columns: int, rows: int, settings: ExportSettings) -> tuple[int, int]:
    """Width and height in pixels of the picture of a grid; of no cells, one gap, at least 1."""
    width = columns * (settings.tile + settings.gap) + settings.gap
    height = rows * (settings.tile_height + settings.gap) + settings.gap
    return max(1, width), max(1, height)


def check_size(columns: int, rows: int, settings: ExportSettings) -> None:
    """Refuse what no program could open, or what would not fit into memory.

    Raises:
        GridsneError: The picture would be too large.
    """
    width, height = picture_size(columns, rows, settings)
    row_bytes = width * (settings.tile_height + settings.gap) * CHANNELS
    if max(width, height) > MAX_SIDE or row_bytes > MAX_ROW_BYTES:
        raise GridsneError(
            f"A picture of {width:,} × {height:,} pixels is too large.",
            "Choose smaller tiles, or another shape of the grid.",
        )
