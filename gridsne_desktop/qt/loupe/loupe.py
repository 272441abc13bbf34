"""The loupe: one photo large, with a caption, a filmstrip and what is known of it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.grid.selection import Indexes
from gridsne_desktop.qt.grid.tile_store import TileStore
from gridsne_desktop.qt.loupe import keys
from gridsne_desktop.qt.loupe.caption import Caption
from gridsne_desktop.qt.loupe.filmstrip import Filmstrip
from gridsne_desktop.qt.loupe.frame import fit_scale
from gridsne_desktop.qt.loupe.info_panel import InfoPanel
from gridsne_desktop.qt.loupe.kept import Decoded, KeptLevels
from gridsne_desktop.qt.loupe.levels import Levels
from gridsne_desktop.qt.loupe.photo_view import PhotoView
from gridsne_desktop.qt.loupe.sentence import new_sentence
from gridsne_desktop.qt.loupe.source import PhotoSource


class Loupe(QWidget):
    """Shows one photo; whoever owns it decides which comes next.

    Signals:
        closed: The person wants back to the wall.
        step_requested: The person wants the neighbour at (dx, dy) on the grid.
        turn_requested: The person wants the next photo (1) or the one before (-1) in reading order.
        end_requested: The person wants the first photo (-1) or the last (1).
        chosen: The photo that was clicked in the filmstrip: its index.
    """

    closed = Signal()
    step_requested = Signal(int, int)
    turn_requested = Signal(int)
    end_requested = Signal(int)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, kept: KeptLevels | None = None) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None
        self._levels: Levels | None = None
        self._next: Sequence[Photo] = ()
        self._source = PhotoSource(kept or KeptLevels(), self)
        self._source.arrived.connect(self._on_arrived)
        self._source.failed.connect(self._on_failed)
        self._view = PhotoView(self)
        self._sentence = new_sentence(self)
        self._info = InfoPanel(self)
        self._strip = Filmstrip(self)
        self._wants_strip = True
        self._caption = Caption(self)
        self._wire()
        self._lay_out()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo"))

    @property
    def photo(self) -> Photo | None:
        """The photo that is shown or on its way."""
        return self._photo

    @property
    def view(self) -> PhotoView:
        """The part that paints the photo."""
        return self._view

    @property
    def caption(self) -> Caption:
        """The line under the photo."""
        return self._caption

    @property
    def info(self) -> InfoPanel:
        """The panel at the right; hidden until it is wanted."""
        return self._info

    @property
    def strip(self) -> Filmstrip:
        """The photos before and after; hidden where there are none."""
        return self._strip

    @property
    def sentence(self) -> str:
        """Why the photo cannot be shown; empty where it can."""
        return self._sentence.text() if self._pages.currentWidget() is self._sentence else ""

    @property
    def is_settled(self) -> bool:
        """Whether the photo (or the sentence why not) is there, as sharp as it gets."""
        if self._source.is_awaited:
            return False
        return self._pages.currentWidget() is self._sentence or self._view.is_settled

    @property
    def is_busy(self) -> bool:
        """Whether a thread still works for the loupe."""
        threads = (self._view.renderer, self._info.reader, self._strip.maker)
        return self._source.is_busy or any(thread.is_busy for thread in threads)

    def show_photo(
        self,
        photo: Photo,
        placeholder: QImage | None = None,
        *,
        place: tuple[int, int] | None = None,
        notes: Sequence[str] = (),
        coming: Sequence[Photo] = (),
    ) -> None:
        """Show `photo`, `placeholder` until it is decoded.

        Args:
            photo: Which.
            placeholder: The photo, smaller.
            place: (3, 120) reads "3 of 120".
            notes: What else there is to say of it.
            coming: Photos that may be asked for next, likeliest first: decoded ahead.
        """
        self._photo, self._levels, self._next = photo, None, coming
        self._caption.show_photo(photo, place=place, note=" · ".join(notes))
        self._info.show_photo(photo, companions=notes)
        self.setAccessibleDescription(self._caption.text)
        self._pages.setCurrentWidget(self._view)
        self._view.show_placeholder(placeholder)
        self._source.ask(photo, window=self._view.window_size)

    def show_glance(self, image: QImage | None) -> None:
        """Another placeholder, if the photo is still to come."""
        if self._levels is None and not self.sentence:
            self._view.show_placeholder(image)

    def show_strip(
        self, store: TileStore, order: Indexes, slot_of: Callable[[int], int], *, rank: int
    ) -> None:
        """Show the photos around the large one, as `Filmstrip.show_photos` takes them."""
        self._strip.show_photos(store, order, slot_of, rank=rank)
        self._strip.setVisible(self._wants_strip and self._strip.count > 1)

    def clear(self) -> None:
        """Forget the photo and free its memory; those decoded ahead stay for the next look."""
        self._photo, self._levels, self._next = None, None, ()
        self._source.drop()
        self._info.clear()
        self._strip.clear()
        self._view.show_placeholder(None)
        self._pages.setCurrentWidget(self._view)

    def shut_down(self) -> None:
        """Stop the threads and wait for them: at most the time one photo takes."""
        self.clear()
        self._source.shut_down()
        for thread in (self._view.renderer, self._info.reader, self._strip.maker):
            thread.shut_down()

    @Slot()
    def toggle_info(self) -> None:
        """Show or hide what is known of the photo."""
        self._info.setVisible(self._info.isHidden())
        self._caption.show_panels(info=not self._info.isHidden(), strip=self._wants_strip)
        self._read_info()

    @Slot()
    def toggle_strip(self) -> None:
        """Show or hide the photos before and after."""
        self._wants_strip = not self._wants_strip
        self._strip.setVisible(self._wants_strip and self._strip.count > 1)
        self._caption.show_panels(info=not self._info.isHidden(), strip=self._wants_strip)

    def _wire(self) -> None:
        caption, view = self._caption, self._view
        caption.closed.connect(self.closed)
        caption.step_requested.connect(self.step_requested)
        caption.size_toggled.connect(view.toggle_actual_size)
        caption.info_toggled.connect(self.toggle_info)
        caption.strip_toggled.connect(self.toggle_strip)
        view.scale_changed.connect(caption.show_scale)
        view.detail_wanted.connect(self._on_detail_wanted)
        self._strip.chosen.connect(self.chosen)

    def _lay_out(self) -> None:
        self._pages = QStackedLayout()
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._sentence)
        row = QHBoxLayout()
        row.addLayout(self._pages, stretch=1)
        row.addWidget(self._info)
        column = QVBoxLayout(self)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        column.addLayout(row, stretch=1)
        column.addWidget(self._strip)
        column.addWidget(self._caption)
        self._info.hide()
        self._strip.hide()
        self._caption.show_panels(info=False, strip=True)

    @Slot(object)
    def _on_arrived(self, decoded: Decoded) -> None:
        if not isinstance(decoded, Levels):
            self._show_sentence(str(decoded))
        elif self._levels is not None:
            self._levels = decoded
            self._view.refine(decoded)
        else:
            self._levels = decoded
            self._caption.show_pixels(decoded.width, decoded.height)
            self._view.show_levels(decoded)
            self._read_info()
        if not self._source.is_awaited:
            self._source.prepare(self._next)

    def _read_info(self) -> None:
        """Only for who looks at it."""
        levels, photo = self._levels, self._photo
        if levels is not None and photo is not None and not self._info.isHidden():
            scale = fit_scale(levels.width, levels.height, self._view.window_size)
            self._info.show_levels(photo, levels, scale)

    @Slot()
    def _on_detail_wanted(self) -> None:
        if self._photo is not None:
            self._source.ask_detail(self._photo)

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._show_sentence(error.title)

    def _show_sentence(self, text: str) -> None:
        self._view.show_placeholder(None)
        self._sentence.setText(text)
        self._pages.setCurrentWidget(self._sentence)

    def _act_on(self, event: QKeyEvent) -> bool:
        """Do what the key means; False where it means nothing here."""
        key, zoom = keys.plain_key(event), keys.zoom_of(event)
        if zoom is not None:
            self._view.zoom(zoom)
        elif key is None:
            return False
        elif key in keys.STEPS:
            self.step_requested.emit(*keys.STEPS[key])
        elif key in keys.TURNS:
            self.turn_requested.emit(keys.TURNS[key])
        elif key in keys.ENDS:
            self.end_requested.emit(keys.ENDS[key])
        elif key in keys.STRIP:
            self.toggle_strip()
        elif key in keys.INFO:
            self.toggle_info()
        elif key in keys.CLOSING:
            self.closed.emit()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, zoom, show more or close."""
        if self._act_on(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """While the loupe has the focus, its keys are its own, not the window's shortcuts."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _is_ours(event)
        ):
            event.accept()
            return True
        return super().event(event)


def _is_ours(event: QKeyEvent) -> bool:
    ours = {*keys.STEPS, *keys.TURNS, *keys.ENDS, *keys.STRIP, *keys.INFO, *keys.CLOSING}
    return keys.zoom_of(event) is not None or keys.plain_key(event) in ours
