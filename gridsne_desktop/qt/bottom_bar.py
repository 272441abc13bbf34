"""The bar at the bottom: what is shown, how far the work is, or where it was stopped.

All three share one place of constant height, so that the photos above never jump.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from gridsne_desktop.library.reasons import grouped, missing_extras
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.colour_slider import ColourSlider
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.offer import Offer
from gridsne_desktop.qt.runs.note import RunNote
from gridsne_desktop.qt.slim import LINE_HEIGHT, ElidedLabel, ProgressLine, ViewSwitch
from gridsne_desktop.qt.words import (
    STAGES,
    neatness,
    neatness_explained,
    progress_detail,
    selected_in_words,
    skipped_in_words,
    stage_seconds,
)

if TYPE_CHECKING:  # importing it brings NumPy, too slow before the first paint
    from gridsne_desktop.layout.arrangement import Arrangement

_HEIGHT = 44
_SPACING = 14
_NO_LIMIT = 16_777_215
"""Qt's QWIDGETSIZE_MAX."""
_ROOM_FOR_WORDS = 900
"""From this width on an offer and the slider's words have room beside the longest line."""


class StatusLine(QWidget):
    """How many photos, how many skipped, its shape, neatness and seconds, the photo pointed at.

    Signals:
        problems_asked: The person wants to know why photos were skipped.
    """

    problems_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = QLabel(self)
        self._skipped = _link("", self)
        self._shape = QLabel(self)
        self._selected = QLabel(self)
        self._selected.hide()
        self._neatness = QLabel(self)
        self._detail = ElidedLabel(self)
        self._detail.setForegroundRole(self._detail.palette().ColorRole.PlaceholderText)
        self._action = _link("", self)
        self._on_action: Callable[[], None] | None = None
        self._action.clicked.connect(self._on_action_clicked)
        self._action.hide()
        self._name = ElidedLabel(self)
        self._name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._skipped.clicked.connect(self.problems_asked)
        layout = _row(self)
        for widget in (
            self._photos,
            self._skipped,
            self._selected,
            self._shape,
            self._neatness,
        ):
            layout.addWidget(widget)
        layout.addWidget(self._detail, 3)
        layout.addWidget(self._action)
        layout.addWidget(self._name, 2)

    def show_arrangement(self, arrangement: "Arrangement") -> None:
        """Tell the facts of `arrangement`."""
        grid, skipped = arrangement.grid, len(arrangement.problems)
        self._photos.setText(counted(len(grid.photos), "photo") if grid.photos else "No photos")
        extras = missing_extras(grouped(arrangement.problems))
        self._skipped.setText(skipped_in_words(skipped, extras))
        self._skipped.setToolTip("\n".join([*(group.advice for group in extras), "Show why"]))
        self._skipped.setVisible(bool(skipped))
        self._shape.setText(f"{grid.columns} × {grid.rows}" if grid.photos else "")
        self._show_neatness(arrangement)
        seconds = stage_seconds(arrangement.seconds) if grid.photos else ""
        self._detail.setText(seconds)
        self._detail.setToolTip(seconds)
        self._action.hide()

    def show_selected(self, count: int, size: int) -> None:
        """Say how many photos are selected and their bytes, in the place of the grid's shape."""
        self._selected.setText(selected_in_words(count, size))
        self._selected.setVisible(count > 0)
        self._shape.setVisible(count == 0)

    def show_photo(self, photo: Photo | None) -> None:
        """Name the photo pointed at."""
        self._name.setText(photo.path.name if photo else "")
        self._name.setToolTip(str(photo.path) if photo else "")

    def say(self, text: str, link: str = "", on_link: Callable[[], None] | None = None) -> None:
        """Say `text` in place of the seconds, and offer a link that calls `on_link`, if any."""
        self._detail.setText(text)
        self._detail.setToolTip(text)
        self._action.setText(link)
        self._action.setVisible(bool(link))
        self._on_action = on_link

    def _show_neatness(self, arrangement: "Arrangement") -> None:
        quality = arrangement.quality
        told = neatness(quality, photos=len(arrangement.grid.photos))
        self._neatness.setText(told)
        self._neatness.setToolTip(neatness_explained(quality) if quality and told else "")
        self._neatness.setVisible(bool(told))

    @Slot()
    def _on_action_clicked(self) -> None:
        if self._on_action is not None:
            self._on_action()


