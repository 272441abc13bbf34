"""The loupe: one photo large, with a slim caption; keys step, zoom and close."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from gridsne_desktop.errors import GridsneError, Unreadable
from gridsne_desktop.library.decode import decode
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.loupe.caption import Caption
from gridsne_desktop.qt.loupe.dark import GROUND, darken
from gridsne_desktop.qt.loupe.levels import Levels, new_levels
from gridsne_desktop.qt.loupe.photo_view import ZOOM_STEP, PhotoView

DECODES_AT_ONCE = 2
"""One that nobody waits for any more and cannot be interrupted, and the one that is wanted."""

_SENTENCE_MARGIN = 40

_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_CLOSING = {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_ZOOM_IN = {Qt.Key.Key_Plus, Qt.Key.Key_Equal}
_ZOOM_OUT = {Qt.Key.Key_Minus, Qt.Key.Key_Underscore}


class Loupe(QWidget):
    """Shows one photo; whoever owns it decides which comes next.

    Signals:
        closed: The person wants back to the wall.
        step_requested: The person wants the neighbour at (dx, dy) on the grid.
    """

    closed = Signal()
    step_requested = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None
        self._decoder = Newest(at_once=DECODES_AT_ONCE, parent=self)
        self._decoder.arrived.connect(self._on_decoded)
        self._decoder.failed.connect(self._on_failed)
        self._view = PhotoView(self)
        self._sentence = _new_sentence(self)
        self._caption = Caption(self)
        self._caption.closed.connect(self.closed)
        self._caption.step_requested.connect(self.step_requested)
        self._caption.size_toggled.connect(self._view.toggle_actual_size)
        self._view.scale_changed.connect(self._caption.show_scale)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._view)
        self._pages.addWidget(self._sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._pages, stretch=1)
        column.addWidget(self._caption)
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
    def sentence(self) -> str:
        """Why the photo cannot be shown; empty where it can."""
        return self._sentence.text() if self._pages.currentWidget() is self._sentence else ""

    @property
    def is_settled(self) -> bool:
        """Whether the photo (or the sentence why not) is there, as sharp as it gets."""
        if self._decoder.is_awaited:
            return False
        return self._pages.currentWidget() is self._sentence or self._view.is_settled

    @property
    def is_busy(self) -> bool:
        """Whether a thread still works for the loupe."""
        return self._decoder.is_busy or self._view.renderer.is_busy

    def show_photo(
        self,
        photo: Photo,
        placeholder: QImage | None = None,
        *,
        place: tuple[int, int] | None = None,
        note: str = "",
    ) -> None:
        """Show `photo`, `placeholder` until it is decoded.

        Args:
            photo: Which.
            placeholder: The photo, smaller.
            place: (3, 120) reads "3 of 120".
            note: What else there is to say of it.
        """
        self._photo = photo
        self._caption.show_photo(photo, place=place, note=note)
        self.setAccessibleDescription(self._caption.text)
        self._pages.setCurrentWidget(self._view)
        self._view.show_placeholder(placeholder)
        self._decoder.ask(lambda run: _decoded(photo, run))

    def clear(self) -> None:
        """Forget the photo and free its memory."""
        self._photo = None
        self._decoder.drop()
        self._view.show_placeholder(None)
        self._pages.setCurrentWidget(self._view)

    def fit(self) -> None:
        """Show the whole photo as large as possible."""
        self._view.fit()

    def actual_size(self) -> None:
        """Show one pixel of the photo as one pixel of the screen."""
        self._view.zoom_to(1.0)

    def zoom_in(self) -> None:
        """One step larger."""
        self._view.zoom_by(ZOOM_STEP)

    def zoom_out(self) -> None:
        """One step smaller, not below fit."""
        self._view.zoom_by(1 / ZOOM_STEP)

    def shut_down(self) -> None:
        """Stop the threads and wait for them: at most the time one photo takes."""
        self._decoder.shut_down()
        self._view.renderer.shut_down()

    @Slot(object)
    def _on_decoded(self, result: Levels | Unreadable) -> None:
        if isinstance(result, Levels):
            self._caption.show_pixels(result.width, result.height)
            self._view.show_levels(result)
        else:
            self._show_sentence(str(result))

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._show_sentence(error.title)

    def _show_sentence(self, text: str) -> None:
        self._view.show_placeholder(None)
        self._sentence.setText(text)
        self._pages.setCurrentWidget(self._sentence)

    def _act_on(self, event: QKeyEvent) -> bool:
        """Do what the key means; False where it means nothing here."""
        key, control = event.key(), Qt.KeyboardModifier.ControlModifier
        has_control = bool(event.modifiers() & control)
        if has_control and key == Qt.Key.Key_0:
            self.fit()
        elif has_control and key == Qt.Key.Key_1:
            self.actual_size()
        elif key in _ZOOM_IN:
            self.zoom_in()
        elif key in _ZOOM_OUT:
            self.zoom_out()
        elif key in _STEPS and not has_control:
            self.step_requested.emit(*_STEPS[Qt.Key(key)])
        elif key in _CLOSING and not has_control:
            self.closed.emit()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, zoom or close."""
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
    key = event.key()
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return False
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return key in {Qt.Key.Key_0, Qt.Key.Key_1, *_ZOOM_IN, *_ZOOM_OUT}
    return key in {*_STEPS, *_CLOSING, *_ZOOM_IN, *_ZOOM_OUT}


def _decoded(photo: Photo, run: Run) -> Levels | Unreadable:
    """The photo's levels, or the sentence why there are none (on a worker thread)."""
    run.check()
    try:
        pixels = decode(photo.path, least_side=None)
    except Unreadable as reason:
        return reason
    run.check()
    return new_levels(pixels)


def _new_sentence(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setMargin(_SENTENCE_MARGIN)
    darken(label, ground=GROUND)
    return label
