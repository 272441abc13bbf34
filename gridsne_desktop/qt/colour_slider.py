"""Content or colour: the slider that says how far each decides who is a neighbour."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

_STEPS: Final = 100
_STEP: Final = 5
_PAGE: Final = 25
_WIDTH: Final = 110
_PAUSE_MS: Final = 400
"""After the last key or turn of the wheel: shorter, and each press would start its own job."""


class ColourSlider(QWidget):
    """A word at each end, if there is room; it tells when the person lets go, not on the way.

    Signals:
        chosen: The share of colour, 0.0 to 1.0; another one than before.
    """

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = 0
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, _STEPS)
        self._slider.setSingleStep(_STEP)
        self._slider.setPageStep(_PAGE)
        self._slider.setFixedWidth(_WIDTH)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves it with the photos
        self._slider.setAccessibleName("Content or colour")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._tell)
        self._slider.valueChanged.connect(self._on_value_changed)
        self._slider.sliderReleased.connect(self._tell)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._words = self._word("Content"), self._word("Colour")
        layout.addWidget(self._words[0])
        layout.addWidget(self._slider)
        layout.addWidget(self._words[1])
        self.show_words(False)  # until there is room
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._describe()

    @property
    def has_keys(self) -> bool:
        """Whether the keyboard moves it."""
        return self._slider.hasFocus()

    def take_keys(self) -> None:
        """Let the keyboard move it."""
        self._slider.setFocus()

    def show_words(self, shown: bool) -> None:
        """Show the words at its ends, or only the slider, where room is short."""
        for word in self._words:
            word.setVisible(shown)

    def show_share(self, share: float) -> None:
        """Stand at `share`, unless the person is moving it just now."""
        if self._slider.isSliderDown() or self._pause.isActive():
            return
        self._told = round(share * _STEPS)
        with QSignalBlocker(self._slider):
            self._slider.setValue(self._told)
        self._describe()

    @Slot()
    def _on_value_changed(self) -> None:
        self._describe()
        if not self._slider.isSliderDown():
            self._pause.start()

    @Slot()
    def _tell(self) -> None:
        self._pause.stop()
        if self._slider.value() != self._told:
            self._told = self._slider.value()
            self.chosen.emit(self._told / _STEPS)

    def _describe(self) -> None:
        share = self._slider.value()
        now = f"{share} % colour" if share else "content only"
        self.setToolTip(
            f"Arrange by what is in the photos, by their colours, or by both\nNow: {now}"
        )
        self._slider.setAccessibleDescription(now)

    def _word(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        return label