class ProgressStrip(QWidget):
    """Stage, count, rate, time left and Cancel.

    Signals:
        cancel_asked: The person wants the job to stop.
    """

    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = QLabel("Starting", self)
        self._detail = ElidedLabel(self)
        self._detail.setForegroundRole(self._detail.palette().ColorRole.PlaceholderText)
        self._cancel = _button("Cancel", self)
        self._cancel.setToolTip("Stop; what was done so far stays (Esc)")
        self._cancel.clicked.connect(self.cancel_asked)
        layout = _row(self)
        layout.addWidget(self._stage)
        layout.addWidget(self._detail, 1)
        layout.addWidget(self._cancel)

    def begin(self) -> None:
        """Show a job that has not reported yet."""
        self._stage.setText("Starting")
        self._detail.setText("")
        self._cancel.setEnabled(True)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the job is."""
        self._stage.setText(STAGES[progress.stage])
        self._detail.setText(progress_detail(progress))

    def show_stopping(self) -> None:
        """Show that Cancel was understood."""
        self._stage.setText("Stopping")
        self._detail.setText("")
        self._cancel.setEnabled(False)


class StoppedLine(QWidget):
    """Where a cancelled job stands, and the two ways on.

    Signals:
        continue_asked: Go on.
        rest_asked: Arrange the photos read so far.
    """

    continue_asked = Signal()
    rest_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = QLabel(self)
        self._continue = _button("Continue", self)
        self._rest = _button("Arrange these", self)
        self._continue.clicked.connect(self.continue_asked)
        self._rest.clicked.connect(self.rest_asked)
        layout = _row(self)
        layout.addWidget(self._text)
        layout.addWidget(self._continue)
        layout.addWidget(self._rest)
        layout.addStretch(1)

    def show_stopped(self, *, read: int, found: int, may_arrange: bool) -> None:
        """Say how many photos were read; offer to arrange them where there are any."""
        if read < found:
            self._text.setText(f"Stopped: {read:,} of {counted(found, 'photo')} read.")
        else:
            self._text.setText(f"Stopped: {counted(found, 'photo')} read, not arranged yet.")
        self._rest.setVisible(may_arrange)

    def show_partial(self, *, arranged: int, found: int) -> None:
        """Say that only some of the photos are arranged."""
        self._text.setText(f"{arranged:,} of {counted(found, 'photo')} arranged.")
        self._rest.hide()


class BottomBar(QWidget):
    """One of three lines, offers and notes now and then, slider to colour, switch of views."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.status = StatusLine(self)
        self.progress = ProgressStrip(self)
        self.stopped = StoppedLine(self)
        self.switch = ViewSwitch(("Grid", "Map", "List"), self)
        self.switch.setToolTip(
            "The grid, the map it was made from (Ctrl+T), or a list with names (Ctrl+L)"
        )
        self.offer = Offer(self)
        self.runs = RunNote(self)
        self.runs.changed.connect(self._share_room)
        self.colour = ColourSlider(self)
        self._line = ProgressLine(self)
        self._line.setAccessibleName("Progress")
        self._line.hide()
        self._lines = QStackedWidget(self)
        for line in (self.status, self.progress, self.stopped):
            self._lines.addWidget(line)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_SPACING + 2, LINE_HEIGHT, _SPACING - 2, 0)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._lines, 1)
        layout.addWidget(self.offer)
        layout.addWidget(self.runs)
        layout.addWidget(self.colour)
        layout.addWidget(self.switch)

    def show_line(self, line: QWidget) -> None:
        """Show `line`: `status`, `progress` or `stopped`."""
        self._lines.setCurrentWidget(line)
        self.offer.set_waiting(line is self.progress)
        self._line.setVisible(line is self.progress)

    def begin_progress(self) -> None:
        """Show a job that starts."""
        self.progress.begin()
        self._line.show_share(0, 0)
        self.show_line(self.progress)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the job is, in words and as a line."""
        self.progress.show_progress(progress)
        self._line.show_share(progress.done, progress.total)
        words = f"{STAGES[progress.stage]}, {progress_detail(progress)}"
        self._line.setAccessibleDescription(words)

    @Slot()
    def _share_room(self) -> None:
        """In a narrow bar the slider is silent, and gives way to a note."""
        is_wide = self.width() >= _ROOM_FOR_WORDS
        self.colour.show_words(is_wide)
        self.colour.setMaximumWidth(_NO_LIMIT if is_wide or self.runs.isHidden() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the progress line along the upper edge; share the room."""
        super().resizeEvent(event)
        self._share_room()
        self._line.setGeometry(QRect(0, 0, self.width(), LINE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a hair line between the photos and the bar."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().mid().color())
        painter.drawLine(0, 0, self.width(), 0)


def _row(widget: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(_SPACING)
    return layout


def _button(text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setProperty("slim", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def _link(text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setProperty("link", True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button
