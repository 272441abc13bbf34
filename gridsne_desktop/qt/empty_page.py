"""What stands where the photos would: why there are none, and what helps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gridsne_desktop.library.reasons import grouped
from gridsne_desktop.photo import Problem
from gridsne_desktop.qt.dialogs.words import on_one_line

_WIDTH = 520
_WAYS_ON = "Drop another folder here. Photos that are put into this one will be offered below."


class EmptyPage(QWidget):
    """A sentence, a hint, and the ways on.

    Signals:
        open_asked: The person wants another folder.
        problems_asked: The person wants to know what was left out.
        subfolders_asked: The person wants to look in sub-folders, too.
    """

    open_asked = Signal()
    problems_asked = Signal()
    subfolders_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        font = self._title.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        self._title.setFont(font)
        self._hint = QLabel(self)
        self._hint.setForegroundRole(self._hint.palette().ColorRole.PlaceholderText)
        for label in (self._title, self._hint):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setFixedWidth(_WIDTH)
        self._open = QPushButton("&Open another folder…", self)
        self._open.setDefault(True)
        self._subfolders = QPushButton("&Look in sub-folders, too", self)
        self._problems = QPushButton(self)
        self._open.clicked.connect(self.open_asked)
        self._subfolders.clicked.connect(self.subfolders_asked)
        self._problems.clicked.connect(self.problems_asked)
        self._lay_out()

    def show_reason(self, name: str, *, problems: Sequence[Problem], recursive: bool) -> None:
        """Say why `name` shows no photo, and what helps."""
        count = len(problems)
        if problems:
            title = "The only file here could not be used"
            if count > 1:
                title = f"None of the {count:,} files here could be used"
            hint = _why(problems)
        else:
            title = f"No photos in “{on_one_line(name)}”"
            hint = "Photos are files such as JPEG, PNG, WebP, TIFF or GIF."
        if not recursive:
            hint += " Sub-folders were left out."
        self._title.setText(title)
        self._hint.setText(f"{hint}\n{_WAYS_ON}")
        self._problems.setText(f"&Show what was skipped ({count:,})")
        self._problems.setVisible(bool(problems))
        self._subfolders.setVisible(not recursive)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        for button in (self._open, self._subfolders, self._problems):
            buttons.addWidget(button)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 32, 32, 32)
        layout.addStretch(2)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        layout.addWidget(self._hint, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(24)
        layout.addLayout(buttons)
        layout.addStretch(3)


def _why(problems: Sequence[Problem]) -> str:
    """What is the matter with all of them, in a line; first what can be cured."""
    if len(problems) == 1:
        return problems[0].reason
    groups = grouped(problems)
    return groups[0].advice or f"Left out: {', '.join(group.title for group in groups)}."
