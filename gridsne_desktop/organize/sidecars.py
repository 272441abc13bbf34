"""Which files of a folder belong to which photos: clips, RAW files, sidecars of other programs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gridsne_desktop.library.companions import tail_of
from gridsne_desktop.library.formats import FORMATS
from gridsne_desktop.organize.names import name_key, split_ending

SIDECARS: Final = frozenset(
    (".xmp", ".aae", ".thm", ".pp3", ".dop", ".on1", ".json", ".txt")
)  # fmt: skip
"""Endings of files beside photos: settings of Lightroom, darktable, digiKam and the like (XMP), of
Apple Photos, RawTherapee, DxO PhotoLab and ON1; thumbnails of cameras; Google Takeout; captions."""

_STANDS_ALONE: Final = frozenset((".txt", ".json"))
"""Of these, a file without a photo may as well be something else."""

TAKEOUT: Final = ".supplemental-metadata"
"""What Google Takeout puts between a photo's name and `.json`, or as much of it as has room."""

TAKEOUT_LENGTH: Final = 46
"""Letters of a Takeout name before `.json`; what is longer is cut off."""

_JSON: Final = ".json"
_CLIP: Final = ".mov"
_COUNTED: Final = re.compile(r"(.*)(\(\d+\))", re.DOTALL)
_EDITED: Final = "-edited"
"""What Google Photos puts behind the stem of a copy that was changed there, in English; its JSON is
the original's."""

_STILLS: Final = ("HEIC", "JPEG")


@dataclass(frozen=True, slots=True)
class Belongings:
    """What belongs to the photos of one folder, by names.

    Attributes:
        companions: Of each photo, in the order of their names.
        shared: Companions that belong to more than one photo.
        staying: Companions that belong to a file, too, that is not among the photos.
        orphans: Files that look like companions and belong to nothing that is there.
    """

    companions: Mapping[str, tuple[str, ...]]
    shared: frozenset[str]
    staying: frozenset[str]
    orphans: tuple[str, ...]


def belongings(photos: Mapping[str, Iterable[str]], names: Iterable[str]) -> Belongings:
    """Find what belongs to photos.

    Args:
        photos: Names of the photos, and the companions of each that are known already.
        names: All names of files in their folder.
    """
    finder = _Finder(photos)
    sidecars = [name for name in sorted(names) if not finder.take(name)]
    for name in sidecars:
        finder.take_sidecar(name)
    return finder.result()


def renamed(companion: str, photo: str, target: str) -> str:
    """What a companion of `photo` is called when that one is called `target`.

    `a.jpg.xmp` and `a.xmp` follow as they are; where Takeout has cut a name or counted it in the
    middle, the new name is the plain form, `target.json`.
    """
    if photo == target:
        return companion
    whole, stem = _rest(companion, photo), _rest(companion, split_ending(photo)[0])
    if _ending(companion) == _JSON and whole is not None and len(whole) > len(_JSON):
        whole = whole if whole.lower() == TAKEOUT + _JSON else companion[-len(_JSON) :]
    elif _ending(companion) == _JSON and stem is not None and len(stem) > len(_JSON):
        stem = None
    if whole is not None:
        return target + whole
    if stem is not None:
        return split_ending(target)[0] + stem
    return target + split_ending(companion)[1]


def _rest(name: str, start: str) -> str | None:
    """What follows `start` in `name`, whatever case or composition; None: it begins otherwise."""
    if name.startswith(start):
        return name[len(start) :]
    key, every = name_key(start), name_key(name)
    if not every.startswith(key):
        return None
    rests = (name[end:] for end in range(1, len(name) + 1))
    return next((rest for rest in rests if key + name_key(rest) == every), None)


@dataclass(slots=True)
class _Owners:
    """Who has a name, or a name without its ending: photos, and files that are none of them."""

    photos: dict[str, None] = field(default_factory=dict)
    has_others: bool = False
    has_still: bool = False


