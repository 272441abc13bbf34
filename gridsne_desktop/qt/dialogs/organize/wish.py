"""What a person wishes to be done with the photos, as the form says it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from gridsne_desktop.organize.steps import WAYS, Resolution, StepKind

ORDERS: Final = {"Row by row": "rows", "Snake: every other row back": "snake", "Curve": "curve"}
DATES: Final = {"Year": "year", "Year, month": "month", "Year, month, day": "day"}


@dataclass(frozen=True, slots=True)
class Wish:
    """Rule, way and all that goes with them; the destination is said apart.

    Attributes:
        rule: A key of the rules.
        way: One of `WAYS`.
        order: How the order runs over the grid, one of `ORDERS`.
        dates: How deep folders of dates go, one of `DATES`.
        folder: The name of the folder for a selection.
        names: Own names for folders of groups, by the names that they would have.
        removes_emptied: Whether folders that a move empties are removed.
        resolutions: What is done about photos whose names are taken, by their paths.
        otherwise: What is done about the others.
    """

    rule: str = "order"
    way: StepKind = WAYS[0]
    order: str = "rows"
    dates: str = "month"
    folder: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    removes_emptied: bool = False
    resolutions: Mapping[Path, Resolution] = field(default_factory=lambda: MappingProxyType({}))
    otherwise: Resolution = Resolution.KEEP_BOTH
