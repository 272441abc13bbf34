"""What is being done to files, or was done last, in a few words with the way to take it back."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from gridsne_desktop.progress import Progress
from gridsne_desktop.qt.slim import LINE_HEIGHT, ElidedLabel, ProgressLine

_RADIUS = 8.0
_ENOUGH_TEXT = 190
"""Pixels that a text has however narrow the bar is: most results in full."""
_TINT = 30
"""Of 255: the accent as a breath of colour; the text keeps its contrast."""

_PATIENCE_SECONDS = 0.4
"""What is done sooner needs no progress: it would only flash."""


class RunNote(QWidget):
    """A tinted pill: progress with Cancel, or a result with links.

    Signals:
        cancel_asked: The person wants the runs to stop.
        changed: It says something else, or nothing any more.
    """

    cancel_asked = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, floats: bool = False) -> None:
        super().__init__(parent)
        self._floats = floats
        self._text = ElidedLabel(self)
        self._text.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._line = ProgressLine(self)
        self._links = (self._link(""), self._link(""))
        self._calls: list[Callable[[], None]] = []
        for number, link in enumerate(self._links):
            link.clicked.connect(lambda _checked=False, at=number: self._calls[at]())
        self._cancel = self._link("Cancel")
        self._cancel.setToolTip("Stop; what was done so far stays")
        self._cancel.clicked.connect(self.cancel_asked)
        self._dismiss = self._link("×")
        self._dismiss.setToolTip("Say no more of this")
        self._dismiss.setAccessibleName("Dismiss")
        self._dismiss.clicked.connect(self.forget)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 3, 6, 3)
        layout.setSpacing(8)
        for widget in (self._text, *self._links, self._cancel, self._dismiss):
            layout.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    @property
    def is_working(self) -> bool:
        """Whether it tells of something that is being done."""
        return not self._cancel.isHidden()

    def link(self, text: str) -> QPushButton | None:
        """The link that is called `text`, if it is offered."""
        return next((b for b in self._links if b.text() == text and not b.isHidden()), None)

    def show_work(self, text: str) -> None:
        """Say what is being done; it is seen as soon as that takes longer."""
        self._tell(text, works=True)
        self._line.show_share(0, 0)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is, unless it will be over in a moment."""
        if self.isHidden() and progress.seconds >= _PATIENCE_SECONDS:
            self.show()
        self._line.show_share(progress.done, progress.total)

    def show_stopping(self) -> None:
        """Show that Cancel was understood."""
        self._text.setText("Stopping…")
        self._cancel.setEnabled(False)

    def say(self, text: str, *links: tuple[str, Callable[[], None]]) -> None:
        """Say a result, with at most two links and what they do."""
        self._tell(text, works=False)
        self._calls = [call for _name, call in links]
        for button, (name, _call) in zip(self._links, links, strict=False):
            button.setText(name)
            button.setAccessibleDescription(text)
            button.show()
        self.show()
        self.changed.emit()

    @Slot()
    def forget(self) -> None:
        """Say nothing any more."""
        self.hide()
        self.changed.emit()

    def _tell(self, text: str, *, works: bool) -> None:
        self._text.setText(text)
        self._text.setToolTip(text)
        self._text.setMinimumWidth(min(self._text.sizeHint().width(), _ENOUGH_TEXT))
        for button in self._links:
            button.hide()
        self._line.setVisible(works)
        self._cancel.setEnabled(True)
        self._cancel.setVisible(works)
        self._dismiss.setVisible(not works)

    def _link(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("link", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the progress along the lower edge."""
        super().resizeEvent(event)
        width, edge = self.width(), int(_RADIUS)
        self._line.setGeometry(edge, self.height() - LINE_HEIGHT, width - 2 * edge, LINE_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a tinted pill behind the words; one that floats hides what is under it."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._floats:
            painter.setBrush(self.palette().window())
            painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        tint = QColor(self.palette().highlight().color())
        tint.setAlpha(_TINT)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