class _Finder:
    """Looks at the names of a folder: first at those of photos and others, then at sidecars."""

    def __init__(self, photos: Mapping[str, Iterable[str]]) -> None:
        self._found: dict[str, list[str]] = {photo: [] for photo in photos}
        self._full: dict[str, _Owners] = {}
        self._stems: dict[str, _Owners] = {}
        self._cut: dict[str, _Owners] = {}
        self._edited: dict[str, _Owners] = {}
        self._has_json: set[str] = set()
        self._shared: set[str] = set()
        self._staying: set[str] = set()
        self._orphans: list[str] = []
        self._owner: dict[str, str] = {}
        self._clips: list[str] = []
        for photo, companions in photos.items():
            self._own(photo, photo)
            for name in companions:
                if name not in photos:
                    self._own(name, photo)
                    self._found[photo].append(name)

    def take(self, name: str) -> bool:
        """Take what is no sidecar; whether it is none."""
        if _ending(name) in SIDECARS:
            return name in self._owner
        if name not in self._owner:
            self._take_other(name)
        return True

    def take_sidecar(self, name: str) -> None:
        """Give a sidecar to those that it belongs to."""
        owners = self._owners_of(name)
        if owners is None:
            if _ending(name) not in _STANDS_ALONE or _is_of_takeout(name):
                self._orphans.append(name)
            return
        for photo in owners.photos:
            self._found[photo].append(name)
        if owners.photos and owners.has_others:
            self._staying.add(name)
        if len(owners.photos) > 1:
            self._shared.add(name)

    def result(self) -> Belongings:
        """All that was found."""
        alone = (name for name in self._clips if not self._stems[_stem(name)].has_still)
        self._orphans.extend(alone)
        return Belongings(
            {photo: tuple(sorted(names)) for photo, names in self._found.items()},
            frozenset(self._shared),
            frozenset(self._staying),
            tuple(sorted(self._orphans)),
        )

    def _own(self, name: str, photo: str) -> None:
        """Let `photo` own what belongs to the file `name`, one of its own."""
        self._owner[name] = photo
        for owners in self._places(name):
            owners.photos[photo] = None
            owners.has_still = True

    def _take_other(self, name: str) -> None:
        """A file that nobody knows yet: the clip or the RAW file of a photo, or a stranger."""
        photo = self._photo_beside(name)
        if photo is not None:
            self._own(name, photo)
            self._found[photo].append(name)
            return
        is_clip = _ending(name) == _CLIP
        if is_clip:
            self._clips.append(name)
        for owners in self._places(name):
            owners.has_others = True
            owners.has_still |= not is_clip and _kind(name) is not None

    def _places(self, name: str) -> tuple[_Owners, ...]:
        full = name_key(name)
        keys = [(self._full, full), (self._stems, _stem(name)), (self._cut, _cut(full))]
        original = _original(full)
        if original is not None:
            keys.append((self._edited, original))
        return tuple(index.setdefault(key, _Owners()) for index, key in keys)

    def _photo_beside(self, name: str) -> str | None:
        """The photo whose clip or RAW file this is; None: it is no such file."""
        owners = self._stems.get(_stem(name))
        if owners is None or not owners.photos:
            return None
        known = FORMATS.get(_ending(name))
        is_clip = _ending(name) == _CLIP
        if not is_clip and not (known and known.is_raw):
            return None
        order = _STILLS if is_clip else _STILLS[::-1]
        stills = [(order.index(kind), p) for p in owners.photos if (kind := _kind(p)) in order]
        return min(stills)[1] if stills else None

    def _owners_of(self, name: str) -> _Owners | None:
        stem, ending = name[: name.rindex(".")], _ending(name)
        key = name_key(stem)
        if ending == _JSON:
            return self._owners_of_json(stem, key)
        return self._full.get(key) or self._stems.get(key)

    def _owners_of_json(self, stem: str, key: str) -> _Owners | None:
        """`a.jpg.json`, `a.jpg.supplemental-metadata.json`, cut short, and with a number."""
        names = [key, _without_takeout(key)]
        counted = _COUNTED.fullmatch(stem)
        if counted is not None:
            name, ending = split_ending(_without_takeout(name_key(counted[1])))
            names.append(name + counted[2] + ending)
        found = next((self._full[name] for name in names if name in self._full), None)
        if found is None:
            found = self._owners_of_cut(stem, key, counted)
        if found is not None:
            self._has_json.update(found.photos)
        edited = next((self._edited[name] for name in names if name in self._edited), None)
        return _both(found, self._without_json(edited)) or self._stems.get(key)

    def _without_json(self, edited: _Owners | None) -> _Owners | None:
        """Those that have none of their own; `a-edited.jpg.json` comes before `a.jpg.json`."""
        if edited is None:
            return None
        photos = {photo: None for photo in edited.photos if photo not in self._has_json}
        return _Owners(photos, edited.has_others) if photos or edited.has_others else None

    def _owners_of_cut(self, stem: str, key: str, counted: re.Match[str] | None) -> _Owners | None:
        """Of a name that was cut off; a number comes after the cut."""
        if len(stem) == TAKEOUT_LENGTH:
            return self._cut.get(key)
        if counted is None or len(counted[1]) != TAKEOUT_LENGTH:
            return None
        start, number = name_key(counted[1]), counted[2]
        every = (owners for full, owners in self._full.items() if _uncounted(full, number) == start)
        return next(every, None)


def _both(one: _Owners | None, other: _Owners | None) -> _Owners | None:
    """The owners of either."""
    if one is None or other is None:
        return one or other
    return _Owners(one.photos | other.photos, one.has_others or other.has_others)


def _original(full: str) -> str | None:
    """The key of the photo that one was changed from: of `a-edited.jpg` that of `a.jpg`."""
    stem, ending = split_ending(full)
    bare, number = stem, ""
    counted = _COUNTED.fullmatch(stem)
    if counted is not None:
        bare, number = counted[1], counted[2]
    return bare.removesuffix(_EDITED) + number + ending if bare.endswith(_EDITED) else None


def _ending(name: str) -> str:
    at = name.rfind(".")
    return name[at:].lower() if at > 0 else ""


def _stem(name: str) -> str:
    """The key of what the files of a photo share: without the ending and the mark of a clip."""
    ending = _ending(name)
    if ending == _CLIP:
        return name_key(name.removesuffix(tail_of(Path(name))))
    return name_key(name[: len(name) - len(ending)])


def _cut(full: str) -> str:
    """What Takeout calls the sidecar of a photo, without its ending, if that is too long."""
    whole = full + TAKEOUT
    return whole[:TAKEOUT_LENGTH]


def _uncounted(full: str, number: str) -> str | None:
    """As `_cut`, of a name with a number before the ending, without it; None: it has none."""
    stem, ending = split_ending(full)
    return _cut(stem.removesuffix(number) + ending) if stem.endswith(number) else None


def _without_takeout(key: str) -> str:
    """The photo's name of `a.jpg.supplemental-metadata`, or of `a.jpg.supple`, cut short."""
    name, dot, rest = key.rpartition(".")
    return name if dot and TAKEOUT[1:].startswith(rest) else key


def _is_of_takeout(name: str) -> bool:
    """Whether a JSON file has the name of a photo's sidecar."""
    stem = split_ending(name)[0]
    counted = _COUNTED.fullmatch(stem)
    photo = _without_takeout(name_key(counted[1] if counted else stem))
    return _ending(name) == _JSON and _kind(photo) is not None


def _kind(name: str) -> str | None:
    """The name of a photo's format."""
    known = FORMATS.get(_ending(name))
    return known.name if known else None
