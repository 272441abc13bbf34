"""About: what this is, its version, and what it is made of."""

import sys
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, Slot, qVersion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from gridsne_desktop import __version__
from gridsne_desktop.qt.dialogs import parts

_SIZE = (560, 640)
_ROW_HEIGHT = 26
_HEADINGS = ("Part", "Version", "Licence")


@dataclass(frozen=True, slots=True)
class Part:
    """Something the app is made of.

    Attributes:
        name: As its makers write it.
        package: Its name on the package index; empty where it is no package.
        licence: SPDX expression.
    """

    name: str
    package: str
    licence: str


PARTS = (
    Part("PySide6", "PySide6-Essentials", "LGPL-3.0-only"),
    Part("NumPy", "numpy", "BSD-3-Clause"),
    Part("Pillow", "pillow", "MIT-CMU"),
    Part("ONNX Runtime", "onnxruntime", "MIT"),
    Part("openTSNE", "openTSNE", "BSD-3-Clause"),
    Part("SciPy", "scipy", "BSD-3-Clause"),
    Part("lapjv", "lapjv", "MIT"),
    Part("rawpy and LibRaw", "rawpy", "MIT; LGPL-2.1 or CDDL-1.0"),
    Part("platformdirs", "platformdirs", "MIT"),
    Part("watchdog", "watchdog", "Apache-2.0"),
    Part("Send2Trash", "send2trash", "BSD-3-Clause"),
)
"""The libraries; one that is not installed here (lapjv) is not shown."""

MODEL = ("EfficientNet-Lite0", "built in", "Apache-2.0")


class AboutDialog(QDialog):
    """The app, its version, its parts with their versions and licences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = parts_here()
        self.setWindowTitle(self.tr("About gridsne-desktop"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        column = parts.new_layout(self)
        column.addWidget(parts.title(f"gridsne-desktop {__version__}", self))
        for text in (
            "See all photos of a folder at once, similar ones side by side, and get them sorted "
            "on disk. Everything happens on this computer; no photo leaves it.",
            "Free software under the Apache License 2.0.",
        ):
            column.addWidget(parts.sentence(self.tr(text), self))
        column.addWidget(self._table(), stretch=1)
        buttons = parts.close_buttons(self)
        copy = buttons.addButton(self.tr("&Copy versions"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._on_copy)
        column.addWidget(buttons)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        self.resize(*_SIZE)

    def _table(self) -> QTableWidget:
        table = QTableWidget(len(self._rows), len(_HEADINGS), self)
        table.setHorizontalHeaderLabels([self.tr(heading) for heading in _HEADINGS])
        for row, texts in enumerate(self._rows):
            for place, text in enumerate(texts):
                table.setItem(row, place, QTableWidgetItem(text))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setAccessibleName(self.tr("What this is made of"))
        parts.calm(table)
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        return table

    @Slot()
    def _on_copy(self) -> None:
        lines = [f"gridsne-desktop {__version__}", *(" ".join(row[:2]) for row in self._rows)]
        parts.copy_text("\n".join([*lines, sys.platform]))


@cache
def parts_here() -> tuple[tuple[str, str, str], ...]:
    """Name, version, licence of what is installed here; the first time it takes 20 ms."""
    rows = [("Python", sys.version.split()[0], "PSF-2.0"), ("Qt", qVersion(), "LGPL-3.0-only")]
    for part in PARTS:
        try:
            rows.append((part.name, version(part.package), part.licence))
        except PackageNotFoundError:
            continue
    return (*rows, MODEL)
