"""Keys: what an item was computed from, as a hash."""

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from gridsne_desktop.library.formats import format_of_name

Key: TypeAlias = bytes
"""`KEY_BYTES` of BLAKE2b: 0.9 GB a second on every 64-bit processor; SHA-256 needs its own
instructions to be faster, and is half as fast without them."""

KEY_BYTES: Final = 20
_PERSON_BYTES: Final = 16
_CHUNK_BYTES: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file's content, and the facts by which it is known again without being read.

    Attributes:
        key: Hash of all its bytes, and of the format that its ending promises: decoding may
            depend on that.
        size: Bytes.
        mtime_ns: Last modification, nanoseconds since the epoch.
    """

    key: Key
    size: int
    mtime_ns: int


def fingerprint(path: Path) -> Fingerprint | None:
    """The fingerprint of the file at `path`; None where it cannot be read, or changes meanwhile.

    The file is read in pieces: no photo is too large, and decoding finds its bytes in the
    system's memory.
    """
    try:
        before = path.stat()
        if not stat.S_ISREG(before.st_mode):
            return None  # opening a pipe would wait for ever
        promised = format_of_name(path)
        person = promised.name.encode()[:_PERSON_BYTES] if promised else b""
        digest = hashlib.blake2b(digest_size=KEY_BYTES, person=person)
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_CHUNK_BYTES):
                digest.update(piece)
    except OSError:
        return None  # decoding the photo meets the same trouble, and names it
    found = Fingerprint(digest.digest(), before.st_size, before.st_mtime_ns)
    return found if is_unchanged(path, found) else None


def is_unchanged(path: Path, since: Fingerprint) -> bool:
    """Whether the file at `path` still has the facts of its fingerprint."""
    try:
        facts = path.stat()
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) == (since.size, since.mtime_ns)


def key_of(*parts: bytes | memoryview) -> Key:
    """The key of something computed from `parts`; other parts, or cut elsewhere, another key."""
    digest = hashlib.blake2b(digest_size=KEY_BYTES)
    for part in parts:
        view = memoryview(part)
        digest.update(view.nbytes.to_bytes(8, "little"))
        digest.update(view)
    return digest.digest()
