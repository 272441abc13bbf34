"""Where photos are shown: small on the wall or in a list, one or some large, or none."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.badges import NO_BADGES
from gridsne_desktop.qt.empty_page import EmptyPage
from gridsne_desktop.qt.glances import Glances
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.grid.wall import Wall
from gridsne_desktop.qt.hover_card import HoverCard
from gridsne_desktop.qt.loupe.comparison import Comparison
from gridsne_desktop.qt.loupe.kept import KeptLevels
from gridsne_desktop.qt.loupe.loupe import Loupe
from gridsne_desktop.qt.minimap import Minimap
from gridsne_desktop.qt.photo_list.photo_list import STEP, PhotoList
from gridsne_desktop.qt.photo_list.photo_rows import ACTUAL_SIDE, DEFAULT_SIDE


class PhotoStack(QStackedWidget):
    """Shows one of its widgets at a time, and tells what a person does there.

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
        self._index: int | None = None
        self._badges = NO_BADGES
        self._glances = Glances(self)
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
        slot = self._store.slot_of(photo)
        return QImage() if slot is None else self._glances.thumbnail(slot)

    def _glance(self, photo: Photo) -> QImage | None:
        """The best small picture at hand."""
        slot = self._store.slot_of(photo)
        if slot is None:
            return None
        thumbnail = self._glances.thumbnail(slot)
        if thumbnail is not None and not thumbnail.isNull():
            return thumbnail
        return self._glances.stand_in(slot) if self._store.has(slot) else None

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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The two buttons at the side of a mouse go back and forward."""
        if event.button() == Qt.MouseButton.BackButton:
            self.back_requested.emit()
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.forward_requested.emit()
        else:
            super().mousePressEvent(event)

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
        slot = self._store.slot_of(self.wall.photos[index])
        if slot is None:
            raise RuntimeError("a photo on the wall has no tile")
        return slot

    @Slot(object)
    def _on_hovered(self, index: int | None) -> None:
        self.photo_hovered.emit(None if index is None else self.wall.photos[index])

    @Slot(int, QPoint)
    def _on_menu_requested(self, index: int, place: QPoint) -> None:
        del index  # the wall has selected it
        self.menu_requested.emit(place)
