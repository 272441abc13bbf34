"""What the person can choose about an arrangement, and what each choice makes stale."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gridsne_desktop.progress import Stage

DEFAULT_MODEL: Final = "efficientnet-lite0-int8"
"""Twice as fast as in float32, and as good at finding likes (docs/decisions/0007)."""
DEFAULT_PERPLEXITY: Final = 15.0
"""10 to 15 place photos as well as 30 and are faster (measured on 400 to 100,000 photos)."""
DEFAULT_SEED: Final = 0
MAX_PERPLEXITY: Final = 1000.0
MAX_SEED: Final = 2**32 - 1


class Processor(StrEnum):
    """What computes vectors, as the person wishes."""

    CPU = "cpu"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrangeSettings:
    """How a folder becomes a grid.

    Attributes:
        recursive: Whether photos in sub-folders belong to the folder.
        model: A key of `embedding.models.MODELS`.
        seed: Of all randomness, 0 to 2³² − 1: the same seed gives the same grid.
        perplexity: About how many neighbours a photo looks to in t-SNE (van der Maaten and
            Hinton 2008), 1 to 1000; lowered by itself where there are few photos.
        columns: Columns of the grid; None lets `aspect` decide.
        aspect: Wished width ÷ height of the grid.
        processor: "cpu" gives the same vectors on each start; "automatic" uses what is faster,
            whose vectors are a little different (docs/decisions/0014).
    """

    recursive: bool = True
    model: str = DEFAULT_MODEL
    seed: int = DEFAULT_SEED
    perplexity: float = DEFAULT_PERPLEXITY
    columns: int | None = None
    aspect: float = 1.0
    processor: str = Processor.CPU.value

    def __post_init__(self) -> None:
        if not 0 <= self.seed <= MAX_SEED:
            raise ValueError(f"the seed must be from 0 to {MAX_SEED}, not {self.seed}")
        if not 1 <= self.perplexity <= MAX_PERPLEXITY:
            raise ValueError(
                f"the perplexity must be from 1 to {MAX_PERPLEXITY:g}, not {self.perplexity:g}"
            )
        if self.columns is not None and self.columns < 1:
            raise ValueError(f"a grid has at least 1 column, not {self.columns}")
        if not 0.01 <= self.aspect <= 100:
            raise ValueError(f"the aspect must be from 1:100 to 100:1, not {self.aspect:g}")
        if self.processor not in [processor.value for processor in Processor]:
            raise ValueError(f"the processor must be cpu or automatic, not {self.processor}")

    @property
    def maker(self) -> tuple[str, str]:
        """What makes vectors of photos: those of two makers are never mixed."""
        return self.model, self.processor

    def first_stale(self, earlier: "ArrangeSettings") -> Stage | None:
        """The first stage whose result changes from `earlier` to these settings; None: none."""
        if self.recursive != earlier.recursive:
            return Stage.SCAN
        if self.maker != earlier.maker:
            return Stage.EMBED
        if (self.seed, self.perplexity) != (earlier.seed, earlier.perplexity):
            return Stage.REDUCE
        if (self.columns, self.aspect) != (earlier.columns, earlier.aspect):
            return Stage.ASSIGN
        return None
