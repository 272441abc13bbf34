"""How the photos of a folder differ from those that were there before."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gridsne_desktop.photo import Photo


@dataclass(frozen=True, slots=True)
class Rename:
    """A photo that has another path now; its size and its time are the same.

    Attributes:
        before: As it was known.
        after: As it was found.
    """

    before: Photo
    after: Photo


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened between two looks at the same folders; each photo is in one of the four.

    Attributes:
        new: Photos that were not there.
        changed: Photos of a known path with another size or time, as they are now.
        renamed: Photos that moved within the folders.
        removed: Photos that are gone, as they were.
    """

    new: tuple[Photo, ...] = ()
    changed: tuple[Photo, ...] = ()
    renamed: tuple[Rename, ...] = ()
    removed: tuple[Photo, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.renamed or self.removed)

    @property
    def fresh(self) -> tuple[Photo, ...]:
        """All photos as they are now that were not known like this."""
        return (*self.new, *self.changed, *(rename.after for rename in self.renamed))

    def only(self, keep: Callable[[Photo], bool]) -> "Changes":
        """These changes without the fresh photos that `keep` refuses."""
        return Changes(
            new=tuple(photo for photo in self.new if keep(photo)),
            changed=tuple(photo for photo in self.changed if keep(photo)),
            renamed=tuple(rename for rename in self.renamed if keep(rename.after)),
            removed=self.removed,
        )


def compare(before: Iterable[Photo], after: Iterable[Photo]) -> Changes:
    """What happened between two scans, each photo in the order of its scan.

    A photo that is gone and one that is new are the same photo, renamed, if they have the same
    size and the same time to the nanosecond. Where several have both, as copies do, those with
    the same file name belong together first, then they are taken in order.
    """
    known = {photo.path: photo for photo in before}
    found = {photo.path: photo for photo in after}
    gone = [photo for photo in known.values() if photo.path not in found]
    new = [photo for photo in found.values() if photo.path not in known]
    renamed = _renames(gone, new)
    sources = {rename.before for rename in renamed}
    targets = {rename.after for rename in renamed}
    return Changes(
        new=tuple(photo for photo in new if photo not in targets),
        changed=tuple(p for p in found.values() if p.path in known and p != known[p.path]),
        renamed=renamed,
        removed=tuple(photo for photo in gone if photo not in sources),
    )


def _renames(gone: list[Photo], new: list[Photo]) -> tuple[Rename, ...]:
    left: defaultdict[tuple[int, int], list[Photo]] = defaultdict(list)
    for photo in gone:
        left[_facts(photo)].append(photo)
    source_of: dict[Photo, Photo] = {}
    for same_name in (True, False):
        for photo in new:
            candidates = left.get(_facts(photo), [])
            if photo in source_of:
                continue
            for place, source in enumerate(candidates):
                if not same_name or source.path.name == photo.path.name:
                    source_of[photo] = candidates.pop(place)
                    break
    return tuple(Rename(source_of[photo], photo) for photo in new if photo in source_of)


def _facts(photo: Photo) -> tuple[int, int]:
    return photo.size, photo.mtime_ns
