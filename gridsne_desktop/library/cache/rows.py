"""The cache's rows: read by many keys at once, each with its checksum."""

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from gridsne_desktop.library.cache.key import Fingerprint, Key
from gridsne_desktop.photo import Photo

_T = TypeVar("_T")

AT_ONCE: Final = 256
"""Rows asked for in one query, 4 MB of thumbnails; SQLite takes 999 and more."""
USED_STEP: Final = 3600
"""Seconds: an item used twice within an hour is marked once."""


@dataclass(slots=True)
class Found:
    """What a query gave: sound data by key, and the keys whose rows are damaged."""

    sound: dict[Key, bytes] = field(default_factory=dict)
    damaged: list[Key] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Item:
    """Data to keep under a key."""

    key: Key
    kind: bytes
    data: bytes


def batches(values: Iterable[_T], size: int = AT_ONCE) -> Iterator[list[_T]]:
    """`values` in lists of at most `size`."""
    iterator = iter(values)
    while batch := list(islice(iterator, size)):
        yield batch


def item_check(key: object, kind: object, data: object) -> int | None:
    """The checksum of an item; None where a damaged row holds no bytes.

    CRC-32 notices every flipped bit, and every burst of up to 32.
    """
    if not (isinstance(key, bytes) and isinstance(kind, bytes) and isinstance(data, bytes)):
        return None
    return zlib.crc32(data, zlib.crc32(kind, zlib.crc32(key)))


def place_check(path: object, size: object, mtime_ns: object, key: object) -> int | None:
    """The checksum of a place; None where a damaged row holds other types."""
    if not (isinstance(path, bytes) and isinstance(key, bytes)):
        return None
    return zlib.crc32(f"{size} {mtime_ns}".encode(), zlib.crc32(key, zlib.crc32(path)))


def read_items(connection: sqlite3.Connection, keys: Sequence[Key], kind: bytes) -> Found:
    """The items of that kind."""
    found = Found()
    for batch in batches(keys):
        marks = ",".join("?" * len(batch))
        query = f"SELECT key, data, crc FROM items WHERE kind=? AND key IN ({marks})"  # noqa: S608
        for key, data, crc in connection.execute(query, [kind, *batch]):
            if item_check(key, kind, data) == crc:
                found.sound[key] = data
            else:
                found.damaged.append(key)
    return found


def with_item(connection: sqlite3.Connection, keys: Sequence[Key], kind: bytes) -> set[Key]:
    """Those of `keys` that have an item of that kind; its data is not looked at."""
    found: set[Key] = set()
    for batch in batches(keys):
        marks = ",".join("?" * len(batch))
        query = f"SELECT key FROM items WHERE kind=? AND key IN ({marks})"  # noqa: S608
        found.update(key for (key,) in connection.execute(query, [kind, *batch]))
    return found


def read_places(connection: sqlite3.Connection, photos: Iterable[Photo]) -> dict[Path, Key]:
    """The keys of those photos whose path, size and time are known; damaged rows do not count."""
    keys: dict[Path, Key] = {}
    for batch in batches(photos):
        by_path = {os.fsencode(photo.path): photo for photo in batch}
        marks = ",".join("?" * len(by_path))
        query = f"SELECT path, size, mtime_ns, key, crc FROM places WHERE path IN ({marks})"  # noqa: S608
        for path, size, mtime_ns, key, crc in connection.execute(query, list(by_path)):
            photo = by_path.get(path)
            if photo is None or place_check(path, size, mtime_ns, key) != crc:
                continue
            if (size, mtime_ns) == (photo.size, photo.mtime_ns):
                keys[photo.path] = key
    return keys


def write_items(connection: sqlite3.Connection, items: Iterable[Item]) -> None:
    """Put `items` in, over what is there."""
    connection.executemany(
        "INSERT INTO items (key, kind, crc, data) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (key, kind) DO UPDATE SET crc=excluded.crc, data=excluded.data",
        [(i.key, i.kind, item_check(i.key, i.kind, i.data), i.data) for i in items],
    )


def write_places(
    connection: sqlite3.Connection, places: Iterable[tuple[Path, Fingerprint]]
) -> None:
    """Put `places` in, over what is there."""
    rows = [(os.fsencode(path), of.size, of.mtime_ns, of.key) for path, of in places]
    connection.executemany(
        "INSERT INTO places (path, size, mtime_ns, key, crc) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (path) DO UPDATE SET size=excluded.size, mtime_ns=excluded.mtime_ns, "
        "key=excluded.key, crc=excluded.crc",
        [(*row, place_check(*row)) for row in rows],
    )


def drop_items(connection: sqlite3.Connection, items: Iterable[tuple[Key, bytes]]) -> None:
    """Delete the items with these keys and kinds."""
    connection.executemany("DELETE FROM items WHERE key=? AND kind=?", items)


def mark_used(
    connection: sqlite3.Connection, *, new: Iterable[Key], old: Iterable[Key], now: int
) -> None:
    """Note that these keys are used now: `new` ones had rows written, `old` ones were read."""
    connection.executemany(
        "INSERT INTO contents (key, used) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET used=excluded.used",
        [(key, now) for key in new],
    )
    connection.executemany(
        "UPDATE contents SET used=? WHERE key=? AND used<?",
        [(now, key, now - USED_STEP) for key in old],
    )
