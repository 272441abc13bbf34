"""The place of the photos: wall, list, one or some photos large, or why there are none."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gridsne_desktop.layout.arrangement import Arrangement
from gridsne_desktop.layout.grid import Grid, Points
from gridsne_desktop.photo import Photo, Problem
from gridsne_desktop.qt.badges import NO_BADGES, badges_of
from gridsne_desktop.qt.empty_page import EmptyPage
from gridsne_desktop.qt.follower import Slots
from gridsne_desktop.qt.glances import Glances
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.trail import Place
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.hover_card import HoverCard
from gridsne_desktop.qt.loupe.comparison import Comparison
from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.keys import STEPS
from gridsne_desktop.qt.loupe.loupe import Loupe
from gridsne_desktop.qt.loupe.pane import Compared
from gridsne_desktop.qt.minimap import Minimap
from gridsne_desktop.qt.photo_list.photo_list import STEP, PhotoList
from gridsne_desktop.qt.photo_list.photo_rows import ACTUAL_SIDE, DEFAULT_SIDE


class Workspace(QStackedWidget):
    """Shows what the session makes; its slots are the session's signals.

    Signals:
        photo_hovered: The `Photo` under the pointer (or large), or None.
        menu_requested: A menu for the selected photos, at a global position.
        loupe_toggled: Whether one photo, or a few side by side, are shown large now.
        selection_changed: Other photos are selected.
        leaving: The person is about to jump to another place: `place` is worth coming back to.
        store_replaced: Places seen before are of photos that are no longer open.
        back_requested: The mouse asks for the place before.
        forward_requested: The mouse asks for the place after.
        list_toggled: Whether the list is shown in place of the wall from now on.
    """

    photo_hovered = Signal(object)
    menu_requested = Signal(QPoint)
    loupe_toggled = Signal(bool)
    selection_changed = Signal()
    leaving = Signal()
    store_replaced = Signal()
    back_requested = Signal()
    forward_requested = Signal()
    list_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = TileStore(())
        self._slot_of: dict[Photo, int] = {}
        self._index: int | None = None
        self._badges = NO_BADGES
        self._glances = Glances(self)
        self._glances.arrived.connect(self._on_glances_arrived)
        self.kept = KeptLevels()
        self.wall = Wall(self)
        self.photo_list = PhotoList(self.wall, self)
        self._small: Wall | PhotoList = self.wall
        self.loupe = Loupe(self, kept=self.kept)
        self.comparison = Comparison(self.kept, self)
        self.empty = EmptyPage(self)
        self.minimap = Minimap(self.wall)
        self.card = HoverCard(self.wall, self._notes)
        for page in (self.wall, self.photo_list, self.loupe, self.comparison, self.empty):
            self.addWidget(page)
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
    def has_loupe(self) -> bool:
        """Whether one photo, or a few side by side, are shown large."""
        return self.currentWidget() in (self.loupe, self.comparison)

    @property
    def current(self) -> int | None:
        """The photo shown large, else the one with the keyboard."""
        return self._index if self.has_loupe else self.wall.current

    @property
    def has_list(self) -> bool:
        """Whether the list takes the place of the wall."""
        return self._small is self.photo_list

    @property
    def has_wall(self) -> bool:
        """Whether there are photos, be it small or large."""
        return self.currentWidget() is not self.empty and bool(self.wall.photos)

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

    def set_animated(self, animated: bool) -> None:
        """Whether things move smoothly; without, they are there at once."""
        self.wall.set_animated(animated)
        self.minimap.set_animated(animated)

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
        """The small picture of `photo`; None: it is on its way; a null image: there is none."""
        slot = self._slots().get(photo)
        return QImage() if slot is None else self._glances.thumbnail(slot)

    def _glance(self, photo: Photo) -> QImage | None:
        """The best small picture at hand."""
        slot = self._slots().get(photo)
        if slot is None:
            return None
        thumbnail = self._glances.thumbnail(slot)
        if thumbnail is not None and not thumbnail.isNull():
            return thumbnail
        return self._glances.stand_in(slot) if self._store.has(slot) else None

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
        """Say why there are no photos."""
        self._leave_loupe()
        self.wall.clear()
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
        self._glances.shut_down()
        self.minimap.shut_down()
        self.card.shut_down()
        self.comparison.shut_down()

    def _take(self, store: TileStore) -> None:
        if store is not self._store:
            self._glances.look_at(store)
            self._slot_of = {}
            self.store_replaced.emit()
        self._store, self._badges = store, NO_BADGES
        self._leave_loupe()

    def _leave_loupe(self) -> None:
        if not self.has_loupe:
            return
        self._index = None
        self._forget_large()
        self.setCurrentWidget(self._small)
        self.photo_hovered.emit(None)
        self.loupe_toggled.emit(False)

    def _notes(self, photo: Photo) -> tuple[str, ...]:
        return self._badges.lines(photo.path)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The two buttons at the side of a mouse go back and forward."""
        if event.button() == Qt.MouseButton.BackButton:
            self.back_requested.emit()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.forward_requested.emit()
        else:
            super().mousePressEvent(event)

    def _forget_large(self) -> None:
        self.loupe.clear()
        self.comparison.clear()

    def _turn_to(self, page: QWidget) -> None:
        """Show the loupe or the photos side by side; first, so that they know their size."""
        before, was_open = self.currentWidget(), self.has_loupe
        if before is not page:
            self._forget_large()
        self.setCurrentWidget(page)
        page.setFocus()
        if not was_open:
            self.loupe_toggled.emit(True)

    def _slot(self, index: int) -> int:
        return self._slots()[self.wall.photos[index]]

    def _slots(self) -> dict[Photo, int]:
        if not self._slot_of:  # only now: 25 ms for 10,000 photos whose paths nobody looked up yet
            self._slot_of = {each: slot for slot, each in enumerate(self._store.photos)}
        return self._slot_of

    def _coming(self, index: int) -> list[Photo]:
        """The photos a key away, in reading order first."""
        order, rank = self.wall.order, self.wall.rank(index)
        found = [int(order[at]) for at in (rank + 1, rank - 1) if 0 <= at < len(order)]
        for step in STEPS.values():
            neighbour = self.wall.neighbour(index, *step)
            if neighbour is not None:
                found.append(neighbour)
        return [self.wall.photos[i] for i in dict.fromkeys(found)]

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
