"""What goes to the Trash with a photo that is replaced: all that would else seem the new one's."""

import bisect
import itertools
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from gridsne_desktop.library.formats import format_of_name
from gridsne_desktop.organize.listings import Folder
from gridsne_desktop.organize.names import name_key, split_ending
from gridsne_desktop.organize.sidecars import belongings

_COMMON: Final = 40
"""Letters that a name and its companions' have in common at least: Takeout cuts after 46."""


class Replacing:
    """Knows the companions of photos that are replaced; each goes once."""

    def __init__(self) -> None:
        self._names: dict[Path, list[tuple[str, str]]] = {}
        self._gone: set[Path] = set()

    def whole(
        self, blockers: Sequence[Path], folder: Folder, *, stays: Callable[[Path], bool]
    ) -> tuple[Path, ...]:
        """What goes for `blockers`, files in `folder`: they, and what belongs to them alone.

        Args:
            blockers: What has the names of a photo and its companions.
            folder: Their folder, as the plan found it.
            stays: Whether a companion stays in any case.
        """
        companions = [
            companion
            for path in blockers
            if format_of_name(path) is not None
            for companion in self._companions(path, folder)
            if not stays(companion)
        ]
        going = [path for path in dict.fromkeys((*blockers, *companions)) if path not in self._gone]
        self._gone.update(going)
        return tuple(going)

    def _companions(self, photo: Path, folder: Folder) -> list[Path]:
        found = belongings({photo.name: ()}, self._alike(photo.name, folder))
        alone = set(found.companions[photo.name]) - found.staying
        return [folder.path / name for name in sorted(alone)]

    def _alike(self, name: str, folder: Folder) -> list[str]:
        """The names in `folder` that begin as `name` does: a few of perhaps many thousands."""
        if folder.path not in self._names:
            self._names[folder.path] = sorted((name_key(each), each) for each in folder.names)
        keys = self._names[folder.path]
        start = name_key(split_ending(name)[0])[:_COMMON]
        first = bisect.bisect_left(keys, (start, ""))
        found: list[str] = []
        for key, each in itertools.islice(keys, first, None):
            if not key.startswith(start):
                break
            found.append(each)
        return found
