"""Groups with names, and how sure each photo's membership is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.groups import Groups


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Photos in named groups; equal only to itself.

    Attributes:
        groups: int32 (n,), read-only: the group of each photo, from 0 up.
        names: What each group is called; two may have the same name.
        uncertain: bool (n,), read-only: whether a photo may as well belong elsewhere.
    """

    groups: Groups
    names: tuple[str, ...]
    uncertain: NDArray[np.bool_]

    def __post_init__(self) -> None:
        n = len(self.groups)
        if self.uncertain.shape != (n,):
            raise ValueError(f"{n} photos need {n} certainties, not {self.uncertain.shape}")
        if n and not 0 <= self.groups.min() <= self.groups.max() < len(self.names):
            raise ValueError(f"a group is none of the {len(self.names)} that have names")
        self.groups.setflags(write=False)
        self.uncertain.setflags(write=False)
