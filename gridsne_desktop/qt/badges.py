"""What a photo is beside a photo: it moves, has a RAW or a clip beside it, keeps its cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.pins import pins_among
from gridsne_desktop.library.companions import Bundle
from gridsne_desktop.library.formats import format_of_name

_BETWEEN: Final = " · "
_ANIMATION: Final = "Animation, first frame shown"
_PINNED: Final = "Pinned"


class Badge(IntFlag):
    """One bit for each; a photo may have several."""

    ANIMATION = 1
    RAW = 2
    LIVE = 4
    PIN = 8


@dataclass(frozen=True, slots=True, eq=False)
class Badges:
    """The badges of all photos of an arrangement; equal only to itself.

    Attributes:
        kinds: uint8 (n,), read-only: the `Badge` bits of each photo of the grid; 0: none.
        bundles: The bundles, by the photo that is shown.
        animated: The photos that move.
        pinned: The photos that keep their cells.
    """

    kinds: NDArray[np.uint8]
    bundles: Mapping[Path, Bundle] = field(default_factory=lambda: MappingProxyType({}))
    animated: frozenset[Path] = frozenset()
    pinned: frozenset[Path] = frozenset()

    def __post_init__(self) -> None:
        self.kinds.setflags(write=False)

    def lines(self, path: Path) -> tuple[str, ...]:
        """The photo's badges in words, a line each, with the files that they mean."""
        bundle = self.bundles.get(path)
        lines = _bundle_lines(bundle) if bundle is not None else []
        if path in self.animated:
            lines.append(_ANIMATION)
        if path in self.pinned:
            lines.append(_PINNED)
        return tuple(lines)

    def words(self, path: Path) -> str:
        """The same in one line; empty: it has none."""
        return _BETWEEN.join(self.lines(path))


NO_BADGES: Final = Badges(np.zeros(0, np.uint8))
"""Where nothing is known of the photos."""


def badges_of(arrangement: Arrangement) -> Badges:
    """The badges of the photos in `arrangement.grid`, in their order."""
    photos, animated = arrangement.grid.photos, arrangement.animated
    kinds = np.zeros(len(photos), np.uint8)
    bundles = {bundle.photo: bundle for bundle in arrangement.bundles}
    pinned = frozenset(pin.path for pin in arrangement.pins)
    if bundles or animated:
        for index, photo in enumerate(photos):
            bundle = bundles.get(photo.path)
            if bundle is not None:
                kinds[index] |= _kind(bundle)
            if photo.path in animated:
                kinds[index] |= Badge.ANIMATION
    for index in pins_among(arrangement.pins, photos):
        kinds[index] |= Badge.PIN
    return Badges(kinds, bundles, animated, pinned)


def _kind(bundle: Bundle) -> Badge:
    raw = Badge.RAW if len(bundle.stills) > 1 else Badge(0)
    return raw | Badge.LIVE if bundle.clips else raw


def _bundle_lines(bundle: Bundle) -> list[str]:
    lines = []
    if len(bundle.stills) > 1:
        stills = sorted(bundle.stills, key=lambda path: not _is_raw(path))
        kinds = dict.fromkeys("RAW" if _is_raw(path) else _name(path) for path in stills)
        lines.append(f"{' + '.join(kinds)}: {', '.join(path.name for path in stills)}")
    if bundle.clips:
        lines.append(f"Live Photo with {', '.join(path.name for path in bundle.clips)}")
    return lines


def _is_raw(path: Path) -> bool:
    known = format_of_name(path)
    return known is not None and known.is_raw


def _name(path: Path) -> str:
    known = format_of_name(path)
    return known.name if known is not None else path.suffix
