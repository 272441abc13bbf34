"""Move to: choose a folder, see what would be moved; it is done in the background."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.filing import Files, plan_filing
from gridsne_desktop.organize.steps import Plan, StepKind
from gridsne_desktop.photo import Photo
from gridsne_desktop.qt.background import Newest
from gridsne_desktop.qt.dialogs import parts
from gridsne_desktop.qt.dialogs.destination import FolderField
from gridsne_desktop.qt.dialogs.plan_rows import rows_before
from gridsne_desktop.qt.dialogs.plan_table import PlanTable
from gridsne_desktop.qt.dialogs.thumbnails import Thumbnails
from gridsne_desktop.qt.dialogs.words import counted

_SIZE = (860, 560)
_HEADINGS = ("Photo", "Name there", "Size", "State")
_NO_DESTINATION = "Choose the folder that the photos go to. A new one is made if it is not there."
_EXPLANATION = (
    "Each photo keeps its name and takes its RAW file, clip and sidecars along. Where a name is "
    "taken, (2) is added; nothing is overwritten. Ctrl+Z brings everything back."
)


class MoveToDialog(QDialog):
    """Plans the move of photos; the plan that is shown is the very one that is wanted.

    Args:
        photos: Absolute paths of each photo and its companions.
        thumbnail: A photo's thumbnail (its true shape), called on the GUI thread.
        into: The folder that is proposed.

    Signals:
        wanted: The `Plan` to be executed; the dialog is closed by then.
    """

    wanted = Signal(object)

    def __init__(
        self,
        photos: Sequence[Files],
        *,
        thumbnail: Callable[[Photo], QImage | None],
        into: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._photos = tuple(photos)
        self._plan: Plan | None = None
        self._planner = Newest(at_once=1, parent=self)
        self._planner.arrived.connect(self._on_planned)
        self._planner.failed.connect(self._on_refused)
        self.setWindowTitle(self.tr("Move to"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._table = PlanTable(
            thumbnails=Thumbnails(thumbnail, self), headings=_HEADINGS, parent=self
        )
        self._lay_out()
        self.resize(*_SIZE)
        self._destination.setFocus()
        self._destination.set_path(into)

    @property
    def plan(self) -> Plan | None:
        """The plan that is shown; None while there is none."""
        return self._plan

    @property
    def destination(self) -> FolderField:
        """Where the folder is chosen."""
        return self._destination

    @property
    def move_button(self) -> QPushButton:
        """Says what it will do, and has it done."""
        return self._move

    @property
    def said(self) -> str:
        """What the dialog says about the plan."""
        return self._facts.text()

    def _lay_out(self) -> None:
        self._destination = FolderField(self.tr("&Into the folder"), self)
        self._destination.edited.connect(self._on_edited)
        self._destination.settled.connect(self._make_plan)
        self._facts = parts.sentence("", self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.rejected.connect(self.reject)
        self._move = QPushButton(self)
        self._move.setDefault(True)
        self._move.clicked.connect(self._on_move)
        buttons.addButton(self._move, QDialogButtonBox.ButtonRole.ActionRole)
        column = parts.new_layout(self)
        heading = f"Move {counted(len(self._photos), 'photo')} to another folder"
        column.addWidget(parts.title(heading, self))
        column.addWidget(parts.sentence(self.tr(_EXPLANATION), self))
        column.addWidget(self._destination)
        column.addWidget(self._facts)
        column.addWidget(self._table, stretch=1)
        column.addWidget(buttons)

    @Slot()
    def _on_edited(self) -> None:
        self._planner.drop()
        self._show_plan(None)

    @Slot()
    def _make_plan(self) -> None:
        into, photos = self._destination.path, self._photos
        self._show_plan(None)
        if into is None:
            self._planner.drop()
            self._table.show_nothing()
            self._tell(self.tr(_NO_DESTINATION))
            return
        self._tell(self.tr("Looking what is there…"))
        self._planner.ask(lambda run: plan_filing(photos, into=into, way=StepKind.MOVE, run=run))

    @Slot(object)
    def _on_planned(self, plan: Plan) -> None:
        self._table.plan_model.show_rows(rows_before(plan), into=plan.into)
        self._show_plan(plan)
        self._tell(_totals(plan))

    @Slot(object)
    def _on_refused(self, error: GridsneError) -> None:
        self._table.show_nothing()
        self._tell(str(error), bad=True)

    def _show_plan(self, plan: Plan | None) -> None:
        self._plan = plan
        has_steps = plan is not None and bool(plan.steps)
        self._move.setEnabled(has_steps)
        told = counted(plan.photos, "photo") if plan is not None and has_steps else ""
        self._move.setText(f"&Move {told}".strip())

    def _tell(self, text: str, *, bad: bool = False) -> None:
        parts.set_tone(self._facts, quiet=not bad, bad=bad)
        self._facts.setText(text)

    @Slot()
    def _on_move(self) -> None:
        plan = self._plan
        if plan is not None:
            self.accept()
            self.wanted.emit(plan)

    def done(self, result: int) -> None:
        """Plan nothing any more."""
        self._planner.drop()
        super().done(result)


def _totals(plan: Plan) -> str:
    """How many photos and files, and what is left out."""
    facts = [f"{counted(plan.photos, 'photo')} to move"]
    if len(plan.steps) > plan.photos:
        facts[0] += f", {counted(len(plan.steps), 'file')}"
    if plan.already_there:
        facts.append(f"{len(plan.already_there):,} already there, with the same content; they stay")
    if plan.problems:
        facts.append(f"{len(plan.problems):,} cannot be moved")
    return "  ·  ".join(facts)
