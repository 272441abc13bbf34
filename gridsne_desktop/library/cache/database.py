"""The cache's file: found, made, and set aside when it is broken."""

import logging
import re
import sqlite3
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import Final

SCHEMA_VERSION: Final = 1
APPLICATION_ID: Final = 0x67736E65
"""`gsne`: says whose SQLite file it is."""

BUSY_MS: Final = 2000
"""How long one waits for another program's transaction, which takes some 20 ms."""
PAGE_BYTES: Final = 4096
"""Of a page in the file. 8192 to 32768 read no faster and waste 7 to 60 % more room."""
_PAGE_CACHE_KIB: Final = 16_384

_SCHEMA: Final = """
CREATE TABLE contents (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, used INTEGER NOT NULL);
CREATE INDEX contents_used ON contents (used);
CREATE TABLE items (id INTEGER PRIMARY KEY, key BLOB NOT NULL, kind BLOB NOT NULL,
    crc INTEGER NOT NULL, data BLOB NOT NULL, UNIQUE (key, kind));
CREATE TABLE places (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL, key BLOB NOT NULL, crc INTEGER NOT NULL);
CREATE INDEX places_key ON places (key);
"""
"""`contents`: when a key was last used. `items`: what was computed for it, by kind.
`places`: path, size and time of a file → the key of its content."""
_TABLES: Final = ("contents", "items", "places")

_FILE: Final = re.compile(r"photos-(\d+)\.sqlite")
_BROKEN: Final = re.compile(r"photos\.broken-(\d+)")
_BESIDE: Final = ("-wal", "-shm")
"""SQLite's own files beside its file."""

_log = logging.getLogger(__name__)


_VERSIONS: Final = slice(18, 20)
_KNOWN_VERSIONS: Final = (b"\1\1", b"\2\2")
"""Where SQLite's header says what may write and read the file (sqlite.org/fileformat.html, 1.3.3):
rollback journal or WAL."""


class Fault(Enum):
    """What a database's error means for the cache."""

    BUSY = auto()
    """Another program holds it."""
    REFUSED = auto()
    """The disk is full, or may not be written or read here."""
    BROKEN = auto()
    """The file is damaged, or not ours."""


class WrongSchemaError(Exception):
    """The file is from another version of the app, or not a cache."""


class DamagedHeaderError(Exception):
    """The first bytes of the file are such that SQLite would only read it."""


_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_REFUSED: Final = frozenset(
    {
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH, sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_PROTOCOL, sqlite3.SQLITE_NOMEM,
    }
)  # fmt: skip
_UNREADABLE_PAGE: Final = frozenset(
    {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS}
)
_PRIMARY: Final = 0xFF
"""SQLite's extended codes hold the plain one in their lowest byte."""


def fault_of(error: sqlite3.Error) -> Fault:
    """What `error` means; raises it again where it is a fault of ours."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    if code is None:
        raise error
    if code & _PRIMARY in _BUSY:
        return Fault.BUSY
    if code & _PRIMARY in _REFUSED and code not in _UNREADABLE_PAGE:
        return Fault.REFUSED
    return Fault.BROKEN


def newest(folder: Path) -> int:
    """The number of the file to use in `folder`: the highest there is, else the next free one.

    A file that follows a broken one gets a new number. Were its name used again, a program that
    still has the broken one open would, on closing, delete the new one's `-wal`.
    """
    names = [path.name for path in folder.iterdir()]
    files = [int(match[1]) for name in names if (match := _FILE.fullmatch(name))]
    broken = [int(match[1]) for name in names if (match := _BROKEN.fullmatch(name))]
    return max([*files, *(number + 1 for number in broken)], default=1)


def file_of(folder: Path, number: int) -> Path:
    """The cache's file with that number."""
    return folder / f"photos-{number}.sqlite"


def connect(file: Path) -> sqlite3.Connection:
    """Open `file`, made if missing; any thread may use the connection, one at a time.

    Raises:
        WrongSchemaError: It is not a cache of this version.
        DamagedHeaderError: It is damaged.
        sqlite3.Error: See `fault_of`.
        OSError: It cannot be read.
    """
    _check_header(file)
    connection = sqlite3.connect(
        file, timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    try:
        connection.text_factory = bytes  # damaged text must not stop the reading of a row
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def set_aside(folder: Path, number: int) -> None:
    """Rename the file with that number to `photos.broken-<number>`, the only one that is kept.

    Where the system does not let it go (Windows, while another program has it open) it stays
    until `sweep`.
    """
    file = file_of(folder, number)
    for beside in _BESIDE:
        _unlink(file.with_name(file.name + beside))
    try:
        file.replace(folder / f"photos.broken-{number}")
    except OSError:
        _log.warning("a broken cache cannot be renamed: %s", file, exc_info=True)
    sweep(folder, newest(folder))


def sweep(folder: Path, number: int) -> None:
    """Remove the files before `number`, and all broken ones but the last."""
    broken = []
    for path in folder.iterdir():
        if (match := _FILE.match(path.name)) and int(match[1]) < number:
            _unlink(path)
        elif match := _BROKEN.fullmatch(path.name):
            broken.append((int(match[1]), path))
    for _, path in sorted(broken)[:-1]:
        _unlink(path)


def remove_broken(folder: Path) -> None:
    """Remove what `set_aside` kept."""
    for path in folder.iterdir():
        if _BROKEN.fullmatch(path.name):
            _unlink(path)


def rollback(connection: sqlite3.Connection) -> None:
    """End a transaction that failed; SQLite may have ended it already."""
    if connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")


def _check_header(file: Path) -> None:
    if file.is_file():
        with file.open("rb") as opened:
            versions = opened.read(_VERSIONS.stop)[_VERSIONS]
        if versions and versions not in _KNOWN_VERSIONS:
            raise DamagedHeaderError


def _prepare(connection: sqlite3.Connection) -> None:
    def pragma(words: str) -> object:
        row = connection.execute(f"PRAGMA {words}").fetchone()
        return row[0] if row else None

    pragma(f"page_size={PAGE_BYTES}")
    pragma("auto_vacuum=INCREMENTAL")  # both only have an effect on a new file
    if pragma("user_version") == 0:
        _create(connection)
    if (pragma("user_version"), pragma("application_id")) != (SCHEMA_VERSION, APPLICATION_ID):
        raise WrongSchemaError
    pragma("journal_mode=WAL")
    pragma("synchronous=NORMAL")
    pragma("cell_size_check=ON")
    pragma("trusted_schema=OFF")
    pragma(f"cache_size=-{_PAGE_CACHE_KIB}")
    for table in _TABLES:
        connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608 - our names


def _create(connection: sqlite3.Connection) -> None:
    """Make the tables, unless another program has just made them or the file is not empty."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")
    finally:
        rollback(connection)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        _log.info("an old cache cannot be removed: %s", path, exc_info=True)
