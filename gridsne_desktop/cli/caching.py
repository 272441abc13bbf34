"""`cache`: what is kept between runs, and how much of it."""

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from gridsne_desktop.cli.words import count, print_json, tell, tell_notes
from gridsne_desktop.errors import GridsneError
from gridsne_desktop.layout.last_grids import LastGrids
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.cache.limit import GIGABYTE, read_limit, write_limit
from gridsne_desktop.paths import cache_folder, config_folder, last_grids_folder
from gridsne_desktop.progress import Run

_MEGABYTE: Final = 10**6


def cache(options: argparse.Namespace, run: Run) -> None:
    """Do `options.action`; keep `options.limit` for later runs first, if given.

    Raises:
        GridsneError: The cache cannot be used.
        Cancelled: The run was cancelled.
    """
    if options.limit is not None:
        write_limit(config_folder(), round(options.limit * GIGABYTE))
    with Cache(cache_folder(), limit=read_limit(config_folder())) as opened:
        ACTIONS[options.action](opened, options, run)
        tell_notes(opened)


def _info(opened: Cache, options: argparse.Namespace, _run: Run) -> None:
    """Print what the cache holds."""
    opened.make_room()
    info = opened.info()
    if options.json:
        print_json(
            {
                "file": str(info.file) if info.file else None,
                "bytes": info.size,
                "limit_bytes": info.limit,
                "photos": info.photos,
                "places": info.places,
                "items": info.items,
                "last_grids": len(_last_grids()),
            }
        )
        return
    tell(f"{info.file or 'There is no cache.'}")
    tell(f"{_size(info.size)} of at most {_size(info.limit)}.")
    tell(f"{count(info.photos, 'photo')}, found in {count(info.places, 'place')}.")
    for kind, number in info.items.items():
        tell(f"  {number} × {kind}")
    tell(f"{count(len(_last_grids()), 'grid')} of folders that were open in the window.")


def _clear(opened: Cache, _options: argparse.Namespace, _run: Run) -> None:
    """Forget everything, also how folders stood in the window."""
    _last_grids().clear()
    if not opened.clear():
        raise GridsneError(
            "The cache could not be cleared.",
            " ".join(opened.notes) + " Close the other program, or remove the folder "
            f"{cache_folder()} yourself.",
        )
    tell("The cache is empty.")


def _verify(opened: Cache, options: argparse.Namespace, run: Run) -> None:
    """Check every row; the damaged are dropped."""
    verdict = opened.verify(run.check)
    if options.json:
        print_json(
            {
                "checked": verdict.checked,
                "damaged": verdict.damaged,
                "was_broken": verdict.was_broken,
            }
        )
    tell(f"{count(verdict.checked, 'row')} checked, {verdict.damaged} damaged and dropped.")


ACTIONS: Final[Mapping[str, Callable[[Cache, argparse.Namespace, Run], None]]] = MappingProxyType(
    {"info": _info, "clear": _clear, "verify": _verify}
)


def _last_grids() -> LastGrids:
    return LastGrids(last_grids_folder())


def _size(size: int) -> str:
    return f"{size / _MEGABYTE:,.0f} MB"
