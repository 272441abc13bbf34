"""A photo on disk, and a photo that could not be used."""

from dataclasses import dataclass
from pathlib import Path

from gridsne_desktop.errors import Cause


@dataclass(frozen=True, slots=True)
class Photo:
    """One file that is meant to be a photo; known by its facts on disk, not by its pixels.

    Attributes:
        path: Absolute path.
        size: Bytes.
        mtime_ns: Last modification, nanoseconds since the epoch.
    """

    path: Path
    size: int
    mtime_ns: int

    def __post_init__(self) -> None:
        if not self.path.is_absolute():
            raise ValueError(f"a photo's path must be absolute, not {self.path}")


def known_again(photos: tuple[Photo, ...], before: tuple[Photo, ...]) -> tuple[Photo, ...]:
    """The same photos; those that were there `before` are the very objects, and so is the tuple.

    Python compares objects that are the same in no time; 100,000 equal ones took it 0.2 s, each
    time that a window asked whether its photos are still those.
    """
    known = {photo: photo for photo in before}
    again = tuple(known.get(photo, photo) for photo in photos)
    return before if again == before else again


@dataclass(frozen=True, slots=True)
class Problem:
    """A path that was left out, and why.

    Attributes:
        path: Absolute path of a file or a folder.
        reason: One sentence that says what is wrong.
        cause: What the sentence comes down to.
    """

    path: Path
    reason: str
    cause: Cause = Cause.OTHER
