"""The cache's part of the preferences."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QWidget,
)

from gridsne_desktop.library.cache.limit import GIGABYTE
from gridsne_desktop.qt.dialogs.words import counted, data_size
from gridsne_desktop.qt.keeper import Held, Keeper
from gridsne_desktop.qt.number_box import DecimalBox

_LEAST_GIGABYTES = 0.1
_MOST_GIGABYTES = 1000.0
_STEP_GIGABYTES = 0.5


class CacheBox(QGroupBox):
    """How large the cache may grow, how large it is, and a way to empty it.

    The limit holds when the dialog calls `accept`; clearing is done at once, after a question.
    """

    def __init__(self, keeper: Keeper, parent: QWidget | None = None) -> None:
        super().__init__("Cache", parent)
        self._keeper = keeper
        self._limit = DecimalBox(self)
        self._limit.setDecimals(1)
        self._limit.setRange(_LEAST_GIGABYTES, _MOST_GIGABYTES)
        self._limit.setSingleStep(_STEP_GIGABYTES)
        self._limit.setSuffix(" GB")
        self._limit.setValue(keeper.limit / GIGABYTE)
        self._shown_limit = self._limit.value()
        self._size = QLabel("Counting…", self)
        self._clear = QPushButton("&Clear…", self)
        self._clear.setEnabled(False)
        self._clear.clicked.connect(self._ask_clear)
        self._lay_out()
        keeper.counted.connect(self._on_counted)
        keeper.failed.connect(self._on_failed)
        keeper.count()

    @Slot()
    def accept(self) -> None:
        """Make the limit hold, if the person chose another."""
        # A limit set on the command line may lie between the box's steps; it stays as it is.
        if self._limit.value() != self._shown_limit:
            self._keeper.change_limit(round(self._limit.value() * GIGABYTE))

    def _lay_out(self) -> None:
        hint = QLabel("What is known of your photos, so that each is read only once.", self)
        hint.setForegroundRole(hint.palette().ColorRole.PlaceholderText)
        held = QHBoxLayout()
        held.addWidget(self._size, 1)
        held.addWidget(self._clear)
        form = QFormLayout(self)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(hint)
        form.addRow("Keep at &most:", self._limit)
        form.addRow(held)

    @Slot(object)
    def _on_counted(self, held: Held) -> None:
        info = held.cache
        photos = counted(info.photos, "photo")
        words = f"{data_size(info.size)} of {photos}" if info.photos else "nothing"
        self._size.setText(f"Kept now: {words}")
        self._clear.setEnabled(bool(info.items or info.places or held.grids))

    @Slot(object)
    def _on_failed(self, error: object) -> None:
        del error  # the window tells it
        self._keeper.count()

    @Slot()
    def _ask_clear(self) -> None:
        box = QMessageBox(self)
        box.setWindowTitle("Clear the cache?")
        box.setText("Clear the cache?")
        box.setInformativeText(
            "Your photos stay as they are. The next time that they are opened they are read "
            "again, which takes as long as the first time, and arranged anew."
        )
        box.addButton(QMessageBox.StandardButton.Cancel)
        clear = box.addButton("C&lear", QMessageBox.ButtonRole.AcceptRole)
        clear.clicked.connect(self._on_clear_accepted)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    @Slot()
    def _on_clear_accepted(self) -> None:
        self._clear.setEnabled(False)
        self._size.setText("Clearing…")
        self._keeper.clear()
