"""The steps of arranging what is open: what each was called, what it made, and with what."""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Final

import numpy as np

from gridsne_desktop.history import History
from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.homes import (
    among,
    new_paths,
    renamed,
    renamed_photos,
    renamed_pins,
)
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.settings import ArrangeSettings

ANEW: Final = "Arrange Anew"
PLACE: Final = "Place Photos"
_SEVERAL: Final = "Change of Preferences"
_ROOM: Final = 128 * 2**20
"""Bytes of all steps; one of 10,000 photos takes 0.3 MB, so that only huge folders have less."""
_BYTES_A_PHOTO: Final = 24
"""Beside the arrays: the place in the tuples of photos; the photos themselves are shared."""

_NAMES: Final = {
    "recursive": "Include Sub-folders",
    "model": "Change of Model",
    "reducer": "Change of the Map",
    "seed": "Try Another Arrangement",
    "perplexity": "Change of Neighbours",
    "colour": "Content or Colour",
    "columns": "Grid Shape",
    "aspect": "Grid Shape",
    "look": "Change of Look",
    "blanks": "Blank Cells",
    "pins": "Pins",
    "processor": "Change of Processor",
}


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One arrangement that was in force.

    Attributes:
        name: What the person did, as the menu says it after "Undo"; a step that is completed
            without one is named by what is different.
        arrangement: What it made.
        settings: The settings in force then.
        found: All photos that were known then, also those that could not be read.
        is_whole: Whether no photo was left to be read.
        stamp: Grows with everything that is done, also to files.
    """

    name: str
    arrangement: Arrangement
    settings: ArrangeSettings
    found: tuple[Photo, ...]
    is_whole: bool = True
    stamp: int = 0

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        grid = self.arrangement.grid
        arrays = self.arrangement.points.nbytes + grid.cells.nbytes + grid.by_cell.nbytes
        return arrays + _BYTES_A_PHOTO * len(grid.photos)


class Steps:
    """The steps of what is open, and at which of them it stands, or will stand soon."""

    def __init__(self) -> None:
        self._history: History[Step] = History(room=_ROOM, size_of=lambda step: step.size)
        self._left: Step | None = None
        self._left_recursive = False
        self._stamps = itertools.count(1)

    @property
    def current(self) -> Step | None:
        """The step that was completed last, or brought back last."""
        return self._history.current

    def undo_name(self, shown: Arrangement | None, doing: str, settings: ArrangeSettings) -> str:
        """What `undo` would undo; empty: nothing.

        Args:
            shown: What is in force; None: something else is being done.
            doing: What that is called; empty: a change to `settings`.
            settings: Those in force.
        """
        step = self.current
        if step is None:
            return ""
        if self._is_at(step, shown):
            return step.name if self._history.can_undo else ""
        return doing or name_of_change(step.settings, settings) or step.name

    def redo_name(self, shown: Arrangement | None) -> str:
        """What `redo` would do again while `shown` is in force; empty: nothing."""
        step, later = self.current, self._history.later
        return later.name if later and step and self._is_at(step, shown) else ""

    @property
    def later(self) -> Step | None:
        """The step that `redo` would do again."""
        return self._history.later

    def new_stamp(self) -> int:
        """A number above all that were given."""
        return next(self._stamps)

    def complete(self, step: Step, *, opens: bool) -> None:
        """A step is completed. Who opens something, or reads the rest of it, begins anew."""
        before, is_returning = self.current, self._left is not None
        step = replace(step, name=_name_of(step, before))
        if opens or (before is not None and step.is_whole and not before.is_whole):
            self.clear()
        now = self.current
        if now is not None and (is_returning or _is_same(now, step)):
            self._history.replace(replace(step, name=now.name, stamp=now.stamp))
        else:
            self._history.push(replace(step, stamp=self.new_stamp()))
        self._left = None

    def undo(self, shown: Arrangement | None, settings: ArrangeSettings) -> None:
        """Go back by one step; to the current one, if something else than it is in force.

        `settings` were those in force.
        """
        step = self.current
        if step is not None:
            if self._is_at(step, shown):
                self._history.undo()
            self._leave(step, settings)

    def redo(self, settings: ArrangeSettings) -> None:
        """Go forth by one step; `settings` were those in force."""
        step = self.current
        if step is not None:
            self._history.redo()
            self._leave(step, settings)

    def stay(self) -> None:
        """Nothing is being brought back any more."""
        self._left = None

    def give_up(self) -> None:
        """What is being brought back will not come; all is as it was before."""
        if self._left is not None:
            self._history.stand_at(self._left)
            self._left = None

    def needs_a_look(self, photos: Iterable[Photo]) -> bool:
        """Whether the current step has photos that `photos`, of other folders, cannot know."""
        step = self.current
        if step is None or self._left is None or step.settings.recursive == self._left_recursive:
            return False
        return bool(new_paths(step.arrangement.grid.photos, photos))

    def bring_back(self, photos: tuple[Photo, ...]) -> Step | None:
        """The current step with those of its photos that are among `photos`, as they are now."""
        step, self._left = self.current, None
        if step is None:
            return None
        paths = {photo.path for photo in step.found}
        found = tuple(photo for photo in photos if photo.path in paths)
        left = replace(step, arrangement=among(step.arrangement, photos), found=found)
        self._history.replace(left)
        return left

    def refit(self, arrangement: Arrangement, found: tuple[Photo, ...]) -> None:
        """The current step has come to this, by what was done to files."""
        step = self.current
        if step is not None:
            self._history.replace(replace(step, arrangement=arrangement, found=found))

    def forget_later(self) -> None:
        """What was undone cannot be done again."""
        self._history.forget_later()

    def rename(self, names: Mapping[Path, Path]) -> None:
        """Files have been renamed: every step knows them by their new paths."""

        def change(step: Step) -> Step:
            return replace(
                step,
                arrangement=renamed(step.arrangement, names),
                settings=replace(step.settings, pins=renamed_pins(step.settings.pins, names)),
                found=renamed_photos(step.found, names),
            )

        self._history.change_all(change)

    def clear(self) -> None:
        """Forget all steps."""
        self._history.clear()
        self._left = None

    def _is_at(self, step: Step, shown: Arrangement | None) -> bool:
        """Whether `step` is in force, or being brought back."""
        return self._left is not None or step.arrangement is shown

    def _leave(self, step: Step, settings: ArrangeSettings) -> None:
        """From `step` on the current one is being brought back."""
        if self._left is None:
            self._left, self._left_recursive = step, settings.recursive


def name_of_change(before: ArrangeSettings, after: ArrangeSettings) -> str:
    """What is done by choosing other settings; empty: nothing."""
    changed = [f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name)]
    names = {_NAMES.get(name, _SEVERAL) for name in changed}
    return names.pop() if len(names) == 1 else _SEVERAL if names else ""


def _name_of(step: Step, before: Step | None) -> str:
    """Its name, where it has one: placing tells how many photos, other steps what changed."""
    if before is None or step.name not in ("", PLACE):
        return step.name
    if not step.name:
        return name_of_change(before.settings, step.settings) or ANEW
    new = len(new_paths(step.arrangement.grid.photos, before.arrangement.grid.photos))
    return f"Place {counted(new, 'Photo')}" if new else "Update of Photos"


def _is_same(before: Step, after: Step) -> bool:
    """Whether nobody could see or feel the difference."""
    one, other = before.arrangement.grid, after.arrangement.grid
    if before.settings != after.settings or (one.columns, one.rows) != (other.columns, other.rows):
        return False
    if before.found == after.found and one.photos == other.photos:
        return np.array_equal(one.cells, other.cells)
    # After a rename photos may come in another order, although nobody moved.
    return set(before.found) == set(after.found) and _cells(one) == _cells(other)


def _cells(grid: Grid) -> dict[Photo, int]:
    return dict(zip(grid.photos, grid.cells.tolist(), strict=True))
