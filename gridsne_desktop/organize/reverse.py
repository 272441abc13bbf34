"""The reverse of each kind of step, and when there is none."""

import hashlib
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.errors import Cause
from gridsne_desktop.organize.journal import Done
from gridsne_desktop.organize.names import name_key
from gridsne_desktop.organize.steps import WRITES_NEW, Step, StepKind
from gridsne_desktop.progress import Run

_CHUNK_BYTES: Final = 1 << 20

GONE: Final = "It is no longer there."
CHANGED: Final = "It has changed since, so it stays where it is."
NOT_IN_TRASH: Final = "It is no longer in the Trash, so it cannot come back."
SOMEWHERE_IN_TRASH: Final = "Only the Trash itself knows where it lies; put it back from there."
NO_LINK: Final = "It is no longer the link that was made, so it stays."
DANGLING: Final = "The photo that this link leads to is no longer there, so the link stays."
NO_PHOTO: Final = "The photo that this link led to is no longer there, so it cannot come back."


class Stays(Exception):
    """A step that cannot be taken back; the message is a sentence for the person.

    Attributes:
        path: Absolute path of what it is about.
        cause: What the sentence comes down to.
        holds: Whether other files of the same photo stay, too.
    """

    def __init__(
        self, path: Path, sentence: str, cause: Cause = Cause.OTHER, *, holds: bool = True
    ) -> None:
        super().__init__(sentence)
        self.path, self.cause, self.holds = path, cause, holds


class Later:
    """The disk as it will be after the steps that were planned so far."""

    def __init__(self, way: StepKind, run: Run) -> None:
        """Of a run whose links, if any, are of the kind `way`."""
        self.way, self.run = way, run
        self._left: set[Path] = set()
        self._come: set[Path] = set()

    def take(self, step: Step) -> None:
        """Know of one more step."""
        leaves = step.target if step.kind is StepKind.UNLINK else step.source
        self._left.add(leaves)
        self._come.discard(leaves)
        if step.kind in WRITES_NEW:
            self._left.discard(step.target)
            self._come.add(step.target)

    def facts(self, path: Path) -> os.stat_result | None:
        """What is at `path` now; None: nothing, or it will have left."""
        return None if path in self._left else _facts(path)

    def facts_of_photo(self, path: Path) -> os.stat_result | None:
        """The same of the photo that is there or that a link there leads to."""
        try:
            return None if path in self._left else path.stat()
        except OSError:
            return None

    def check_free(self, path: Path, *, mover: Path) -> None:
        """Let `mover` come to `path`.

        Raises:
            Stays: Something else is there.
        """
        if path not in self._come and (path in self._left or not os.path.lexists(path)):
            return
        if path not in self._come and _is_other_case(path, mover):
            return
        raise Stays(mover, f"Something else is at {path} now, so it stays where it is.")


def _from_copy(step: Step, done: Done, later: Later) -> Step:
    """The copy goes to the Trash."""
    return _to_trash(done.at or step.target, done, later)


def _from_move(step: Step, done: Done, later: Later) -> Step:
    at = done.at or step.target
    facts = _untouched(at, done, later)
    later.check_free(step.source, mover=at)
    return _step(StepKind.MOVE, at, step.source, facts)


def _from_hard_link(step: Step, done: Done, later: Later) -> Step:
    """The link goes; to the Trash where it has become the only name of its photo."""
    at = done.at or step.target
    there, photo = later.facts(at), later.facts_of_photo(step.source)
    if there is None:
        raise Stays(at, GONE, Cause.GONE, holds=False)
    if photo is not None and os.path.samestat(there, photo):
        return _step(StepKind.UNLINK, step.source, at, photo)
    return _to_trash(at, done, later)


def _from_symbolic_link(step: Step, done: Done, later: Later) -> Step:
    at = done.at or step.target
    there, photo = later.facts(at), later.facts_of_photo(step.source)
    if there is None:
        raise Stays(at, GONE, Cause.GONE, holds=False)
    if not stat.S_ISLNK(there.st_mode) or at.readlink() != step.source:
        raise Stays(at, NO_LINK)
    if photo is None:
        raise Stays(at, DANGLING, holds=False)
    return _step(StepKind.UNLINK, step.source, at, photo)


