"""Rule and way as a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gridsne_desktop.layout.orders import SIMILARITY
from gridsne_desktop.organize.names import legal_name
from gridsne_desktop.organize.steps import Resolution, StepKind
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.organize.choice import Choice
from gridsne_desktop.qt.dialogs.organize.wish import DATES, ORDERS, Wish
from gridsne_desktop.qt.dialogs.words import counted

_TYPING_MS = 300
_SECTION_GAP = 6
_WIDTH = 296
_BESIDE_BAR = 8


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the photos before there is a plan.

    Attributes:
        photos: How many there are.
        chosen: How many of them are selected.
        size: Bytes of all.
        folder: The folder that they are in, or the one that holds all of theirs.
        sort: What they are sorted by.
        no_groups: Why there can be no groups; empty: there can.
    """

    photos: int
    chosen: int
    size: int
    folder: Path
    sort: str = SIMILARITY
    no_groups: str = ""


class OrganizeForm(QWidget):
    """Says what is wished; answers about conflicts and names of groups are told to it.

    Args:
        about: What is known of the photos.
        parent: The dialog.

    Signals:
        changed: The wish is another.
        in_place_asked: The photos shall stay within the folder that they are in.
    """

    changed = Signal()
    in_place_asked = Signal()

    def __init__(self, about: About, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: dict[str, str] = {}
        self._resolutions: dict[Path, Resolution] = {}
        self._otherwise = Resolution.KEEP_BOTH
        self.rule = Choice(words.RULES, self)
        self.way = Choice(words.ways(about.size), self)
        # Each has its parent from the start: to give it another costs as much as to make it.
        under_order, under_date, under_folder = (QWidget(self.rule) for _ in range(3))
        under_move = QWidget(self.way)
        self.order_box = _box(ORDERS, self.tr("How the order runs"), under_order)
        self.dates_box = _box(DATES, self.tr("How deep folders of dates go"), under_date)
        self.dates_box.setCurrentIndex(1)
        self.folder_line = QLineEdit(self.tr("Selection"), under_folder)
        stay = self.tr("Stay within “{0}”").format(about.folder.name)
        self.in_place = QPushButton(stay, under_move)
        self.in_place.setProperty("link", True)
        self.in_place.setAutoDefault(False)
        self.in_place.setToolTip(self.tr("Makes the folders where the photos are."))
        self.in_place.clicked.connect(self.in_place_asked)
        self.emptied_box = QCheckBox(self.tr("&Remove emptied folders"), under_move)
        parts.roomy(self.folder_line)
        self.folder_line.setAccessibleName(self.tr("Name of the folder"))
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self.rule.put_under("order", _holding(under_order, self.order_box))
        self.rule.put_under("date", _holding(under_date, self.dates_box))
        self.rule.put_under("regions", _holding(under_folder, self.folder_line))
        self.way.put_under(StepKind.MOVE, _holding(under_move, self.in_place, self.emptied_box))
        self._lay_out()
        self._connect()
        self._offer(about)
        self.setFocusProxy(self.rule.button("order"))

    def wish(self) -> Wish:
        """What is wished now."""
        return Wish(
            rule=self.rule.chosen,
            way=self.chosen_way,
            order=str(self.order_box.currentData()),
            dates=str(self.dates_box.currentData()),
            folder=self.folder_line.text().strip(),
            names=dict(self._names),
            removes_emptied=self.emptied_box.isChecked(),
            resolutions=dict(self._resolutions),
            otherwise=self._otherwise,
        )

    @property
    def chosen_way(self) -> StepKind:
        """The way that is chosen."""
        return StepKind(self.way.chosen)

    def show_cost(self, size: int) -> None:
        """Say what a copy of the photos that the rule is about would take, in bytes."""
        self.way.explain(StepKind.COPY, words.copy_line(size))

    def name_group(self, old: str, new: str) -> None:
        """Call the folder of a group, which is called `old` now, `new`."""
        first = next((own for own, given in self._names.items() if given == old), old)
        self._names[first] = legal_name(new)
        self.changed.emit()

    def resolve(self, resolutions: Mapping[Path, Resolution]) -> None:
        """What is done about photos whose names are taken."""
        self._resolutions |= resolutions
        self.changed.emit()

    def resolve_all(self, resolution: Resolution) -> None:
        """Do the same about every photo whose name is taken, whatever was chosen before."""
        self._resolutions, self._otherwise = {}, resolution
        self.changed.emit()

    def forget_answers(self) -> None:
        """Another destination has other conflicts: ask anew."""
        self._resolutions, self._otherwise = {}, Resolution.KEEP_BOTH

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, _BESIDE_BAR, 0)
        column.addWidget(_heading(self.tr("What goes where"), self))
        column.addWidget(self.rule)
        column.addSpacing(parts.SPACING)
        column.addWidget(_heading(self.tr("How"), self))
        column.addWidget(self.way)
        column.addStretch(1)

    def _connect(self) -> None:
        self.rule.changed.connect(self._on_rule_changed)
        self.way.changed.connect(self.changed)
        self.order_box.currentIndexChanged.connect(self._on_changed)
        self.dates_box.currentIndexChanged.connect(self._on_changed)
        self.emptied_box.toggled.connect(self._on_changed)
        self.folder_line.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self.changed)

    def _offer(self, about: About) -> None:
        if about.chosen:
            line = self.tr("The {0} selected on the grid into one folder; the others stay.")
            self.rule.explain("regions", line.format(counted(about.chosen, "photo")))
        else:
            self.rule.explain("regions", self.tr("Select photos on the grid first."))
        self.rule.allow("regions", is_allowed=bool(about.chosen))
        if about.sort != SIMILARITY:
            self.rule.explain("order", words.order_line(about.sort))
        if about.no_groups:
            self.rule.explain("groups", about.no_groups)
        self.rule.allow("groups", is_allowed=not about.no_groups)

    @Slot()
    def _on_rule_changed(self) -> None:
        self._names.clear()
        self.changed.emit()

    @Slot()
    def _on_changed(self) -> None:
        self.changed.emit()


def _box(choices: Mapping[str, str], name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    for text, value in choices.items():
        box.addItem(text, value)
    box.setAccessibleName(name)
    parts.roomy(box)
    return box


def _holding(around: QWidget, *fields: QWidget) -> QWidget:
    """Lay out fields one below the other in a widget whose margins can be set."""
    column = QVBoxLayout(around)
    column.setContentsMargins(0, 0, 0, 0)
    for field in fields:
        column.addWidget(field)
    return around


class FormArea(QScrollArea):
    """The form in a column that scrolls where the window is low."""

    def __init__(self, about: About, parent: QWidget) -> None:
        super().__init__(parent)
        self.form = OrganizeForm(about, self.viewport())
        self.setWidget(self.form)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH)
        self.viewport().setAutoFillBackground(False)
        self.form.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _heading(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    label.setContentsMargins(0, 0, 0, _SECTION_GAP)
    return label
