"""What stands where the photos would: why there are none, and what helps."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

_WIDTH = 520


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

    def show_reason(self, name: str, *, problems: int, recursive: bool) -> None:
        """Say why `name` shows no photo."""
        if problems == 1:
            title, hint = "The only file here could not be used", "The list says why."
        elif problems:
            title = f"None of the {problems:,} files here could be used"
            hint = "The list says why for each of them."
        else:
            title = f"No photos in “{name}”"
            hint = "Photos are files such as JPEG, PNG, WebP, TIFF or GIF."
        if not recursive:
            hint += " Sub-folders were left out."
        self._title.setText(title)
        self._hint.setText(hint)
        self._problems.setText(f"&Show what was skipped ({problems:,})")
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
