"""The cache: never an error, at worst no help."""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

from gridsne_desktop.library.cache import rows, upkeep
from gridsne_desktop.library.cache.database import (
    DamagedHeaderError,
    Fault,
    WrongSchemaError,
    connect,
    fault_of,
    file_of,
    newest,
    remove_broken,
    set_aside,
    sweep,
)
from gridsne_desktop.library.cache.key import Fingerprint, Key
from gridsne_desktop.library.cache.limit import DEFAULT_LIMIT
from gridsne_desktop.library.cache.upkeep import Info, Verdict, transaction
from gridsne_desktop.photo import Photo

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

PHOTOS_A_TRANSACTION: Final = 64
"""More gain nothing; they are what a killed run loses at most, half a second's work."""
_MOST_BUSY: Final = 3
"""Times that writing waits for a program that does not let go of the file, 2 s each."""
_MOST_REBUILDS: Final = 3
"""A disk that breaks every file is not worth more tries."""
_RACY_NS: Final = 2 * 10**9
"""A file changed less than 2 s ago (FAT's clock) may change again without its time showing it."""

BROKEN: Final = "The cache was damaged and was started anew: photos are read once more."
DAMAGED: Final = "A part of the cache was damaged: the photos concerned are read once more."
OTHER_VERSION: Final = "The cache was another version's and was started anew."
BUSY: Final = "Another program holds the cache: what is read now is not kept for the next time."
REFUSED: Final = "The cache cannot be written ({}): what is read now is not kept for the next time."


