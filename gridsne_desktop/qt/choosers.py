"""Dialogs that choose files: the system's own, or, where it has none, Qt's, made quick."""

from functools import partial

from PySide6.QtCore import QFileInfo
from PySide6.QtGui import QAbstractFileIconProvider, QIcon
from PySide6.QtWidgets import QFileDialog, QFileIconProvider, QWidget


class _QuickIcons(QFileIconProvider):
    """An icon for folders, one for files; what kind of file it is its ending says.

    Qt's own looks into every file, on the window's thread: 0.3 s for the 1,100 of `/usr/bin`.
    """

    def __init__(self) -> None:
        super().__init__()
        kinds = QAbstractFileIconProvider.IconType
        self._folder, self._file = super().icon(kinds.Folder), super().icon(kinds.File)

    def icon(self, what: QFileInfo | QAbstractFileIconProvider.IconType) -> QIcon:
        if not isinstance(what, QFileInfo):
            return super().icon(what)
        return self._folder if what.isDir() else self._file

    def type(self, what: QFileInfo) -> str:
        return "Folder" if what.isDir() else what.suffix().upper()


def new_chooser(
    parent: QWidget | None, title: str, folder: str = "", kinds: str = ""
) -> QFileDialog:
    """A dialog that begins at `folder` and shows files of `kinds`, a filter as Qt writes them."""
    chooser = QFileDialog(parent, title, folder, kinds)
    icons = _QuickIcons()
    chooser.setIconProvider(icons)
    chooser.destroyed.connect(partial(_let_go, icons))  # it does not keep them itself
    return chooser


def _let_go(_icons: _QuickIcons) -> None:
    """Until this is called, whoever would call it holds the icons."""
