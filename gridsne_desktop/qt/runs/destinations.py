"""The folders that the keys 1 to 9 send photos to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from gridsne_desktop.organize.steps import StepKind

KEYS: Final = tuple(range(1, 10))
_WAYS: Final = (StepKind.COPY.value, StepKind.MOVE.value)


@dataclass(frozen=True, slots=True)
class Destination:
    """What one key does.

    Attributes:
        folder: Absolute path; it need not exist.
        way: `COPY` or `MOVE`.
    """

    folder: Path
    way: StepKind

    @property
    def verb(self) -> str:
        """Copy or Move, as menus say it."""
        return "Move" if self.way is StepKind.MOVE else "Copy"


@dataclass(frozen=True, slots=True)
class Destinations:
    """All nine, as the settings keep them.

    Attributes:
        folders: Absolute paths by key; empty: nothing is bound to the key.
        ways: "copy" or "move" by key.
    """

    folders: tuple[str, ...] = ("",) * len(KEYS)
    ways: tuple[str, ...] = (_WAYS[0],) * len(KEYS)

    def __post_init__(self) -> None:
        if not all(isinstance(told, str) for told in self.folders):
            raise ValueError("a folder is no path")
        if any(told and not Path(told).is_absolute() for told in self.folders):
            raise ValueError("a folder is no absolute path")
        if not set(self.ways) <= set(_WAYS):
            raise ValueError(f"a key can {' or '.join(_WAYS)}")

    def of(self, key: int) -> Destination | None:
        """What a key does; None: nothing yet."""
        folder = self.folders[key - 1]
        return Destination(Path(folder), StepKind(self.ways[key - 1])) if folder else None

    def bound(self, key: int, destination: Destination | None) -> "Destinations":
        """The same, but for one key."""
        folders, ways = list(self.folders), list(self.ways)
        folders[key - 1] = str(destination.folder) if destination else ""
        ways[key - 1] = destination.way.value if destination else _WAYS[0]
        return replace(self, folders=tuple(folders), ways=tuple(ways))

    def __iter__(self) -> Iterator[tuple[int, Destination | None]]:
        return ((key, self.of(key)) for key in KEYS)