def _from_trash(step: Step, done: Done, later: Later) -> Step:
    if done.at is None:
        raise Stays(step.source, SOMEWHERE_IN_TRASH, holds=False)
    facts = later.facts(done.at)
    if facts is None:
        raise Stays(step.source, NOT_IN_TRASH, Cause.GONE, holds=False)
    try:
        later.check_free(step.source, mover=done.at)
    except Stays as stay:
        raise Stays(
            step.source, "Something else has its name now, so it stays in the Trash."
        ) from stay
    return _step(StepKind.RESTORE, done.at, step.source, facts)


def _from_restore(step: Step, done: Done, later: Later) -> Step:
    return _to_trash(done.at or step.target, done, later)


def _from_unlink(step: Step, _: Done, later: Later) -> Step:
    """The link comes again; what kind it was, the run's way tells."""
    photo = later.facts_of_photo(step.source)
    if photo is None:
        raise Stays(step.target, NO_PHOTO, Cause.GONE, holds=False)
    later.check_free(step.target, mover=step.source)
    is_symbolic = later.way is StepKind.SYMBOLIC_LINK
    kind = StepKind.SYMBOLIC_LINK if is_symbolic else StepKind.HARD_LINK
    return _step(kind, step.source, step.target, photo)


Reverse: TypeAlias = Callable[[Step, Done, Later], Step]
"""The step that takes back one that was done so; raises `Stays`."""

REVERSES: Final[Mapping[StepKind, Reverse]] = {
    StepKind.COPY: _from_copy,
    StepKind.MOVE: _from_move,
    StepKind.HARD_LINK: _from_hard_link,
    StepKind.SYMBOLIC_LINK: _from_symbolic_link,
    StepKind.TRASH: _from_trash,
    StepKind.RESTORE: _from_restore,
    StepKind.UNLINK: _from_unlink,
}
"""By the kind of what was done. Folders that went come again with what returns into them."""


def _to_trash(at: Path, done: Done, later: Later) -> Step:
    return _step(StepKind.TRASH, at, at, _untouched(at, done, later))


def _step(kind: StepKind, source: Path, target: Path, facts: os.stat_result) -> Step:
    return Step(kind, source, target, size=facts.st_size, mtime_ns=facts.st_mtime_ns)


def _untouched(at: Path, done: Done, later: Later) -> os.stat_result:
    """What is at `at`, as the step left it.

    Raises:
        Stays: It is gone or has changed.
    """
    facts = later.facts(at)
    if facts is None:
        raise Stays(at, GONE, Cause.GONE, holds=False)
    if stat.S_ISLNK(facts.st_mode):  # plans may tell size and time of what it leads to
        photo = later.facts_of_photo(at)
        facts = photo if photo is not None and photo.st_size == done.size else facts
    if facts.st_size != done.size or stat.S_ISDIR(facts.st_mode):
        raise Stays(at, CHANGED)
    if facts.st_mtime_ns != done.mtime_ns and not _has_digest(at, facts, done, later.run):
        raise Stays(at, CHANGED)
    return facts


def _has_digest(path: Path, facts: os.stat_result, done: Done, run: Run) -> bool:
    """Whether a file whose time has changed has the bytes that it had."""
    if done.digest is None or not stat.S_ISREG(facts.st_mode):
        return False
    digest = hashlib.blake2b(digest_size=len(done.digest) // 2)
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                run.check()
                digest.update(chunk)
    except OSError:  # what cannot be read cannot be known to be the same
        return False
    return digest.hexdigest() == done.digest


def _facts(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except OSError:
        return None


def _is_other_case(one: Path, other: Path) -> bool:
    """Whether both are one file, on a disk that takes both names for the same."""
    if one.parent != other.parent or name_key(one.name) != name_key(other.name):
        return False
    there, here = _facts(one), _facts(other)
    return there is not None and here is not None and os.path.samestat(there, here)
