"""When photos were taken: by their EXIF, else by their files; kept in the cache."""

import re
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gridsne_desktop.library.cache import Cache, Key
from gridsne_desktop.library.cache.key import Fingerprint, is_unchanged
from gridsne_desktop.library.cache.rows import batches
from gridsne_desktop.library.header import read_header
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run, Stage

TAKEN: Final = b"taken"
"""The kind of its items in the cache: ns as text, or `_NOWHERE`."""
_NOWHERE: Final = b"-"

_ORIGINAL, _DIGITIZED = 0x9003, 0x9004
_SUBSECONDS: Final = {_ORIGINAL: 0x9291, _DIGITIZED: 0x9292}
"""EXIF's tags (CIPA DC-008) of when the shutter opened, or the scanner looked, and the fractions
of the second: bursts have several photos in one."""

_WRITTEN: Final = re.compile(r"\s*(\d{4}):(\d\d):(\d\d)[ T](\d\d):(\d\d):(\d\d)")
_SECOND: Final = 10**9
_FIRST, _LAST = -(2**63), 2**63 - 1
"""What int64 has room for: the years 1677 to 2262."""
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - the clock on the wall has no zone


def dates_taken(photos: Sequence[Photo], *, cache: Cache | None, run: Run) -> NDArray[np.int64]:
    """When each of `photos` was taken, int64 (n,): ns since 1970 by the clock on the wall.

    EXIF tells no zone but the camera's; the file's time, for photos without, is told in the zone
    of this computer, as file managers do. Only headers are read, and only those not in the cache.

    Raises:
        Cancelled: The run was cancelled; what was read stays in the cache.
    """
    keys = dict(zip(photos, cache.keys_of(photos), strict=True)) if cache is not None else {}
    taken: list[int] = []
    try:
        for batch in batches(photos):
            known = [key for photo in batch if (key := keys.get(photo)) is not None]
            cached = cache.items(known, TAKEN) if cache is not None else {}
            for photo in batch:
                taken.append(_of(photo, keys.get(photo), cached, cache))
                run.report(Stage.DATES, len(taken), len(photos))
    finally:
        if cache is not None:
            cache.flush()
    return np.array(taken, dtype=np.int64)


def file_time(photo: Photo) -> int:
    """When the file was written last: ns since 1970 by the clock on the wall, within int64."""
    try:
        offset = time.localtime(photo.mtime_ns // _SECOND).tm_gmtoff
    except (OverflowError, OSError, ValueError):
        offset = 0  # a time beyond all calendars
    return min(max(photo.mtime_ns + offset * _SECOND, _FIRST), _LAST)


def date_in_words(taken: int) -> str:
    """E.g. `2024-07-21 15:04`."""
    return f"{_EPOCH + timedelta(seconds=taken // _SECOND):%Y-%m-%d %H:%M}"


def _of(photo: Photo, key: Key | None, cached: dict[Key, bytes], cache: Cache | None) -> int:
    data = cached.get(key) if key is not None else None
    if data is None:
        told = _told(photo)
        data = _NOWHERE if told is None else str(told).encode()
        if cache is not None and key is not None:
            seen = Fingerprint(key, photo.size, photo.mtime_ns)
            if is_unchanged(photo.path, seen):
                cache.keep(key, {TAKEN: data})
    return file_time(photo) if data == _NOWHERE else int(data)


def _told(photo: Photo) -> int | None:
    """What the photo's EXIF tells; None: nothing that makes sense."""
    entries = read_header(photo.path).details
    for tag in (_ORIGINAL, _DIGITIZED):
        moment = _moment(entries.get(tag))
        if moment is not None:
            return moment + _fraction(entries.get(_SUBSECONDS[tag]))
    return None


def _moment(text: object) -> int | None:
    written = _WRITTEN.match(text) if isinstance(text, str) else None
    if written is None:
        return None
    try:
        moment = datetime(*map(int, written.groups()))  # type: ignore[arg-type] # noqa: DTZ001
    except ValueError:
        return None  # 0000:00:00 is how many cameras say that their clock was never set
    told = (moment - _EPOCH) // timedelta(seconds=1) * _SECOND
    return told if _FIRST <= told <= _LAST - _SECOND else None


def _fraction(text: object) -> int:
    digits = text.strip() if isinstance(text, str) else ""
    return int(digits[:9].ljust(9, "0")) if digits.isascii() and digits.isdecimal() else 0
