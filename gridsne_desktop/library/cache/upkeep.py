"""Looking after the cache's file: counting, checking, making room, emptying."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gridsne_desktop.library.cache.database import rollback
from gridsne_desktop.library.cache.key import Key
from gridsne_desktop.library.cache.rows import item_check, place_check
from gridsne_desktop.library.cache.thumbnails import THUMBNAIL

ROOM: Final = 0.9
"""Share of the limit that is left after making room, so that it is not made at every write."""
EVICTED_AT_ONCE: Final = 64
"""Photos a transaction, as in writing: other programs wait for one at most."""
CHECKED_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Info:
    """What the cache holds.

    Attributes:
        file: Where it is; None where there is none.
        size: Bytes in use.
        limit: Bytes it may use.
        photos: Photos, copies of one counted once.
        places: Files that it knows by path, size and time.
        items: How many items it holds of each kind (`thumbnail`, `vector …`, `points`, …).
    """

    file: Path | None
    size: int
    limit: int
    photos: int = 0
    places: int = 0
    items: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of all rows found.

    Attributes:
        checked: Rows looked at.
        damaged: Rows whose checksum was wrong; they are gone.
        was_broken: Whether the whole file was, and was set aside.
    """

    checked: int
    damaged: int
    was_broken: bool = False


def size_in_use(connection: sqlite3.Connection) -> int:
    """Bytes of the file that hold something."""
    pages, free, page = (
        _number(connection, words)
        for words in ("PRAGMA page_count", "PRAGMA freelist_count", "PRAGMA page_size")
    )
    return (pages - free) * page


def info(connection: sqlite3.Connection, *, file: Path, limit: int) -> Info:
    """Count."""
    kinds = connection.execute("SELECT kind, count(*) FROM items GROUP BY kind ORDER BY kind")
    items = Counter[str]()
    for kind, count in kinds:
        items[kind.decode(errors="replace")] += count
    return Info(
        file=file,
        size=size_in_use(connection),
        limit=limit,
        photos=items[THUMBNAIL.decode()],
        places=_number(connection, "SELECT count(*) FROM places"),
        items=dict(items),
    )


def make_room(connection: sqlite3.Connection, limit: int) -> int:
    """Forget the least recently used if the file is over `limit` bytes; how many keys went."""
    gone = 0
    if size_in_use(connection) <= limit:
        return gone
    while size_in_use(connection) > limit * ROOM:
        keys = [key for (key,) in connection.execute(_OLDEST, [EVICTED_AT_ONCE])]
        if not keys:
            break
        with transaction(connection):
            _forget(connection, keys)
        gone += len(keys)
    surplus = _number(connection, "PRAGMA page_count") - limit // _number(
        connection, "PRAGMA page_size"
    )
    if surplus > 0:  # gives the disk back what a lowered limit left over
        _shrink(connection, surplus)
    return gone


def clear(connection: sqlite3.Connection) -> bool:
    """Forget all, and give the disk its room back; True, for it is done."""
    with transaction(connection):
        for table in ("items", "places", "contents"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our names
    _shrink(connection, _number(connection, "PRAGMA freelist_count"))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return True


def is_whole(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds its own structures sound."""
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() == (b"ok",))


def verify(connection: sqlite3.Connection, check: Callable[[], None]) -> Verdict:
    """Check every row's checksum and delete the damaged; `check` is called often, and may raise."""
    checked = damaged = 0
    for table, columns, crc_of in (
        ("items", "key, kind, data", item_check),
        ("places", "path, size, mtime_ns, key", place_check),
    ):
        for rows in _all_rows(connection, table, columns):
            check()
            bad = [(row[0],) for row in rows if crc_of(*row[2:]) != row[1]]
            checked, damaged = checked + len(rows), damaged + len(bad)
            with transaction(connection):
                connection.executemany(f"DELETE FROM {table} WHERE id=?", bad)  # noqa: S608
    with transaction(connection):  # what nothing marks as used would never be forgotten
        connection.execute("DELETE FROM items WHERE key NOT IN (SELECT key FROM contents)")
    return Verdict(checked, damaged)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is written within."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        rollback(connection)


_OLDEST: Final = "SELECT key FROM contents ORDER BY used, id LIMIT ?"


def _shrink(connection: sqlite3.Connection, pages: int) -> None:
    """Give up to so many free pages back to the disk."""
    # `execute` stops after the first page, because no row comes with it.
    connection.executescript(f"PRAGMA incremental_vacuum({pages})")


def _forget(connection: sqlite3.Connection, keys: list[Key]) -> None:
    rows = [(key,) for key in keys]
    for table in ("items", "places", "contents"):
        connection.executemany(f"DELETE FROM {table} WHERE key=?", rows)  # noqa: S608


def _all_rows(
    connection: sqlite3.Connection, table: str, columns: str
) -> Iterator[list[tuple[object, ...]]]:
    """All rows, (id, crc, columns...), some at a time, no read being open in between."""
    query = f"SELECT id, crc, {columns} FROM {table} WHERE id>? ORDER BY id LIMIT ?"  # noqa: S608
    last: object = -1
    while rows := connection.execute(query, [last, CHECKED_AT_ONCE]).fetchall():
        yield rows
        last = rows[-1][0]


def _number(connection: sqlite3.Connection, query: str) -> int:
    value: int = connection.execute(query).fetchone()[0]
    return value
