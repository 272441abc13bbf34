"""Whole trees of photos in all kinds of names, plans over them by hand, and what a tree is."""

import itertools
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from hypothesis import strategies as st

from gridsne_desktop.organize.names import legal_name
from gridsne_desktop.organize.steps import WAYS, Plan, Step, StepKind, path_key

Tree: TypeAlias = dict[str, tuple[str | bytes, int, int]]
"""Of every path its content (of a link where it leads), its time in ns, its mode."""

STEMS: Final = (
    "IMG_1", "img_1", "Ünï", unicodedata.normalize("NFD", "Ünï"), "写真", "фото", "صورة", "👩‍👩‍👧",
    "a.b.c", "..a", "con", "x ", "0001_old", "%41", "ä" * 110, "quote\"s", "new\nline",
    os.fsdecode(b"\xff\xfe"),
)  # fmt: skip
ENDINGS: Final = (".jpg", ".JPG", ".cr3", ".xmp", ".jpg.xmp", ".mov", "")
FOLDERS: Final = ("", "a", "A", "2024 夏", "a/b", "deep/deeper/deepest")
GROUPS: Final = ("", "Unsorted", "Ünï", "one/two", "one/two/three", "a")

_LEAST_NS: Final = 1_000_000_000_000_000_000
_MOST_NS: Final = 1_500_000_000_000_000_000


@dataclass(frozen=True)
class Bundle:
    """A photo and its companions: paths below the tree, contents, times, and its group."""

    files: Mapping[str, tuple[bytes, int]]
    group: str


@dataclass(frozen=True)
class World:
    """What there is, and what is wished."""

    bundles: Sequence[Bundle]
    way: StepKind
    into: str
    tidy: bool
    """Whether folders that moves empty go away."""


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    folder, stem = draw(st.sampled_from(FOLDERS)), draw(st.sampled_from(STEMS))
    endings = draw(st.lists(st.sampled_from(ENDINGS), min_size=1, max_size=3, unique=True))
    facts = st.tuples(st.binary(max_size=40), st.integers(_LEAST_NS, _MOST_NS).map(_to_100_ns))
    files = {str(Path(folder, stem + ending)): draw(facts) for ending in endings}
    return Bundle(files, draw(st.sampled_from(GROUPS)))


def _to_100_ns(time: int) -> int:
    return time // 100 * 100


worlds = st.builds(
    World,
    bundles=st.lists(bundles(), min_size=1, max_size=8),
    way=st.sampled_from(WAYS),
    into=st.sampled_from(("sorted", "photos/sorted", "photos/a", "new/er/est")),
    tidy=st.booleans(),
)


def built(world: World, root: Path) -> Plan:
    """The tree on the disk, its folders' times long ago, and the plan over it by hand."""
    for bundle in world.bundles:
        for name, (content, mtime_ns) in bundle.files.items():
            path = root / "photos" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                path.write_bytes(content)
                os.utime(path, ns=(mtime_ns, mtime_ns))
    folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
    for number, folder in enumerate(folders):
        os.utime(folder, ns=(_LEAST_NS + number, _LEAST_NS + number))
    return planned(world, root)


def planned(world: World, root: Path) -> Plan:
    """A folder for each group, names made legal and distinct; a photo's files stay together."""
    into = root / world.into
    taken: dict[tuple[str, ...], bool] = {  # whether it is a folder
        path_key(into, path): path.is_dir() for path in into.rglob("*")
    }
    steps: list[Step] = []
    seen: set[Path] = set()
    for bundle in world.bundles:
        sources = [root / "photos" / name for name in bundle.files]
        sources = [source for source in sources if source not in seen]
        seen.update(sources)
        for source in sources:
            target = _free(into, bundle.group, source.name, taken)
            facts = source.stat()
            size, mtime_ns = facts.st_size, facts.st_mtime_ns
            steps.append(Step(world.way, source, target, size, mtime_ns, source.name, sources[0]))
    if world.tidy and world.way is StepKind.MOVE:
        steps += _emptied(root / "photos", steps)
    return Plan(into=into, rule="by hand", steps=tuple(steps), way=world.way)


def _emptied(photos: Path, steps: Sequence[Step]) -> Iterator[Step]:
    """Folders of photos that the moves empty, the deepest first."""
    left = {step.source for step in steps}
    filled = {parent for step in steps for parent in step.target.parents}
    for name, _, _ in os.walk(photos, topdown=False):
        folder = Path(name)
        if folder not in filled and set(folder.iterdir()) <= left:
            left.add(folder)
            yield Step(StepKind.REMOVE_FOLDER, folder, folder, 0, 0)


def _free(into: Path, group: str, name: str, taken: dict[tuple[str, ...], bool]) -> Path:
    parts = [legal_name(part) for part in group.split("/") if part]
    for number in itertools.count(1):
        suffix = f" ({number})" if number > 1 else ""
        target = into.joinpath(*parts, legal_name(name, suffix=suffix))
        key = path_key(into, target)
        parents = [key[:length] for length in range(1, len(key))]
        if not all(taken.get(parent, True) for parent in parents):
            parts = [*parts[:-1], f"{parts[-1]} folder"]
        elif key not in taken:
            taken |= {key: False} | dict.fromkeys(parents, True)
            return target
    raise AssertionError("counting ends never")


def tree(root: Path) -> Tree:
    """Everything in `root`, and itself, bit for bit."""
    return {os.path.relpath(path, root): _told(path) for path in (root, *_everything(root))}


def _everything(root: Path) -> list[Path]:
    return [
        Path(folder) / name
        for folder, folders, names in os.walk(root)
        for name in (*folders, *names)
    ]


def _told(path: Path) -> tuple[str | bytes, int, int]:
    facts = path.lstat()
    content: str | bytes = ""
    if stat.S_ISREG(facts.st_mode):
        content = path.read_bytes()
    elif stat.S_ISLNK(facts.st_mode):
        return os.fspath(path.readlink()), 0, 0  # a link's own time is the system's
    return content, facts.st_mtime_ns, stat.S_IMODE(facts.st_mode)
