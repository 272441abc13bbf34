"""The line in which a person says where something goes: a path, typed or chosen."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from gridsne_desktop.qt.choosers import new_chooser
from gridsne_desktop.qt.dialogs import parts

_TYPING_MS = 300
"""Whoever types has stopped after this long."""


class PathField(QWidget):
    """A path with "Browse…"; what Browse opens is for the kinds of path to say.

    Signals:
        edited: The text changed; what is known about the old path is stale.
        settled: The person has stopped typing, or chose a path.
    """

    edited = Signal()
    settled = Signal()

    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._line = QLineEdit(self)
        self._line.setClearButtonEnabled(True)
        parts.roomy(self._line)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._typing.timeout.connect(self.settled)
        self._line.textChanged.connect(self._on_text_changed)
        caption = QLabel(label, self)
        caption.setBuddy(self._line)
        self._line.setAccessibleName(label.replace("&", ""))
        browse = QPushButton(self.tr("&Browse…"), self)
        browse.setAutoDefault(False)
        browse.clicked.connect(self._on_browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(caption)
        row.addWidget(self._line, stretch=1)
        row.addWidget(browse)
        self.setFocusProxy(self._line)

    @property
    def line(self) -> QLineEdit:
        """Where the path is typed."""
        return self._line

    @property
    def path(self) -> Path | None:
        """The path; None where nothing or only the end of a path is written."""
        text = self._line.text().strip()
        path = _home_expanded(text) if text else Path()
        return path if path.is_absolute() else None

    def set_path(self, path: Path) -> None:
        """Write `path`, as if it had been chosen."""
        self._line.setText(str(path))
        self._typing.stop()
        self.settled.emit()

    def new_dialog(self, start: Path) -> QFileDialog:
        """What Browse opens, beginning at the folder `start`."""
        raise NotImplementedError

    @Slot()
    def _on_text_changed(self) -> None:
        self.edited.emit()
        self._typing.start()

    @Slot()
    def _on_browse(self) -> None:
        start = self.path or Path.home()
        while not start.is_dir() and start != start.parent:
            start = start.parent
        dialog = self.new_dialog(start)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self.set_path(Path(name))


class FolderField(PathField):
    """A folder's path; the folder may be a new one."""

    def new_dialog(self, start: Path) -> QFileDialog:
        """Choose a folder."""
        dialog = new_chooser(self, self.tr("Choose a folder"), str(start))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return dialog


class FileField(PathField):
    """The path of a file that will be written, with this ending."""

    def __init__(self, label: str, parent: QWidget, *, ending: str, kind: str) -> None:
        super().__init__(label, parent)
        self._ending = ending
        self._kind = kind
        self._agreed: Path | None = None

    @property
    def path(self) -> Path | None:
        """The path, its ending added where it was not written."""
        path = super().path
        if path is None or not path.name:
            return None
        has_ending = path.suffix.lower() == self._ending
        return path if has_ending else path.with_name(path.name + self._ending)

    @property
    def is_agreed(self) -> bool:
        """Whether the person agreed that this very file is replaced."""
        return self._agreed is not None and self._agreed == self.path

    def agree(self) -> None:
        """The person agrees that the file written here is replaced."""
        self._agreed = self.path

    def new_dialog(self, start: Path) -> QFileDialog:
        """Choose a file; whether an existing one is replaced is asked there."""
        dialog = new_chooser(
            self, self.tr("Save as"), str(start), f"{self._kind} (*{self._ending})"
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(self._ending.lstrip("."))
        if self.path is not None:
            dialog.selectFile(self.path.name)
        return dialog

    @Slot(str)
    def _on_chosen(self, name: str) -> None:
        self.set_path(Path(name))
        self.agree()


def _home_expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # "~nobody": there is no such person, so it is a name like others
        return Path(text)
