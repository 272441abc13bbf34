"""One of the photos that are compared: the photo, and a line that names it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs.words import on_one_line
from gridsne_desktop.qt.loupe.dark import BAR, GROUND, INK, darken
from gridsne_desktop.qt.loupe.kept import Decoded, KeptLevels
from gridsne_desktop.qt.loupe.levels import Levels
from gridsne_desktop.qt.loupe.photo_view import PhotoView
from gridsne_desktop.qt.loupe.sentence import new_sentence
from gridsne_desktop.qt.loupe.source import PhotoSource
from gridsne_desktop.qt.slim import ElidedLabel

_BETWEEN = "  ·  "
_MARK = 2
_LINE_MARGIN = 6


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A photo to be compared.

    Attributes:
        index: Its index on the wall.
        photo: The photo.
        place: (3, 120) reads "3 of 120".
        placeholder: The photo, smaller; None: not there yet.
    """

    index: int
    photo: Photo
    place: tuple[int, int]
    placeholder: QImage | None = None


class Pane(QWidget):
    """Shows one photo; a light frame marks the active one.

    Signals:
        activated: The person clicked in it.
        arrived: The photo is there.
    """

    activated = Signal()
    arrived = Signal()

    def __init__(self, kept: KeptLevels, parent: QWidget) -> None:
        super().__init__(parent)
        self.compared: Compared | None = None
        self._levels: Levels | None = None
        self._facts: list[str] = []
        self._source = PhotoSource(kept, self)
        self._source.arrived.connect(self._on_arrived)
        self._source.failed.connect(self._on_failed)
        self.view = PhotoView(self)
        self.view.scale_changed.connect(self._on_scale_changed)
        self.view.detail_wanted.connect(self._on_detail_wanted)
        self.view.installEventFilter(self)
        self._sentence = new_sentence(self)
        self._line = ElidedLabel(self)
        self._line.setMargin(_LINE_MARGIN)
        self._line.setFixedHeight(self.fontMetrics().height() + 2 * _LINE_MARGIN)
        self._line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        darken(self._line, ground=BAR)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.view)
        self._pages.addWidget(self._sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARK, _MARK, _MARK, _MARK)
        column.setSpacing(0)
        column.addLayout(self._pages, stretch=1)
        column.addWidget(self._line)
        self.setAutoFillBackground(True)
        self.mark(is_active=False)

    @property
    def text(self) -> str:
        """What the line says."""
        return self._line.text()

    @property
    def sentence(self) -> str:
        """Why the photo cannot be shown; empty where it can."""
        return self._sentence.text() if self._pages.currentWidget() is self._sentence else ""

    @property
    def is_settled(self) -> bool:
        """Whether the photo (or the sentence why not) is there, as sharp as it gets."""
        return not self._source.is_awaited and (bool(self.sentence) or self.view.is_settled)

    @property
    def is_busy(self) -> bool:
        """Whether a thread still works for it."""
        return self._source.is_busy or self.view.renderer.is_busy

    def show_photo(self, compared: Compared) -> None:
        """Show a photo, fit."""
        self.compared, self._levels = compared, None
        self._facts = [f"{compared.place[0]:,} of {compared.place[1]:,}"]
        self._pages.setCurrentWidget(self.view)
        self.view.show_placeholder(compared.placeholder)
        self._source.ask(compared.photo, window=self.view.window_size)

    def show_glance(self, image: QImage | None) -> None:
        """Another placeholder, if the photo is still to come."""
        if self._levels is None and not self.sentence:
            self.view.show_placeholder(image)

    def clear(self) -> None:
        """Forget the photo and free its memory."""
        self.compared, self._levels = None, None
        self._source.drop()
        self.view.show_placeholder(None)

    def shut_down(self) -> None:
        """Stop the threads and wait for them."""
        self.clear()
        self._source.shut_down()
        self.view.renderer.shut_down()

    def mark(self, *, is_active: bool) -> None:
        """Show whether this is the active one."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, INK if is_active else GROUND)
        self.setPalette(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click anywhere in the photo chooses it, and still takes hold of it."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self.activated.emit()
        return super().eventFilter(watched, event)

    @Slot(object)
    def _on_arrived(self, decoded: Decoded) -> None:
        if not isinstance(decoded, Levels):
            self._show_sentence(str(decoded))
        elif self._levels is not None:
            self.view.refine(decoded)
        else:
            self._facts.append(f"{decoded.width} × {decoded.height}")
            self._levels = decoded
            self.view.show_levels(decoded)
            self.arrived.emit()

    @Slot(object)
    def _on_failed(self, error: GridsneError) -> None:
        self._show_sentence(error.title)

    def _show_sentence(self, text: str) -> None:
        self.view.show_placeholder(None)
        self._sentence.setText(text)
        self._pages.setCurrentWidget(self._sentence)

    @Slot()
    def _on_detail_wanted(self) -> None:
        if self.compared is not None:
            self._source.ask_detail(self.compared.photo)

    @Slot(float)
    def _on_scale_changed(self, scale: float) -> None:
        if self.compared is None:
            return
        zoom = [f"{round(scale * 100)} %"] if scale else []
        name = on_one_line(self.compared.photo.path.name)
        self._line.setText(_BETWEEN.join([name, *self._facts, *zoom]))
