"""Files that belong to one photo: a RAW beside its JPEG, the clip of a Live Photo."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gridsne_desktop.library.formats import format_of_name

_BESIDE_RAW: Final = ("JPEG", "HEIC")
_BESIDE_CLIP: Final = ("HEIC", "JPEG")
"""Names of the formats that cameras and phones write beside a RAW file or a clip, likelier first:
of a HEIC and a JPEG made from it the phone's clip belongs to the HEIC."""
_CLIP_ENDING: Final = ".mov"
_CLIP_MARK: Final = "_hevc"
"""What programs that fetch photos from iCloud add to the name of a Live Photo's clip."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """One photo in several files of one folder; it is shown once.

    Attributes:
        photo: The file that is shown.
        companions: The others, in the order of their names: RAW files, and for a Live Photo its
            clip. At least one.
    """

    photo: Path
    companions: tuple[Path, ...]

    def __post_init__(self) -> None:
        if not self.companions:
            raise ValueError(f"{self.photo} has no companions")

    @property
    def stills(self) -> tuple[Path, ...]:
        """Its photos: the one that is shown, then the others."""
        return (self.photo, *(path for path in self.companions if not is_clip(path)))

    @property
    def clips(self) -> tuple[Path, ...]:
        """The clips of a Live Photo; empty where it is none."""
        return tuple(path for path in self.companions if is_clip(path))


def is_clip(path: Path) -> bool:
    """Whether `path` may be the clip of a Live Photo."""
    return path.suffix.lower() == _CLIP_ENDING


def tail_of(path: Path) -> str:
    """What follows, in the file's name, the part that all files of a bundle share: `_HEVC.MOV`."""
    if is_clip(path) and path.stem.lower().endswith(_CLIP_MARK):
        return path.stem[-len(_CLIP_MARK) :] + path.suffix
    return path.suffix


def bundles(paths: Iterable[Path]) -> tuple[Bundle, ...]:
    """The bundles among `paths`, the photos and clips of one folder, in the photos' order.

    What belongs together has the same name without its ending, whatever its case. The photo is
    the JPEG or HEIC; where this installation cannot read that one, a RAW that stands beside it.
    """
    groups: dict[str, list[Path]] = {}
    for path in sorted(paths):
        groups.setdefault(_stem(path), []).append(path)
    found = (_bundle(group) for group in groups.values() if len(group) > 1)
    return tuple(sorted(filter(None, found), key=lambda bundle: bundle.photo))


def _bundle(group: Sequence[Path]) -> Bundle | None:
    """The bundle of files with the same stem; None where each stands for itself."""
    raws = [path for path in group if _is_raw(path)]
    clips = [path for path in group if is_clip(path)]
    still = _still(group, _BESIDE_RAW if raws else _BESIDE_CLIP)
    if still is None or not raws + clips:
        return None
    members = [still, *raws, *clips]
    photo = next((path for path in (still, *raws) if _is_readable(path)), still)
    return Bundle(photo, tuple(sorted(path for path in members if path != photo)))


def _still(group: Sequence[Path], names: Sequence[str]) -> Path | None:
    """The first photo of the first format in `names` that has one, readable ones before others."""
    stills = [path for name in names for path in group if _format_name(path) == name]
    return next((path for path in stills if _is_readable(path)), next(iter(stills), None))


def _stem(path: Path) -> str:
    """What the names of a bundle share; composed, as macOS keeps accents apart."""
    stem = unicodedata.normalize("NFC", path.stem).casefold()
    return stem.removesuffix(_CLIP_MARK) if is_clip(path) else stem


def _format_name(path: Path) -> str | None:
    known = format_of_name(path)
    return known.name if known else None


def _is_raw(path: Path) -> bool:
    known = format_of_name(path)
    return known is not None and known.is_raw


def _is_readable(path: Path) -> bool:
    known = format_of_name(path)
    return known is not None and known.is_readable
