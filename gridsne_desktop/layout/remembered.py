"""Layouts that were computed before, by what they were computed from."""

from collections.abc import Callable
from functools import cache as once
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

from gridsne_desktop import __version__
from gridsne_desktop.library.cache import Cache, Key
from gridsne_desktop.library.cache.key import key_of

POINTS: Final = b"points"
CELLS: Final = b"cells"
QUALITY: Final = b"quality"
RECIPE: Final = 3
"""Raise it when what `reduce`, `assign` or `measure_quality` give changes within a version of
the app."""

_Made = TypeVar("_Made", bound=npt.NDArray[Any])
_MAKERS: Final = ("numpy", "scipy", "openTSNE", "lapjv")
"""Another version of these may give another layout."""


def remembered(
    kind: bytes,
    *,
    cache: Cache | None,
    source: npt.NDArray[Any],
    wish: str,
    like: _Made,
    make: Callable[[], _Made],
) -> tuple[_Made, bool]:
    """What `make` makes of `source`, made only if the cache has it not; and whether it had.

    Args:
        kind: `POINTS`, `CELLS` or `QUALITY`.
        cache: None makes it each time.
        source: (n, …), what it depends on.
        wish: All else that it depends on, spelled out.
        like: Of the shape and the type of what is made.
        make: Makes it.
    """
    if cache is None or not len(source):
        return make(), False
    key = _key(kind, np.ascontiguousarray(source), wish)
    stored = like.dtype.newbyteorder("<")
    data = cache.items([key], kind).get(key, b"")
    if len(data) == like.size * stored.itemsize:
        found = np.frombuffer(data, stored).reshape(like.shape)
        return found.astype(like.dtype), True  # type: ignore[return-value]
    made = make()
    cache.keep(key, {kind: made.astype(stored).tobytes()})
    cache.flush()
    return made, False


def _key(kind: bytes, source: npt.NDArray[Any], wish: str) -> Key:
    spelled = f"{__version__} {RECIPE} {_makers()} {source.dtype} {source.shape} {wish}"
    return key_of(kind, spelled.encode(), source.data)


@once
def _makers() -> str:
    return " ".join(f"{name}={_version(name)}" for name in _MAKERS)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # not there, or a frozen app, whose own version says it all
        return ""
