"""An arrangement: a grid, the map it came from, and how it was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np

from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.layout.groups import Groups
from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.layout.quality import Quality
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.photo import Problem
from gridsne_desktop.settings import DEFAULT_BLANKS, DEFAULT_LOOK, DEFAULT_REDUCER, Pin


@dataclass(frozen=True, slots=True, eq=False)
class Arrangement:
    """What the main job makes of a folder; equal only to itself.

    Attributes:
        grid: The photos in their cells.
        points: float32 (n, 2) in [0, 1]², read-only: the photos on the map, x right, y down.
        model: Name of the model whose vectors were arranged; "colour" for colours alone.
        seed: Of all randomness.
        problems: What was left out, and why.
        seconds: What each stage took: "scan", "embed", "reduce", "assign", "measure";
            read-only.
        bundles: Photos of more than one file: which files stand behind the one in the grid.
        animated: Photos of which only the first frame is shown.
        quality: How well the grid keeps like photos together; None where nobody has measured it.
        reducer: Name of what made the map.
        look: Name of what the grid was refined for.
        colour: How far colour decided, from 0 to 1.
        pins: Those of its photos that keep their cells, the earlier first.
        blanks: Where blank cells stand.
        groups: int32 (n,), read-only: the group of each photo, from 0 up; None where the grid
            shows no groups.
        sort: What the grid is sorted by, a name of `orders.SORTS`.
    """

    grid: Grid
    points: Points
    model: str
    seed: int
    problems: tuple[Problem, ...]
    seconds: Mapping[str, float]
    bundles: tuple[Bundle, ...] = ()
    animated: frozenset[Path] = frozenset()
    quality: Quality | None = None
    reducer: str = DEFAULT_REDUCER
    look: str = DEFAULT_LOOK
    colour: float = 0.0
    pins: tuple[Pin, ...] = ()
    blanks: str = DEFAULT_BLANKS
    groups: Groups | None = None
    sort: str = SIMILARITY

    def __post_init__(self) -> None:
        points = np.array(self.points, dtype=np.float32)
        n = len(self.grid.photos)
        if points.shape != (n, 2):
            raise ValueError(f"{n} photos need points of shape ({n}, 2), not {points.shape}")
        if not ((points >= 0) & (points <= 1)).all():
            raise ValueError("a point lies outside the unit square")
        points.setflags(write=False)
        if self.groups is not None:
            object.__setattr__(self, "groups", _own_groups(self.groups, n))
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "seconds", MappingProxyType(dict(self.seconds)))


def _own_groups(groups: Groups, n: int) -> Groups:
    own = np.array(groups, dtype=np.int32)
    if own.shape != (n,) or (own < 0).any():
        raise ValueError(f"{n} photos need {n} groups from 0 up")
    own.setflags(write=False)
    return own
