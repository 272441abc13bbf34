"""The panel beside the large photo: its file, how it was taken, its histogram."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gridsne_desktop.library.exif import Shot, read_shot
from gridsne_desktop.library.histogram import Histogram, histogram_of
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs.words import data_size, on_one_line
from gridsne_desktop.qt.loupe.dark import BAR, darken
from gridsne_desktop.qt.loupe.histogram_view import HistogramView
from gridsne_desktop.qt.loupe.levels import Levels
from gridsne_desktop.qt.loupe.shot_words import shot_words

WIDTH = 270
_MEGAPIXEL = 1_000_000
_BREAK = "\N{ZERO WIDTH SPACE}"
_BREAK_AFTER = "/\\_-."


class InfoPanel(QScrollArea):
    """What is known of one photo; what takes time is read on a thread."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._reader = Newest(at_once=1, parent=self)
        self._reader.arrived.connect(self._on_read)
        self._reader.failed.connect(self._on_failed)
        self._histogram = HistogramView()
        self._rows: list[tuple[str, str]] = []
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(10)
        self._form.setVerticalSpacing(6)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._page = _Page()
        column = QVBoxLayout(self._page)
        column.setContentsMargins(14, 14, 14, 14)
        column.setSpacing(14)
        column.addWidget(self._histogram)
        column.addLayout(self._form)
        column.addStretch(1)
        self.setWidget(self._page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Facts about the photo"))
        darken(self, ground=BAR)

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What the panel says: names and values."""
        return list(self._rows)

    @property
    def histogram(self) -> Histogram | None:
        """What the panel draws."""
        return self._histogram.histogram

    @property
    def reader(self) -> Newest:
        """The thread that reads."""
        return self._reader

    def show_photo(self, photo: Photo, *, companions: Sequence[str] = ()) -> None:
        """Say what is known before the photo is read; `companions` are lines about its files."""
        self._reader.drop()
        self._histogram.show_histogram(None)
        rows = [
            ("Name", photo.path.name),
            ("Folder", str(photo.path.parent)),
            ("Size", data_size(photo.size)),
        ]
        self._show_rows(rows + [("Also", line) for line in companions])

    def show_levels(self, photo: Photo, levels: Levels, scale: float) -> None:
        """Read how `photo` was taken and count its pixels, as they are seen at `scale`."""
        megapixels = levels.width * levels.height / _MEGAPIXEL
        size = f"{levels.width} × {levels.height}"
        self._add_rows([("Pixels", f"{size} ({megapixels:.1f} MP)" if megapixels >= 0.1 else size)])

        def job(run: Run) -> tuple[Shot, Histogram]:
            shot = read_shot(photo.path)
            run.check()
            screen = levels.image(levels.level_for(scale))
            return shot, histogram_of(np.ascontiguousarray(screen[..., 2::-1]))

        self._reader.ask(job)

    def clear(self) -> None:
        """Say nothing."""
        self._reader.drop()
        self._histogram.show_histogram(None)
        self._show_rows([])

    def _show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._rows = []
        self._add_rows(rows)

    def _add_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        for name, value in rows:
            self._rows.append((name, on_one_line(value)))
            title, text = QLabel(self.tr(name)), QLabel(_breakable(on_one_line(value)))
            title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
            self._form.addRow(title, text)
            for label in (title, text):
                darken(label, ground=BAR)

    @Slot(object)
    def _on_read(self, result: tuple[Shot, Histogram]) -> None:
        shot, histogram = result
        self._histogram.show_histogram(histogram)
        self._add_rows(shot_words(shot))

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._add_rows([("Problem", str(error))])


class _Page(QWidget):
    """What is scrolled; under a style sheet a scroll area gives its page the window's colour."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), BAR)


def _breakable(text: str) -> str:
    """`text` with places where a long name or path may go on in the next line."""
    return "".join(letter + _BREAK if letter in _BREAK_AFTER else letter for letter in text)
