"""The place of the photos: the wall, the list, one photo large, or why there are none."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.badges import NO_BADGES, badges_of
from gridsne_desktop.qt.empty_page import EmptyPage
from gridsne_desktop.qt.follower import Slots
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.loupe.loupe import Loupe
from gridsne_desktop.qt.photo_list.photo_list import STEP, PhotoList
from gridsne_desktop.qt.photo_list.photo_rows import ACTUAL_SIDE, DEFAULT_SIDE


class Workspace(QStackedWidget):
    """Shows what the session makes; its slots are the session's signals.

    Signals:
        photo_hovered: The `Photo` under the pointer (or large), or None.
        menu_requested: A menu for the selected photos, at a global position.
        loupe_toggled: Whether one photo is shown large now.
        selection_changed: Other photos are selected.
        list_toggled: Whether the list is shown in place of the wall from now on.
    """

    photo_hovered = Signal(object)
    menu_requested = Signal(QPoint)
    loupe_toggled = Signal(bool)
    selection_changed = Signal()
    list_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = TileStore(())
        self._slot_of: dict[Photo, int] = {}
        self._index: int | None = None
        self._badges = NO_BADGES
        self.wall = Wall(self)
        self.photo_list = PhotoList(self.wall, self)
        self._small: Wall | PhotoList = self.wall
        self.loupe = Loupe(self)
        self.empty = EmptyPage(self)
        for page in (self.wall, self.photo_list, self.loupe, self.empty):
            self.addWidget(page)
        for small in (self.wall, self.photo_list):
            small.photo_activated.connect(self.open_photo)
            small.photo_hovered.connect(self._on_hovered)
            small.menu_requested.connect(self._on_menu_requested)
        self.wall.selection_changed.connect(self.selection_changed)
        self.loupe.closed.connect(self.close_photo)
        self.loupe.step_requested.connect(self._on_step)

    @property
    def has_loupe(self) -> bool:
        """Whether one photo is shown large."""
        return self.currentWidget() is self.loupe

    @property
    def has_list(self) -> bool:
        """Whether the list takes the place of the wall."""
        return self._small is self.photo_list

    @property
    def has_wall(self) -> bool:
        """Whether there are photos, be it small or large."""
        return self.currentWidget() is not self.empty and bool(self.wall.photos)

    def chosen_paths(self) -> list[Path]:
        """The photo shown large, else the selected ones, else the one with the focus."""
        if self.has_loupe and self._index is not None:
            chosen: Sequence[int] = [self._index]
        else:
            chosen = [int(index) for index in self.wall.selection]
            if not chosen and self.wall.current is not None:
                chosen = [self.wall.current]
        return [self.wall.photos[index].path for index in chosen]

    def thumbnail_of(self, photo: Photo) -> QImage | None:
        """The small picture of `photo`, if it was read already."""
        slot = self._slot_of.get(photo)
        pixels = None if slot is None else self._store.thumbnail(slot)
        if pixels is None:
            return None
        pixels = np.ascontiguousarray(pixels)
        height, width, channels = pixels.shape
        made = QImage(pixels.data, width, height, channels * width, QImage.Format.Format_RGB888)
        return made.copy()  # the array goes; the picture must own its pixels

    def show_store(
        self, store: TileStore, grid: Grid | None = None, *, aspect: float | None = None
    ) -> None:
        """Show photos that are being read, in the cells of `grid`, else in its coming shape."""
        self._take(store)
        self.show_list(False)
        self.setCurrentWidget(self.wall)  # first: the photos are laid out for the wall's size
        self.wall.show_photos(store, grid, aspect=aspect)
        self.photo_list.refresh()

    @Slot(object, object, object, object)
    def recast(self, store: TileStore, slots: Slots, grid: Grid, points: Points) -> None:
        """Show other photos from now on; those that were shown set off from where they are."""
        self._take(store)
        self.wall.recast(store, slots, grid, points)
        self.photo_list.refresh()

    @Slot(object)
    def keep_slots(self, slots: Slots) -> None:
        """Let the photos go that could not be read."""
        self._leave_loupe()
        self.wall.keep_slots(slots)
        self.photo_list.refresh()

    @Slot(object)
    def move_points(self, points: Points) -> None:
        """Move the photos on the map."""
        self.wall.move_points(points)

    @Slot(object, object)
    def move_grid(self, grid: Grid, points: Points | None) -> None:
        """Let the photos walk to the cells they have by now."""
        self.wall.move_grid(grid, points)
        self.photo_list.refresh()

    def show_arrangement(self, arrangement: Arrangement) -> None:
        """Let the photos fly to their cells."""
        grid = arrangement.grid
        if not self.has_loupe:
            self.setCurrentWidget(self._small)
            self._small.setFocus()
        self.wall.show_grid(grid, arrangement.points)
        self.photo_list.refresh()
        self.show_badges(arrangement)

    @Slot(object)
    def show_badges(self, arrangement: Arrangement) -> None:
        """Mark the photos, which stay where they are."""
        self._badges = badges_of(arrangement)
        self.wall.show_badges(self._badges)

    def show_reason(self, name: str, *, problems: int, recursive: bool) -> None:
        """Say why there are no photos."""
        self._leave_loupe()
        self.wall.clear()
        self.photo_list.refresh()
        self.empty.show_reason(name, problems=problems, recursive=recursive)
        self.setCurrentWidget(self.empty)

    @Slot(int)
    def open_photo(self, index: int) -> None:
        """Show photo `index` large."""
        self._index = index
        photo = self.wall.photos[index]
        place = (1 + self.wall.rank(index), len(self.wall.photos))
        words = self._badges.words(photo.path)
        self.loupe.show_photo(photo, self.thumbnail_of(photo), place=place, note=words)
        was_open = self.has_loupe
        self.setCurrentWidget(self.loupe)
        self.loupe.setFocus()
        self.photo_hovered.emit(photo)
        if not was_open:
            self.loupe_toggled.emit(True)

    @Slot()
    def close_photo(self) -> None:
        """Go back to the wall."""
        self._leave_loupe()
        self._small.setFocus()

    @Slot(bool)
    def show_list(self, wanted: bool) -> None:
        """Show the photos as a list, or on the wall again; the same ones stay selected."""
        if wanted == self.has_list:
            return
        before, self._small = self._small, self.photo_list if wanted else self.wall
        if self.currentWidget() is before:
            self.setCurrentWidget(self._small)
            self._small.setFocus()
        if not wanted and self.wall.current is not None:
            self.wall.reveal(self.wall.current)
        self.list_toggled.emit(wanted)

    @Slot()
    def fit(self) -> None:
        """Show everything; in the list, tiles of the usual size."""
        if self.has_list:
            self.photo_list.set_side(DEFAULT_SIDE)
        else:
            self.wall.fit()

    @Slot()
    def actual_size(self) -> None:
        """Show tiles as large as thumbnails are."""
        if self.has_list:
            self.photo_list.set_side(ACTUAL_SIDE)
        else:
            self.wall.actual_size()

    @Slot()
    def zoom_in(self) -> None:
        """Show larger tiles."""
        if self.has_list:
            self.photo_list.zoom(STEP)
        else:
            self.wall.zoom_in()

    @Slot()
    def zoom_out(self) -> None:
        """Show smaller tiles."""
        if self.has_list:
            self.photo_list.zoom(1 / STEP)
        else:
            self.wall.zoom_out()

    def shut_down(self) -> None:
        """Stop the threads of the pages."""
        self.loupe.shut_down()

    def _take(self, store: TileStore) -> None:
        if store is not self._store:
            self._slot_of = {photo: slot for slot, photo in enumerate(store.photos)}
        self._store, self._badges = store, NO_BADGES
        self._leave_loupe()

    def _leave_loupe(self) -> None:
        if not self.has_loupe:
            return
        self._index = None
        self.loupe.clear()
        self.setCurrentWidget(self._small)
        self.photo_hovered.emit(None)
        self.loupe_toggled.emit(False)

    @Slot(object)
    def _on_hovered(self, index: int | None) -> None:
        self.photo_hovered.emit(None if index is None else self.wall.photos[index])

    @Slot(int, QPoint)
    def _on_menu_requested(self, index: int, place: QPoint) -> None:
        del index  # the wall has selected it
        self.menu_requested.emit(place)

    @Slot(int, int)
    def _on_step(self, dx: int, dy: int) -> None:
        if self._index is None:
            return
        neighbour = self._small.neighbour(self._index, dx, dy)
        if neighbour is not None:
            self.wall.set_current(neighbour)
            self.open_photo(neighbour)
