"""The bar that tells of taken names, and answers all of them at once."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.organize.table import add_answers


class ConflictBar(QWidget):
    """There only while names are taken.

    Signals:
        compare_asked: The photos of a conflict shall be looked at side by side.
        resolved_all: The `Resolution` for all of them.
    """

    compare_asked = Signal()
    resolved_all = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.count = 0
        self._sentence = parts.sentence("", self)
        parts.set_tone(self._sentence, bad=True)
        self.compare = _button(self.tr("Co&mpare…"), self)
        self.compare.clicked.connect(self._on_compare)
        self.for_all = _button(self.tr("For &all"), self)
        self._menu = QMenu(self.for_all)
        add_answers(self._menu, None, self.resolved_all.emit)
        self.for_all.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._sentence, stretch=1)
        row.addWidget(self.compare)
        row.addWidget(self.for_all)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """How many names are taken; empty: none."""
        return "" if self.isHidden() else self._sentence.text()

    def show_count(self, count: int) -> None:
        """Say how many names are taken."""
        self.count = count
        self.setVisible(count > 0)
        self._sentence.setText(words.conflicts(count))

    @Slot()
    def _on_compare(self) -> None:
        self.compare_asked.emit()


def _button(text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(text, parent)
    button.setAutoDefault(False)
    button.setProperty("slim", True)
    return button
