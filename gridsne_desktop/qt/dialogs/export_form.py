"""The settings of a picture as a form."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.export.picture import (
    MAX_GAP,
    MAX_TILE,
    MIN_TILE,
    ExportSettings,
    Mode,
    check_size,
    picture_size,
)
from gridsne_desktop.layout.grid import Grid
from gridsne_desktop.layout.groups import Groups
from gridsne_desktop.layout.rough import rough_grid
from gridsne_desktop.progress import Run
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.colour_button import ColourButton
from gridsne_desktop.qt.dialogs.words import counted
from gridsne_desktop.qt.number_box import NumberBox

_A4 = 297 / 210
"""ISO 216: millimetres."""

TILE_SHAPES = {
    "Square (1:1)": 1.0,
    "Landscape 3:2": 3 / 2,
    "Landscape 4:3": 4 / 3,
    "Portrait 2:3": 2 / 3,
    "Portrait 3:4": 3 / 4,
}
PICTURE_SHAPES = {
    "Square (1:1)": 1.0,
    "4:3": 4 / 3,
    "3:2": 3 / 2,
    "16:9": 16 / 9,
    "A4 landscape": _A4,
    "A4 portrait": 1 / _A4,
}
MODES: dict[str, Mode] = {"Show the whole photo": "fit", "Fill the tile, cutting edges": "fill"}
_SAME_ASPECT = 1e-3
_MEGA = 1_000_000


class ExportForm(QWidget):
    """Tile size, gap, background, shapes.

    Signals:
        changed: Any of them changed.
    """

    changed = Signal()

    def __init__(
        self,
        grid: Grid,
        settings: ExportSettings,
        parent: QWidget,
        *,
        blanks: str,
        groups: Groups | None,
    ) -> None:
        super().__init__(parent)
        self._grid, self._blanks, self._groups = grid, blanks, groups
        self._rough: dict[float, Grid] = {}
        self._awaited: float | None = None
        self._shaping = Newest(at_once=2, parent=self)
        self._shaping.arrived.connect(self._on_shaped)
        self.shape_box = _choice(self, {"As on the screen": None, **PICTURE_SHAPES}, None)
        self.tile_box = _spin(self, settings.tile, MIN_TILE, MAX_TILE)
        self.tile_shape_box = _choice(self, _with_own(TILE_SHAPES, settings), settings.tile_aspect)
        self.mode_box = _choice(self, MODES, settings.mode)
        self.gap_box = _spin(self, settings.gap, 0, MAX_GAP)
        self.background = ColourButton(QColor(settings.background), self)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(parts.SPACING)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.addRow(self.tr("Shape of the g&rid"), self.shape_box)
        form.addRow(self.tr("&Tile width"), self.tile_box)
        form.addRow(self.tr("Tile s&hape"), self.tile_shape_box)
        form.addRow(self.tr("&Photos"), self.mode_box)
        form.addRow(self.tr("&Gap"), self.gap_box)
        form.addRow(self.tr("B&ackground"), self.background)
        for box in (self.shape_box, self.tile_shape_box, self.mode_box):
            box.currentIndexChanged.connect(self._on_changed)
        for spin in (self.tile_box, self.gap_box):
            spin.valueChanged.connect(self._on_changed)
        self.background.colour_changed.connect(self._on_changed)
        for field in (*self.findChildren(QComboBox), *self.findChildren(NumberBox)):
            parts.roomy(field)
        self.setFocusProxy(self.shape_box)

    def settings(self) -> ExportSettings:
        """How the picture shall be drawn."""
        return ExportSettings(
            tile=self.tile_box.value(),
            gap=self.gap_box.value(),
            background=self.background.colour.name().upper(),
            tile_aspect=float(self.tile_shape_box.currentData()),
            mode=self.mode_box.currentData(),
        )

    def aspect(self) -> float | None:
        """The wished width ÷ height of the grid in cells; None: as it is on the screen.

        It is the picture that shall have the chosen shape, so tiles that are not square count.
        """
        wished = self.shape_box.currentData()
        if wished is None:
            return None
        settings = self.settings()
        across, down = settings.tile + settings.gap, settings.tile_height + settings.gap
        return float(wished) * down / across

    def grid(self) -> Grid | None:
        """The grid of the picture; in another shape than the screen's its photos stand roughly.

        None: it is being computed; `changed` follows.
        """
        aspect = self.aspect()
        if aspect is None:
            return self._grid
        if aspect not in self._rough and self._awaited != aspect:
            self._awaited = aspect
            self._shaping.ask(partial(self._shaped, aspect))
        return self._rough.get(aspect)

    def size_text(self) -> tuple[str, bool]:
        """How large the picture gets, and whether it can be made."""
        grid = self.grid()
        if grid is None:
            return self.tr("Finding the shape…"), False
        columns, rows = grid.columns, grid.rows
        settings = self.settings()
        width, height = picture_size(columns, rows, settings)
        size = f"{width:,} × {height:,} pixels ({width * height / _MEGA:,.1f} megapixels)"
        try:
            check_size(columns, rows, settings)
        except GridsneError as error:
            return str(error), False
        photos = counted(len(self._grid.photos), "photo")
        return f"{photos}, {columns:,} × {rows:,} tiles\n{size}", True

    def _shaped(self, aspect: float, _run: Run) -> tuple[float, Grid]:
        """On a thread: with many groups it takes a tenth of a second."""
        grid, blanks, groups = self._grid, self._blanks, self._groups
        return aspect, rough_grid(grid, aspect=aspect, blanks=blanks, groups=groups)

    @Slot(object)
    def _on_shaped(self, shaped: tuple[float, Grid]) -> None:
        aspect, grid = shaped
        self._rough[aspect] = grid
        self._awaited = None
        self.changed.emit()

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()


def _spin(parent: QWidget, value: int, least: int, most: int) -> NumberBox:
    spin = NumberBox(parent)
    spin.setRange(least, most)
    spin.setValue(value)
    spin.setSuffix(" px")
    spin.setGroupSeparatorShown(True)
    return spin


def _choice(
    parent: QWidget,
    choices: dict[str, Mode] | dict[str, float] | dict[str, float | None],
    chosen: object,
) -> QComboBox:
    box = QComboBox(parent)
    for text, value in choices.items():
        box.addItem(text, value)
        if value == chosen:
            box.setCurrentIndex(box.count() - 1)
    return box


def _with_own(shapes: dict[str, float], settings: ExportSettings) -> dict[str, float]:
    """The shapes, and the one that is set now where it is none of them."""
    own = settings.tile_aspect
    if any(abs(own - aspect) < _SAME_ASPECT for aspect in shapes.values()):
        return {
            text: own if abs(own - aspect) < _SAME_ASPECT else aspect
            for text, aspect in shapes.items()
        }
    return {**shapes, f"{own:.2f}:1": own}
