"""A small tree of photos, a Trash in a folder, and a system whose n-th call goes wrong."""

import errno
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

from gridsne_desktop.files import PART_PREFIX, PART_SUFFIX
from gridsne_desktop.organize import copying, exclusive
from gridsne_desktop.organize.steps import Plan, Step, StepKind
from gridsne_desktop.organize.volumes import Volumes

OLD_NS: Final = 1_234_567_890_123_456_700
FOREIGN_PART: Final = f"{PART_PREFIX}{'f' * 32}{PART_SUFFIX}"

CALLS: Final = (
    "open", "write", "read", "fsync", "link", "unlink", "rename", "replace", "mkdir", "rmdir",
    "utime", "symlink", "chmod",
)  # fmt: skip

Tree: TypeAlias = dict[str, tuple[str, int]]
"""Of every path its content (of a link where it leads, of a folder nothing) and its time."""


class FolderTrash:
    """A Trash in a folder, with a note for each file, as the freedesktop one has."""

    def __init__(self, folder: Path) -> None:
        self._files, self._notes = folder / "files", folder / "info"

    def put(self, path: Path) -> Path | None:
        """As `Trash.put`."""
        self._files.mkdir(parents=True, exist_ok=True)
        self._notes.mkdir(exist_ok=True)
        for number in range(1000):
            name = f"{number}-{path.name}"
            if not os.path.lexists(self._files / name):
                (self._notes / name).write_text(str(path))
                path.rename(self._files / name)
                return self._files / name
        raise OSError(errno.ENOSPC, "The Trash is full")

    def find(self, path: Path, *, size: int, mtime_ns: int) -> Path | None:
        """As `Trash.find`."""
        for note in self._notes.glob("*"):
            place = self._files / note.name
            if note.read_text() == str(path) and os.path.lexists(place):
                facts = place.lstat()
                if (facts.st_size, facts.st_mtime_ns) == (size, mtime_ns):
                    return place
        return None

    def forget(self, place: Path) -> None:
        """As `Trash.forget`."""
        (self._notes / place.name).unlink(missing_ok=True)

    def contents(self) -> list[bytes]:
        """Of all files in it, sorted."""
        return sorted(path.read_bytes() for path in self._files.glob("*"))


@dataclass(frozen=True)
class World:
    """A tree with photos in bundles, and what is beside it."""

    root: Path

    @property
    def tree(self) -> Path:
        return self.root / "tree"

    @property
    def into(self) -> Path:
        return self.tree / "sorted"

    @property
    def journals(self) -> Path:
        return self.root / "journals"

    @property
    def trash(self) -> FolderTrash:
        return FolderTrash(self.root / "trash")

    def build(self) -> None:
        """The tree as it is before; twins have one content and one time, as real ones have."""
        shutil.rmtree(self.root, ignore_errors=True)
        for name, content in {
            "in/a.jpg": "beach", "in/a.xmp": "five stars", "in/b.heic": "dune", "in/b.mov": "waves",
            "in/sub/twin.jpg": "twin", "in/twin.jpg": "twin", "in/stays.txt": "not a photo",
            "sorted/old.jpg": "old", f"sorted/{FOREIGN_PART}": "somebody else's",
        }.items():  # fmt: skip
            path = self.tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
            os.utime(path, ns=(OLD_NS, OLD_NS))
        for number, folder in enumerate((self.tree / "in/sub", self.tree / "in", self.into)):
            os.utime(folder, ns=(OLD_NS + number * 1000, OLD_NS + number * 1000))

    def now(self) -> Tree:
        """The tree as it is."""
        found: Tree = {}
        for path in sorted(self.tree.rglob("*")):
            facts = path.lstat()
            name = str(path.relative_to(self.tree))
            if path.is_symlink():
                found[name] = (str(path.readlink()), 0)
            else:
                found[name] = ("" if path.is_dir() else path.read_text(), facts.st_mtime_ns)
        return found

    def plan(self, way: StepKind) -> Plan:
        """All photos, each bundle into a folder; one replaces what is there."""
        placed = [
            ("in/a.jpg", "one/a.jpg", "a.jpg"), ("in/a.xmp", "one/a.xmp", "a.jpg"),
            ("in/b.heic", "old.jpg", "b.heic"), ("in/b.mov", "old.mov", "b.heic"),
            ("in/twin.jpg", "two/deep/twin.jpg", None), ("in/sub/twin.jpg", "two/t.jpg", None),
        ]  # fmt: skip
        steps = [
            self._step(way, self.tree / source, self.into / target, bundle)
            for source, target, bundle in placed
        ]
        old = self._step(StepKind.TRASH, self.into / "old.jpg", self.into / "old.jpg", "b.heic")
        steps.insert(2, old)
        if way is StepKind.MOVE:
            chain = self._step(way, self.tree / "in/sub/twin.jpg", self.tree / "in/twin.jpg", None)
            steps[-1] = chain  # to the name that the step before has freed
            folder = self.tree / "in/sub"
            steps.append(Step(StepKind.REMOVE_FOLDER, folder, folder, 0, 0))
            return Plan(self.tree, "test", tuple(steps), way=way)
        return Plan(self.into, "test", tuple(steps), way=way)

    def _step(self, kind: StepKind, source: Path, target: Path, bundle: str | None) -> Step:
        facts = source.stat()
        photo = self.tree / "in" / bundle if bundle else None
        return Step(kind, source, target, facts.st_size, facts.st_mtime_ns, source.name, photo)


