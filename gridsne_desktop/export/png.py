"""A grid as a PNG: one row of tiles at a time, read one row ahead by all cores."""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from gridsne_desktop.errors import GridsneError, Unreadable
from gridsne_desktop.export.picture import (
    CHANNELS,
    ExportSettings,
    check_size,
    picture_size,
)
from gridsne_desktop.export.png_file import PngWriter, is_our_picture
from gridsne_desktop.export.tiles import paint, paint_mark
from gridsne_desktop.files import whole_file
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.progress import Run, Stage

__all__ = [
    "EXPORTERS",
    "ExportSettings",
    "export_png",
    "exporter_for",
    "is_our_picture",
    "picture_size",
]


class Exporter(Protocol):
    """Writes a grid as a picture, whole or not at all; tells the photos it could not paint."""

    def __call__(
        self, grid: Grid, target: Path, *, settings: ExportSettings, run: Run
    ) -> tuple[Problem, ...]:
        """Write the picture of `grid` to `target`."""


def export_png(
    grid: Grid, target: Path, *, settings: ExportSettings, run: Run
) -> tuple[Problem, ...]:
    """Write the picture of `grid` to `target`, replacing an older file there.

    Every photo is there once, upright, in sRGB; one that cannot be read any more leaves a grey,
    crossed-out tile and a `Problem`. Two rows of tiles are in memory, however many there are.

    Raises:
        GridsneError: The picture would be too large, replace a photo, or cannot be written.
        Cancelled: The run was cancelled; nothing was written.
    """
    run.check()
    check_size(grid.columns, grid.rows, settings)
    _refuse_to_replace_a_photo(grid, target)
    width, height = picture_size(grid.columns, grid.rows, settings)
    workers = ThreadPoolExecutor(max_workers=_cores(), thread_name_prefix="export")
    try:
        with whole_file(target) as file:
            png = PngWriter(file, width, height)
            png.write(
                _ground(
                    height=height if not grid.rows else settings.gap, width=width, settings=settings
                )
            )
            problems = _write_rows(_Painter(grid, settings, workers, run), png, run)
            png.close()
    finally:
        workers.shutdown(cancel_futures=True)
    return problems


EXPORTERS: Final[dict[str, Exporter]] = {".png": export_png}
"""By the ending of the file's name, in small letters."""


def exporter_for(target: Path) -> Exporter:
    """The exporter that the ending of `target` asks for.

    Raises:
        GridsneError: There is none.
    """
    try:
        return EXPORTERS[target.suffix.lower()]
    except KeyError:
        raise GridsneError(
            f"A picture cannot be written as {target.name}.",
            f"Give it a name that ends in {' or '.join(EXPORTERS)}.",
        ) from None


class _Painter:
    """Paints the rows of tiles; each worker paints into its own part of the row."""

    def __init__(
        self, grid: Grid, settings: ExportSettings, workers: ThreadPoolExecutor, run: Run
    ) -> None:
        self.grid = grid
        self._settings = settings
        self._workers = workers
        self._run = run

    def begin(self, row: int) -> tuple[Pixels, list[Future[Problem | None]]]:
        """Begin a row: its strip, with the gap below it, and the tiles under way in it.

        Below the last row there is nothing under way.
        """
        settings, columns = self._settings, self.grid.columns
        strip = _ground(
            height=settings.tile_height + settings.gap,
            width=picture_size(columns, self.grid.rows, settings)[0],
            settings=settings,
        )
        begun = []
        for column in range(columns):
            photo = self.grid.photo_at(row * columns + column)
            if photo is not None:
                left = settings.gap + column * (settings.tile + settings.gap)
                tile = strip[: settings.tile_height, left : left + settings.tile]
                begun.append(self._workers.submit(self._paint, tile, photo))
        return strip, begun

    def _paint(self, tile: Pixels, photo: Photo) -> Problem | None:
        self._run.check()
        try:
            paint(tile, photo, self._settings)
        except Unreadable as refusal:
            paint_mark(tile)
            return Problem(photo.path, str(refusal), refusal.cause)
        return None


def _write_rows(painter: _Painter, png: PngWriter, run: Run) -> tuple[Problem, ...]:
    rows, total = painter.grid.rows, len(painter.grid.photos)
    run.report(Stage.EXPORT, 0, total)
    problems: list[Problem] = []
    done = 0
    ahead = painter.begin(0)
    for row in range(rows):
        strip, begun = ahead
        for painted in begun:
            problem = painted.result()
            problems += [problem] if problem else []
            done += 1
            run.report(Stage.EXPORT, done, total)
        ahead = painter.begin(row + 1)
        png.write(strip)
    return tuple(problems)


def _ground(*, height: int, width: int, settings: ExportSettings) -> Pixels:
    return np.full((height, width, CHANNELS), settings.rgb, dtype=np.uint8)


def _refuse_to_replace_a_photo(grid: Grid, target: Path) -> None:
    try:
        there = target.stat()
    except (OSError, ValueError):  # nothing is there; what else is wrong, writing will tell
        return
    for photo in grid.photos:
        if photo.size == there.st_size and _is_same_file(photo.path, target):
            raise GridsneError(
                f"{target.name} is one of the photos.", "Choose another name for the picture."
            )


def _is_same_file(photo: Path, target: Path) -> bool:
    try:
        return photo.samefile(target)
    except OSError:  # the photo is gone, so the target is something else
        return False


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
