"""What the person can choose about an arrangement, and what each choice makes stale."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gridsne_desktop.progress import Stage

DEFAULT_MODEL: Final = "efficientnet-lite0-int8"
"""Twice as fast as in float32, and as good at finding likes (docs/decisions/0007)."""
REDUCER_NAMES: Final = ("tsne", "pca", "random", "umap")
"""The keys of `layout.reduce.REDUCERS`."""
DEFAULT_REDUCER: Final = "tsne"
LOOK_NAMES: Final = ("crisp", "smooth")
"""The keys of `layout.refinement.looks.LOOKS`."""
DEFAULT_LOOK: Final = "crisp"
BLANKS_NAMES: Final = ("end", "edges", "margins")
"""The places of blank cells: in the last row, around the wall, between groups."""
DEFAULT_BLANKS: Final = "end"
DEFAULT_PERPLEXITY: Final = 15.0
"""10 to 15 place photos as well as 30 and are faster (measured on 400 to 100,000 photos)."""
DEFAULT_SEED: Final = 0
MAX_PERPLEXITY: Final = 1000.0
MAX_SEED: Final = 2**32 - 1
NOT_KEPT: Final = "not kept"
"""In a field's metadata: not for the next start."""
CORNERS: Final = MappingProxyType(
    {
        "top-left": (0, 0),
        "top-right": (-1, 0),
        "bottom-left": (0, -1),
        "bottom-right": (-1, -1),
    }
)
"""Column and row of a pin that stays in its corner, whatever shape the grid has."""


class Processor(StrEnum):
    """What computes vectors, as the person wishes."""

    CPU = "cpu"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Pin:
    """A photo that keeps its cell; outside the grid, the cell nearest to it.

    Attributes:
        path: Of the photo, absolute.
        column: From the left, 0 is the first; negative from the right, −1 is the last.
        row: From the top, 0 is the first; negative from the bottom, −1 is the last.
    """

    path: Path
    column: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeSettings:
    """How a folder becomes a grid.

    Attributes:
        recursive: Whether photos in sub-folders belong to the folder.
        model: The name of one that `embedding.shelf` knows.
        reducer: What makes the map, one of `REDUCER_NAMES`.
        seed: Of all randomness, 0 to 2³² − 1: the same seed gives the same grid.
        perplexity: About how many neighbours a photo looks to in t-SNE (van der Maaten and
            Hinton 2008), 1 to 1000; lowered by itself where there are few photos.
        colour: How far colour decides who is a neighbour, from 0.0, only what the model sees in
            the photos, to 1.0, only their colours; then no model is needed.
        columns: Columns of the grid; None lets `aspect` decide.
        aspect: Wished width ÷ height of the grid.
        look: What the grid is refined for, one of `LOOK_NAMES`: nearest neighbours side by side,
            or gentle transitions across the whole wall.
        blanks: Where blank cells stand, one of `BLANKS_NAMES`: at the end of the last row, evenly
            around the outside, or as lanes between groups of photos that are alike.
        processor: "cpu" gives the same vectors on each start; "automatic" uses what is faster,
            whose vectors are a little different (docs/decisions/0014).
        pins: Photos that keep their cells, no photo twice; of two that meet in one cell the
            earlier has it. They belong to what is open, so the app does not keep them.
    """

    recursive: bool = True
    model: str = DEFAULT_MODEL
    reducer: str = DEFAULT_REDUCER
    seed: int = DEFAULT_SEED
    perplexity: float = DEFAULT_PERPLEXITY
    colour: float = 0.0
    columns: int | None = None
    aspect: float = 1.0
    look: str = DEFAULT_LOOK
    blanks: str = DEFAULT_BLANKS
    processor: str = Processor.CPU.value
    pins: tuple[Pin, ...] = field(default=(), metadata={NOT_KEPT: True})

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= MAX_SEED:
            raise ValueError(f"the seed must be from 0 to {MAX_SEED}, not {self.seed}")
        if self.reducer not in REDUCER_NAMES:
            raise ValueError(
                f"the reducer must be one of {', '.join(REDUCER_NAMES)}, not {self.reducer}"
            )
        if not 1 <= self.perplexity <= MAX_PERPLEXITY:
            raise ValueError(
                f"the perplexity must be from 1 to {MAX_PERPLEXITY:g}, not {self.perplexity:g}"
            )
        if not 0 <= self.colour <= 1:
            raise ValueError(f"the share of colour must be from 0 to 1, not {self.colour:g}")
        if self.columns is not None and self.columns < 1:
            raise ValueError(f"a grid has at least 1 column, not {self.columns}")
        if not 0.01 <= self.aspect <= 100:
            raise ValueError(f"the aspect must be from 1:100 to 100:1, not {self.aspect:g}")
        if self.look not in LOOK_NAMES:
            raise ValueError(f"the look must be one of {', '.join(LOOK_NAMES)}, not {self.look}")
        if self.blanks not in BLANKS_NAMES:
            raise ValueError(
                f"the place of blanks must be one of {', '.join(BLANKS_NAMES)}, not {self.blanks}"
            )
        if self.processor not in [processor.value for processor in Processor]:
            raise ValueError(f"the processor must be cpu or automatic, not {self.processor}")
        if len({pin.path for pin in self.pins}) < len(self.pins):
            raise ValueError("a photo must be pinned to one cell only")

    def first_stale(self, earlier: "ArrangeSettings") -> Stage | None:
        """The first stage whose result changes from `earlier` to these settings; None: none."""
        if self.recursive != earlier.recursive:
            return Stage.SCAN
        if self.processor != earlier.processor or (
            self.model != earlier.model and not self.colour == earlier.colour == 1
        ):
            return Stage.EMBED
        mapped = (self.reducer, self.seed, self.perplexity, self.colour)
        if mapped != (earlier.reducer, earlier.seed, earlier.perplexity, earlier.colour):
            return Stage.REDUCE
        placed = (self.columns, self.aspect, self.look, self.blanks, self.pins)
        before = (earlier.columns, earlier.aspect, earlier.look, earlier.blanks, earlier.pins)
        if placed != before:
            return Stage.ASSIGN
        return None