Fault: TypeAlias = Callable[[str, Callable[..., Any], tuple[Any, ...]], Any]
"""Gets a system call's name, the call and its words, in place of it."""


@contextmanager
def faulty(
    ways: str, fault: Fault | None = None, *, at: int = 0, to: int | None = None
) -> Iterator[None]:
    """Let the calls from number `at` before number `to` meet `fault`; `ways` as `_limit` says."""
    numbers = itertools.count(
        1
    )  # of calls of all threads: copies of a batch are flushed on several

    def counted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **more: Any) -> Any:  # noqa: ANN401 — any system call
            seen = next(numbers)
            if fault is None or not at < seen <= (at + 1 if to is None else to):
                return real(*words, **more)
            return fault(name, lambda *changed: real(*changed, **more), words)

        return call

    with _saved():
        _limit(ways)
        for name in CALLS:
            setattr(os, name, counted(name, getattr(os, name)))
        exclusive.kernel_rename = _by_number(counted("kernel", exclusive.kernel_rename))
        yield


@contextmanager
def _saved() -> Iterator[None]:
    places: list[tuple[Any, str]] = [(os, name) for name in CALLS]
    places += [(exclusive, "kernel_rename"), (copying, "clone"), (Volumes, "written")]
    before = [(owner, name, getattr(owner, name)) for owner, name in places]
    try:
        yield
    finally:
        for owner, name, real in before:
            setattr(owner, name, real)


def _by_number(call: Callable[[bytes, bytes], int]) -> Callable[[bytes, bytes], int]:
    def numbered(source: bytes, target: bytes) -> int:
        try:
            return call(source, target)
        except OSError as error:
            return error.errno or errno.EIO

    return numbered


def _limit(ways: str) -> None:
    """Take away what this file system can and others cannot; nothing waits for the disk."""
    put(os, "fsync", lambda _: None)  # a process that is killed loses nothing by it
    kernel = exclusive.kernel_rename
    if ways == "clones":
        put(copying, "clone", lambda one, other: bool(os.write(other, os.read(one, 1 << 20))))
    if ways in {"link", "reservation"}:
        put(exclusive, "kernel_rename", lambda *_: errno.ENOSYS)
    if ways == "reservation":
        put(os, "link", _no_links)
    if ways in {"across", "known across"}:  # each folder is a volume of its own
        put(
            exclusive,
            "kernel_rename",
            lambda one, other: (
                kernel(one, other) if _folder(one) == _folder(other) else errno.EXDEV
            ),
        )
    if ways == "known across":
        put(Volumes, "written", lambda _, step: step.size)


def put(owner: object, name: str, value: Callable[..., Any]) -> None:
    """Replace a function; `faulty` brings it back."""
    setattr(owner, name, value)


def _no_links(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "no links here")


def _folder(path: bytes) -> bytes:
    return path.rpartition(b"/")[0]