class Cache:
    """Items by key and kind, in one file in a folder. Any thread may call any method.

    Several programs may use one file: reading never waits, writing waits for transactions of
    some milliseconds. Whatever goes wrong with the file becomes one of the `notes`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        limit: int = DEFAULT_LIMIT,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """The cache in `folder`, made if missing, which may use `limit` bytes.

        It is opened at its first use, which may wait for another program, or by `with`.
        """
        self._folder, self._limit, self._clock = folder, limit, clock
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._number = 0
        self._rebuilds = 0
        self._busy = 0
        self._may_write = True
        self._notes: dict[str, None] = {}
        self._new_items: list[rows.Item] = []
        self._new_places: dict[Path, Fingerprint] = {}
        self._new_keys: dict[Key, None] = {}
        self._touched: set[Key] = set()
        self._damaged: set[tuple[Key, bytes]] = set()
        self._was_opened = False

    def __enter__(self) -> Self:
        self._tried(lambda _database: None, None)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences for the person about what went wrong so far."""
        return tuple(self._notes)

    @property
    def file(self) -> Path | None:
        """The file in use; None where none can be used."""
        return None if self._connection is None else file_of(self._folder, self._number)

    def keys_of(self, photos: Sequence[Photo]) -> list[Key | None]:
        """The keys of `photos` whose path, size and time are known; None for the others."""
        nothing: dict[Path, Key] = {}
        keys = self._tried(lambda database: rows.read_places(database, photos), nothing)
        return [keys.get(photo.path) for photo in photos]

    def items(self, keys: Iterable[Key], kind: bytes) -> dict[Key, bytes]:
        """The items of that kind that there are; they count as used now."""
        wanted = list(dict.fromkeys(keys))
        with self._lock:
            waiting = {i.key: i.data for i in self._new_items if i.kind == kind}
            here = {key: waiting[key] for key in wanted if key in waiting}
            missing = [key for key in wanted if key not in here]
            found = self._tried(
                lambda database: rows.read_items(database, missing, kind), rows.Found()
            )
            if found.damaged:
                self._note(DAMAGED)
                self._damaged |= {(key, kind) for key in found.damaged}
            self._touched |= found.sound.keys()
            return found.sound | here

    def with_item(self, keys: Iterable[Key], kind: bytes) -> set[Key]:
        """Those of `keys` of which there is an item of that kind, sound or not."""
        with self._lock:
            wanted = list(dict.fromkeys(keys))
            nothing: set[Key] = set()
            found = self._tried(lambda database: rows.with_item(database, wanted, kind), nothing)
            waiting = {item.key for item in self._new_items if item.kind == kind}
            return found | waiting.intersection(wanted)

    def item_of(self, photo: Photo, kind: bytes) -> bytes | None:
        """The item of one photo; None: there is none, or it is not on the disk yet."""
        key = self.keys_of([photo])[0]
        return None if key is None else self.items([key], kind).get(key)

    def keep(
        self,
        key: Key,
        items: Mapping[bytes, bytes],
        *,
        place: tuple[Path, Fingerprint] | None = None,
    ) -> None:
        """Keep `items` (kind → data) of `key`, and that the file at `place` has that content.

        They are on the disk after `PHOTOS_A_TRANSACTION` calls, or after `flush`.
        """
        with self._lock:
            self._open_once()
            if self._connection is None or not self._may_write:
                return
            self._new_items += [rows.Item(key, kind, data) for kind, data in items.items()]
            if items:
                self._new_keys[key] = None
            if place is not None and self._clock() * 1e9 - place[1].mtime_ns > _RACY_NS:
                self._new_places[place[0]] = place[1]
            if max(len(self._new_keys), len(self._new_places)) >= PHOTOS_A_TRANSACTION:
                self.flush()

    def flush(self) -> None:
        """Write what waits."""
        with self._lock:
            if not (self._new_items or self._new_places or self._touched or self._damaged):
                return
            rebuilds = self._rebuilds
            is_written = self._may_write and self._tried(self._write, False)
            if not is_written and self._rebuilds > rebuilds:
                is_written = self._tried(self._write, False)  # into the new file
            if is_written or not self._may_write or self._connection is None:
                self._forget_waiting()
            if is_written:
                self.make_room()

    @contextmanager
    def flushed(self) -> Iterator[None]:
        """Write what waits at the end, however that comes."""
        try:
            yield
        finally:
            self.flush()

    def close(self) -> None:
        """Write what waits, and let the file go; the cache is empty and stays so."""
        with self._lock:
            self.flush()
            self._forget_waiting()
            self._disconnect()
            self._was_opened = True  # and is not again

    def info(self) -> Info:
        """What there is."""
        self.flush()
        nothing = Info(file=None, size=0, limit=self._limit)
        return self._tried(
            lambda database: upkeep.info(
                database, file=file_of(self._folder, self._number), limit=self._limit
            ),
            nothing,
        )

    def change_limit(self, limit: int) -> None:
        """Use at most `limit` bytes from now on."""
        with self._lock:
            self._limit = limit
        self.make_room()

    def make_room(self) -> None:
        """Forget the least recently used, if there is more than the limit allows."""
        self.flush()
        with self._lock:
            gone = self._tried(lambda database: upkeep.make_room(database, self._limit), 0)
        if gone:
            _log.info("the cache was full: the %s least recently used keys went", gone)

    def clear(self) -> bool:
        """Forget all, for other programs too; whether that was possible."""
        with self._lock:
            self._forget_waiting()
            remove_broken(self._folder)
            return self._tried(upkeep.clear, False)

    def verify(self, check: Callable[[], None] = lambda: None) -> Verdict:
        """Check the file and every row, and drop what is damaged; `check` may raise to stop it."""
        self.flush()
        before = self._rebuilds

        def work(database: sqlite3.Connection) -> Verdict | None:
            return upkeep.verify(database, check) if upkeep.is_whole(database) else None

        with self._lock:
            verdict = self._tried(work, None)
            if verdict is None and self._connection is not None and self._rebuilds == before:
                self._rebuild(BROKEN)
        return verdict or Verdict(0, 0, was_broken=self._rebuilds > before)

    def _write(self, database: sqlite3.Connection) -> bool:
        now = int(self._clock())
        with transaction(database):
            rows.drop_items(database, self._damaged)
            rows.write_items(database, self._new_items)
            rows.write_places(database, self._new_places.items())
            rows.mark_used(database, new=self._new_keys, old=self._touched, now=now)
        return True

    def _forget_waiting(self) -> None:
        self._new_items.clear()
        self._new_places.clear()
        self._new_keys.clear()
        self._touched.clear()
        self._damaged.clear()

    def _tried(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        """What `work` gives; `otherwise` where the file does not let it."""
        with self._lock:
            self._open_once()
            if self._connection is None:
                return otherwise
            try:
                return work(self._connection)
            except sqlite3.Error as error:
                self._suffer(error)
                return otherwise

    def _suffer(self, error: sqlite3.Error) -> None:
        _log.warning("the cache failed", exc_info=error)
        match fault_of(error):
            case Fault.BROKEN:
                self._rebuild(BROKEN)
            case Fault.BUSY:
                self._note(BUSY)
                self._busy += 1  # what waits is tried again with the next
                self._may_write = self._busy < _MOST_BUSY
            case Fault.REFUSED:
                self._note(REFUSED.format(error))
                self._may_write = False

    def _rebuild(self, note: str) -> None:
        self._note(note)
        self._disconnect()
        self._rebuilds += 1
        try:
            set_aside(self._folder, self._number)
        except OSError as error:
            self._note(REFUSED.format(error.strerror or error))
            return
        self._number += 1
        if self._rebuilds <= _MOST_REBUILDS:
            self._open()

    def _open_once(self) -> None:
        if not self._was_opened:
            self._was_opened = True
            self._open()

    def _open(self) -> None:
        """Connect to the newest file; to a new one if that is broken; or to none."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._number = max(self._number, newest(self._folder))
            self._connection = connect(file_of(self._folder, self._number))
            sweep(self._folder, self._number)
        except DamagedHeaderError:
            self._rebuild(BROKEN)
        except WrongSchemaError:
            self._rebuild(OTHER_VERSION)
        except sqlite3.Error as error:
            self._suffer(error)
        except OSError as error:
            self._note(REFUSED.format(error.strerror or error))

    def _disconnect(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            try:
                connection.close()
            except sqlite3.Error:
                _log.warning("the cache did not close well", exc_info=True)

    def _note(self, sentence: str) -> None:
        if sentence not in self._notes:
            _log.warning(sentence)
            self._notes[sentence] = None
