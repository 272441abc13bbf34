"""The slim line under a large photo: what it is called, where it stands, what it weighs."""

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.dialogs.words import data_size, on_one_line
from gridsne_desktop.qt.loupe.dark import BAR, darken
from gridsne_desktop.qt.slim import ElidedLabel

_NS_PER_SECOND = 1_000_000_000
_BETWEEN = "  ·  "
_HEIGHT_MORE = 18
"""Over the height of a letter: the same height whatever is said."""
_DATE = "d MMM yyyy, HH:mm"


class Caption(QWidget):
    """One line of facts, and buttons for whoever has only a mouse.

    Signals:
        closed: Back to the wall was clicked.
        step_requested: A neighbour was asked for: (-1, 0) or (1, 0).
        size_toggled: The zoom was clicked: from fit to 100 % and back.
        info_toggled: The panel of facts was asked for or sent away.
        strip_toggled: The filmstrip was asked for or sent away.
    """

    closed = Signal()
    step_requested = Signal(int, int)
    size_toggled = Signal()
    info_toggled = Signal()
    strip_toggled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._facts: list[str] = []
        self._name = ElidedLabel(self)
        self._note = ElidedLabel(self)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._details = QLabel(self)
        self._details.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._scale = self._button("", self.tr("Fit or 100 % (double-click the photo)"))
        self._scale.setMinimumWidth(self._scale.fontMetrics().horizontalAdvance("0000 %") + 12)
        back = self._button("←", self.tr("Back to all photos (Esc)"))
        left = self._button("‹", self.tr("The photo to the left (←)"))
        right = self._button("›", self.tr("The photo to the right (→)"))
        back.clicked.connect(self.closed)
        left.clicked.connect(self._on_left)
        right.clicked.connect(self._on_right)
        self._scale.clicked.connect(self.size_toggled)
        self._info = self._button(self.tr("Info"), self.tr("What is known of the photo (I)"))
        self._strip = self._button(self.tr("Strip"), self.tr("The photos before and after (F)"))
        for button, asked in ((self._info, self.info_toggled), (self._strip, self.strip_toggled)):
            button.setCheckable(True)
            button.clicked.connect(asked)
        self._lay_out(back, left, right)
        self.setFixedHeight(self.fontMetrics().height() + _HEIGHT_MORE)
        darken(self, ground=BAR)

    @property
    def text(self) -> str:
        """All that the caption says."""
        return _BETWEEN.join(filter(None, [self._name.text(), self._note.text(), *self._facts]))

    def show_photo(self, photo: Photo, *, place: tuple[int, int] | None, note: str = "") -> None:
        """Say what is known before the photo is decoded, and `note`."""
        self._note.setText(on_one_line(note))
        self._note.setToolTip(on_one_line(note))
        self._note.setVisible(bool(note))
        self._name.setText(on_one_line(photo.path.name))
        self._name.setToolTip(on_one_line(str(photo.path)))
        moment = QDateTime.fromSecsSinceEpoch(photo.mtime_ns // _NS_PER_SECOND)
        date = f"file of {QLocale(QLocale.Language.English).toString(moment, _DATE)}"
        self._facts = [data_size(photo.size), date]
        if place is not None:
            self._facts.insert(0, f"{place[0]:,} of {place[1]:,}")
        self._scale.setText("")
        self._tell()

    def show_pixels(self, width: int, height: int) -> None:
        """Say how many pixels the photo has."""
        self._facts.insert(len(self._facts) - 2, f"{width} × {height}")
        self._tell()

    @Slot(float)
    def show_scale(self, scale: float) -> None:
        """Say how large a photo pixel is seen; 0.0: nothing."""
        self._scale.setText(f"{round(scale * 100)} %" if scale else "")

    def show_panels(self, *, info: bool, strip: bool) -> None:
        """Say which of the panels are wanted."""
        self._info.setChecked(info)
        self._strip.setChecked(strip)

    def _tell(self) -> None:
        self._details.setText(_BETWEEN.join(self._facts))

    def _button(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    def _lay_out(self, back: QToolButton, left: QToolButton, right: QToolButton) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(back)
        row.addWidget(self._name, stretch=2)
        row.addWidget(self._note, stretch=3)
        row.addWidget(self._details)
        row.addSpacing(8)
        for button in (self._info, self._strip, self._scale):
            row.addWidget(button)
        row.addWidget(left)
        row.addWidget(right)

    @Slot()
    def _on_left(self) -> None:
        self.step_requested.emit(-1, 0)

    @Slot()
    def _on_right(self) -> None:
        self.step_requested.emit(1, 0)
