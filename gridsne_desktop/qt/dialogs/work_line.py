"""Where a dialog says how its work goes: a thin bar, and a sentence under it."""

from enum import Enum, auto

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.slim import ProgressLine


class Tone(Enum):
    """How a sentence is meant."""

    QUIET = auto()
    PLAIN = auto()
    BAD = auto()


class WorkLine(QWidget):
    """A progress line that is there only while work is done, above one sentence."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar = ProgressLine(self)
        self._sentence = parts.sentence("", self)
        self._sentence.setMinimumHeight(2 * self.fontMetrics().height())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._bar)
        column.addWidget(self._sentence)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)
        self._bar.hide()

    @property
    def text(self) -> str:
        """The sentence."""
        return self._sentence.text()

    def say(self, text: str, *, tone: Tone = Tone.QUIET) -> None:
        """Say how it stands; no work is under way."""
        self._bar.hide()
        self._tell(text, tone)

    def show_work(self, text: str, *, done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is; 0 as total: not known."""
        self._bar.show_share(done, total)
        self._bar.show()
        self._tell(text, Tone.PLAIN)

    def _tell(self, text: str, tone: Tone) -> None:
        parts.set_tone(self._sentence, quiet=tone is Tone.QUIET, bad=tone is Tone.BAD)
        self._sentence.setText(text)
        self._sentence.setAccessibleName(text)
