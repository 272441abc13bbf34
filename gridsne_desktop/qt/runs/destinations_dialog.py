"""The nine keys and what they do, to be looked at and changed."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QPushButton, QWidget

from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.runs.destinations import Destination, Destinations
from gridsne_desktop.qt.runs.key_dialog import KeyDialog
from gridsne_desktop.qt.slim import ElidedLabel

_WIDTH = 640
_FOLDER = 2
"""Its column."""
_NOTHING = "Nothing yet"


class DestinationsDialog(QDialog):
    """Lists the keys; shown with `open`.

    Args:
        destinations: What they do now.
        beside: Where Browse begins for a key that does nothing yet.

    Signals:
        changed: The `Destinations` from now on.
    """

    changed = Signal(object)

    def __init__(
        self, destinations: Destinations, *, beside: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._destinations, self._beside = destinations, beside
        self._rows: dict[int, tuple[QLabel, ElidedLabel, QPushButton, QPushButton]] = {}
        self.setWindowTitle(self.tr("Destinations"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = parts.new_layout(self)
        column.addWidget(parts.title(self.tr("Keys that send photos to folders"), self))
        about = self.tr("Press a key on the wall or in the large view, with photos selected.")
        column.addWidget(parts.sentence(about, self))
        column.addLayout(self._new_rows())
        column.addStretch(1)
        column.addWidget(parts.close_buttons(self))
        self._show()
        self.resize(_WIDTH, self.sizeHint().height())

    def button(self, key: int, *, clears: bool = False) -> QPushButton:
        """The button that changes what a key does, or makes it do nothing."""
        _way, _folder, change, clear = self._rows[key]
        return clear if clears else change

    def said(self, key: int) -> str:
        """What is said of a key."""
        way, folder, _change, _clear = self._rows[key]
        return f"{way.text()} {folder.text()}".strip()

    def _new_rows(self) -> QGridLayout:
        rows = QGridLayout()
        rows.setHorizontalSpacing(parts.SPACING)
        rows.setVerticalSpacing(4)
        rows.setColumnStretch(_FOLDER, 1)
        for key, _destination in self._destinations:
            number = QLabel(str(key), self)
            font = number.font()
            font.setBold(True)
            number.setFont(font)
            way, folder = QLabel(self), ElidedLabel(self)
            change, clear = QPushButton(self), QPushButton(self.tr("Clear"), self)
            for button in (change, clear):
                button.setAutoDefault(False)
            clear.setAccessibleName(f"Clear key {key}")
            change.setProperty("key", key)
            clear.setProperty("key", key)
            change.clicked.connect(self._on_change)
            clear.clicked.connect(self._on_clear)
            self._rows[key] = (way, folder, change, clear)
            for place, widget in enumerate((number, way, folder, change, clear)):
                rows.addWidget(widget, key, place)
        return rows

    def _show(self) -> None:
        for key, destination in self._destinations:
            way, folder, change, clear = self._rows[key]
            way.setText("" if destination is None else destination.verb)
            folder.setText(_NOTHING if destination is None else str(destination.folder))
            folder.setToolTip("" if destination is None else str(destination.folder))
            role = folder.palette().ColorRole
            folder.setForegroundRole(
                role.PlaceholderText if destination is None else role.WindowText
            )
            change.setText(self.tr("Choose…") if destination is None else self.tr("Change…"))
            change.setAccessibleName(f"Change key {key}")
            clear.setEnabled(destination is not None)

    @Slot()
    def _on_change(self) -> None:
        key = int(self.sender().property("key"))
        dialog = KeyDialog(
            key,
            self._destinations.of(key),
            button=self.tr("&Remember"),
            beside=self._beside,
            parent=self,
        )
        dialog.chosen.connect(self._bind)
        dialog.open()

    @Slot()
    def _on_clear(self) -> None:
        self._bind(int(self.sender().property("key")), None)

    @Slot(int, object)
    def _bind(self, key: int, destination: Destination | None) -> None:
        self._destinations = self._destinations.bound(key, destination)
        self._show()
        self.changed.emit(self._destinations)
