"""Two photos that want the same name, side by side."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridsne_desktop.errors import Unreadable
from gridsne_desktop.library.decode import decode
from gridsne_desktop.organize.steps import Conflict, Resolution
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.words import data_size, on_one_line

_SIZE = (760, 520)
_LEAST_PICTURE = QSize(220, 160)
_LEAST_SIDE: Final = 700
"""Pixels of the shorter side: sharp in half a dialog, on screens of two device pixels, too."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is to be seen of a file.

    Attributes:
        path: The file.
        picture: What it shows; None: it cannot be read as a photo.
        size: Bytes; None: it is gone.
        written: When it was last written.
        why_not: Why there is no picture; empty: there is one.
    """

    path: Path
    picture: QImage | None = None
    size: int | None = None
    written: datetime | None = None
    why_not: str = ""


def look_at(path: Path, run: Run) -> Look:
    """Read a file to be compared (on a worker thread)."""
    run.check()
    try:
        facts = path.stat()
    except OSError as error:
        return Look(path, why_not=f"Cannot be read: {error.strerror or error}.")
    written = datetime.fromtimestamp(facts.st_mtime).astimezone().replace(microsecond=0)
    try:
        pixels = decode(path, least_side=_LEAST_SIDE)
    except Unreadable as refusal:
        return Look(path, None, facts.st_size, written, str(refusal))
    height, width, channels = pixels.shape
    made = QImage(pixels.tobytes(), width, height, channels * width, QImage.Format.Format_RGB888)
    return Look(path, made.copy(), facts.st_size, written)


class CompareDialog(QDialog):
    """Shows the photo, and what has its name; the person says what is done about it.

    Args:
        conflict: The photo, what is there, and what the plan does about it.
        count: How many conflicts there are.
        parent: The dialog.

    Signals:
        chosen: The photo's `Path`, the `Resolution`, and whether it is for all conflicts.
    """

    chosen = Signal(object, object, bool)

    def __init__(self, conflict: Conflict, *, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._photo = conflict.photo
        self.setWindowTitle(self.tr("Compare"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.new = _Side(self.tr("Yours"), conflict.photo, self)
        self.there = _Side(self.tr("There now"), conflict.there, self)
        self.to_all = QCheckBox(self)
        self.to_all.setText(self.tr("&Apply to all {0} conflicts").format(f"{count:,}"))
        self.to_all.setVisible(count > 1)
        self.buttons: dict[Resolution, QPushButton] = {}
        self._lay_out(conflict)
        self._reading = Newest(at_once=1, parent=self)
        self._reading.arrived.connect(self._on_read)
        self._reading.failed.connect(self._on_failed)
        photo, there = conflict.photo, conflict.there
        self._reading.ask(lambda run: (look_at(photo, run), look_at(there, run)))
        self.resize(*_SIZE)

    def _lay_out(self, conflict: Conflict) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(parts.MARGIN)
        sides.addWidget(self.new, stretch=1)
        sides.addWidget(self.there, stretch=1)
        column = parts.new_layout(self)
        name = on_one_line(conflict.there.name)
        column.addWidget(parts.title(self.tr("Two files want the name {0}").format(name), self))
        column.addLayout(sides, stretch=1)
        column.addWidget(self.to_all)
        column.addWidget(self._new_buttons(conflict.resolution))

    def _new_buttons(self, now: Resolution) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        box.rejected.connect(self.reject)
        for resolution, (text, tip) in words.RESOLUTIONS.items():
            button = box.addButton(text, QDialogButtonBox.ButtonRole.ActionRole)
            button.setToolTip(tip)
            button.setDefault(resolution is now)
            button.clicked.connect(self._on_button)
            self.buttons[resolution] = button
        self.buttons[now].setFocus()
        return box

    @Slot()
    def _on_button(self) -> None:
        clicked = self.sender()
        resolution = next(key for key, button in self.buttons.items() if button is clicked)
        is_for_all = self.to_all.isVisible() and self.to_all.isChecked()
        self.chosen.emit(self._photo, resolution, is_for_all)
        self.accept()

    @Slot(object)
    def _on_read(self, looks: tuple[Look, Look]) -> None:
        new, there = looks
        self.new.show_look(new, other=there)
        self.there.show_look(there, other=new)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        for side in (self.new, self.there):
            side.say(str(error))

    def done(self, result: int) -> None:
        """Nothing arrives any more."""
        self._reading.drop()
        super().done(result)


class _Side(QWidget):
    """One of the two: its picture, its name, how large, how old."""

    def __init__(self, heading: str, path: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = _Picture(self)
        caption = parts.sentence(heading, self)
        font = caption.font()
        font.setBold(True)
        caption.setFont(font)
        where = parts.sentence(on_one_line(str(path)), self)
        self._facts = parts.sentence("", self)
        for label in (where, self._facts):  # both pictures are of one size, and stay so
            label.setMinimumHeight(2 * label.fontMetrics().height())
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        parts.set_tone(self._facts, quiet=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(caption)
        column.addWidget(self._picture, stretch=1)
        column.addWidget(where)
        column.addWidget(self._facts)

    @property
    def text(self) -> str:
        """What is said about the file."""
        return self._facts.text()

    @property
    def has_picture(self) -> bool:
        """Whether it is shown."""
        return self._picture.has_image

    def show_look(self, look: Look, *, other: Look) -> None:
        """Show what was read; what is larger or newer than the other's is said."""
        self._picture.show_image(look.picture)
        self.say(_facts(look, other))

    def say(self, text: str) -> None:
        """Say something about the file."""
        self._facts.setText(text)


class _Picture(QWidget):
    """A picture as large as there is room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self.setMinimumSize(_LEAST_PICTURE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def has_image(self) -> bool:
        """Whether there is one."""
        return self._image is not None

    def show_image(self, image: QImage | None) -> None:
        """Show `image`."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole photo in the middle, on the ground of a field."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self.palette().base())
        if self._image is None:
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(
            (self.width() - size.width()) // 2, (self.height() - size.height()) // 2, 0, 0
        )
        place.setSize(size)
        painter.drawImage(place, self._image)


def _facts(look: Look, other: Look) -> str:
    if look.size is None or look.written is None:
        return look.why_not
    size, date = data_size(look.size), look.written.strftime("%Y-%m-%d %H:%M:%S")
    if other.size is not None and look.size > other.size:
        size += " (larger)"
    if other.written is not None and look.written > other.written:
        date += " (newer)"
    return "\n".join(filter(None, [size, date, look.why_not]))
