"""The choices that outlast a folder."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from gridsne_desktop.embedding.shelf import models, with_usable_model
from gridsne_desktop.qt.cache_box import CacheBox
from gridsne_desktop.qt.keeper import Keeper
from gridsne_desktop.qt.number_box import DecimalBox
from gridsne_desktop.qt.settings_store import (
    LEAST_SLIDE_SECONDS,
    MOST_SLIDE_SECONDS,
    ViewSettings,
)
from gridsne_desktop.settings import DEFAULT_PERPLEXITY, MAX_SEED, ArrangeSettings, Processor

_LEAST_NEIGHBOURS = 2.0
_MOST_NEIGHBOURS = 200.0
"""Above this, more neighbours only cost time (van der Maaten and Hinton 2008: 5 to 50)."""

_PROCESSORS: Final = {
    Processor.CPU.value: "The processor: the same everywhere",
    Processor.AUTOMATIC.value: "Whatever is right and faster",
}
_LOOKS: Final = {
    "crisp": "Crisp: the most alike side by side",
    "smooth": "Smooth: gentle transitions",
}
_BLANKS: Final = {
    "end": "At the end of the last row",
    "edges": "At the edges, evenly",
    "margins": "Between groups of like photos",
}


class Preferences(QDialog):
    """How folders are arranged, how the window moves, what is kept; shown with `open`."""

    def __init__(
        self,
        arrange: ArrangeSettings,
        view: ViewSettings,
        parent: QWidget | None = None,
        *,
        keeper: Keeper,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._arrange, self._view = arrange, view
        self._model = QComboBox(self)
        for name, model in models().items():
            self._model.addItem(model.title, name)
        usable, _ = with_usable_model(arrange)  # another program may have removed it meanwhile
        self._model.setCurrentIndex(self._model.findData(usable.model))
        self._processor = self._choice(_PROCESSORS, arrange.processor)
        self._look = self._choice(_LOOKS, arrange.look)
        self._blanks = self._choice(_BLANKS, arrange.blanks)
        self._neighbours = DecimalBox(self)
        self._neighbours.setDecimals(0)
        self._neighbours.setRange(_LEAST_NEIGHBOURS, _MOST_NEIGHBOURS)
        self._neighbours.setValue(arrange.perplexity)
        # Not NumberBox: a seed has 32 bits without a sign, one more than that holds.
        self._seed = DecimalBox(self)
        self._seed.setDecimals(0)
        self._seed.setRange(0, MAX_SEED)
        self._seed.setValue(arrange.seed)
        self._recursive = QCheckBox("Photos in sub-folders &belong to a folder", self)
        self._recursive.setChecked(arrange.recursive)
        self._animated = QCheckBox("Photos &fly to their places", self)
        self._animated.setChecked(view.animated)
        self._slide = DecimalBox(self)
        self._slide.setDecimals(0)
        self._slide.setRange(LEAST_SLIDE_SECONDS, MOST_SLIDE_SECONDS)
        self._slide.setSuffix(" s")
        self._slide.setValue(view.slide_seconds)
        self._cache = CacheBox(keeper, self)
        self.accepted.connect(self._cache.accept)
        self._lay_out()

    def arrange_settings(self) -> ArrangeSettings:
        """The choices about arranging."""
        return replace(
            self._arrange,
            model=self._model.currentData(),
            processor=self._processor.currentData(),
            look=self._look.currentData(),
            blanks=self._blanks.currentData(),
            perplexity=self._neighbours.value(),
            seed=int(self._seed.value()),
            recursive=self._recursive.isChecked(),
        )

    def view_settings(self) -> ViewSettings:
        """The choices about the window."""
        return replace(
            self._view, animated=self._animated.isChecked(), slide_seconds=self._slide.value()
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("&Model:", self._model)
        form.addRow("", self._hint("With 8 bits: twice as fast, the same neighbours."))
        form.addRow("&Computed by:", self._processor)
        form.addRow("&Look of the grid:", self._look)
        form.addRow("Blan&k cells:", self._blanks)
        form.addRow("&Neighbours a photo looks to:", self._neighbours)
        form.addRow(
            "",
            self._hint(
                f"Few: small tight groups. Many: broad order. Usual: {DEFAULT_PERPLEXITY:g}."
            ),
        )
        form.addRow("&Seed:", self._seed)
        form.addRow("", self._hint("The same seed gives the same arrangement every time."))
        form.addRow("S&lideshow, each photo:", self._slide)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self._recursive)
        layout.addWidget(self._animated)
        layout.addSpacing(6)
        layout.addWidget(self._cache)
        layout.addSpacing(6)
        layout.addWidget(buttons)

    def _choice(self, words: Mapping[str, str], now: str) -> QComboBox:
        box = QComboBox(self)
        for value, text in words.items():
            box.addItem(text, value)
        box.setCurrentIndex(box.findData(now))
        return box

    def _hint(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        return label
