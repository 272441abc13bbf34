"""The place of the photos: wall, list, one or some photos large, or why there are none."""

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.qt.badges import NO_BADGES, badges_of
from gridsne_desktop.qt.follower import Slots
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.trail import Place
from gridsne_desktop.qt.loupe.keys import STEPS
from gridsne_desktop.qt.loupe.pane import Compared
from gridsne_desktop.qt.photo_stack import PhotoStack


class Workspace(PhotoStack):
    """Shows what the session makes; its slots are the session's signals."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glances.arrived.connect(self._on_glances_arrived)
        for small in (self.wall, self.photo_list):
            small.photo_activated.connect(self.open_photo)
            small.photo_hovered.connect(self._on_hovered)
            small.menu_requested.connect(self._on_menu_requested)
        self.wall.selection_changed.connect(self.selection_changed)
        self.wall.leaving.connect(self.leaving)
        self.minimap.leaving.connect(self.leaving)
        self.loupe.closed.connect(self.close_photo)
        self.loupe.step_requested.connect(self._on_step)
        self.loupe.turn_requested.connect(self._on_turn)
        self.loupe.end_requested.connect(self._on_end)
        self.loupe.chosen.connect(self.show_at)
        self.comparison.closed.connect(self.close_photo)
        self.comparison.opened.connect(self.open_photo)
        self.comparison.active_changed.connect(self._on_active_changed)

    @property
    def place(self) -> Place:
        """Where the person is."""
        photo = None if self._index is None else self.wall.photos[self._index].path
        return Place(self.wall.view, self.wall.place, photo)

    def go_to(self, place: Place) -> None:
        """Show what was shown at `place`; a photo that is gone leaves the wall."""
        paths = (photo.path for photo in self.wall.photos) if place.photo is not None else ()
        index = next((i for i, path in enumerate(paths) if path == place.photo), None)
        if index is None:
            self._leave_loupe()
        self.wall.set_view(place.view)
        self.wall.go_to(place.camera)
        if index is None:
            self.wall.setFocus()
        else:
            self._show_large(index)

    @Slot()
    def _on_glances_arrived(self) -> None:
        """A better picture takes the place of a tile, where the photo itself is still to come."""
        if self.currentWidget() is self.loupe and self.loupe.photo is not None:
            self.loupe.show_glance(self._glance(self.loupe.photo))
        elif self.currentWidget() is self.comparison:
            self.comparison.show_glances(self._glance)

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

    def show_reason(self, name: str, *, problems: Sequence[Problem], recursive: bool) -> None:
        """Say why there are no photos; the wall shows none by now."""
        self._leave_loupe()
        self.photo_list.refresh()
        self.empty.show_reason(name, problems=problems, recursive=recursive)
        self.setCurrentWidget(self.empty)

    @Slot(int)
    def open_photo(self, index: int) -> None:
        """Show photo `index` large."""
        if not self.has_loupe:
            self.leaving.emit()
        self._show_large(index)

    def _show_large(self, index: int) -> None:
        self._index = index
        photo = self.wall.photos[index]
        self._turn_to(self.loupe)
        order, rank = self.wall.order, self.wall.rank(index)
        self.loupe.show_strip(self._store, order, self._slot, rank=rank)
        self.loupe.show_photo(
            photo,
            self._glance(photo),
            place=(1 + rank, len(order)),
            notes=self._badges.lines(photo.path),
            coming=self._coming(index),
        )
        self.photo_hovered.emit(photo)

    @Slot(int)
    def show_at(self, index: int) -> None:
        """Give photo `index` the keyboard and, in the loupe, show it."""
        self.wall.set_current(index)
        if self.currentWidget() is self.loupe:
            self.open_photo(index)

    def compare(self, indexes: Sequence[int]) -> None:
        """Show 2 to 4 photos side by side."""
        photos, count = self.wall.photos, len(self.wall.photos)
        self._turn_to(self.comparison)
        self.comparison.show_photos(
            [
                Compared(i, photos[i], (1 + self.wall.rank(i), count), self._glance(photos[i]))
                for i in indexes
            ]
        )

    @Slot()
    def close_photo(self) -> None:
        """Go back to the wall."""
        if self.has_loupe:
            self.leaving.emit()
        self._leave_loupe()
        self._small.setFocus()

    def _take(self, store: TileStore) -> None:
        if store is not self._store:
            self._glances.look_at(store)
            self.store_replaced.emit()
        self._store, self._badges = store, NO_BADGES
        self._leave_loupe()

    def _coming(self, index: int) -> list[Photo]:
        """The photos a key away, in reading order first."""
        order, rank = self.wall.order, self.wall.rank(index)
        found = [int(order[at]) for at in (rank + 1, rank - 1) if 0 <= at < len(order)]
        for step in STEPS.values():
            neighbour = self.wall.neighbour(index, *step)
            if neighbour is not None:
                found.append(neighbour)
        return [self.wall.photos[i] for i in dict.fromkeys(found)]

    @Slot(int, int)
    def _on_step(self, dx: int, dy: int) -> None:
        if self._index is None:
            return
        neighbour = self._small.neighbour(self._index, dx, dy)
        if neighbour is not None:
            self.show_at(neighbour)

    @Slot(int)
    def _on_turn(self, by: int) -> None:
        if self._index is None:
            return
        order, rank = self.wall.order, self.wall.rank(self._index) + by
        if 0 <= rank < len(order):
            self.show_at(int(order[rank]))

    @Slot(int)
    def _on_end(self, side: int) -> None:
        self.show_at(int(self.wall.order[-1 if side > 0 else 0]))

    @Slot(int)
    def _on_active_changed(self, index: int) -> None:
        self._index = index
        self.photo_hovered.emit(self.wall.photos[index])
